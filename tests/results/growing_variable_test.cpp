#include "results/growing_variable.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "results/content_digest.hpp"
#include "results/variables.hpp"
#include "support/temporary.hpp"

using namespace forlob;
using hdf5::Element;
using hdf5::Shape;

namespace {

class Scratch {
public:
    [[nodiscard]] hdf5::Group root() const { return file_.root(); }

private:
    test::TemporaryFolder folder_;
    hdf5::File file_ = hdf5::File::create((folder_.path() / "x.h5").string());
};

std::vector<std::uint16_t> count_up(std::size_t n) {
    std::vector<std::uint16_t> numbers(n);
    std::iota(numbers.begin(), numbers.end(), std::uint16_t{1});
    return numbers;
}

// Appends `numbers` in pieces of these sizes, then what is left.
void append_in_pieces(GrowingVariable& variable, std::span<const std::uint16_t> numbers,
                      const std::vector<std::size_t>& sizes) {
    for (const std::size_t size : sizes) {
        variable.append(numbers.first(size));
        numbers = numbers.subspan(size);
    }
    variable.append(numbers);
}

}  // namespace

TEST_CASE("a growing variable keeps its rows in order, whatever the pieces") {
    const Scratch scratch;
    auto root = scratch.root();
    ChunkQueue queue(&one_after_another);
    GrowingVariable rows(root.create("x", {Element::u16, {0, 2}, {3, 2}, 0}), queue);
    const auto expected = count_up(28);
    append_in_pieces(rows, expected, {2, 0, 4, 14, 6});
    rows.finish();
    queue.flush();
    KnownDigests known;
    rows.close(known);
    const auto dataset = root.dataset("x");
    CHECK(dataset.shape() == Shape{14, 2});
    CHECK(dataset.chunk() == Shape{3, 2});
    CHECK(dataset.read<std::uint16_t>() == expected);
    CHECK(known.size() == 1);
    // As it was noted while the chunks were written, and as it is read again.
    CHECK(content_digest(root, known) == content_digest(root));
    known["/x"] = "another";
    CHECK(content_digest(root, known) != content_digest(root));
}

TEST_CASE("a row that is larger than a chunk is cut into several") {
    const Scratch scratch;
    auto root = scratch.root();
    ChunkQueue queue(&one_after_another);
    GrowingVariable rows(root.create("x", {Element::u16, {0, 10}, {1, 4}, 0}), queue);
    const auto expected = count_up(30);
    append_in_pieces(rows, expected, {3, 9, 10});
    rows.finish();
    queue.flush();
    KnownDigests known;
    rows.close(known);
    CHECK(root.dataset("x").shape() == Shape{3, 10});
    CHECK(root.dataset("x").read<std::uint16_t>() == expected);
    CHECK(content_digest(root, known) == content_digest(root));
}

TEST_CASE("numbers can be made where they are kept") {
    const Scratch scratch;
    auto root = scratch.root();
    ChunkQueue queue(&one_after_another);
    GrowingVariable squares(root.create("x", {Element::u32, {0}, {4}, 0}), queue);
    squares.append<std::uint32_t>(3, [](std::size_t i) { return static_cast<std::uint32_t>(i); });
    squares.append<std::uint32_t>(
        3, [](std::size_t i) { return static_cast<std::uint32_t>(100 + i); });
    squares.finish();
    queue.flush();
    CHECK(root.dataset("x").read<std::uint32_t>() ==
          std::vector<std::uint32_t>{0, 1, 2, 100, 101, 102});
}

TEST_CASE("chunks are written in the order they came, in whatever order they are encoded") {
    const auto file_with = [](ForEach for_each) {
        const test::TemporaryFolder folder;
        const auto path = (folder.path() / "x.h5").string();
        {
            auto file = hdf5::File::create(path);
            auto root = file.root();
            ChunkQueue queue(std::move(for_each));
            GrowingVariable a(root.create("a", {Element::u16, {0}, {8}, 0}), queue);
            GrowingVariable b(root.create("b", {Element::u16, {0}, {5}, 0}), queue);
            const auto numbers = count_up(1000);
            append_in_pieces(a, numbers, {100, 300});
            append_in_pieces(b, numbers, {1});
            a.finish();
            b.finish();
            queue.flush();
            KnownDigests known;
            a.close(known);
            b.close(known);
            root.close();
            file.close();
        }
        return test::read_file(path);
    };
    const auto backwards = [](std::size_t n, const std::function<void(std::size_t)>& work) {
        while (n-- > 0) work(n);
    };
    CHECK(file_with(backwards) == file_with(&one_after_another));
}
