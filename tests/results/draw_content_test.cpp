// Do draws come back from the file as they were written?

#include "results/draw_content.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "results/example.hpp"
#include "results/result_file.hpp"
#include "support/temporary.hpp"

using namespace forlob;

namespace {

// Three draws of two parameters; cost by arm, shares by arm and state.
DrawResults example_draws() {
    DrawResults draws;
    draws.method = "simulation";
    draws.n_replications = 10;
    draws.parameters = {"p", "q"};
    draws.set = {"r"};
    draws.parameter_values = Table<double, 2>({3, 2});
    for (std::size_t i = 0; i < 6; ++i)
        draws.parameter_values.values()[i] = 0.1 * static_cast<double>(i);
    DrawMeasure cost{
        "net_cost", {"arm"}, "DKK", "Net cost", "Nettoudgift", true, Table<double, 2>({3, 2}),
        {0.5, 0.25}};
    DrawMeasure share{"share",
                      {"arm", "state"},
                      "1",
                      "Share",
                      "Andel",
                      false,
                      Table<double, 2>({3, 6}),
                      std::vector<double>(6, 0.0)};
    for (std::size_t i = 0; i < 6; ++i)
        cost.values.values()[i] = 100.0 + static_cast<double>(i * i);
    for (std::size_t i = 0; i < 18; ++i) share.values.values()[i] = static_cast<double>(i) / 3.0;
    share.values(1, 4) = std::numeric_limits<double>::quiet_NaN();
    draws.measures = {cost, share};
    draws.cost = "all costs";
    draws.effect = "QALYs";
    draws.effect_unit = "QALY";
    Table<double, 2> effect({3, 2}, 1.0);
    effect(1, 1) = 2.0;
    draws.acceptability =
        acceptability(cost.values, effect, std::vector<double>{0.0, 0.1, 20'000.0});
    return draws;
}

struct Written {
    explicit Written(const Result& result) {
        path = (folder.path() / "r.h5").string();
        test::write_example(path, Overwrite::refuse, result);
    }
    test::TemporaryFolder folder;
    std::string path;
};

Result with_draws() {
    Result result = test::example_result();
    result.draws = example_draws();
    return result;
}

bool same(std::span<const double> a, std::span<const double> b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double x, double y) {
        return x == y || (std::isnan(x) && std::isnan(y));
    });
}

}  // namespace

TEST_CASE("draws come back bit by bit") {
    const Written written(with_draws());
    const DrawResults original = example_draws();
    const Result result = read_result(written.path);
    REQUIRE(result.draws);
    const DrawResults& draws = *result.draws;
    CHECK(draws.method == "simulation");
    CHECK(draws.n_replications == 10);
    CHECK(draws.parameters == original.parameters);
    CHECK(draws.set == original.set);
    CHECK(draws.parameter_values == original.parameter_values);
    REQUIRE(draws.measures.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(draws.measures[i].name == original.measures[i].name);
        CHECK(draws.measures[i].axes == original.measures[i].axes);
        CHECK(draws.measures[i].units == original.measures[i].units);
        CHECK(draws.measures[i].long_name_da == original.measures[i].long_name_da);
        CHECK(draws.measures[i].is_money == original.measures[i].is_money);
        CHECK(same(draws.measures[i].values.values(), original.measures[i].values.values()));
        CHECK(same(draws.measures[i].noise, original.measures[i].noise));
    }
    CHECK(draws.cost == "all costs");
    CHECK(draws.effect_unit == "QALY");
    REQUIRE(draws.acceptability);
    CHECK(draws.acceptability->thresholds == original.acceptability->thresholds);
    CHECK(draws.acceptability->probability_best == original.acceptability->probability_best);
    CHECK(draws.acceptability->net_benefit == original.acceptability->net_benefit);
    CHECK(draws.acceptability->expected_loss == original.acceptability->expected_loss);
    CHECK(draws.acceptability->best == original.acceptability->best);
    CHECK(draws.acceptability->frontier == original.acceptability->frontier);
    CHECK(draws.acceptability->perfect_information == original.acceptability->perfect_information);
}

TEST_CASE("a result without draws has no group of them") {
    const Written written(test::example_result());
    CHECK_FALSE(read_result(written.path).draws);
    const auto tables = table_names(written.path);
    CHECK(std::find(tables.begin(), tables.end(), "draws") == tables.end());
}

TEST_CASE("draws as a table: a line per draw and arm") {
    const Written written(with_draws());
    const auto tables = table_names(written.path);
    CHECK(std::find(tables.begin(), tables.end(), "draws") != tables.end());
    test::Lines lines;
    read_table(written.path, "draws", lines);
    REQUIRE(lines.lines().size() == 7);
    CHECK(lines.lines()[0] == "draw|arm|p|q|net_cost|share_benefit|share_job|share_pension");
    CHECK(lines.lines()[1].starts_with("1|municipal|0|0.1|100|0|"));
    CHECK(lines.lines()[4].starts_with("2|isu|0.2|0.30000000000000004|109|3|"));
    CHECK(lines.lines()[4].find("||") != std::string::npos);  // what is not defined
}

TEST_CASE("acceptability as a table: a line per threshold and arm") {
    const Written written(with_draws());
    test::Lines lines;
    read_table(written.path, "acceptability", lines);
    REQUIRE(lines.lines().size() == 7);
    CHECK(lines.lines()[0] ==
          "threshold|arm|probability_best|net_benefit|expected_loss|best|frontier|"
          "perfect_information");
    CHECK(lines.lines()[1].starts_with("0|municipal|1|"));
}

TEST_CASE("draws are part of what the digest stands for") {
    const Written one(with_draws());
    Result other = with_draws();
    other.draws->parameter_values(2, 1) += 1e-9;
    const Written two(other);
    CHECK(result_digest(one.path) != result_digest(two.path));
}
