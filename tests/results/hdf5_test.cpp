#include "results/hdf5.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <limits>

#include "results/child.hpp"
#include "support/temporary.hpp"

using namespace forlob;
using namespace forlob::hdf5;

namespace {

class Scratch {
public:
    [[nodiscard]] std::string path() const { return (folder_.path() / "x.h5").string(); }

private:
    test::TemporaryFolder folder_;
};

template <Number T>
std::vector<T> back_again(const std::vector<T>& values) {
    const Scratch scratch;
    {
        auto file = File::create(scratch.path());
        auto root = file.root();
        root.create("x", {element_of<T>(), {values.size()}, {values.size()}, {}}).write(values);
        root.close();
        file.close();
    }
    return File::open(scratch.path()).root().dataset("x").read<T>();
}

}  // namespace

TEST_CASE("numbers of every type come back as they went") {
    CHECK(back_again<std::uint8_t>({0, 1, 255}) == std::vector<std::uint8_t>{0, 1, 255});
    CHECK(back_again<std::uint16_t>({1, 65535}) == std::vector<std::uint16_t>{1, 65535});
    CHECK(back_again<std::uint32_t>({1, 4294967295U}) ==
          std::vector<std::uint32_t>{1, 4294967295U});
    CHECK(back_again<std::uint64_t>({18446744073709551615ULL})[0] == 18446744073709551615ULL);
    CHECK(back_again<std::int32_t>({-2147483647, 5}) == std::vector<std::int32_t>{-2147483647, 5});
    const auto reals =
        back_again<double>({0.1, -0.0, 1e-310, std::numeric_limits<double>::quiet_NaN(),
                            std::numeric_limits<double>::infinity()});
    CHECK(reals[0] == 0.1);
    CHECK(std::signbit(reals[1]));
    CHECK(reals[2] == 1e-310);
    CHECK(std::isnan(reals[3]));
    CHECK(std::isinf(reals[4]));
}

TEST_CASE("texts come back as they went, empty ones and Danish ones too") {
    const Scratch scratch;
    const std::vector<std::string> texts{"", "kontanthjælp", std::string(100'000, 'x'), "a\nb"};
    auto file = File::create(scratch.path());
    auto dataset = file.root().create("x", {Element::text, {4}, {}, {}});
    dataset.write(texts);
    CHECK(dataset.read_texts() == texts);
}

TEST_CASE("attributes come back as they went") {
    const Scratch scratch;
    auto file = File::create(scratch.path());
    const auto root = file.root();
    auto attributes = root.attributes();
    attributes.set("text", "æ");
    attributes.set("empty", "");
    attributes.set("texts", std::vector<std::string>{"a", ""});
    attributes.set("seed", std::uint64_t{18446744073709551615ULL});
    attributes.set("sizes", std::vector<std::uint32_t>{100, 200});
    CHECK(attributes.text("text") == "æ");
    CHECK(attributes.text("empty").empty());
    CHECK(attributes.texts("texts") == std::vector<std::string>{"a", ""});
    CHECK(attributes.number<std::uint64_t>("seed") == 18446744073709551615ULL);
    CHECK(attributes.numbers<std::uint32_t>("sizes") == std::vector<std::uint32_t>{100, 200});
    CHECK(attributes.has("seed"));
    CHECK_FALSE(attributes.has("salt"));
}

TEST_CASE("an attribute is read as what it is") {
    const Scratch scratch;
    auto file = File::create(scratch.path());
    const auto root = file.root();
    auto attributes = root.attributes();
    attributes.set("seed", std::uint64_t{1});
    attributes.set("pair", std::vector<std::string>{"a", "b"});
    CHECK_THROWS_WITH_AS(static_cast<void>(attributes.text("seed")),
                         "read attribute seed of /: it is not text", Error);
    CHECK_THROWS_WITH_AS(static_cast<void>(attributes.number<std::int32_t>("seed")),
                         "read attribute seed of /: it is not of type int32", Error);
    CHECK_THROWS_WITH_AS(static_cast<void>(attributes.text("pair")),
                         "read attribute pair of /: it is not one text", Error);
    CHECK_THROWS_AS(static_cast<void>(attributes.text("missing")), Error);
    CHECK_FALSE(is_broken());
}

TEST_CASE("a box of a dataset is written and read row by row") {
    const Scratch scratch;
    auto file = File::create(scratch.path());
    auto dataset = file.root().create("x", {Element::i32, {2, 3}, {2, 3}, {}});
    dataset.write<std::int32_t>(std::vector<std::int32_t>{1, 2, 3, 4, 5, 6});
    const std::vector<std::int32_t> box{20, 30};
    dataset.write<std::int32_t>({0, 1}, {1, 2}, box);
    CHECK(dataset.read<std::int32_t>() == std::vector<std::int32_t>{1, 20, 30, 4, 5, 6});
    CHECK(dataset.read<std::int32_t>({0, 1}, {2, 1}) == std::vector<std::int32_t>{20, 5});
}

TEST_CASE("what was never written reads as missing") {
    const Scratch scratch;
    auto file = File::create(scratch.path());
    CHECK(std::isnan(file.root().create("x", {Element::f64, {1}, {1}, {}}).read<double>()[0]));
    CHECK(file.root().create("y", {Element::u8, {1}, {1}, {}}).read<std::uint8_t>()[0] == 255);
}

TEST_CASE("a dataset grows along its unlimited axis") {
    const Scratch scratch;
    auto file = File::create(scratch.path());
    auto dataset = file.root().create("x", {Element::u8, {2, 0}, {2, 4}, 1});
    dataset.extend({2, 2});
    dataset.write(std::vector<std::uint8_t>{1, 2, 3, 4});
    dataset.extend({2, 3});
    CHECK(dataset.shape() == Shape{2, 3});
    CHECK(dataset.read<std::uint8_t>() == std::vector<std::uint8_t>{1, 2, 255, 3, 4, 255});
}

TEST_CASE("groups and datasets are listed in the order of their creation") {
    const Scratch scratch;
    auto file = File::create(scratch.path());
    auto root = file.root();
    static_cast<void>(root.create("zebra", {Element::u8, {1}, {}, {}}));
    static_cast<void>(root.create_group("yak"));
    static_cast<void>(root.create("ant", {Element::u8, {1}, {}, {}}));
    static_cast<void>(root.create_group("bee"));
    CHECK(root.dataset_names() == std::vector<std::string>{"zebra", "ant"});
    CHECK(root.group_names() == std::vector<std::string>{"yak", "bee"});
    CHECK(root.group("yak").path() == "/yak");
    CHECK(root.has("ant"));
    CHECK_FALSE(root.has("elk"));
}

TEST_CASE("axes are named by the scales that are attached to them") {
    const Scratch scratch;
    auto file = File::create(scratch.path());
    auto group = file.root().create_group("g");
    auto arm = group.create("arm", {Element::text, {2}, {}, {}});
    arm.make_scale();
    auto spell = group.create("spell", {Element::u8, {0}, {16}, 0});
    spell.make_bare_dimension();
    auto dataset = group.create("x", {Element::f64, {2}, {2}, {}});
    dataset.attach_scale(0, arm);
    CHECK(dataset.path() == "/g/x");
    CHECK(dataset.dimension_names() == std::vector<std::string>{"arm"});
    CHECK(arm.is_scale());
    CHECK_FALSE(arm.is_bare_dimension());
    CHECK_FALSE(spell.is_scale());
    CHECK(spell.is_bare_dimension());
    CHECK_FALSE(dataset.is_scale());
}

TEST_CASE("an error says what was tried and why it failed") {
    const Scratch scratch;
    auto file = File::create(scratch.path());
    auto root = file.root();
    static_cast<void>(root.create("x", {Element::u8, {1}, {}, {}}));
    CHECK_THROWS_WITH_AS(static_cast<void>(root.dataset("y")),
                         "open dataset /y: object 'y' doesn't exist", Error);
    CHECK_THROWS_WITH_AS(static_cast<void>(root.dataset("x").read<double>()),
                         "read dataset /x: it is of type uint8, not float64", Error);
    CHECK_THROWS_WITH_AS(static_cast<void>(File::open(scratch.path() + ".missing")),
                         "open file: No such file or directory", Error);
    CHECK_FALSE(is_broken());
}

TEST_CASE("a file does not close while something in it is open") {
    const Scratch scratch;
    CHECK(test::in_child([&]() -> std::string {
              auto file = File::create(scratch.path());
              const auto left_open = file.root();
              try {
                  file.close();
              } catch (const Error& error) {
                  return std::string(error.what()) + (is_broken() ? ", broken" : "");
              }
              return "closed";
          }) == "close the file: can't close file, there are objects still open, broken");
}

TEST_CASE("a truncated file is an error, at the latest when it is read") {
    const Scratch scratch;
    {
        auto file = File::create(scratch.path());
        auto root = file.root();
        root.create("x", {Element::f64, {1000}, {1000}, {}}).write(std::vector<double>(1000, 1.0));
        root.close();
        file.close();
    }
    const auto size = std::filesystem::file_size(scratch.path());
    for (std::uintmax_t part = 1; part < 20; ++part) {
        std::filesystem::resize_file(scratch.path(), size - size * part / 20);
        CHECK_THROWS_AS(
            static_cast<void>(File::open(scratch.path()).root().dataset("x").read<double>()),
            Error);
    }
}
