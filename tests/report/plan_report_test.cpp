#include "report/plan_report.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "report/precision.hpp"

using namespace forlob;

namespace {

constexpr double not_defined = std::numeric_limits<double>::quiet_NaN();

CostPlan example() {
    CostPlan plan;
    plan.title = "Two offers";
    plan.reference = "plain";
    plan.n_people = 220;
    plan.horizon = 48;
    plan.n_arms = 3;
    plan.person_cycles = 220ULL * 48 * 3 * 1000;
    plan.pilot_replications = 51;
    plan.pilot_people = 220;
    plan.threads = 2;
    plan.main.measure = "net_cost";
    plan.main.where = "payer=municipality, horizon=48";
    plan.main.text = "Net cost per person";
    plan.main.units = "DKK";
    plan.main.arms = {"a", "b"};
    plan.pilot = {{-430.0, 214.0}, {not_defined, not_defined}};
    plan.runs = {{1000, {94.8, not_defined}, 1.24, 1.46e6},
                 {4000, {47.4, not_defined}, 130.0, 3.2e6},
                 {16000, {23.7, not_defined}, 9000.0, 2.1e9}};
    plan.decided_after = {1200, 0};
    plan.memory_bytes = 53.4e6;
    plan.exact = "Recursion cannot.";
    return plan;
}

bool says(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a plan tells size, cost and precision") {
    const std::string text = plan_text(example());
    CHECK(says(text,
               "220 persons × 48 months × 3 arms × 1,000 replications: 32 million "
               "person-months"));
    CHECK(says(text, "about 1.2 s, on this machine with 2 threads"));
    CHECK(says(text, "about 53 MB, however many replications"));
    CHECK(says(text, "about 1.5 MB\n"));
    CHECK(says(text,
               "Main result: Net cost per person (payer=municipality, horizon=48), DKK, "
               "difference to plain"));
    CHECK(says(text, "not defined"));
    CHECK(says(text, "130 s") == false);
    CHECK(says(text, "2 min"));
    CHECK(says(text, "2.5 h"));
    CHECK(says(text, "2.1 GB"));
    CHECK(says(text, "1,200 replications"));
    CHECK(says(text, "off by 10 % or so"));
    CHECK(says(text, "Recursion cannot."));
    CHECK_FALSE(says(text, "did not vary"));
    CHECK_FALSE(says(text, "draws"));
}

TEST_CASE("a plan tells what cannot be said, what does not vary, and draws") {
    CostPlan plan = example();
    plan.wanted_half_width = 0.5;
    CHECK(says(plan_text(plan), "How many replications ± 0.5 takes cannot be said."));
    plan.wanted = PlannedRun{7777, {0.5, 0.4}, 3.0, 1e6};
    CHECK(says(plan_text(plan), "± 0.5"));
    CHECK(says(plan_text(plan), "7,777"));
    plan.pilot[1] = {0.0, 0.0};
    CHECK(says(plan_text(plan), "An arm did not vary in the pilot"));
    plan.n_draws = 500;
    plan.draws_method = "exact recursion";
    CHECK(says(plan_text(plan), "for 500 draws of parameters, by exact recursion"));
    plan.trajectory_replications = 20;
    plan.trajectory_bytes = 2e5;
    CHECK(says(plan_text(plan), "of which 0.2 MB are trajectories of 20 replications"));
}

TEST_CASE("a plan as JSON has the numbers, and null for what is not defined") {
    CostPlan plan = example();
    plan.wanted_half_width = 0.5;
    const auto json = nlohmann::json::parse(plan_json(plan));
    CHECK(json["person_months"] == 31'680'000);
    CHECK(json["memory_bytes"] == 53'400'000);
    CHECK(json["precision"][1]["half_width_by_arm"]["a"] == 47.4);
    CHECK(json["precision"][1]["half_width_by_arm"]["b"].is_null());
    CHECK(json["pilot"]["by_arm"][0]["decided_after_replications"] == 1200);
    CHECK(json["pilot"]["by_arm"][1]["decided_after_replications"].is_null());
    CHECK(json["wanted"].is_null());
    CHECK(json["measure"]["difference_to"] == "plain");
    CHECK_FALSE(json.contains("draws"));
}

TEST_CASE("numbers have the decimals that show two figures of their half-width") {
    CHECK(precise_number(-0.46123, 0.00321) == "-0.4612 ± 0.0032");
    CHECK(precise_number(49761.4, 321.0) == "49,761 ± 321");
    CHECK(precise_number(12.345, 0.0996) == "12.35 ± 0.10");
    CHECK(precise_number(3.0, 0.0) == "3.00 ± 0.00");
    CHECK(precise_number(not_defined, 1.0) == "not defined");
    CHECK(two_figures(0.000831) == "0.00083");
    CHECK(duration_text(0.04) == "0.04 s");
    CHECK(duration_text(119.0) == "119 s");
    CHECK(duration_text(121.0) == "2 min");
    CHECK(size_text(999e6) == "999 MB");
    CHECK(size_text(52.4e9) == "52 GB");
}
