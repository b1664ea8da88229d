#include "random/philox_fill.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace forlob;

namespace {

std::vector<std::uint32_t> one_by_one(PhiloxCounter counter, PhiloxKey key, std::size_t n) {
    std::vector<std::uint32_t> words;
    for (std::size_t number = 0; number < n; ++number, ++counter[0])
        for (const std::uint32_t word : philox4x32_10(counter, key)) words.push_back(word);
    return words;
}

}  // namespace

TEST_CASE("filling gives the words of one counter after the other, whatever their number") {
    const PhiloxCounter first{7, 0x01020304, 0xFFFFFFFF, 9};
    const PhiloxKey key{0x89ABCDEF, 0x01234567};
    for (const std::size_t n : {0u, 1u, 2u, 3u, 4u, 7u, 8u, 9u, 15u, 16u, 17u, 31u, 33u, 257u}) {
        CAPTURE(n);
        std::vector<std::uint32_t> words(4 * n);
        fill_philox(first, key, words);
        CHECK(words == one_by_one(first, key, n));
    }
}

TEST_CASE("filling writes nothing beyond its span") {
    std::vector<std::uint32_t> words(4 * 9 + 4, 5);
    fill_philox({}, {}, std::span(words).first(4 * 9));
    CHECK(std::vector(words.end() - 4, words.end()) == std::vector<std::uint32_t>{5, 5, 5, 5});
}

TEST_CASE("filling wraps around at the end of the first word") {
    std::vector<std::uint32_t> words(4 * 20);
    fill_philox({0xFFFFFFF8, 1, 2, 3}, {4, 5}, words);
    CHECK(words == one_by_one({0xFFFFFFF8, 1, 2, 3}, {4, 5}, 20));
}
