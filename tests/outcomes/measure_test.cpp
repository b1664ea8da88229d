#include "outcomes/measure.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "base/require.hpp"

using namespace forlob;

namespace {

Measure named(std::string name, std::string group) {
    Measure measure;
    measure.name = std::move(name);
    measure.group = std::move(group);
    return measure;
}

}  // namespace

TEST_CASE("a measure is found by name and group") {
    const std::vector<Measure> measures{named("exits", ""), named("exits", "strata")};
    CHECK(find_measure(measures, "exits") == &measures[0]);
    CHECK(find_measure(measures, "exits", "strata") == &measures[1]);
    CHECK(find_measure(measures, "relapse") == nullptr);
    CHECK(find_measure(measures, "exits", "other") == nullptr);
}

TEST_CASE("an axis is found by name, and must exist") {
    Axis month;
    month.name = "month";
    month.values = {0, 1, 2};
    Axis state;
    state.name = "state";
    state.labels = {"benefit", "job"};
    const std::vector<Axis> axes{month, state};
    CHECK(find_axis(axes, "state").size() == 2);
    CHECK(find_axis(axes, "month").size() == 3);
    CHECK_THROWS_AS(static_cast<void>(find_axis(axes, "payer")), InternalError);
}

// Quantiles of Student's t as printed in every table of it.
TEST_CASE("a 95 percent interval has Student's quantile for its replications") {
    CHECK(interval_factor(2) == doctest::Approx(12.706).epsilon(1e-4));
    CHECK(interval_factor(11) == doctest::Approx(2.2281).epsilon(1e-4));
    CHECK(interval_factor(1000) == doctest::Approx(1.9623).epsilon(1e-4));
    CHECK(std::isnan(interval_factor(1)));
    CHECK(std::isnan(interval_factor(0)));
}
