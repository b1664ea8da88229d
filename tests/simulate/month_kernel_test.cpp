#include "simulate/month_kernel.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace forlob;

namespace {

constexpr std::uint32_t last = 0xFFFFFFFF;

// A person who stays from `low` on over `width` and is due at tick 7.
std::vector<std::uint8_t> marks(const std::vector<std::uint32_t>& uniform, std::uint32_t low,
                                std::uint32_t width, std::uint32_t tick) {
    const std::vector<std::uint32_t> lows(uniform.size(), low), widths(uniform.size(), width),
        due(uniform.size(), 7);
    std::vector<std::uint8_t> marked(uniform.size(), 9);
    mark_movers({uniform, lows, widths, due}, tick, marked);
    return marked;
}

}  // namespace

TEST_CASE("a uniform stays from the low end on and before the high one") {
    CHECK(marks({0, 99, 100, 149, 150, last}, 100, 50, 1) ==
          std::vector<std::uint8_t>{1, 1, 0, 0, 1, 1});
}

TEST_CASE("nobody stays in a row without width, and the last uniform of a full row is looked at") {
    CHECK(marks({0, 1, last}, 0, 0, 1) == std::vector<std::uint8_t>{1, 1, 1});
    CHECK(marks({0, 1, last - 1, last}, 0, last, 1) == std::vector<std::uint8_t>{0, 0, 0, 1});
}

TEST_CASE("whoever is due at the tick is marked, and at no other") {
    CHECK(marks({5, 5}, 0, last, 6) == std::vector<std::uint8_t>{0, 0});
    CHECK(marks({5, 5}, 0, last, 7) == std::vector<std::uint8_t>{1, 1});
    CHECK(marks({5, 5}, 0, last, 8) == std::vector<std::uint8_t>{0, 0});
}

TEST_CASE("a chance strikes below its cut and leaves other marks alone") {
    const std::vector<std::uint32_t> uniform{0, 4, 5, last, 0, 4}, below{5, 5, 5, last, 0, 0};
    std::vector<std::uint8_t> marked{0, 0, 0, 0, 0, 1};
    mark_struck(uniform, below, marked);
    CHECK(marked == std::vector<std::uint8_t>{1, 1, 0, 0, 0, 1});
}

TEST_CASE("the marked are collected in order, whatever the length of the block") {
    for (const std::size_t n : {0u, 1u, 7u, 8u, 9u, 64u, 333u}) {
        CAPTURE(n);
        std::vector<std::uint8_t> marked(n, 0);
        std::vector<std::uint32_t> expected;
        for (std::size_t person = 0; person < n; ++person)
            if (person % 3 == 0 || person % 8 == 7) {
                marked[person] = 1;
                expected.push_back(static_cast<std::uint32_t>(person));
            }
        std::vector<std::uint32_t> positions(n + 1);
        positions.resize(collect_marked(marked, positions));
        CHECK(positions == expected);
    }
}
