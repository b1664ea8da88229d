// What a result and its report say of the process between ticks.

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "input/scenario_spec.hpp"
#include "report/comparison.hpp"
#include "run.hpp"
#include "support/values.hpp"

using namespace forlob;
using test::has;

namespace {

// Quarters; intensities are stated per year. Arm `course` enrols people if it has a program.
Result exact_result(const std::string& intensity, const std::string& program) {
    const std::string text =
        "forlob: 1\nkind: scenario\ntitle: Test\nmodel:\n  title: Test\n  cycle: quarter\n"
        "  states: {well: {}, dead: {absorbing: true}}\n  transitions: {well: {dead: {intensity: " +
        intensity +
        ", per: year}}}\npopulation: {start: well}\ncohort: {size: 10}\nhorizon: 8\n"
        "replications: 2\nseed: 1\nreference: plain\narms:\n  plain: {}\n  course: " +
        program + "\n";
    return run_exactly(read_scenario_texts({{"test.yaml", text}}), {});
}

const std::string halved =
    "{programs: [{title: Halved, name: halved, everyone: true, effects: [{moves: [{from: well}], "
    "hazard_ratio: 0.5}]}]}";
const std::string enrols =
    "{programs: [{title: Talks, name: talks, eligibility: {states: [well]}, phases: {talk: "
    "{cycles: 2, then: end}}}]}";

}  // namespace

TEST_CASE("times are in the unit of the intensities, differences to the reference arm") {
    const Result result = exact_result("0.25", halved);
    const Measure* stay = find_measure(result.measures, "continuous_mean_stay");
    REQUIRE(stay != nullptr);
    CHECK(stay->units == "years");
    CHECK(stay->axes == std::vector<std::string>{"arm", "state"});
    CHECK(test::is_near(stay->mean[0], 4.0));
    CHECK(std::isinf(stay->mean[1]));
    CHECK(test::is_near(stay->mean[2], 8.0));
    CHECK(test::is_near(stay->difference[2], 4.0));
    CHECK(stay->standard_error[0] == 0.0);
    const Measure* passage = find_measure(result.measures, "continuous_first_passage");
    REQUIRE(passage != nullptr);
    CHECK(passage->axes == std::vector<std::string>{"arm", "until", "state"});
    CHECK(find_axis(result.axes, "until").labels ==
          std::vector<std::string>{"horizon", "unlimited"});
    CHECK(test::is_near(passage->mean[3], 4.0));  // plain, unlimited, dead
    CHECK(result.left_out.empty());
    const std::string text = comparison_text(result, {});
    CHECK(has(text, "Between ticks: the process in continuous time, in years"));
    CHECK(has(text, "no end"));
}

TEST_CASE("an arm whose programs enrol people has no values between ticks, and says so") {
    const Result result = exact_result("0.25", enrols);
    CHECK(result.left_out ==
          "What happens between ticks is left out of arm 'course': program 'talks' begins and ends "
          "at ticks.");
    const Measure* time = find_measure(result.measures, "continuous_time_in_state");
    REQUIRE(time != nullptr);
    CHECK(std::isfinite(time->mean[0]));
    CHECK(std::isnan(time->mean[4]));
    CHECK(std::isnan(time->difference[4]));
}

TEST_CASE("intensities that change with time have no values without end") {
    const Result result = exact_result("\"0.25 + 0.01 * cycle\"", "{}");
    CHECK(result.left_out ==
          "Intensities change with time: continuous values without end are left out.");
    const Measure* time = find_measure(result.measures, "continuous_time_in_state");
    REQUIRE(time != nullptr);
    CHECK(std::isfinite(time->mean[0]));
    CHECK(std::isnan(time->mean[2]));
}

TEST_CASE("probabilities of a cycle say nothing of what happens within it") {
    const std::string text =
        "forlob: 1\nkind: scenario\ntitle: Test\nmodel:\n  title: Test\n"
        "  states: {well: {}, dead: {absorbing: true}}\n  transitions: {well: {dead: 0.1}}\n"
        "population: {start: well}\ncohort: {size: 10}\nhorizon: 8\nreplications: 2\nseed: 1\n"
        "reference: plain\narms:\n  plain: {}\n";
    const Result result = run_exactly(read_scenario_texts({{"test.yaml", text}}), {});
    CHECK(find_measure(result.measures, "continuous_mean_stay") == nullptr);
    CHECK(!has(comparison_text(result, {}), "Between ticks"));
}
