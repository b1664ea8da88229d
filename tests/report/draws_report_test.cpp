// Scenarios with draws, run and told.

#include "report/draws_report.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <string>

#include "exact/recursion.hpp"
#include "report/comparison.hpp"
#include "report/long_form.hpp"
#include "results/result_file.hpp"
#include "run.hpp"
#include "support/scenario_text.hpp"
#include "support/temporary.hpp"
#include "support/values.hpp"

using namespace forlob;
using test::has;

namespace {

test::ScenarioText small(const std::string& draws) {
    test::ScenarioText text;
    text.parameters =
        "{p: {value: 0.01, unit: probability/month, grade: D, source: Assumed, "
        "distribution: {beta: {mean: 0.01, sd: 0.004}}}}";
    text.transitions =
        "  benefit: {employment: p, pension: 0.002}\n  internship: {benefit: 0.3}\n"
        "  employment: {benefit: 0.05}\n";
    text.set = "{p: 0.02}";
    text.scenario = "draws: " + draws + "\nhorizons: [12, 24]\n";
    text.clocks = "";
    return text;
}

const DrawMeasure& measure(const Result& result, const std::string& name) {
    REQUIRE(result.draws);
    const auto& all = result.draws->measures;
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const DrawMeasure& one) { return one.name == name; });
    REQUIRE(found != all.end());
    return *found;
}

}  // namespace

TEST_CASE("draws by simulation: every arm in every draw") {
    const Result result = run(small("{n: 20, by: simulation, replications: 3}").spec(), {});
    REQUIRE(result.draws);
    CHECK(result.draws->method == "simulation");
    CHECK(result.draws->n_replications == 3);
    CHECK(result.draws->parameters == std::vector<std::string>{"p"});
    const DrawMeasure& cost = measure(result, "net_cost");
    CHECK(cost.axes == std::vector<std::string>{"arm", "payer", "horizon"});
    REQUIRE(cost.values.shape()[0] == 20);
    REQUIRE(cost.values.shape()[1] == 2 * 2 * 2);
    // More find work where p is larger, and cost less.
    std::size_t low = 0;
    std::size_t high = 0;
    const auto& p = result.draws->parameter_values;
    for (std::size_t draw = 0; draw < 20; ++draw) {
        if (p(draw, 0) < p(low, 0)) low = draw;
        if (p(draw, 0) > p(high, 0)) high = draw;
    }
    CHECK(cost.values(high, 1) < cost.values(low, 1));
    CHECK(cost.noise[1] > 0.0);
}

TEST_CASE("the number of threads and people in a block changes no draw") {
    const ScenarioSpec scenario = small("{n: 8, by: simulation, replications: 3}").spec();
    RunOptions options;
    options.threads = 1;
    const Result one = run(scenario, options);
    options.threads = 3;
    options.block_people = 8;
    const Result three = run(scenario, options);
    CHECK(measure(one, "net_cost").values == measure(three, "net_cost").values);
    CHECK(measure(one, "months_in_state").values == measure(three, "months_in_state").values);
}

TEST_CASE("exact draws are what the drawn values give without draws, for any number of threads") {
    const ScenarioSpec scenario = small("{n: 6}").spec();
    RunOptions options;
    options.threads = 1;
    const Result one = run_exactly(scenario, options);
    options.threads = 3;
    const Result three = run_exactly(scenario, options);
    REQUIRE(one.draws);
    CHECK(one.draws->method == "exact recursion");
    CHECK(one.draws->n_replications == 0);
    const DrawMeasure& cost = measure(one, "net_cost");
    CHECK(cost.values == measure(three, "net_cost").values);
    CHECK(cost.noise == std::vector<double>(cost.noise.size(), 0.0));
    for (const std::size_t draw : {0u, 5u}) {
        CommandLineOverrides changes;
        changes.set = {fmt::format("plain.p={}", one.draws->parameter_values(draw, 0))};
        test::ScenarioText text = small("");
        text.scenario = "horizons: [12, 24]\n";
        const Result alone =
            run_exactly(read_scenario_texts({{"test.yaml", text.text()}}, changes), {});
        const Measure* expected = find_measure(alone.measures, "net_cost");
        REQUIRE(expected != nullptr);
        REQUIRE(expected->mean.size() == cost.noise.size());
        for (std::size_t entry = 0; entry < cost.noise.size(); ++entry)
            CHECK(cost.values(draw, entry) ==
                  doctest::Approx(expected->mean[entry]).epsilon(1e-12));
    }
    CHECK(has(comparison_text(one, {}), "evaluated by exact recursion"));
}

TEST_CASE("exact draws are kept in the file, and read back as they were") {
    const test::TemporaryFolder folder;
    RunOptions options;
    options.output = (folder.path() / "x.h5").string();
    const Result result = run_exactly(small("{n: 5}").spec(), options);
    const Result read = read_result(*options.output);
    CHECK(measure(read, "net_cost").values == measure(result, "net_cost").values);
    CHECK(comparison_text(read, {}) == comparison_text(result, {}));
}

TEST_CASE("an exact run keeps simulated draws, but for what it has no axes for") {
    const test::TemporaryFolder folder;
    RunOptions options;
    options.output = (folder.path() / "x.h5").string();
    test::ScenarioText text = small("{n: 3, by: simulation, replications: 2}");
    CHECK(find_measure(run_exactly(text.spec(), {}).measures, "relapse_within") != nullptr);
    text.confirm_months = 3;  // too late for relapses to be followed
    const ScenarioSpec scenario = text.spec();
    const Result result = run_exactly(scenario, options);
    CHECK(measure(result, "net_cost").values == measure(run(scenario, {}), "net_cost").values);
    CHECK(find_measure(result.measures, "relapse_within") == nullptr);
    for (const DrawMeasure& one : result.draws->measures) CHECK(one.name != "relapse_within");
    CHECK(comparison_text(read_result(*options.output), {}) == comparison_text(result, {}));
}

TEST_CASE("draws change nothing of the run itself") {
    const Result with = run(small("{n: 4, by: simulation, replications: 2}").spec(), {});
    test::ScenarioText text = small("");
    text.scenario = "horizons: [12, 24]\n";
    const Result without = run(text.spec(), {});
    CHECK_FALSE(without.draws);
    const Measure* cost = find_measure(with.measures, "net_cost");
    const Measure* same = find_measure(without.measures, "net_cost");
    REQUIRE((cost != nullptr && same != nullptr));
    CHECK(cost->mean == same->mean);
}

TEST_CASE("a drawn value that makes no sense is refused, with the number of the draw") {
    const ScenarioSpec scenario =
        read_scenario_texts({{"test.yaml", small("{file: draws.csv, by: simulation}").text()},
                             {"draws.csv", "p\n0.01\n0.02\n1.5\n"}});
    std::string message;
    std::atomic<std::uint64_t> person_months{0};
    RunOptions options;
    options.person_months_done = &person_months;
    try {
        static_cast<void>(run(scenario, options));
    } catch (const InputError& error) {
        message = error.diagnostics().front().message;
    }
    CHECK(message.starts_with("in draw 3: "));
    // Before the simulation, which may take hours.
    CHECK(person_months == 0);
}

TEST_CASE("draws that cannot be followed exactly name the clock, before anything is simulated") {
    test::ScenarioText text = small("{n: 5, by: exact}");
    text.clocks =
        "  support: {counts: [support], resets_after: {months: 12, in: [work], within_months: "
        "36}}\n";
    text.economy =
        "{title: Prices, currency: DKK, price_year: 2025, accrual: start, payers: {m: {}, s: {}}, "
        "splits: {ladder: {ladder: {clock: support, payer: s, shares_from_week: {0: 0.8, 26: "
        "0.2}, rest: m}}}, accounts: {benefit: {split: ladder, amounts: [{per_month_in: benefit, "
        "amount: 100}]}}}";
    std::atomic<std::uint64_t> person_months{0};
    RunOptions options;
    options.person_months_done = &person_months;
    CHECK_THROWS_WITH_AS(static_cast<void>(run(text.spec(), options)),
                         doctest::Contains("prices depend on clock 'support'"), NotExact);
    CHECK(person_months == 0);
}

TEST_CASE("the comparison tells the spread of the draws apart from Monte Carlo noise") {
    const Result result = run(small("{n: 30, by: simulation, replications: 2}").spec(), {});
    const std::string text = comparison_text(result, {});
    CHECK(has(text, "Uncertainty of the parameters: 30 draws of 1 parameter"));
    CHECK(has(text, "An interval holds 95 % of the"));
    CHECK(has(text, "Monte Carlo noise within a draw is up to"));
    CHECK(has(text, "95 % of the draws"));
    CHECK(has(text, "draws in which it is less"));
    const std::string json = comparison_json(result);
    CHECK(has(json, "\"draws\": {"));
    CHECK(has(json, "2.5 % to 97.5 % of the draws: uncertainty of the parameters"));
    std::size_t n_rows = 0;
    for_each_value(result, "net_cost", [&](const LongRow& row) {
        if (row.statistic != "mean_of_draws") return;
        CHECK(row.low <= row.value);
        CHECK(row.value <= row.high);
        ++n_rows;
    });
    CHECK(n_rows == 8);
}

TEST_CASE("one replication per draw does not tell how large Monte Carlo noise is") {
    const Result result = run(small("{n: 10, by: simulation, replications: 1}").spec(), {});
    const std::string text = comparison_text(result, {});
    CHECK(has(text, "simulation, 1 replication each"));
    CHECK(has(text, "is Monte Carlo noise is not known: that takes two"));
    CHECK_FALSE(has(text, "0 % of the spread"));
}

TEST_CASE("noise is compared with the spread of what is shown, where there is any") {
    test::ScenarioText outcomes = small("{n: 10, by: simulation, replications: 2}");
    outcomes.economy =
        "{title: Life, accrual: end, outcomes: {work: {unit: months, amounts: "
        "[{per_month_in: employment, amount: 1}]}}}";
    // Without money, of outcomes.
    Result result = run(outcomes.spec(), {});
    CHECK(has(draws_text(result, 100), "Monte Carlo noise within a draw is up to"));
    // Draws that do not differ have no spread to compare with.
    for (DrawMeasure& one : result.draws->measures)
        for (std::size_t draw = 1; draw < one.values.shape()[0]; ++draw)
            std::copy(one.values.row(0).begin(), one.values.row(0).end(),
                      one.values.row(draw).begin());
    CHECK(has(draws_text(result, 100), "is Monte Carlo noise is not known."));
    // Little noise is not none.
    result = run(outcomes.spec(), {});
    for (DrawMeasure& one : result.draws->measures)
        for (double& noise : one.noise) noise *= 1e-3;
    CHECK(has(draws_text(result, 100), "is less than 1 % of the spread"));
}

TEST_CASE("every outcome of the draws has its own unit") {
    test::ScenarioText text = small("{n: 3}");
    text.economy =
        "{title: Life, accrual: end, outcomes: {life: {unit: QALY, amounts: [{per_month_in: "
        "benefit, amount: "
        "0.05}]}, work: {unit: hours, amounts: [{per_month_in: employment, amount: 160}]}}}";
    const Result result = run_exactly(text.spec(), {});
    std::size_t n_hours = 0;
    for_each_value(result, "outcome_total", [&](const LongRow& row) {
        const bool is_work = has(row.definition, "outcome=work");
        CHECK(row.unit == (is_work ? "hours" : "QALY"));
        if (is_work && row.statistic == "mean_of_draws") ++n_hours;
    });
    CHECK(n_hours == 2 * 2);
}

TEST_CASE("whoever waits is told how far the draws have come") {
    const ScenarioSpec scenario = small("{n: 4, by: simulation, replications: 3}").spec();
    DrawProgress draws;
    std::atomic<std::uint64_t> person_months_done{0};
    RunOptions options;
    options.draws_done = &draws;
    options.person_months_done = &person_months_done;
    static_cast<void>(run(scenario, options));
    CHECK(draws.total == 4);
    CHECK(draws.done == 4);
    CHECK(person_months_done == person_months(scenario));
    // Three replications in place of ten.
    CHECK(draws.person_months_done == 4 * person_months(scenario) * 3 / 10);
    static_cast<void>(run_exactly(small("{n: 5}").spec(), options));
    CHECK(draws.total == 5);
    CHECK(draws.done == 5);
}
