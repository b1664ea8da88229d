#include "results/blocks.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace forlob;
using hdf5::Element;
using hdf5::Shape;

namespace {

std::string text_of(const Shape& shape) {
    std::string text;
    for (const auto length : shape) text += std::to_string(length) + " ";
    return text;
}

std::string boxes(const Shape& shape, std::size_t max_elements) {
    std::string text;
    for_each_box(shape, max_elements, [&](const Shape& offset, const Shape& count) {
        text += "at " + text_of(offset) + "count " + text_of(count);
    });
    return text;
}

}  // namespace

TEST_CASE("a box is whole along the last axes, cut along one, and single before") {
    CHECK(box_shape({4, 100, 49}, 100'000) == Shape{4, 100, 49});
    CHECK(box_shape({4, 100, 49}, 10'000) == Shape{2, 100, 49});
    CHECK(box_shape({4, 100, 49}, 4'899) == Shape{1, 99, 49});
    CHECK(box_shape({4, 100, 49}, 50) == Shape{1, 1, 49});
    CHECK(box_shape({4, 100, 49}, 48) == Shape{1, 1, 48});
    CHECK(box_shape({4, 100, 49}, 0) == Shape{1, 1, 1});
    CHECK(box_shape({}, 10) == Shape{});
}

TEST_CASE("chunks hold at most a mebibyte") {
    CHECK(chunk_shape({1'000'000, 49}, Element::u8) == Shape{21'399, 49});
    CHECK(chunk_shape({1'000'000, 49}, Element::f64) == Shape{2'674, 49});
    CHECK(chunk_shape({3, 4}, Element::f64) == Shape{3, 4});
}

TEST_CASE("what holds nothing, and text, is not cut into chunks") {
    CHECK(chunk_shape({3, 0}, Element::f64).empty());
    CHECK(chunk_shape({3}, Element::text).empty());
}

TEST_CASE("boxes follow one another in row-major order and end with the shape") {
    CHECK(boxes({2, 3}, 2) ==
          "at 0 0 count 1 2 at 0 2 count 1 1 at 1 0 count 1 2 at 1 2 count 1 1 ");
    CHECK(boxes({3, 2}, 4) == "at 0 0 count 2 2 at 2 0 count 1 2 ");
    CHECK(boxes({5}, 100) == "at 0 count 5 ");
    CHECK(boxes({5, 0}, 100) == "");
}
