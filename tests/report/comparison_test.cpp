// The report of a small run: what it must say, and that it is the result it tells.

#include "report/comparison.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "report/chart.hpp"
#include "report/explain.hpp"
#include "report/long_form.hpp"
#include "report/reading.hpp"
#include "report/svg.hpp"
#include "run.hpp"
#include "support/scenario_text.hpp"
#include "support/values.hpp"

using namespace forlob;
using test::has;

namespace {

test::ScenarioText small() {
    test::ScenarioText text;
    text.parameters =
        "{p: {value: 0.006, unit: probability/month, grade: C, source: A provider}, "
        "q: {value: 0.05, unit: probability/month, grade: D, source: Assumed}}";
    text.transitions =
        "  benefit: {employment: p, pension: 0.002}\n  internship: {benefit: 0.3}\n"
        "  employment: {benefit: q}\n";
    text.set = "{p: 0.03}";
    text.scenario = "record: {by: [history]}\n";
    return text;
}

std::string mistake(const Result& result, const ComparisonOptions& options) {
    try {
        static_cast<void>(comparison_text(result, options));
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("the comparison names noise, assumptions and claims") {
    const Result result = run(small().spec(), {});
    const std::string text = comparison_text(result, {});
    CHECK(has(text, "Monte Carlo noise"));
    CHECK(has(text, "2 parameters: 0 laws, official statistics or randomised trials (A), 0"));
    CHECK(has(text, "C p: provider's own claim"));
    CHECK(has(text, "Assumptions: q."));
    // Only what differs between arms is listed as driving the difference.
    CHECK_FALSE(has(text, "D q: assumption"));
}

TEST_CASE("a month of break-even that is not known is not told as none") {
    Result result = run(small().spec(), {});
    const auto even =
        std::find_if(result.measures.begin(), result.measures.end(),
                     [](const Measure& one) { return one.name == "break_even_month"; });
    REQUIRE(even != result.measures.end());
    const auto row = [&] {
        const std::string text = comparison_text(result, {});
        const std::size_t begin = text.find("break-even month");
        REQUIRE(begin != std::string::npos);
        return text.substr(begin, text.find('\n', begin) - begin);
    };
    even->mean.assign(even->mean.size(), 0.0);
    CHECK(has(row(), "none"));
    even->mean.assign(even->mean.size(), std::numeric_limits<double>::quiet_NaN());
    CHECK_FALSE(has(row(), "none"));
    CHECK(has(row(), "–"));
}

TEST_CASE("money of one arm has nothing to be compared with") {
    test::ScenarioText text = small();
    text.set = "";
    const std::string told = comparison_text(run(text.spec(), {}), {});
    CHECK(has(told, "Net cost"));
    CHECK_FALSE(has(told, "against the reference"));
    CHECK_FALSE(has(told, "break-even"));
    CHECK_FALSE(has(told, "saved"));
    CHECK_FALSE(has(told, "saving"));
}

TEST_CASE("money is told of the first payer that is known in every arm") {
    Result result = run(small().spec(), {});
    const MeasureReader net(result, "net_cost");
    CHECK(known_payer(net, 0) == 0);
    // Of the second arm it is not known what the first payer pays.
    const auto of = std::find_if(result.measures.begin(), result.measures.end(),
                                 [](const Measure& one) { return one.name == "net_cost"; });
    of->mean[2] = std::numeric_limits<double>::quiet_NaN();
    CHECK(known_payer(MeasureReader(result, "net_cost"), 0) == 1);
    CHECK(has(comparison_text(result, {}), "All payers together: net cost per person"));
}

TEST_CASE("tables by attribute have a line per level") {
    const Result result = run(small().spec(), {});
    ComparisonOptions options;
    options.by = "history";
    const std::string text = comparison_text(result, options);
    CHECK(has(text, "History: Short"));
    CHECK(has(text, "History: Long"));
    options.by = "age";
    CHECK(mistake(result, options) ==
          "there are no outcomes by 'age'; there are: history=short, history=long");
}

TEST_CASE("a horizon that was not counted is refused with those that were") {
    const Result result = run(small().spec(), {});
    ComparisonOptions options;
    options.horizon_months = 7;
    CHECK(mistake(result, options) == "there is no horizon '7'; there are: 24");
}

TEST_CASE("long form holds every defined value once, with an interval around it") {
    const Result result = run(small().spec(), {});
    std::size_t n_values = 0;
    bool has_difference = false;
    for_each_value(result, "exits_total", [&](const LongRow& row) {
        ++n_values;
        CHECK(row.low <= row.value);
        CHECK(row.high >= row.value);
        if (row.statistic == "difference") {
            has_difference = true;
            CHECK(row.arm == "other");
        }
    });
    // Two strata beside "all"; bases any and employment; two arms, differences of one of them.
    CHECK(n_values == 2 * 2 + 2 + 3 * (2 * 2 + 2));
    CHECK(has_difference);
}

TEST_CASE("the chart escapes texts and has no scripts") {
    Result result = run(small().spec(), {});
    result.title = "a < b & \"c\"";
    const std::string picture = chart_svg(result);
    CHECK(has(picture, "a &lt; b &amp; &quot;c&quot;"));
    CHECK_FALSE(has(picture, "<script"));
    CHECK(has(picture, "</svg>"));
}

TEST_CASE("ticks are round and cover their range") {
    CHECK(round_ticks(0.0, 1.0) ==
          std::vector<double>{0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0});
    CHECK(round_ticks(-68796.0, 0.0).front() == -80000.0);
    CHECK(round_ticks(0.0, 0.0).size() > 1);
}

TEST_CASE("an explanation shows the matrix at the coordinates that are asked for") {
    const ScenarioSpec scenario = small().spec();
    const auto models = compile_arms(scenario);
    const auto prices = price_arms(scenario, models);
    ExplainOptions options;
    options.arm = "other";
    options.at = {"history=long", "months_in_state=3"};
    const std::string text = explain(scenario, models, prices, options);
    CHECK(has(text, "(history=long, months_in_state=3)"));
    CHECK(has(text, "benefit: benefit 96.8, employment 3, pension 0.2"));
    CHECK(has(text, "C p = 0.03 probability/month"));
    options.at = {"histroy=long"};
    CHECK_THROWS_AS(static_cast<void>(explain(scenario, models, prices, options)),
                    std::invalid_argument);
    options.at = {"history=longer"};
    CHECK_THROWS_AS(static_cast<void>(explain(scenario, models, prices, options)),
                    std::invalid_argument);
}

namespace {

// Money and two outcomes with an incremental analysis; or outcomes alone.
test::ScenarioText health(bool with_money = true) {
    test::ScenarioText text = small();
    text.scenario = "";
    text.economy =
        std::string("{title: Health, accrual: end, ") +
        (with_money ? "currency: EUR, price_year: 2025, payers: {insurer: {label: Insurer}}, "
                      "accounts: {care: {label: Care, split: insurer, accrual: all_ticks, amounts: "
                      "[{per_month_in: [benefit], amount: 100, by: {months_in_state: {0: 1, 6: "
                      "2}}}]}}, incremental: {cost: care, effect: qaly, thresholds: [0, 50000]}, "
                    : "") +
        "outcomes: {qaly: {label: Quality of life, unit: QALY, discounting: {rate: 0.015, form: "
        "compound}, amounts: [{per_month_in: [employment], amount: 0.08}, {per_month_in: "
        "[benefit], "
        "amount: 0.05}]}, work: {unit: months, amounts: [{per_month_in: employment, amount: 1}]}}}";
    return text;
}

}  // namespace

TEST_CASE("outcomes and the incremental analysis are told beside money") {
    const Result result = run(health().spec(), {});
    const std::string text = comparison_text(result, {});
    CHECK(has(text, "Outcomes per person over 24 months"));
    CHECK(has(text, "Quality of life, QALY"));
    CHECK(has(text, "Gained against the reference"));
    CHECK(has(text, "Incremental analysis over 24 months, by cost"));
    CHECK(has(text, "Cost per person in the incremental analysis: Care"));
    CHECK(has(text, "Net monetary benefit per person at the threshold (EUR/QALY)"));
    std::size_t n_work = 0;
    for_each_value(result, "outcome_total", [&](const LongRow& row) {
        if (row.definition.find("outcome=work") == std::string::npos) return;
        CHECK(row.unit == "months");
        ++n_work;
    });
    CHECK(n_work == 3);  // two means and a difference
    CHECK(find_measure(result.measures, "icer") != nullptr);
    CHECK(has(comparison_json(result), "\"net_monetary_benefit\""));
}

TEST_CASE("an economy of outcomes alone has no tables of money") {
    const Result result = run(health(false).spec(), {});
    const std::string text = comparison_text(result, {});
    CHECK(has(text, "Outcomes per person over 24 months"));
    CHECK_FALSE(has(text, "Net cost"));
    CHECK_FALSE(has(text, "Saved"));
    CHECK(find_measure(result.measures, "net_cost") == nullptr);
}

TEST_CASE("every discounting that is used is named, with all its figures") {
    test::ScenarioText text = health();
    const auto discounting = [](const test::ScenarioText& of) {
        return run_exactly(of.spec(), {}).discounting;
    };
    CHECK(discounting(text) == "0 % a year; qaly 1.5 % a year, (1 + r)^-years");
    CHECK(has(comparison_text(run_exactly(text.spec(), {}), {}),
              "Discounted by 0 % a year; qaly 1.5 % a year, (1 + r)^-years."));

    // An arm with another rate, from tick 1; the outcome's own is the same in all.
    text.parameters =
        "{p: {value: 0.006, unit: probability/month, grade: C, source: A provider}, "
        "q: {value: 0.05, unit: probability/month, grade: D, source: Assumed}, "
        "r: {value: 0.03125, unit: share/year, grade: D, source: Assumed}}";
    text.set = "{p: 0.03, r: 0.05}";
    const std::string own = "accrual: end, ";
    text.economy.replace(text.economy.find(own), own.size(),
                         own + "discounting: {rate: r, form: exponential, from_tick: 1}, ");
    CHECK(discounting(text) ==
          "3.125 % a year, exp(-r years), years counted from tick 1; in arm other 5 % a year, "
          "exp(-r years), years counted from tick 1; qaly 1.5 % a year, (1 + r)^-years");

    // A payment of a program, in the arms that have it; what equals the economy's is not named.
    text = small();
    text.scenario = "";
    text.economy.insert(1, "discounting: {rate: 0.03, form: compound}, ");
    text.program =
        "name: course\ntitle: Course\neligibility: {states: [benefit]}\n"
        "enrolment: {from_month: 1, probability: 1}\nphases: {talk: {months: 3}}\n"
        "payments: {fee: {split: municipality, discounting: {rate: p, form: compound}, "
        "amounts: [{per_month_in_phase: all, amount: 1}]}}\n";
    CHECK(discounting(text) == "3 % a year, (1 + r)^-years");
    text.set = "{p: 0.02}";
    CHECK(discounting(text) == "3 % a year, (1 + r)^-years; course.fee 2 % a year, (1 + r)^-years");
}

TEST_CASE("the explanation names accrual, discounting and what a month in each state comes to") {
    const ScenarioSpec scenario = health().spec();
    const auto models = compile_arms(scenario);
    const std::string text = explain(scenario, models, price_arms(scenario, models), {});
    CHECK(has(text, "month t counts the state at its end, without half-cycle correction"));
    CHECK(has(text, "rate 0 a year"));
    CHECK(has(text, "every tick is counted, the first included"));
    CHECK(has(text, "discount rate 0.015 a year, (1 + r)^-years"));
    CHECK(has(text, "benefit: care 100 EUR × factors; qaly 0.05 QALY"));
    CHECK(has(text, "internship: nothing"));
    CHECK(has(text, "Incremental analysis: cost care by effect qaly; thresholds 0, 50000"));
}
