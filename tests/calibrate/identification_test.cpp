#include "calibrate/identification.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace forlob;

namespace {

Table<double, 2> table(std::initializer_list<std::initializer_list<double>> rows) {
    Table<double, 2> all({rows.size(), rows.begin()->size()});
    auto next = all.values().begin();
    for (const auto& row : rows)
        for (const double value : row) *next++ = value;
    return all;
}

}  // namespace

TEST_CASE("as many residuals as parameters: errors of a linear fit") {
    // (JᵀJ)⁻¹ of J = [[2, 0], [1, 1]] is [[1/4, −1/4], [−1/4, 5/4]].
    const Identification of = identification(table({{2, 0}, {1, 1}}));
    CHECK(of.is_identified == std::vector<bool>{true, true});
    CHECK(of.standard_error[0] == doctest::Approx(0.5));
    CHECK(of.standard_error[1] == doctest::Approx(std::sqrt(1.25)));
}

TEST_CASE("a parameter on which nothing depends is not identified, the others are") {
    const Identification of = identification(table({{3, 0}, {1, 0}}));
    CHECK(of.is_identified == std::vector<bool>{true, false});
    CHECK(of.standard_error[0] == doctest::Approx(1.0 / std::sqrt(10.0)));
    CHECK(std::isnan(of.standard_error[1]));
}

TEST_CASE("two parameters of which only the sum matters are not identified") {
    const Identification of = identification(table({{1, 1, 0}, {2, 2, 0}, {0, 0, 1}}));
    CHECK(of.is_identified == std::vector<bool>{false, false, true});
}

TEST_CASE("one target cannot determine two parameters") {
    CHECK(identification(table({{1, 2}})).is_identified == std::vector<bool>{false, false});
}
