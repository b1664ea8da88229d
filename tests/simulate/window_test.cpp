// Months that a window notes.

#include "simulate/window.hpp"

#include <doctest/doctest.h>

#include <bit>

using namespace forlob;

TEST_CASE("months that are noted are counted, wherever in the word they stand") {
    CHECK(n_noted(0) == 0);
    CHECK(n_noted(~std::uint64_t{0}) == 64);
    for (int bit = 0; bit < 64; ++bit) CHECK(n_noted(std::uint64_t{1} << bit) == 1);
    std::uint64_t noted = 1;
    for (int word = 0; word < 1000; ++word) {
        noted = noted * 0x9E3779B97F4A7C15 + 1;
        REQUIRE(n_noted(noted) == std::popcount(noted));
    }
}

TEST_CASE("a window is full in the month in which enough are noted, and is then empty") {
    StateSet in;
    in.insert(StateId{1});
    const Window window{.clock = 0, .in = in, .needed = 3, .within = 0xF};
    std::uint64_t noted = 0;
    CHECK_FALSE(pass_window(window, StateId{1}, 2, noted));
    CHECK(months_to_fill(window, StateId{1}, noted) == 1);
    CHECK_FALSE(pass_window(window, StateId{0}, 1, noted));
    CHECK(months_to_fill(window, StateId{0}, noted) == never);
    CHECK(pass_window(window, StateId{1}, 1, noted));
    CHECK(noted == 0);
    CHECK(months_to_fill(window, StateId{1}, noted) == 3);
}
