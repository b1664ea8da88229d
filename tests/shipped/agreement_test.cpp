// Simulation and exact recursion are each other's test: they share the compiled tables and nothing
// else. Here they meet, on the shipped scenario and on models drawn at random.

#include "support/agreement.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "input/scenario_spec.hpp"
#include "model/model.hpp"
#include "run.hpp"
#include "simulate/simulate.hpp"
#include "support/random_model.hpp"
#include "support/random_scenario.hpp"
#include "support/simulated.hpp"
#include "support/tolerance.hpp"

using namespace forlob;

namespace {

const std::string scenarios = FORLOB_SOURCE_FOLDER "/scenarios/";
const std::string shipped = scenarios + "isu-vs-municipal.yaml";

// A fifth of the rarer one of the first and last targets of every row goes from first to last.
Model with_wrong_hazards(Model model) {
    for (std::size_t row = 0; row < model.rows.n_rows(); ++row) {
        const std::uint32_t first = model.rows.first_slot[row];
        const std::uint32_t last = model.rows.first_slot[row + 1] - 1;
        if (first == last) continue;
        double& from = model.rows.probability[first];
        const double moved = 0.2 * std::min(from, model.rows.probability[last]);
        from -= moved;
        model.rows.probability[last] += moved;
    }
    return model;
}

ExactPlan plan_of(std::uint32_t n_people) {
    ExactPlan plan;
    plan.n_people = n_people;
    return plan;
}

// The largest distance of a simulated mean from its exact value, in standard errors. Measures are
// compared where at least one in a thousand persons is concerned: rarer events are not normal.
test::Agreement agreement_of_results(const Result& simulated, const Result& exact) {
    test::Agreement found;
    for (const Measure& measure : exact.measures) {
        const Measure* twin = find_measure(simulated.measures, measure.name, measure.group);
        REQUIRE(twin != nullptr);
        CHECK(twin->axes == measure.axes);
        const auto compare = [&](double value, double mean, double error, const char* what) {
            if (std::isnan(mean) || !(error > 1e-9)) return;
            const double distance = std::abs(value - mean) / error;
            ++found.n_compared;
            if (distance <= found.worst) return;
            found.worst = distance;
            found.where = measure.name + " " + what + ": " + std::to_string(value) + ", expected " +
                          std::to_string(mean);
        };
        for (std::size_t entry = 0; entry < measure.mean.size(); ++entry) {
            const double least = measure.is_money             ? 1.0
                                 : measure.units == "persons" ? 1e-3 * exact.n_people
                                                              : 1e-3;
            if (std::abs(measure.mean[entry]) < least) continue;
            compare(twin->mean[entry], measure.mean[entry], twin->standard_error[entry], "mean");
            compare(twin->difference[entry], measure.difference[entry],
                    twin->difference_standard_error[entry], "difference");
        }
    }
    return found;
}

}  // namespace

// Hypothesis: every person moves independently as the tables say. Expected shares by recursion,
// 10^6 people, standard errors up to 0.0005. 4 standard errors are what is promised to users; about
// 2,000 strongly dependent comparisons make one beyond 4 no rarity (about one seed in ten), so the
// seed is fixed and the general bound is the one of a joint false-alarm rate of 1e-6.
TEST_CASE("a million people live as recursion expects, in every arm and month" *
          doctest::test_suite("statistical")) {
    CommandLineOverrides changes;
    changes.cohort_size = 1'000'000;
    changes.replications = 1;
    const ScenarioSpec scenario = read_scenario(shipped, changes);
    const auto models = compile_arms(scenario);
    const auto found = test::agreement(scenario, models, models);
    INFO(found.where);
    MESSAGE("worst of ", found.n_compared, " comparisons: ", found.worst, " standard errors");
    CHECK(found.n_compared > 1500);
    CHECK(found.n_impossible == 0);
    CHECK(found.worst < 4.0);

    // Teeth: recursion with a job hazard that is a tenth too high must not agree.
    changes.set = {"ap_to_job=0.0066"};
    const auto wrong =
        test::agreement(scenario, models, compile_arms(read_scenario(shipped, changes)));
    CHECK(wrong.worst > test::allowed_standard_errors(wrong.n_compared));
}

// The same for models that nobody designed: states, clocks, modifiers, frailty, formulas over the
// cycle, clocks, attributes and tables, counts and rests, effects of every ratio, programs for
// everybody, and programs with placements, ramps, drop-out and replaced rows. 60 models of 40,000
// people. Together they make some 20,000 comparisons; the bound is a joint false-alarm rate of 1e-6
// over all of them.
TEST_CASE("random models agree with recursion" * doctest::test_suite("statistical")) {
    constexpr std::uint64_t n_models = 60;
    const double allowed = test::allowed_standard_errors(n_models * 400);
    std::size_t n_compared = 0;
    double worst = 0.0;
    for (std::uint64_t seed = 1; seed <= n_models; ++seed) {
        const std::string text = test::random_scenario(seed, 40'000, 30);
        const ScenarioSpec scenario = read_scenario_texts({{"random.yaml", text}});
        const auto models = compile_arms(scenario);
        const auto found = test::agreement(scenario, models, models);
        INFO("seed ", seed, ": ", found.where, "\n", text);
        CHECK(found.n_impossible == 0);
        CHECK(found.worst <= allowed);
        n_compared += found.n_compared;
        worst = std::max(worst, found.worst);
    }
    MESSAGE("worst of ", n_compared, " comparisons in ", n_models, " models: ", worst,
            " standard errors");
    CHECK(n_compared > 10'000);
}

// Five of them with a million people and the bound that users are promised.
TEST_CASE("a million people of five random models live as recursion expects" *
          doctest::test_suite("statistical")) {
    for (const std::uint64_t seed : {101U, 102U, 103U, 104U, 105U}) {
        const std::string text = test::random_scenario(seed, 1'000'000, 36);
        const ScenarioSpec scenario = read_scenario_texts({{"random.yaml", text}});
        const auto models = compile_arms(scenario);
        const auto found = test::agreement(scenario, models, models);
        INFO("seed ", seed, ": ", found.where, "\n", text);
        CHECK(found.n_impossible == 0);
        CHECK(found.worst < 4.0);
    }
}

// Cells with every clock that prices depend on, moves, entries, visits, exits and what follows
// them, of models that no author would write: short windows, cells by any coordinate, programs that
// chain.
TEST_CASE("random models: every count agrees with what recursion expects" *
          doctest::test_suite("statistical")) {
    constexpr std::uint32_t n_people = 20'000;
    const double allowed = test::allowed_standard_errors(100'000);
    std::size_t n_compared = 0;
    std::size_t n_models = 0;
    std::size_t n_rejected = 0;
    for (std::uint64_t seed = 1; seed <= 120; ++seed) {
        Model model = test::random_model(seed);
        // Programs that share random numbers would not be independent.
        for (std::size_t program = 0; program < model.programs.size(); ++program)
            model.programs[program].scenario_position = program;
        ExactCounts expected;
        try {
            expected = expected_counts(model, plan_of(n_people));
        } catch (const NotExact&) {
            continue;  // long windows
        }
        const Counts counts =
            test::simulated({model}, test::one_replication(seed, n_people))[0].arms[0];
        const auto found = test::agreement_of_counts(model, counts, expected);
        INFO("seed ", seed, ": ", found.where);
        CHECK(found.n_impossible == 0);
        CHECK(found.worst <= allowed);
        n_compared += found.n_compared;
        ++n_models;
        // Teeth: the same counts must not agree with other hazards, if anybody ever moves.
        const auto wrong = expected_counts(with_wrong_hazards(model), plan_of(n_people));
        if (test::agreement_of_counts(model, counts, wrong).worst > allowed) ++n_rejected;
    }
    MESSAGE(n_compared, " comparisons in ", n_models, " models; ", n_rejected,
            " would reject other hazards");
    CHECK(n_models > 40);
    CHECK(n_compared > 20'000);
    CHECK(n_rejected > n_models * 9 / 10);
}

// 400 replications of 1,000 people. The bound is a joint false-alarm rate of 1e-6 over all
// comparisons; what users are promised for totals of money is 4 standard errors.
TEST_CASE("shipped scenarios: every exact measure is the mean of the simulated ones" *
          doctest::test_suite("statistical")) {
    for (const std::string name :
         {"isu-vs-municipal.yaml", "isu-plausibility-band.yaml", "first-scenario.yaml"}) {
        CAPTURE(name);
        CommandLineOverrides changes;
        changes.cohort_size = 1'000;
        changes.replications = 400;
        const ScenarioSpec scenario = read_scenario(scenarios + name, changes);
        const Result simulated = run(scenario, {});
        Result exact = run_exactly(scenario, {});
        const auto all = agreement_of_results(simulated, exact);
        INFO(all.where);
        MESSAGE(name, ": worst of ", all.n_compared, " comparisons: ", all.worst);
        CHECK(all.n_compared > 1'000);
        CHECK(all.worst < test::allowed_standard_errors(all.n_compared));
        std::erase_if(exact.measures, [](const Measure& measure) {
            return measure.name != "net_cost" && measure.name != "net_cost_undiscounted";
        });
        const auto money = agreement_of_results(simulated, exact);
        INFO(money.where);
        CHECK(money.n_compared > 0);
        CHECK(money.worst < 4.0);

        // Teeth: exact money with a job hazard that is a tenth too high must not agree.
        changes.set = {"ap_to_job=0.0066"};
        const Result wrong = run_exactly(read_scenario(scenarios + name, changes), {});
        CHECK(agreement_of_results(simulated, wrong).worst >
              test::allowed_standard_errors(all.n_compared));
    }
}
