#include "model/population.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "base/require.hpp"
#include "model/compile.hpp"

using namespace forlob;

TEST_CASE("a choice picks each alternative on its own range of uniforms") {
    const Choice three = choice({0.25, 0.5, 0.25});
    CHECK(three.pick(0) == 0);
    CHECK(three.pick(0x3FFFFFFFU) == 0);
    CHECK(three.pick(0x40000000U) == 1);
    CHECK(three.pick(0xBFFFFFFFU) == 1);
    CHECK(three.pick(0xC0000000U) == 2);
    CHECK(three.pick(0xFFFFFFFFU) == 2);
}

TEST_CASE("shares that do not add up to 1 are a broken promise") {
    CHECK_THROWS_AS(static_cast<void>(choice({0.5, 0.4})), InternalError);
}

TEST_CASE("frailty levels have mean 1 and rise") {
    for (const double sd : {0.0, 0.3, 0.6, 1.5}) {
        for (const int n : {1, 2, 5, 20}) {
            const auto levels = frailty_levels(sd, n);
            REQUIRE(levels.size() == static_cast<std::size_t>(n));
            CHECK(std::accumulate(levels.begin(), levels.end(), 0.0) / n ==
                  doctest::Approx(1.0).epsilon(1e-12));
            for (std::size_t level = 1; level < levels.size(); ++level)
                CHECK(levels[level] >= levels[level - 1] - 1e-12);
        }
    }
}

TEST_CASE("two frailty levels of sd 0.6 are 2 Phi(-0.6) and 2 Phi(0.6)") {
    // Phi(0.6) = 0.7257468822 (tables of the normal distribution).
    const auto levels = frailty_levels(0.6, 2);
    CHECK(levels[0] == doctest::Approx(2.0 * (1.0 - 0.7257468822)).epsilon(1e-9));
    CHECK(levels[1] == doctest::Approx(2.0 * 0.7257468822).epsilon(1e-9));
}

TEST_CASE("fractions that add up to a whole person are one, however many came before") {
    const auto whole = carried_over(std::vector<double>(1201, 333.3));
    std::uint64_t given = 0;
    for (std::size_t cycle = 1; cycle < whole.size(); ++cycle) {
        given += whole[cycle];
        CAPTURE(cycle);
        CHECK(given == 3333 * cycle / 10);  // 183315 at cycle 550
    }
}
