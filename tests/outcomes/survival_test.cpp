#include "outcomes/survival.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace forlob;

namespace {

using CountsByMonth = std::vector<double>;

}  // namespace

TEST_CASE("without censoring the curve is the share with the event") {
    const auto curve = share_with_event(CountsByMonth{0, 10, 20, 5}, CountsByMonth{0, 0, 0, 65});
    CHECK(curve[0] == 0.0);
    CHECK(curve[1] == doctest::Approx(0.10));
    CHECK(curve[2] == doctest::Approx(0.30));
    CHECK(curve[3] == doctest::Approx(0.35));
}

TEST_CASE("the censored leave the denominator after the events of their month") {
    // 10 at risk, 2 events, 3 censored; 5 at risk, 1 event: 1 - 0.8 · 0.8.
    const auto curve = share_with_event(CountsByMonth{0, 2, 1}, CountsByMonth{0, 3, 4});
    CHECK(curve[1] == doctest::Approx(0.2));
    CHECK(curve[2] == doctest::Approx(0.36));
}

TEST_CASE("those censored in month 0 were never followed") {
    const auto curve = share_with_event(CountsByMonth{0, 1}, CountsByMonth{6, 3});
    CHECK(curve[0] == 0.0);
    CHECK(curve[1] == doctest::Approx(0.25));
}

TEST_CASE("after the last month at risk the curve is not defined") {
    const auto curve = share_with_event(CountsByMonth{0, 1, 0, 0}, CountsByMonth{0, 1, 2, 0});
    CHECK(curve[2] == doctest::Approx(0.25));
    CHECK(std::isnan(curve[3]));
    CHECK(std::isnan(share_with_event(CountsByMonth{0, 0}, CountsByMonth{0, 0})[0]));
}

TEST_CASE("when everybody has had the event the share stays 1") {
    const auto curve = share_with_event(CountsByMonth{0, 3, 1, 0}, CountsByMonth{0, 0, 0, 0});
    CHECK(curve[2] == 1.0);
    CHECK(curve[3] == 1.0);
}

TEST_CASE("a curve of means is that of as many people as one likes") {
    const auto curve = share_with_event(CountsByMonth{0, 0.1, 0.2, 0.05, 0, 0},
                                        CountsByMonth{0, 0.3, 0, 0.65, 0, 0});
    for (std::size_t month = 0; month < 4; ++month) {
        const auto of_many =
            share_with_event(CountsByMonth{0, 10, 20, 5, 0, 0}, CountsByMonth{0, 30, 0, 65, 0, 0});
        CHECK(curve[month] == doctest::Approx(of_many[month]));
    }
    CHECK(curve[3] == doctest::Approx(1.0 - 0.9231 * 0.7778 * 0.9286).epsilon(1e-3));
    // What rounding leaves of people who were added and taken away is nobody at risk.
    CHECK(std::isnan(curve[4]));
}
