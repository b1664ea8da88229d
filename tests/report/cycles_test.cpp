// What do runs of other cycles, without exits and without money, say? From a scenario to its file,
// tables, picture and explanation.

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "economics/price.hpp"
#include "report/chart.hpp"
#include "report/comparison.hpp"
#include "report/explain.hpp"
#include "report/long_form.hpp"
#include "report/reading.hpp"
#include "results/result_file.hpp"
#include "run.hpp"
#include "support/temporary.hpp"
#include "support/values.hpp"

using namespace forlob;
using test::has;

namespace {

// Everybody is ill in year 1 and dead from tick 2 on, so that every number is known.
std::string text_of(const std::string& cycle, const std::string& definitions,
                    const std::string& economy) {
    return "forlob: 1\nkind: scenario\ntitle: Short lives\nmodel:\n  title: Three states\n  "
           "cycle: " +
           cycle +
           "\n  states: {well: {}, ill: {}, dead: {absorbing: true}}\n"
           "  transitions: {well: {ill: 1}, ill: {dead: 1}}\n" +
           definitions + "population: {title: People, start: well}\n" + economy +
           "cohort: {size: 100}\nhorizon: 5\nstart: 2026-03\nreplications: 3\nseed: 1\n"
           "reference: plain\narms: {plain: {}, same: {}}\n";
}

ScenarioSpec scenario(const std::string& cycle, const std::string& definitions = "",
                      const std::string& economy = "") {
    return read_scenario_texts({{"short.yaml", text_of(cycle, definitions, economy)}});
}

const std::string prices =
    "economy: {title: Prices, currency: DKK, price_year: 2025, accrual: start, "
    "discounting: {rate: 0.06, form: compound}, payers: {state: {}}, "
    "accounts: {care: {split: state, amounts: [{per_cycle_in: [well, ill], amount: 1000}]}}}\n";

const std::string exits =
    "  definitions: {exit: {from: well, to: {ill: {states: ill}, dead: {states: dead}}}}\n";
const std::string relapses =
    "  definitions: {exit: {from: well, to: {ill: {states: ill}}, confirm_cycles: 1}, "
    "relapse: {events: {dead: {states: dead}}, within_cycles: [1, 2], status_after_cycles: 2}, "
    "headline: {base: ill, event: dead}, employment: ill}\n";

std::vector<std::string> names_of(const Result& result) {
    std::vector<std::string> names;
    for (const Measure& measure : result.measures) names.push_back(measure.name);
    return names;
}

const Measure& measure(const Result& result, const std::string& name) {
    const Measure* found = find_measure(result.measures, name);
    REQUIRE(found != nullptr);
    return *found;
}

}  // namespace

TEST_CASE("a yearly model counts, discounts and reports in years") {
    const Result result = run(scenario("year", "", prices), {});
    // Years 1 and 2 are paid for by ticks 0 and 1.
    const Measure& net = measure(result, "net_cost");
    CHECK(net.mean[0] == doctest::Approx(1000.0 / 1.06 + 1000.0 / (1.06 * 1.06)).epsilon(1e-12));
    const Measure& lived = measure(result, "cycles_in_state");
    CHECK(lived.units == "cycles");
    CHECK(lived.mean[0] == 1.0);
    CHECK(lived.mean[1] == 1.0);
    CHECK(lived.mean[2] == 3.0);
    CHECK(measure(result, "persons_in_state").axes ==
          std::vector<std::string>{"arm", "cycle", "state"});
    CHECK(find_measure(result.measures, "months_in_state") == nullptr);
    const Axis& axis = find_axis(result.axes, "cycle");
    CHECK(axis.units == "cycles");
    CHECK(axis.long_name == "Cycles of a year since the start");

    const std::string text = comparison_text(result, {});
    CHECK(has(text, "100 persons, 5 years from 2026-03"));
    CHECK(has(text, "state: net cost per person over 5 years, DKK"));
    CHECK(has(text, "state: saved, million DKK"));
    // The one payer is all payers.
    CHECK_FALSE(has(text, "All payers together"));
    CHECK(has(text, "Years per person in each state, of 5"));
    CHECK(has(text, "year 0"));
    CHECK_FALSE(has(text, "month"));
    CHECK(has(comparison_json(result), "\"horizon_cycles\": 5"));
    CHECK(has(comparison_csv(result, CsvLocale::international),
              "arm,reference,stratum,cycle,measure"));
    CHECK(has(chart_svg(result), "share of persons by year"));
}

TEST_CASE("a model without exits and money has its states as the headline") {
    const Result result = run(scenario("{length: 0.5, unit: year}"), {});
    CHECK(names_of(result) == std::vector<std::string>{"persons_in_state", "persons_in_phase",
                                                       "cycles_in_state", "ever_visited",
                                                       "first_passage", "visits"});
    CHECK(result.axes.size() == 4);
    const std::string text = comparison_text(result, {});
    CHECK(has(text, "5 cycles of 0.5 years"));
    CHECK(has(text, "Persons after 5 cycles"));
    CHECK(has(text, "Cycles per person"));
    CHECK_FALSE(has(text, "DKK"));
    CHECK_FALSE(has(text, "elapse"));
    // A headline compares, and says what ± is.
    CHECK(has(text, "    difference to the reference"));
    CHECK(has(text, "± is the 95 % interval of Monte Carlo noise"));
    CHECK(has(text, "No parameters: every number is written in the model itself."));
    CHECK_FALSE(has(comparison_json(result), "currency"));
    const std::string picture = chart_svg(result);
    CHECK(has(picture, "<desc>Shares of persons by state and cycle for each arm.</desc>"));
    CHECK_FALSE(has(picture, "saved per person"));
}

TEST_CASE("a monthly model without exits and money keeps its months") {
    const Result result = run(scenario("month"), {});
    CHECK(names_of(result) == std::vector<std::string>{"persons_in_state", "persons_in_phase",
                                                       "months_in_state", "ever_visited",
                                                       "first_passage", "visits"});
    CHECK(has(comparison_text(result, {}), "Persons after 5 months"));
}

TEST_CASE("exits without relapse have tables of their own") {
    const Result result = run(scenario("quarter", exits), {});
    CHECK(names_of(result) == std::vector<std::string>{"persons_in_state", "persons_in_phase",
                                                       "exits", "exits_total", "cycles_in_state",
                                                       "ever_visited", "first_passage", "visits"});
    CHECK(measure(result, "exits_total").mean == std::vector<double>{100, 0, 100, 0});
    CHECK(has(comparison_text(result, {}), "Exits, persons"));
}

TEST_CASE("relapse is counted in cycles") {
    const Result result = run(scenario("week", relapses), {});
    CHECK(find_axis(result.axes, "cycles_since_exit").size() == 6);
    CHECK(find_axis(result.axes, "window").long_name == "Cycles after the exit");
    CHECK(measure(result, "relapse_within").mean == std::vector<double>{1, 1, 1, 1});
    CHECK(measure(result, "mean_cycles_to_employment").mean == std::vector<double>{1, 1});
    const std::string text = comparison_text(result, {});
    CHECK(has(text, "Relapse within 2 weeks (dead after ill)"));
    CHECK(has(text, "  weeks until then, of those who were"));
    CHECK(has(chart_svg(result), "Relapse by weeks since exit"));
}

TEST_CASE("without relapse the chart shows who found employment, by the model's cycle") {
    const std::string work = "  definitions: {employment: ill}\n";
    const std::string picture = chart_svg(run(scenario("week", work), {}));
    CHECK(has(picture, "Ever in employment by week"));
    CHECK_FALSE(has(picture, "month"));
}

TEST_CASE("limited places are counted in cycles") {
    // Nobody but two newcomers a cycle, who stay well; the first to come takes the one place.
    const std::string text =
        "forlob: 1\nkind: scenario\ntitle: Places\nmodel: {title: Two states, cycle: year, "
        "states: {well: {}, dead: {absorbing: true}}, transitions: {well: {dead: 0}}}\n"
        "population: {title: People, start: well, inflow: [{number: 2, from_cycle: 2, "
        "to_cycle: 3}]}\ncohort: {size: 0}\nhorizon: 5\nstart: 2026-03\nreplications: 2\n"
        "seed: 1\nreference: plain\narms:\n  plain: {}\n  course:\n    programs:\n"
        "      - {title: Course, name: course, eligibility: {states: well}, "
        "enrolment: {repeat: false}, phases: {first: {cycles: 2, uses: seats}}, "
        "resources: {seats: {places: 1}}, queue: {drop_out: 0}}\n";
    const ScenarioSpec spec = read_scenario_texts({{"places.yaml", text}});
    const Result result = run(spec, {});
    const auto of_places = [&](const std::string& name) -> const Measure& {
        const Measure* found = find_measure(result.measures, name, "resources");
        REQUIRE(found != nullptr);
        return *found;
    };
    CHECK(of_places("waiting").axes == std::vector<std::string>{"arm", "resource", "cycle"});
    CHECK(of_places("applicants").long_name == "Persons who apply in the cycle");
    CHECK(of_places("mean_waiting_time").units == "cycles");
    // The second arm: taken in cycles 2 to 5, and somebody waits in all of them.
    CHECK(of_places("cycles_full").mean[1] == doctest::Approx(0.8));
    CHECK(of_places("cycles_with_waiting").mean[1] == doctest::Approx(0.8));
    CHECK(of_places("waiting_time").axes ==
          std::vector<std::string>{"arm", "resource", "cycles_waited"});
    CHECK(find_axis(result.axes, "cycles_waited").size() == 6);
    const std::string compared = comparison_text(result, {});
    CHECK(has(compared, "Share of years in which somebody waits"));
    CHECK(has(compared, "Years waited, of those who got a place"));
    CHECK_FALSE(has(compared, "month"));
    const auto models = compile_arms(spec);
    const std::string explained = explain(spec, models, price_arms(spec, models), {});
    CHECK(has(explained, "2 persons a year, from year 2 to 3"));
    CHECK(has(explained, "they give up with probability 0 a year"));
    CHECK_FALSE(has(explained, "month"));
}

TEST_CASE("the chart divides by those who are there, who may be none at first and many later") {
    const std::string text =
        "forlob: 1\nkind: scenario\ntitle: Growth\nmodel: {title: One state, cycle: year, "
        "states: {well: {}, away: {absorbing: true}}, transitions: {well: {away: 0}}}\n"
        "population: {title: People, start: well, inflow: [{number: 7, from_cycle: 2}]}\n"
        "cohort: {size: 0}\nhorizon: 4\nstart: 2026-03\nreplications: 2\nseed: 1\n"
        "reference: plain\narms: {plain: {}}\n";
    const Result result = run(read_scenario_texts({{"growth.yaml", text}}), {});
    REQUIRE(measure(result, "persons_in_state").mean[2] == 0.0);
    const std::string picture = chart_svg(result);
    CHECK_FALSE(has(picture, "nan"));
    CHECK_FALSE(has(picture, "inf"));
    // From year 2 on everybody is well, and the area as high as the panel: from 116 to 340.
    CHECK(has(picture, "0 persons at the start, 2 replications."));
    CHECK(has(comparison_text(result, {}), "0 persons at the start, 4 years from 2026-03"));
    CHECK(has(picture, "M60.0,340.0L330.0,340.0L600.0,116.0L870.0,116.0L1140.0,116.0"));
}

TEST_CASE("one person, year and replication are told in the singular, without intervals") {
    std::string text = text_of("year", "", prices);
    const auto replace = [&](const std::string& what, const std::string& by) {
        REQUIRE(text.find(what) != std::string::npos);
        text.replace(text.find(what), what.size(), by);
    };
    replace("size: 100}", "size: 1}");
    replace("horizon: 5", "horizon: 1");
    replace("replications: 3", "replications: 1");
    const ScenarioSpec spec = read_scenario_texts({{"one.yaml", text}});
    const Result result = run(spec, {});
    const std::string told = comparison_text(result, {});
    CHECK(has(told, "1 person, 1 year from 2026-03, 1 replication, seed 1"));
    CHECK(has(told, "net cost per person over 1 year, DKK"));
    CHECK(has(told, "saved for 1 person, million DKK"));
    CHECK(has(told, "One replication does not tell how far other random people"));
    CHECK_FALSE(has(told, "±"));
    CHECK(has(chart_svg(result), "1 person, 1 replication. Monte Carlo noise is not known."));
    const auto models = compile_arms(spec);
    const std::string explained = explain(spec, models, price_arms(spec, models), {});
    CHECK(has(explained, "1 person, 1 year from 2026-03, 1 replication, seed 1"));
    CHECK(has(explained, "0 phases, 1 kind of people"));
    CHECK_FALSE(has(explained, "[–]"));  // states without groups
}

TEST_CASE("small savings are told with the digits that they have") {
    std::string text = text_of("year", "", prices);
    const std::string amount = "amount: 1000";
    text.replace(text.find(amount), amount.size(), "amount: p");
    const std::string arms = "arms: {plain: {}, same: {}}";
    text.replace(text.find(arms), arms.size(),
                 "parameters: {p: {value: 100, unit: DKK, grade: D, source: Assumed}}\n"
                 "arms: {plain: {}, dear: {set: {p: 110}}}");
    // 100 persons, two years at 10 DKK more, discounted by 6 %: 1,833 DKK.
    const Result result = run_exactly(read_scenario_texts({{"small.yaml", text}}), {});
    CHECK(has(comparison_text(result, {}), "-0.0018\n"));
}

TEST_CASE("a chart with many arms calls them by their short names") {
    std::string text = text_of("year", "", "");
    const std::string arms = "same: {}}";
    const std::string label = "A policy that is described in very many words";
    std::string more = "same: {}";
    for (const char* name : {"three", "four", "five"})
        more += std::string(", ") + name + ": {label: " + label + "}";
    text.replace(text.find(arms), arms.size(), more + "}");
    const Result result = run_exactly(read_scenario_texts({{"many.yaml", text}}), {});
    const std::string picture = chart_svg(result);
    CHECK(has(picture, ">three</text>"));
    CHECK_FALSE(has(picture, label));
}

TEST_CASE("the recursion knows other cycles too") {
    const Result result = run_exactly(scenario("year"), {});
    CHECK(measure(result, "persons_in_state").axes[1] == "cycle");
    CHECK(has(comparison_text(result, {}), "5 years from 2026-03, exact recursion"));
}

TEST_CASE("an explanation speaks of the model's cycle") {
    const ScenarioSpec spec = scenario("year", relapses, prices);
    const auto models = compile_arms(spec);
    const std::string text = explain(spec, models, price_arms(spec, models), {});
    CHECK(has(text, "A cycle is a year."));
    CHECK(has(text, "Hazards per year"));
    CHECK(has(text, "1000 DKK per year in well, ill"));
    CHECK(has(text, "Where people are a year later"));
    CHECK_FALSE(has(text, "month"));
    const ScenarioSpec plain = scenario("year");
    const auto plain_models = compile_arms(plain);
    const std::string less = explain(plain, plain_models, price_arms(plain, plain_models), {});
    CHECK_FALSE(has(less, "Money"));
    CHECK_FALSE(has(less, "An exit"));
}

TEST_CASE("a result file of another cycle comes back as it was") {
    const test::TemporaryFolder folder;
    for (const char* cycle : {"month", "{length: 0.5, unit: year}", "hour"}) {
        CAPTURE(cycle);
        RunOptions options;
        options.output = (folder.path() / "x.h5").string();
        options.overwrite = Overwrite::replace;
        const Result written = run(scenario(cycle, relapses), options);
        const Result read = read_result(*options.output);
        CHECK(read.cycle.length == written.cycle.length);
        CHECK(read.cycle.unit == written.cycle.unit);
        CHECK(read.horizon_months == 5);
        CHECK(comparison_text(read, {}) == comparison_text(written, {}));
        CHECK(comparison_json(read) == comparison_json(written));
        CHECK(chart_svg(read) == chart_svg(written));
    }
}

TEST_CASE("a table shows about eight columns of months, however long the horizon") {
    Result result;
    for (const auto& [horizon, every] : std::vector<std::pair<std::int32_t, std::int32_t>>{
             {10, 12}, {48, 12}, {96, 12}, {97, 24}, {240, 60}, {480, 60}, {1200, 240}}) {
        CAPTURE(horizon);
        result.horizon_months = horizon;
        CHECK(shown_every(result) == every);
    }
}
