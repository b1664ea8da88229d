// How many come, when, and where to? What they do then is joint_test.cpp's question.

#include "simulate/arrivals.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "simulate/simulate.hpp"
#include "support/scenario_text.hpp"
#include "support/simulated.hpp"
#include "support/tolerance.hpp"

using namespace forlob;

namespace {

// People who never move.
test::ScenarioText still(const std::string& inflow) {
    test::ScenarioText text;
    text.transitions =
        "  benefit: {internship: 0}\n  internship: {benefit: 0}\n  employment: {benefit: 0}\n";
    text.population_more = "inflow: " + inflow + "\n";
    text.set = "{}";
    text.people = 10;
    text.replications = 1;
    text.horizon = 12;
    return text;
}

std::vector<std::vector<Counts>> counts_of(const test::ScenarioText& text) {
    const ScenarioSpec spec = text.spec();
    SimulationPlan plan = test::one_replication(spec.seed, spec.cohort_size);
    plan.n_replications = spec.replications;
    std::vector<std::vector<Counts>> counts;
    for (const test::Kept& kept : test::simulated(compile_arms(spec), plan))
        counts.push_back(kept.arms);
    return counts;
}

using Monthly = std::vector<std::uint32_t>;
Monthly newcomers(const Counts& counts) {
    const auto row = counts.newcomers.row(0);
    return {row.begin(), row.end()};
}

}  // namespace

TEST_CASE("a fraction of a number is carried over") {
    CHECK(newcomers(counts_of(still("[{number: 0.4}]"))[0][0]) ==
          Monthly{0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0});
    CHECK(newcomers(counts_of(still("[{number: 0.1}]"))[0][0])[10] == 1);
    CHECK(newcomers(counts_of(still("[{number: 2, from_cycle: 3, to_cycle: 5}]"))[0][0]) ==
          Monthly{0, 0, 0, 2, 2, 2, 0, 0, 0, 0, 0, 0, 0});
    CHECK(newcomers(counts_of(still("[{number: cycle - 1}]"))[0][0]) ==
          Monthly{0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
}

TEST_CASE("a share is of those who were there at the tick before") {
    // 10, 11 (1), 12.1 … in whole persons: 10 · 0.1 = 1; 11 · 0.1 = 1.1; 12 · 0.1 + 0.1 = 1.3 …
    Monthly expected{0};
    double carried = 0.0;
    int persons = 10;
    for (int month = 1; month <= 12; ++month) {
        carried += 0.1 * persons;
        const int coming = static_cast<int>(carried + 1e-9);
        carried -= coming;
        persons += coming;
        expected.push_back(static_cast<std::uint32_t>(coming));
    }
    CHECK(newcomers(counts_of(still("[{share: 0.1, of: support}]"))[0][0]) == expected);
    CHECK(newcomers(counts_of(still("[{share: 0.1, of: employment}]"))[0][0]) == Monthly(13, 0));
    // Those of the same month are nobody's share.
    const auto both =
        newcomers(counts_of(still("[{number: 10, to_cycle: 1}, {share: 0.1, of: benefit}]"))[0][0]);
    CHECK(both[1] == 11);
    CHECK(both[2] == 2);
}

TEST_CASE("more people than are supported are a mistake of the inflow that brings them") {
    const ScenarioSpec spec =
        still("[{number: 1}, {share: 1e6, of: benefit, from_cycle: 3}]").spec();
    SimulationPlan plan;
    plan.n_people = 200;
    plan.n_replications = 1;
    try {
        simulate(compile_arms(spec), plan, {});
        FAIL("200 million people came");
    } catch (const InputError& error) {
        REQUIRE(error.diagnostics().size() == 1);
        const Diagnostic& found = error.diagnostics().front();
        CHECK(found.message == "more than 100 million persons in arm 'plain' from cycle 3 on");
        CHECK(found.help ==
              "so many in a replication are not supported: lower the inflow, end it with "
              "'to_cycle', or let people leave");
        CHECK(found.location.line == spec.population.inflow[1].location.line);
        CHECK(found.location.column == spec.population.inflow[1].location.column);
    }
}

TEST_CASE("newcomers have states of their own, or those of the population") {
    auto text = still("[{number: 3, start: employment}, {number: 2}]");
    text.horizon = 4;
    const auto persons = persons_in_state(counts_of(text)[0][0], text.models()[0]);
    CHECK(persons(4, 0) == 10 + 8);
    CHECK(persons(4, 2) == 12);
    CHECK(persons(0, 2) == 0);
    CHECK(persons(1, 2) == 3);

    text = still(
        "[{number: 1000, start: {given: history, levels: {short: {benefit: 1}, long: "
        "{employment: 1}}}}]");
    text.people = 1;
    text.horizon = 1;
    text.scenario = "record: {by: [history]}\n";
    const Counts counts = counts_of(text)[0][0];
    const Model model = text.models()[0];
    CHECK(persons_in_state(counts, model, 0)(1, 2) == 0);
    CHECK(persons_in_state(counts, model, 1)(1, 2) == counts.newcomers(1, 1));
    CHECK(counts.newcomers(0, 1) + counts.newcomers(1, 1) == 1000);
}

TEST_CASE("as many come in every arm, whatever happens there") {
    auto text = still("[{poisson: 3}, {poisson: 3}, {number: 0.5}]");
    text.transitions =
        "  benefit: {employment: p}\n  employment: {pension: p}\n"
        "  internship: {benefit: 0}\n";
    text.parameters = "{p: {value: 0.1, unit: probability, grade: D, source: a test}}";
    text.set = "{p: 0.6}";
    text.replications = 20;
    bool halves_differ = false;
    for (const auto& arms : counts_of(text)) {
        CHECK((arms[0].newcomers == arms[1].newcomers));
        CHECK_FALSE(arms[0].moves == arms[1].moves);
        halves_differ = halves_differ || newcomers(arms[0])[1] % 2 != 0;
    }
    CHECK(halves_differ);  // two inflows are two draws
}

// Poisson numbers with mean 3: 40,000 months. Mean 3 with standard error sqrt(3 / n); the variance
// of a Poisson sample has standard error sqrt((3 + 2 · 9) / n). A mean off by 2 % would be found.
TEST_CASE("Poisson numbers have their mean and variance" * doctest::test_suite("statistical")) {
    auto text = still("[{poisson: 3}]");
    text.horizon = 100;
    text.people = 1;
    text.replications = 400;
    double sum = 0.0;
    double squares = 0.0;
    double n = 0.0;
    for (const auto& arms : counts_of(text)) {
        const Monthly row = newcomers(arms[0]);
        for (std::size_t month = 1; month < row.size(); ++month, ++n) {
            sum += row[month];
            squares += (row[month] - 3.0) * (row[month] - 3.0);
        }
    }
    const double allowed = test::allowed_standard_errors(2);
    CHECK(std::abs(sum / n - 3.0) <= allowed * std::sqrt(3.0 / n));
    CHECK(std::abs(squares / n - 3.0) <= allowed * std::sqrt(21.0 / n));
}
