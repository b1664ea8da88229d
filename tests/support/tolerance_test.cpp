#include "support/tolerance.hpp"

#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <random>

using namespace forlob::test;

TEST_CASE("allowed standard errors grow slowly with the number of comparisons") {
    CHECK(allowed_standard_errors(1) == doctest::Approx(4.89).epsilon(0.001));
    CHECK(allowed_standard_errors(4) == doctest::Approx(5.16).epsilon(0.001));
    CHECK(allowed_standard_errors(100) == doctest::Approx(5.73).epsilon(0.001));
}

TEST_CASE("the worst distance is that of the count furthest out") {
    // 400 people, half of them expected: the standard error is 10 people. A tenth: 6.
    const std::array<std::uint64_t, 3> counts{230, 148, 22};
    const std::array<double, 3> shares{0.5, 0.4, 0.1};
    CHECK(worst_distance(counts, shares) == doctest::Approx(3.0));
}

TEST_CASE("one person contradicts a share of zero") {
    const std::array<std::uint64_t, 2> counts{99, 1};
    const std::array<double, 2> shares{1.0, 0.0};
    CHECK(worst_distance(counts, shares) == std::numeric_limits<double>::infinity());
}

TEST_CASE("counts that fit exactly have no distance") {
    const std::array<std::uint64_t, 2> counts{100, 0};
    const std::array<double, 2> shares{1.0, 0.0};
    CHECK(worst_distance(counts, shares) == 0.0);
}

// Hypothesis: four outcomes have a quarter each (the two top bits of mt19937_64, a generator that
// the standard fixes to the bit). 2^20 draws give a standard error of 0.0004; four comparisons at a
// false-alarm rate of 1e-6 allow 0.0022. An error of 0.0044 is missed for fewer than one seed in a
// million.
TEST_CASE("the tolerance accepts fair draws and has teeth" * doctest::test_suite("statistical")) {
    std::mt19937_64 generator(20260101);
    std::array<std::uint64_t, 4> counts{};
    for (int draw = 0; draw < 1 << 20; ++draw) ++counts[generator() >> 62];
    const double allowed = allowed_standard_errors(4);
    CHECK(worst_distance(counts, std::array{0.25, 0.25, 0.25, 0.25}) <= allowed);
    CHECK(worst_distance(counts, std::array{0.2456, 0.2544, 0.25, 0.25}) > allowed);
}
