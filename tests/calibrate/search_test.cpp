#include "calibrate/search.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace forlob;

TEST_CASE("the minimum of a bowl, to many digits") {
    const Minimum found = minimise(
        [](std::span<const double> x) {
            const double a = x[0] - 0.123456789;
            const double b = x[1] - 0.87654321;
            return a * a + 3.0 * b * b + a * b;
        },
        {0.5, 0.5});
    CHECK(std::abs(found.at[0] - 0.123456789) < 1e-7);
    CHECK(std::abs(found.at[1] - 0.87654321) < 1e-7);
    CHECK(found.value < 1e-14);
    CHECK(found.n_evaluations > 0);
}

TEST_CASE("a minimum beyond a bound is sought at the bound") {
    const Minimum found = minimise(
        [](std::span<const double> x) { return (x[0] + 0.5) * (x[0] + 0.5) + x[1] * x[1]; },
        {0.7, 0.9});
    CHECK(found.at[0] == 0.0);
    CHECK(found.at[1] < 1e-7);
}

TEST_CASE("a single coordinate") {
    const Minimum found =
        minimise([](std::span<const double> x) { return std::pow(x[0] - 0.3, 2); }, {0.9});
    CHECK(std::abs(found.at[0] - 0.3) < 1e-6);
}

TEST_CASE("what is not a number is passed by") {
    const Minimum found = minimise(
        [](std::span<const double> x) {
            if (x[0] > 0.6) return std::numeric_limits<double>::quiet_NaN();
            return std::pow(x[0] - 0.4, 2) + std::pow(x[1] - 0.2, 2);
        },
        {0.5, 0.5});
    CHECK(std::abs(found.at[0] - 0.4) < 1e-5);
    CHECK(std::isfinite(found.value));
}

TEST_CASE("an exception ends the search and keeps its message") {
    CHECK_THROWS_WITH_AS(static_cast<void>(minimise(
                             [](std::span<const double>) -> double {
                                 throw std::runtime_error("a mistake of the model");
                             },
                             {0.5, 0.5})),
                         "a mistake of the model", std::runtime_error);
}

TEST_CASE("starts spread evenly, and are the same every time") {
    const auto points = spread_points(2, 64);
    REQUIRE(points.size() == 64);
    CHECK(points[0] == std::vector<double>{0.5, 0.5});
    CHECK(points == spread_points(2, 64));
    int in_quarter = 0;
    for (const auto& point : points) {
        CHECK((point[0] > 0.0 && point[0] < 1.0 && point[1] > 0.0 && point[1] < 1.0));
        if (point[0] < 0.5 && point[1] < 0.5) ++in_quarter;
    }
    // The points skip the origin, which is one of the quarter.
    CHECK(std::abs(in_quarter - 16) <= 1);
}
