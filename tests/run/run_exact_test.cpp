// Runs without chance, from a scenario to its result.

#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "exact/recursion.hpp"
#include "report/comparison.hpp"
#include "run.hpp"
#include "support/scenario_text.hpp"
#include "support/temporary.hpp"

using namespace forlob;

namespace {

// Who pays the benefit depends on a clock whose window of 36 months recursion does not follow: the
// payers together pay 100 a month. More find work in the second arm.
test::ScenarioText ladder(const std::string& cost) {
    test::ScenarioText text;
    text.economy =
        "{title: Prices, currency: DKK, price_year: 2025, accrual: start, "
        "payers: {municipality: {label: M}, state: {label: S}}, "
        "splits: {ladder: {ladder: {clock: support, payer: state, "
        "shares_from_week: {0: 0.8, 26: 0.2}, rest: municipality}}}, "
        "accounts: {benefit: {label: B, split: ladder, "
        "amounts: [{per_month_in: [benefit], amount: 100}]}}, "
        "outcomes: {work: {unit: months, amounts: [{per_month_in: employment, amount: 1}]}}, "
        "incremental: {cost: " +
        cost + ", effect: work, thresholds: [0, 1000]}}";
    text.parameters = "{p: {value: 0.006, unit: probability/month, grade: D, source: Assumed}}";
    text.transitions =
        "  benefit: {employment: p, pension: 0.002}\n  internship: {benefit: 0.3}\n"
        "  employment: {benefit: 0.05}\n";
    text.set = "{p: 0.03}";
    return text;
}

const Measure& measure(const Result& result, const std::string& name) {
    const Measure* found = find_measure(result.measures, name);
    REQUIRE(found != nullptr);
    return *found;
}

}  // namespace

TEST_CASE("what all pay together is weighed though it is not known who pays") {
    for (const char* cost : {"all", "benefit"}) {
        CAPTURE(cost);
        const Result result = run_exactly(ladder(cost).spec(), {});
        const Measure& net = measure(result, "net_cost");  // payers: municipality, state, all
        REQUIRE(net.mean.size() == 2 * 3);
        CHECK(std::isnan(net.mean[0]));
        const Measure& weighed = measure(result, "analysis_cost");
        CHECK(weighed.mean == std::vector<double>{net.mean[2], net.mean[5]});
        CHECK(weighed.difference[1] == net.difference[5]);
        // More work for less money: the second arm dominates.
        CHECK(measure(result, "dominance").mean == std::vector<double>{2.0, 0.0});
        CHECK(measure(result, "best_arm").mean == std::vector<double>{0.0, 0.0, 1.0, 1.0});
        const double work = measure(result, "outcome_total").mean[1];
        CHECK(measure(result, "net_monetary_benefit").mean[3] ==
              doctest::Approx(1000.0 * work - net.mean[5]));
    }
}

TEST_CASE("what all pay is told by account where it is not known who pays") {
    const std::string text = comparison_text(run_exactly(ladder("all").spec(), {}), {});
    const std::size_t all = text.find("All payers together (Alle betalere)");
    REQUIRE(all != std::string::npos);
    CHECK(text.substr(text.find('\n', all) + 1).starts_with("  B  "));
}

TEST_CASE("what one payer pays is not weighed where it is not known") {
    const Result result = run_exactly(ladder("state").spec(), {});
    CHECK(std::isnan(measure(result, "analysis_cost").mean[0]));
    CHECK(std::isnan(measure(result, "dominance").mean[0]));
}

TEST_CASE("a file that cannot be written is told before the recursion begins") {
    const test::TemporaryFolder folder;
    test::ScenarioText queue;
    queue.program =
        "name: course\ntitle: Course\neligibility: {states: [benefit]}\n"
        "enrolment: {from_month: 1, probability: 1}\nphases: {talk: {months: 3, uses: seats}}\n"
        "resources: {seats: {places: 1}}\nqueue: {drop_out: 0}\n";
    RunOptions options;
    // Recursion cannot follow limited places, and would say so.
    CHECK_THROWS_AS(static_cast<void>(run_exactly(queue.spec(), options)), NotExact);
    options.output = (folder.path() / "none" / "x.h5").string();
    CHECK_THROWS_AS(static_cast<void>(run_exactly(queue.spec(), options)), ResultFileError);
}

TEST_CASE("recursion stops when it is asked to, and leaves no file") {
    const test::TemporaryFolder folder;
    const std::atomic<bool> stop{true};
    RunOptions options;
    options.stop = &stop;
    options.output = (folder.path() / "x.h5").string();
    CHECK_THROWS_AS(static_cast<void>(run_exactly(test::ScenarioText().spec(), options)),
                    Interrupted);
    CHECK(std::filesystem::is_empty(folder.path()));
}
