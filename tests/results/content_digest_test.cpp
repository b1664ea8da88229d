#include "results/content_digest.hpp"

#include <doctest/doctest.h>

#include "support/temporary.hpp"

using namespace forlob;
using hdf5::Element;

namespace {

struct Content {
    std::vector<std::uint16_t> numbers{1, 2, 513};
    std::vector<double> reals{0.5, -1.0};
    std::vector<std::string> texts{"æ", ""};
    std::string remark = "x";
};

std::string digest(const Content& content) {
    const test::TemporaryFolder folder;
    auto file = hdf5::File::create((folder.path() / "x.h5").string());
    auto root = file.root();
    auto group = root.create_group("g");
    group.create("b", {Element::text, {content.texts.size()}, {}, {}}).write(content.texts);
    auto numbers = root.create("a", {Element::u16, {content.numbers.size()}, {2}, {}});
    numbers.write(content.numbers);
    numbers.attributes().set("remark", content.remark);
    root.create("a.b", {Element::f64, {1, 2}, {}, {}}).write(content.reals);
    root.create("spell", {Element::u8, {0}, {16}, 0}).make_bare_dimension();
    return content_digest(root);
}

}  // namespace

// Computed with Python's hashlib and struct from the description in the header.
TEST_CASE("the digest of content is what its description says") {
    CHECK(digest({}) == "a7f895f0ef96e2cc88453d5d06aebcab2a89ea000dc857e7f24c9fe822bc2f28");
}

TEST_CASE("every number and text counts, and no attribute") {
    const auto original = digest({});
    CHECK(digest({.numbers = {1, 2, 514}}) != original);
    CHECK(digest({.reals = {0.5, 1.0}}) != original);
    CHECK(digest({.texts = {"", "æ"}}) != original);
    CHECK(digest({.remark = "y"}) == original);
}
