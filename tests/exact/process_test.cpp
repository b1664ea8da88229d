// What intensities say of time itself: against closed formulas, for people who differ.

#include "exact/process.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "input/scenario_spec.hpp"

using namespace forlob;

namespace {

constexpr double q = 0.25;  // moves per year from well, everybody but those who differ

// Well and dead, by cycles of half a year over 4 years; pieces are bodies of YAML blocks.
struct Text {
    std::string moves = "well: {dead: {intensity: 0.25, per: year}}";
    std::string model;
    std::string population = "{start: well}";
    std::string arm = "{}";
    std::string scenario;
};

Model model_of(const Text& text) {
    const std::string yaml =
        "forlob: 1\nkind: scenario\ntitle: Test\nmodel:\n  title: Test\n"
        "  cycle: {length: 0.5, unit: year}\n"
        "  states: {well: {}, dead: {absorbing: true}}\n  transitions: {" +
        text.moves + "}\n" + text.model + "population: " + text.population +
        "\ncohort: {size: 10}\nhorizon: 8\nreplications: 2\nseed: 1\nreference: plain\n"
        "arms:\n  plain: " +
        text.arm + "\n" + text.scenario;
    return compile_arms(read_scenario_texts({{"test.yaml", yaml}})).front();
}

Process process_of(const Model& model) { return continuous_process(model, {{0}}); }

doctest::Approx near(double value) { return doctest::Approx(value).epsilon(1e-12); }

// Years in well of 4 cycles of intensity `first` a year, then 4 of `second`.
double years_well(double first, double second) {
    return (1.0 - std::exp(-2.0 * first)) / first +
           std::exp(-2.0 * first) * (1.0 - std::exp(-2.0 * second)) / second;
}

constexpr double years_per_cycle = 0.5;

}  // namespace

TEST_CASE("a constant intensity: until the horizon, without end, and the stay itself") {
    const Process process = process_of(model_of({}));
    REQUIRE(process.group.size() == 1);
    const ProcessGroup& group = process.group.front();
    CHECK(group.share == near(1.0));
    CHECK(years_per_cycle * group.until_horizon.time_in_state[0] == near(years_well(q, q)));
    CHECK(group.until_horizon.visits[1] == near(1.0 - std::exp(-4.0 * q)));
    REQUIRE(group.unlimited);
    CHECK(years_per_cycle * group.unlimited->time_in_state[0] == near(1.0 / q));
    CHECK(std::isinf(group.unlimited->time_in_state[1]));
    CHECK(years_per_cycle * group.unlimited->first_passage[1] == near(1.0 / q));
    REQUIRE(group.departure[0]);
    CHECK(years_per_cycle * group.departure[0]->mean_stay == near(1.0 / q));
    CHECK(group.departure[0]->next_state == std::vector<double>{0.0, 1.0});
    REQUIRE(group.departure[1]);
    CHECK(std::isinf(group.departure[1]->mean_stay));
}

TEST_CASE("intensities that change with the calendar: pieces, and nothing without end") {
    Text text;
    text.moves = "well: {dead: {intensity: 'cycle <= 4 ? 0.25 : 0.75', per: year}}";
    const Process process = process_of(model_of(text));
    REQUIRE(process.group.size() == 1);
    const ProcessGroup& group = process.group.front();
    CHECK(years_per_cycle * group.until_horizon.time_in_state[0] == near(years_well(q, 3.0 * q)));
    CHECK_FALSE(group.unlimited);
    CHECK_FALSE(group.departure[0]);
    REQUIRE(group.departure[1]);  // nobody ever leaves it
    CHECK(std::isinf(group.departure[1]->mean_stay));
}

TEST_CASE("ages that differ at the start are followed each by itself") {
    Text text;
    text.moves = "well: {dead: {intensity: 0.25, per: year, by: {age: {0: 1, 42: 3}}}}";
    text.population = "{start: well, age_years: {from: 40, to: 43}}";
    const Process process = process_of(model_of(text));
    REQUIRE(process.group.size() == 1);
    // Half-years of age 40, 40.5, …, 43.5 are equally likely.
    double expected = 0.0;
    for (int start = 0; start < 8; ++start) {
        const double young = std::max(0.0, 2.0 - 0.5 * start);
        const double stays = std::exp(-q * young);
        expected +=
            ((1.0 - stays) / q + stays * (1.0 - std::exp(-3.0 * q * (4.0 - young))) / (3.0 * q)) /
            8.0;
    }
    CHECK(years_per_cycle * process.group.front().until_horizon.time_in_state[0] == near(expected));
    CHECK_FALSE(process.group.front().unlimited);
    CHECK_FALSE(process.group.front().departure[0]);
}

TEST_CASE("people who differ: each group by itself, and everybody's mean") {
    Text text;
    text.moves = "well: {dead: {intensity: 0.25, per: year, by: {weak: {no: 1, yes: 3}}}}";
    text.model = "  attributes: {weak: {levels: {no: {}, yes: {}}}}\n";
    text.population = "{start: well, attributes: {weak: {shares: {no: 0.25, yes: 0.75}}}}";
    text.scenario = "record: {by: [weak]}\n";
    const Process process = continuous_process(model_of(text), {{0, 1}, {0}, {1}});
    REQUIRE(process.group.size() == 3);
    const auto years = [&](std::size_t group) {
        return years_per_cycle * process.group[group].unlimited.value().time_in_state[0];
    };
    CHECK(process.group[1].share == near(0.25));
    CHECK(years(1) == near(1.0 / q));
    CHECK(years(2) == near(1.0 / (3.0 * q)));
    CHECK(years(0) == near(0.25 / q + 0.75 / (3.0 * q)));
    // A stay is no property of people who differ.
    CHECK_FALSE(process.group[0].departure[0]);
    REQUIRE(process.group[2].departure[0]);
    CHECK(years_per_cycle * process.group[2].departure[0]->mean_stay == near(1.0 / (3.0 * q)));
    // Time to death of those who die by the horizon, each weighted by how many do.
    double dead = 0.0;
    double waited = 0.0;
    for (const std::size_t group : {std::size_t{1}, std::size_t{2}}) {
        const auto& outcomes = process.group[group].until_horizon;
        dead += process.group[group].share * outcomes.ever_visited[1];
        waited += process.group[group].share * outcomes.ever_visited[1] * outcomes.first_passage[1];
    }
    CHECK(process.group[0].until_horizon.first_passage[1] == near(waited / dead));
}

TEST_CASE("frailty makes people differ") {
    Text text;
    text.model = "  frailty: {sd_log: 0.5, levels: 2, moves: [{from: well}]}\n";
    const Model model = model_of(text);
    const Process process = process_of(model);
    REQUIRE(process.group.size() == 1);
    double expected = 0.0;
    for (const double frailty : model.population.frailty) expected += 0.5 / (frailty * q);
    CHECK(years_per_cycle * process.group.front().unlimited.value().time_in_state[0] ==
          near(expected));
    CHECK_FALSE(process.group.front().departure[0]);
}

TEST_CASE("what a program does for everybody is part of the process") {
    Text text;
    text.arm =
        "{programs: [{title: Halved, name: halved, everyone: true, effects: "
        "[{moves: [{from: well}], hazard_ratio: 0.5}]}]}";
    const Process process = process_of(model_of(text));
    REQUIRE(process.group.size() == 1);
    CHECK(years_per_cycle * process.group.front().unlimited.value().time_in_state[0] ==
          near(2.0 / q));
}

TEST_CASE("where ticks decide, nothing is said and the reason given") {
    Text enrols;
    enrols.arm =
        "{programs: [{title: Talks, name: talks, eligibility: {states: [well]}, "
        "phases: {talk: {cycles: 2, then: end}}}]}";
    CHECK(process_of(model_of(enrols)).left_out == "program 'talks' begins and ends at ticks");

    Text comes;
    comes.population = "{start: well, inflow: [{number: 1}]}";
    CHECK(process_of(model_of(comes)).left_out == "people come at ticks");

    Text counts;
    counts.moves = "well: {dead: {intensity: 0.25, per: year, by: {sick: {0: 1, 2: 3}}}}";
    counts.model = "  clocks: {sick: {counts: [well]}}\n";
    const Process process = process_of(model_of(counts));
    CHECK(process.left_out == "intensities depend on clock 'sick', which counts at ticks");
    CHECK(process.group.empty());
}
