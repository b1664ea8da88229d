// Populations that people enter, by exact recursion: against closed formulas, and simulation
// against it.

#include <doctest/doctest.h>

#include <cmath>

#include "exact/recursion.hpp"
#include "outcomes/counts.hpp"
#include "report/chart.hpp"
#include "report/comparison.hpp"
#include "run.hpp"
#include "simulate/simulate.hpp"
#include "support/scenario_text.hpp"
#include "support/tolerance.hpp"

using namespace forlob;

namespace {

test::ScenarioText open_text(const std::string& inflow) {
    test::ScenarioText text;
    text.population_more = "inflow: " + inflow + "\n";
    text.transitions =
        "  benefit: {employment: 0.1}\n  internship: {benefit: 0}\n  employment: {pension: 0.2}\n";
    return text;
}

}  // namespace

TEST_CASE("newcomers live the month in which they come, and leave like everybody") {
    auto text = open_text("[{poisson: 5, to_cycle: 8}, {number: 2, start: employment}]");
    text.people = 40;
    text.horizon = 20;
    const Expectation expected = expected_occupancy(text.models()[0]);
    CHECK(expected.unit == 1.0);
    double benefit = 40.0;
    double employment = 0.0;
    double pension = 0.0;
    for (int month = 0; month <= 20; ++month) {
        CHECK(expected.share_in_state(month, 0) == doctest::Approx(benefit).epsilon(1e-12));
        CHECK(expected.share_in_state(month, 2) == doctest::Approx(employment).epsilon(1e-12));
        CHECK(expected.share_in_state(month, 3) == doctest::Approx(pension).epsilon(1e-12));
        benefit += month < 8 ? 5.0 : 0.0;
        employment += 2.0;
        pension += 0.2 * employment;
        employment = 0.8 * employment + 0.1 * benefit;
        benefit *= 0.9;
    }
}

TEST_CASE("a share of those who are there, over all kinds of people") {
    auto text = open_text("[{share: 0.05, of: [benefit, employment]}]");
    // History matters, so that there are two kinds.
    text.modifiers = "[{moves: [{from: benefit}], by: {history: {short: 1, long: 1}}}]";
    text.people = 1000;
    text.horizon = 20;
    const Expectation expected = expected_occupancy(text.models()[0]);
    double benefit = 1000.0;
    double employment = 0.0;
    for (int month = 0; month <= 20; ++month) {
        CHECK(expected.share_in_state(month, 0) == doctest::Approx(benefit).epsilon(1e-12));
        CHECK(expected.share_in_state(month, 2) == doctest::Approx(employment).epsilon(1e-12));
        benefit += 0.05 * (benefit + employment);
        employment = 0.8 * employment + 0.1 * benefit;
        benefit *= 0.9;
    }
}

TEST_CASE("a closed population is reported by its share") {
    auto text = open_text("[{number: 1}]");
    text.population_more.clear();
    text.people = 50;
    const Expectation expected = expected_occupancy(text.models()[0]);
    CHECK(expected.unit == 50.0);
    CHECK(expected.share_in_state(0, 0) == doctest::Approx(1.0));
}

TEST_CASE("newcomers are counted as they come, and their first spell is a visit") {
    auto text = open_text("[{number: 3, from_cycle: 2}]");
    text.people = 40;
    text.horizon = 4;
    text.scenario = "record: {by: [history]}\n";
    const Model model = text.models()[0];
    const ExactCounts found = expected_counts(model, {});
    CHECK(found.first_visits_left_out);
    for (int tick = 0; tick <= 4; ++tick) {
        // A quarter has a short history.
        CHECK(found.counts.newcomers(0, tick) == doctest::Approx(tick < 2 ? 0.0 : 0.75));
        CHECK(found.counts.newcomers(1, tick) == doctest::Approx(tick < 2 ? 0.0 : 2.25));
    }
    CHECK(found.counts.visits(0, 0) + found.counts.visits(1, 0) == doctest::Approx(49.0));
    const Result result = run_exactly(text.spec(), {});
    CHECK(result.left_out.find("First visits and time to employment are left out") !=
          std::string::npos);
    CHECK(find_measure(result.measures, "ever_visited") == nullptr);
    CHECK(find_measure(result.measures, "visits")->mean[0] == doctest::Approx(1.0));
    CHECK(comparison_text(result, {}).find("Ever in employment") == std::string::npos);
    CHECK(chart_svg(result).find("<svg") != std::string::npos);
}

TEST_CASE("places and queues are refused by name") {
    test::ScenarioText text;
    text.program =
        "title: Course\nname: course\neligibility: {states: benefit}\n"
        "phases: {course: {months: 3, uses: seats}}\nresources: {seats: {places: 5}}\n";
    const auto models = text.models();
    CHECK_NOTHROW(static_cast<void>(expected_occupancy(models[0])));
    CHECK_THROWS_WITH_AS(
        static_cast<void>(expected_occupancy(models[1])),
        "exact recursion cannot follow the places and the queue of program 'course': who gets a "
        "place depends on who else applies; simulate instead",
        NotExact);
}

// People come by number, at random and as a share, and enrol in a program. Numbers in a state are
// sums over independent people and Poisson numbers of them, so that their variance is at most the
// mean (what is carried over of a share, less than a person, adds at most 1 to a mean). 4,000
// replications: standard error below sqrt(mean / 4000) + 1 / 4000 of bias allowed for.
TEST_CASE("simulated newcomers agree with recursion" * doctest::test_suite("statistical")) {
    auto text = open_text(
        "[{number: 1.5}, {poisson: 4}, {poisson: 2, start: {shares: {employment: 0.5, benefit: "
        "0.5}}, from_cycle: 6}]");
    text.population_more += "age_years: {from: 20, to: 21}\n";
    text.modifiers =
        "[{moves: [{from: benefit}], by: {age: {0: 1, 21: 1.5}, months_in_state: {0: "
        "1, 4: 0.5}, month: {0: 1, 9: 2}, history: {short: 1.4, long: 0.8}}}]";
    text.program =
        "title: Course\nname: course\neligibility: {states: benefit, clocks: {support: {from: "
        "2}}}\n"
        "enrolment: {probability: 0.3, willing: 0.7}\n"
        "phases: {course: {months: 3, drop_out: 0.1}}\n"
        "effects: [{moves: [{to: employment}], hazard_ratio: 2}]\n";
    text.clocks = "  support: {counts: [support]}\n";
    text.people = 20;
    text.horizon = 18;
    text.replications = 4000;
    const auto models = text.models();
    SimulationPlan plan;
    plan.seed = 99;
    plan.n_people = 20;
    plan.n_replications = 4000;
    std::vector<TotalCounts> totals{TotalCounts(models[0]), TotalCounts(models[1])};
    SimulationHooks hooks;
    hooks.in_order = [&](ReplicationResult& result) {
        for (std::size_t arm = 0; arm < 2; ++arm) totals[arm] += result.arms[arm];
    };
    REQUIRE(simulate(models, plan, hooks));
    double worst = 0.0;
    std::size_t n_compared = 0;
    for (std::size_t arm = 0; arm < 2; ++arm) {
        const Expectation expected = expected_occupancy(models[arm]);
        const auto persons = persons_in_state(totals[arm], models[arm]);
        const auto phases = persons_in_phase(totals[arm], models[arm]);
        // `most` is how often one person can be counted.
        const auto compare = [&](double mean, std::uint64_t counted, double most = 1.0) {
            if (mean < 0.1) return;
            ++n_compared;
            worst = std::max(worst, std::abs(static_cast<double>(counted) / 4000.0 - mean) /
                                        std::sqrt(mean * most / 4000.0));
        };
        const ExactCounts followed = expected_counts(models[arm], {});
        CHECK(followed.relapses_left_out == RelapsesLeftOut::no);
        const auto relapses = followed.counts.relapses.values();
        const auto censored = followed.counts.censored.values();
        for (std::size_t entry = 0; entry < relapses.size(); ++entry) {
            compare(relapses[entry], totals[arm].relapses.values()[entry], 9.0);
            compare(censored[entry], totals[arm].censored.values()[entry], 9.0);
        }
        for (std::size_t tick = 0; tick <= 18; ++tick) {
            for (std::size_t state = 0; state < 4; ++state)
                compare(expected.share_in_state(tick, state), persons(tick, state));
            for (std::size_t phase = 0; phase < models[arm].phases.size(); ++phase)
                compare(expected.share_in_phase(tick, phase), phases(tick, phase));
        }
    }
    MESSAGE("worst of ", n_compared, " comparisons: ", worst, " standard errors");
    CHECK(n_compared > 100);
    CHECK(worst <= test::allowed_standard_errors(n_compared));

    // Teeth: half a person a month more must not agree.
    auto wrong = text;
    wrong.population_more.replace(wrong.population_more.find("1.5"), 3, "2.0");
    const Expectation other = expected_occupancy(wrong.models()[0]);
    const auto persons = persons_in_state(totals[0], models[0]);
    CHECK(std::abs(static_cast<double>(persons(18, 0)) / 4000.0 - other.share_in_state(18, 0)) >
          test::allowed_standard_errors(1) * std::sqrt(other.share_in_state(18, 0) / 4000.0));
}
