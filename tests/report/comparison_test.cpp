// The report of a small run: what it must say, and that it is the result it tells.

#include "report/comparison.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "report/chart.hpp"
#include "report/explain.hpp"
#include "report/long_form.hpp"
#include "report/svg.hpp"
#include "run.hpp"
#include "support/scenario_text.hpp"

using namespace forlob;

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

bool has(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
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
