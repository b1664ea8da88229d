#include "run_plan.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <stdexcept>

#include "support/scenario_text.hpp"
#include "support/temporary.hpp"
#include "support/tolerance.hpp"

using namespace forlob;

namespace {

test::ScenarioText text_of_two() {
    test::ScenarioText text;
    text.parameters = "{exit_rate: {value: 0.1, unit: probability/month, grade: D, source: Test}}";
    text.transitions =
        "  benefit: {internship: 0.05, employment: exit_rate}\n"
        "  internship: {benefit: 0.3}\n"
        "  employment: {benefit: 0.05, pension: 0.01}\n";
    text.set = "{exit_rate: 0.2}";
    text.replications = 400;
    return text;
}

PlanOptions options_of(const std::string& measure, int threads = 2) {
    PlanOptions options;
    options.measure = measure;
    options.threads = threads;
    return options;
}

}  // namespace

TEST_CASE("what a plan says of precision does not depend on threads") {
    const ScenarioSpec scenario = text_of_two().spec();
    PlanOptions options = options_of("net_cost", 1);
    options.half_width = 20.0;
    const CostPlan one = plan_run(scenario, options);
    options.threads = 3;
    const CostPlan other = plan_run(scenario, options);
    CHECK(one.pilot.front().value == other.pilot.front().value);
    CHECK(one.pilot.front().standard_error == other.pilot.front().standard_error);
    CHECK(one.decided_after == other.decided_after);
    REQUIRE(one.wanted);
    CHECK(one.wanted->n_replications == other.wanted->n_replications);
    CHECK(one.wanted->half_width.front() <= 20.0);
    CHECK(other.threads == 3);
}

TEST_CASE("a plan's precision is that of the run") {
    const ScenarioSpec scenario = text_of_two().spec();
    for (const char* measure : {"", "net_cost", "persons_in_state,state=employment"}) {
        CAPTURE(measure);
        const CostPlan plan = plan_run(scenario, options_of(measure));
        CHECK(plan.pilot_people == 100);
        REQUIRE(plan.runs.size() == 3);
        CHECK(plan.runs[0].n_replications == 400);
        CHECK(plan.runs[2].n_replications == 16 * 400);
        CHECK(plan.runs[2].half_width[0] ==
              doctest::Approx(plan.runs[0].half_width[0] / 4.0).epsilon(0.01));
        const Result result = run(scenario, {});
        const double half_width =
            interval_factor(400) * estimates_of(plan.main, result).front().standard_error;
        // Standard errors of 150 and 400 replications (100 groups, for ratios), of which the first
        // hold for the second: each is known within 7 %, together within 10 %.
        CHECK(std::abs(std::log(plan.runs[0].half_width[0] / half_width)) <
              0.1 * test::allowed_standard_errors(3));
    }
}

TEST_CASE("a pilot of fewer people speaks of all of them") {
    test::ScenarioText text = text_of_two();
    text.people = 100'000;
    text.replications = 20;
    const ScenarioSpec scenario = text.spec();
    const CostPlan persons =
        plan_run(scenario, options_of("persons_in_state,state=employment,month=12"));
    CHECK(persons.pilot_people < 50'000);
    CHECK(persons.person_cycles == 100'000ULL * 24 * 2 * 20);
    const Result exact = run_exactly(scenario, {});
    const EstimateSoFar pilot = persons.pilot.front();
    CHECK(std::abs(pilot.value - estimates_of(persons.main, exact).front().value) <
          6.0 * pilot.standard_error);

    const CostPlan share = plan_run(scenario, options_of("months_in_state,state=employment"));
    CHECK(share.pilot.front().value ==
          doctest::Approx(estimates_of(share.main, exact).front().value).epsilon(0.02));
    // Nine replications know a deviation within a quarter; not scaled it would be 1.5 times as
    // wide.
    const double of_ten_times_fewer = [&] {
        text.people = 10'000;
        const CostPlan fewer =
            plan_run(text.spec(), options_of("months_in_state,state=employment"));
        CHECK(fewer.pilot_people == 10'000);
        return fewer.runs[0].half_width[0];
    }();
    CHECK(of_ten_times_fewer / share.runs[0].half_width[0] ==
          doctest::Approx(std::sqrt(10.0)).epsilon(0.9));
}

TEST_CASE("a plan's file is as large as the run's, and the plan leaves none") {
    const test::TemporaryFolder folder;
    test::ScenarioText text = text_of_two();
    for (const char* record : {"", "record: {trajectories: spells, replications: 60}\n",
                               "record: {trajectories: spells, replications: 900}\n",
                               "record: {trajectories: panel}\n"}) {
        CAPTURE(record);
        text.scenario = record;
        const ScenarioSpec scenario = text.spec();
        const CostPlan plan = plan_run(scenario, options_of(""));
        RunOptions options;
        options.output = (folder.path() / "x.h5").string();
        options.overwrite = Overwrite::replace;
        static_cast<void>(run(scenario, options));
        const auto bytes = static_cast<double>(std::filesystem::file_size(*options.output));
        CHECK(plan.runs[0].file_bytes == doctest::Approx(bytes).epsilon(0.2));
        CHECK((plan.trajectory_bytes > 0.0) == (*record != '\0'));
        CHECK(plan.runs[0].seconds > 0.0);
        CHECK(plan.memory_bytes > 1e6);
    }
}

TEST_CASE("a plan says when recursion needs no replications") {
    test::ScenarioText text = text_of_two();
    CHECK(plan_run(text.spec(), options_of("net_cost")).exact_answers);
    CHECK(plan_run(text.spec(), options_of("relapse_within")).exact_answers);
    text.confirm_months = 3;
    const CostPlan relapse = plan_run(text.spec(), options_of("relapse_within"));
    CHECK_FALSE(relapse.exact_answers);
    CHECK(relapse.exact.find("more than two months are not followed up") != std::string::npos);
}

TEST_CASE("a plan of draws says what they take") {
    test::ScenarioText text = text_of_two();
    text.parameters =
        "{exit_rate: {value: 0.1, unit: probability/month, grade: D, source: Test, "
        "distribution: {uniform: {low: 0.05, high: 0.15}}}}";
    text.set.clear();
    for (const char* by : {"exact", "simulation"}) {
        text.scenario = "draws: {n: 40, by: " + std::string(by) + "}\n";
        const CostPlan plan = plan_run(text.spec(), options_of("net_cost"));
        CHECK(plan.n_draws == 40);
        CHECK(plan.draws_method.find(by) != std::string::npos);
        CHECK(plan.draws_seconds > 0.0);
        CHECK(plan.runs[0].seconds > plan.draws_seconds);
        CHECK_FALSE(plan.main.is_difference);
    }
}

TEST_CASE("a plan of what never varies or is never defined says so") {
    test::ScenarioText text = text_of_two();
    text.transitions =  // nobody comes into an internship
        "  benefit: {employment: exit_rate}\n"
        "  internship: {benefit: 0.3}\n"
        "  employment: {benefit: 0.05}\n";
    PlanOptions options = options_of("persons_in_state,state=internship");
    options.half_width = 1.0;
    const CostPlan nobody = plan_run(text.spec(), options);
    CHECK(nobody.runs[0].half_width[0] == 0.0);
    CHECK(nobody.decided_after[0] == 0);
    REQUIRE(nobody.wanted);
    CHECK(nobody.wanted->n_replications == 2);

    options.measure = "first_passage,state=internship";
    const CostPlan never = plan_run(text.spec(), options);
    CHECK(std::isnan(never.runs[0].half_width[0]));
    CHECK_FALSE(never.wanted);
    CHECK_FALSE(never.exact_answers);
    CHECK_THROWS_AS(static_cast<void>(plan_run(text.spec(), options_of("nothing"))),
                    std::invalid_argument);
}
