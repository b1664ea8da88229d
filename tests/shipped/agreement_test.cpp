// Simulation and exact recursion are each other's test: they share the compiled tables and nothing
// else. Here they meet, on the shipped scenario and on models drawn at random.

#include "support/agreement.hpp"

#include <doctest/doctest.h>

#include <string>

#include "input/scenario_spec.hpp"
#include "model/model.hpp"
#include "support/random_scenario.hpp"
#include "support/tolerance.hpp"

using namespace forlob;

namespace {

const std::string shipped = FORLOB_SOURCE_FOLDER "/scenarios/isu-vs-municipal.yaml";

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

// The same for models that nobody designed: states, clocks, modifiers, frailty, programs with
// placements, ramps, drop-out and replaced rows. 60 models of 40,000 people. Together they make
// some 20,000 comparisons; the bound is a joint false-alarm rate of 1e-6 over all of them.
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
