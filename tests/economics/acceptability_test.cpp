#include "economics/acceptability.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "input/draws_spec.hpp"
#include "input/reading.hpp"
#include "support/reported.hpp"
#include "support/temporary.hpp"

using namespace forlob;

namespace {

Table<double, 2> table(std::initializer_list<std::initializer_list<double>> rows) {
    Table<double, 2> all({rows.size(), rows.begin()->size()});
    auto next = all.values().begin();
    for (const auto& row : rows)
        for (const double value : row) *next++ = value;
    return all;
}

Table<double, 2> numbers(const std::string& name) {
    Diagnostics diagnostics;
    const auto file = read_draw_file(
        test::source(test::read_file(test::in_tests("../economics/sick-sicker/" + name))),
        diagnostics);
    REQUIRE(file);
    return file->values;
}

bool is_near(double value, double expected) {
    return std::abs(value - expected) <= 1e-9 * std::max(1.0, std::abs(expected));
}

}  // namespace

TEST_CASE("two arms and three draws, by hand") {
    // Net benefit at 10: draw 1: 10·1 − 5 = 5 against 10·2 − 9 = 11; draw 2: 5 against 1; draw 3:
    // 5 against 6.
    const Acceptability of =
        acceptability(table({{5, 9}, {5, 9}, {5, 9}}), table({{1, 2}, {1, 1}, {1, 1.5}}),
                      std::vector<double>{0.0, 10.0});
    CHECK(of.best == std::vector<std::size_t>{0, 1});
    CHECK(of.probability_best(0, 0) == 1.0);
    CHECK(of.probability_best(0, 1) == 0.0);
    CHECK(of.expected_loss(0, 1) == 4.0);
    CHECK(of.perfect_information[0] == 0.0);
    CHECK(of.probability_best(1, 0) == doctest::Approx(1.0 / 3.0));
    CHECK(of.net_benefit(1, 0) == doctest::Approx(5.0));
    CHECK(of.net_benefit(1, 1) == doctest::Approx(6.0));
    CHECK(of.expected_loss(1, 0) == doctest::Approx(7.0 / 3.0));
    CHECK(of.expected_loss(1, 1) == doctest::Approx(4.0 / 3.0));
    CHECK(of.frontier[1] == doctest::Approx(2.0 / 3.0));
    CHECK(of.perfect_information[1] == doctest::Approx(4.0 / 3.0));
}

TEST_CASE("equal arms share a draw, and the first is the best") {
    const Acceptability of =
        acceptability(table({{5, 5, 7}}), table({{1, 1, 1}}), std::vector<double>{100.0});
    CHECK(of.probability_best(0, 0) == 0.5);
    CHECK(of.probability_best(0, 1) == 0.5);
    CHECK(of.probability_best(0, 2) == 0.0);
    CHECK(of.best == std::vector<std::size_t>{0});
}

TEST_CASE("a published analysis of 1000 draws and four strategies") {
    const Table<double, 2> results = numbers("results.csv");
    const Table<double, 2> curves = numbers("curves.csv");
    Table<double, 2> cost({results.shape()[0], 4});
    Table<double, 2> effect({results.shape()[0], 4});
    for (std::size_t draw = 0; draw < results.shape()[0]; ++draw)
        for (std::size_t arm = 0; arm < 4; ++arm) {
            cost(draw, arm) = results(draw, arm);
            effect(draw, arm) = results(draw, 4 + arm);
        }
    std::vector<double> thresholds;
    for (std::size_t at = 0; at < curves.shape()[0]; ++at) thresholds.push_back(curves(at, 0));
    REQUIRE(thresholds.size() == 41);
    const Acceptability of = acceptability(cost, effect, thresholds);
    for (std::size_t at = 0; at < thresholds.size(); ++at) {
        CAPTURE(thresholds[at]);
        CHECK(is_near(of.perfect_information[at], curves(at, 1)));
        CHECK(static_cast<double>(of.best[at]) == curves(at, 2));
        for (std::size_t arm = 0; arm < 4; ++arm) {
            CHECK(is_near(of.probability_best(at, arm), curves(at, 3 + arm)));
            CHECK(is_near(of.expected_loss(at, arm), curves(at, 7 + arm)));
        }
        CHECK(of.frontier[at] == of.probability_best(at, of.best[at]));
    }
}
