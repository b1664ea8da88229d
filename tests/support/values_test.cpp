#include "support/values.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace forlob;

TEST_CASE("a value is near by a share of what is expected, and 0 only to itself") {
    CHECK(test::is_near(1e6 + 0.9, 1e6, 1e-6));
    CHECK_FALSE(test::is_near(1e6 + 1.1, 1e6, 1e-6));
    CHECK_FALSE(test::is_near(1e-12, 2e-12));
    CHECK(test::is_near(0.0, 0.0));
    CHECK_FALSE(test::is_near(1e-300, 0.0));
    const double infinite = std::numeric_limits<double>::infinity();
    CHECK(test::is_near(infinite, infinite));
    CHECK_FALSE(test::is_near(-infinite, infinite));
    CHECK_FALSE(test::is_near(1.0, infinite));
    CHECK_FALSE(test::is_near(infinite, 1.0));
    const double undefined = std::numeric_limits<double>::quiet_NaN();
    CHECK_FALSE(test::is_near(undefined, 1.0));
    CHECK_FALSE(test::is_near(1.0, undefined));
}
