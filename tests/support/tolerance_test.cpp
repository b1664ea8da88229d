#include "support/tolerance.hpp"

#include <doctest/doctest.h>

TEST_CASE("allowed standard errors grow slowly with the number of comparisons") {
    CHECK(forlob::test::allowed_standard_errors(1) == doctest::Approx(4.89).epsilon(0.001));
    CHECK(forlob::test::allowed_standard_errors(4) == doctest::Approx(5.16).epsilon(0.001));
    CHECK(forlob::test::allowed_standard_errors(100) == doctest::Approx(5.73).epsilon(0.001));
}
