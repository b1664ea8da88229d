#include "economics/ledger.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "support/axes.hpp"

using namespace forlob;
using test::labelled;

namespace {

using Rule = AccrualSpec::Rule;

AmountLists lists(const std::vector<std::vector<Amount>>& items) {
    AmountLists result{{0}, {}};
    for (const auto& item : items) {
        result.amounts.insert(result.amounts.end(), item.begin(), item.end());
        result.first.push_back(static_cast<std::uint32_t>(result.amounts.size()));
    }
    return result;
}

// Nothing is discounted.
Terms terms_of(Rule rule, std::size_t n_ticks) {
    AccrualSpec accrual;
    accrual.rule = rule;
    Diagnostics diagnostics;
    return compile_terms({}, accrual, {}, static_cast<std::int32_t>(n_ticks) - 1, {}, diagnostics);
}

// Two accounts, two payers, two cells, two states, two phases; nothing is paid yet.
Prices no_prices(std::size_t n_ticks) {
    Prices prices;
    prices.n_accounts = 2;
    prices.n_payers = 2;
    prices.terms = {terms_of(Rule::start, n_ticks)};
    prices.terms_of = {0, 0};
    return prices;
}

template <typename Integer = std::uint32_t>
BasicCounts<Integer> no_counts(std::size_t n_ticks) {
    BasicCounts<Integer> counts;
    counts.cells = Table<Integer, 2>({n_ticks, 2});
    counts.moves = Table<Integer, 3>({n_ticks, 2, 2});
    counts.phase_entries = Table<Integer, 2>({n_ticks, 2});
    return counts;
}

// Ten, eight and six persons at ticks 0, 1 and 2, at 100 DKK each in stream 0.
std::vector<double> months_of(Rule rule) {
    Prices prices = no_prices(3);
    prices.terms = {terms_of(rule, 3)};
    prices.month_in_cell.always = lists({{{0, 100.0}}, {}});
    Counts counts = no_counts(3);
    counts.cells(0, 0) = 10;
    counts.cells(1, 0) = 8;
    counts.cells(2, 0) = 6;
    const auto books = ledger(counts, prices);
    return {books(0, 0), books(1, 0), books(2, 0)};
}

LedgerLabels labels_of(std::size_t n_arms) {
    LedgerLabels labels;
    labels.arm = labelled("arm", std::vector<std::string>(n_arms, "x"));
    labels.month.values = {0, 1, 2};
    labels.payer = labelled("payer", {"municipality", "state", "all"});
    labels.account = labelled("account", {"benefit", "tax"});
    labels.horizon.values = {1, 2};
    labels.n_people = 10;
    labels.currency = "EUR";
    return labels;
}

// Cell 0: benefit, 60 DKK by the municipality (stream 0), 40 by the state (1). Cell 1: tax, an
// income of 30 of the municipality (2). Persons count at the end of their month.
Prices small_prices() {
    Prices prices = no_prices(3);
    prices.terms = {terms_of(Rule::end, 3)};
    prices.month_in_cell.always = lists({{{0, 60.0}, {1, 40.0}}, {{2, -30.0}}});
    prices.terms[0].discount = {1.0, 0.9, 0.5};
    return prices;
}

// On benefit in months 1 and 2; the others of ten pay tax.
Counts on_benefit(std::uint32_t first, std::uint32_t second) {
    Counts counts = no_counts(3);
    counts.cells(1, 0) = first;
    counts.cells(1, 1) = 10 - first;
    counts.cells(2, 0) = second;
    counts.cells(2, 1) = 10 - second;
    return counts;
}

std::vector<Measure> measures_of(const std::vector<std::vector<Counts>>& replications) {
    const std::size_t n_arms = replications.front().size();
    const std::vector<Prices> prices(n_arms, small_prices());
    LedgerAccumulator accumulator(prices, labels_of(n_arms));
    for (const auto& arms : replications) {
        std::vector<std::vector<double>> prepared;
        for (std::size_t arm = 0; arm < n_arms; ++arm)
            prepared.push_back(accumulator.prepare(arms[arm], arm));
        accumulator.add(prepared);
    }
    return accumulator.measures();
}

Measure get(const std::vector<Measure>& measures, const std::string& name) {
    const Measure* measure = find_measure(measures, name);
    REQUIRE(measure != nullptr);
    return *measure;
}

}  // namespace

TEST_CASE("accrual at the start prices a month by the persons at its first tick") {
    CHECK(months_of(Rule::start) == std::vector<double>{0.0, 1000.0, 800.0});
}

TEST_CASE("accrual at the end prices a month by the persons at its last tick") {
    CHECK(months_of(Rule::end) == std::vector<double>{0.0, 800.0, 600.0});
}

TEST_CASE("half-cycle accrual is the mean of both") {
    CHECK(months_of(Rule::half_cycle) == std::vector<double>{0.0, 900.0, 700.0});
}

TEST_CASE("all ticks accrue, tick 0 in month 0") {
    CHECK(months_of(Rule::all_ticks) == std::vector<double>{1000.0, 800.0, 600.0});
}

TEST_CASE("first amounts fall in month 0, moves and entries in their month") {
    Prices prices = no_prices(2);
    prices.start_in_cell = lists({{}, {{1, 7.0}}});
    prices.move.always = lists({{}, {{2, 50.0}}, {{3, 20.0}}, {}});  // [from · 2 + to]
    prices.phase_entry.always = lists({{}, {{3, 1000.0}}});
    Counts counts = no_counts(2);
    counts.cells(0, 1) = 4;
    counts.cells(1, 1) = 4;
    counts.moves(1, 0, 1) = 3;
    counts.moves(1, 1, 0) = 2;
    counts.phase_entries(1, 1) = 1;
    const auto books = ledger(counts, prices);
    CHECK(books(0, 1) == 28.0);
    CHECK(books(1, 1) == 0.0);
    CHECK(books(1, 2) == 150.0);
    CHECK(books(1, 3) == 1040.0);
}

TEST_CASE("expected counts are priced the same way") {
    Prices prices = no_prices(2);
    prices.month_in_cell.always = lists({{{0, 2.0}}, {}});
    prices.move.always = lists({{}, {{2, 50.0}}, {}, {}});
    auto counts = no_counts<double>(2);
    counts.cells(0, 0) = 0.25;
    counts.moves(1, 0, 1) = 0.125;
    CHECK(ledger(counts, prices)(1, 0) == 0.5);
    CHECK(ledger(counts, prices)(1, 2) == 6.25);
}

TEST_CASE("the break-even month is the first from which the saving stays") {
    CHECK(break_even_month({0.0, -5.0, -2.0, 3.0, 4.0}) == 3);
    CHECK(break_even_month({-1.0, 1.0, -1.0, 0.0, 2.0}) == 3);
    CHECK(break_even_month({0.0, 5.0, 6.0}) == 1);
    CHECK(break_even_month({2.0, 3.0, 4.0}) == 1);
    CHECK(break_even_month({0.0, 0.0, 7.0}) == 2);
}

TEST_CASE("there is no break-even without a saving that lasts") {
    CHECK(break_even_month({0.0, 0.0, 0.0}) == 0);
    CHECK(break_even_month({0.0, 5.0, -1.0}) == 0);
    CHECK(break_even_month({-1.0, -1.0, -1.0}) == 0);
    CHECK(break_even_month({}) == 0);
}

TEST_CASE("cost is by month, payer and account, all payers last") {
    const Measure cost = get(measures_of({{on_benefit(10, 5)}}), "cost");
    CHECK(cost.axes == std::vector<std::string>{"arm", "month", "payer", "account"});
    CHECK(cost.is_money);
    CHECK(cost.units == "EUR");
    CHECK(cost.mean == std::vector<double>{0, 0, 0, 0, 0, 0,                // month 0
                                           600, 0, 400, 0, 1000, 0,         // month 1
                                           300, -150, 200, 0, 500, -150});  // month 2
}

TEST_CASE("net cost is per person until the horizon, discounted and not") {
    const auto measures = measures_of({{on_benefit(10, 5)}});
    // Municipality: 600 in month 1, 150 in month 2. State: 400 and 200. Ten persons.
    const Measure net = get(measures, "net_cost");
    CHECK(net.axes == std::vector<std::string>{"arm", "payer", "horizon"});
    const double discounted[] = {54.0, 61.5, 36.0, 46.0, 90.0, 107.5};
    const double undiscounted[] = {60.0, 75.0, 40.0, 60.0, 100.0, 135.0};
    const Measure twin = get(measures, "net_cost_undiscounted");
    REQUIRE(net.mean.size() == 6);
    REQUIRE(twin.mean.size() == 6);
    for (std::size_t entry = 0; entry < 6; ++entry) {
        CHECK(net.mean[entry] == doctest::Approx(discounted[entry]));
        CHECK(twin.mean[entry] == doctest::Approx(undiscounted[entry]));
    }
}

TEST_CASE("account cost is per person by account, cumulative net cost by month") {
    const auto measures = measures_of({{on_benefit(10, 5)}});
    const Measure by_account = get(measures, "account_cost");
    CHECK(by_account.axes == std::vector<std::string>{"arm", "payer", "account", "horizon"});
    REQUIRE(by_account.mean.size() == 12);
    const double expected[] = {54.0, 69.0,  0.0, -7.5,   // municipality: benefit, tax
                               36.0, 46.0,  0.0, 0.0,    // state
                               90.0, 115.0, 0.0, -7.5};  // all
    for (std::size_t entry = 0; entry < 12; ++entry)
        CHECK(by_account.mean[entry] == doctest::Approx(expected[entry]));
    const Measure cumulative = get(measures, "cumulative_net_cost");
    CHECK(cumulative.axes == std::vector<std::string>{"arm", "payer", "month"});
    REQUIRE(cumulative.mean.size() == 9);
    CHECK(cumulative.mean[0] == 0.0);
    CHECK(cumulative.mean[1] == doctest::Approx(54.0));
    CHECK(cumulative.mean[2] == doctest::Approx(61.5));
    CHECK(cumulative.mean[8] == doctest::Approx(107.5));
}

TEST_CASE("differences of money are paired, and break-even is that of the mean saving") {
    // The second arm has one person more on benefit in month 1, and two or four fewer in month 2.
    const auto measures =
        measures_of({{on_benefit(5, 5), on_benefit(6, 3)}, {on_benefit(8, 8), on_benefit(9, 4)}});
    const Measure cost = get(measures, "cost");
    // Month 2, municipality, benefit: -2 · 60 and -4 · 60.
    const std::size_t entry = 18 + 12;
    CHECK(cost.difference[entry] == doctest::Approx(-180.0));
    CHECK(cost.difference_standard_error[entry] == doctest::Approx(60.0));
    CHECK(cost.standard_error[entry] == doctest::Approx(30.0));
    // A column that is never paid: the state's tax.
    CHECK(cost.mean[18 + 15] == 0.0);
    CHECK(cost.standard_error[18 + 15] == 0.0);

    const Measure break_even = get(measures, "break_even_month");
    CHECK(break_even.axes == std::vector<std::string>{"arm", "payer"});
    CHECK_FALSE(break_even.is_money);
    // A person on benefit costs 90, 40 and 130 more: -1 · 0.9 + 3 · 0.5 is a saving by month 2.
    CHECK(break_even.mean == std::vector<double>{0, 0, 0, 2, 2, 2});
    CHECK(std::isnan(break_even.standard_error[3]));
    CHECK(std::isnan(break_even.difference[3]));
}

TEST_CASE("an arm that copies the reference costs exactly the same") {
    std::vector<std::vector<Counts>> replications;
    for (std::uint32_t r = 0; r < 9; ++r)
        replications.push_back({on_benefit(10 - r, 3), on_benefit(10 - r, 3)});
    for (const Measure& measure : measures_of(replications)) {
        if (measure.name == "break_even_month") continue;
        CAPTURE(measure.name);
        for (std::size_t entry = 0; entry < measure.mean.size(); ++entry) {
            CHECK(measure.difference[entry] == 0.0);
            CHECK(measure.difference_standard_error[entry] == 0.0);
        }
    }
}

TEST_CASE("with one replication money has no standard error") {
    const Measure cost = get(measures_of({{on_benefit(10, 5)}}), "cost");
    for (const double error : cost.standard_error) CHECK(std::isnan(error));
}

TEST_CASE("key outcomes are net costs by payer and horizon") {
    const std::vector<Prices> prices{small_prices()};
    const LedgerAccumulator accumulator(prices, labels_of(1));
    std::vector<std::string> names;
    for (const auto& column : accumulator.key_outcome_columns()) names.push_back(column.name);
    CHECK(names == std::vector<std::string>{"net_cost_municipality_1_months",
                                            "net_cost_municipality_2_months",
                                            "net_cost_state_1_months", "net_cost_state_2_months",
                                            "net_cost_all_1_months", "net_cost_all_2_months"});
    const auto values = accumulator.key_outcomes(accumulator.prepare(on_benefit(10, 5), 0));
    REQUIRE(values.size() == 6);
    CHECK(values[0] == doctest::Approx(54.0));
    CHECK(values[5] == doctest::Approx(107.5));
}

namespace {

// An account of health care and one of drugs, by one payer, and two outcomes; a cell per state.
// Health care counts months at their end, drugs at every tick, quality of life at weights of its
// own; each is discounted in its own way.
Prices prices_with_outcomes(double drug) {
    Prices prices;
    prices.n_accounts = 2;
    prices.n_payers = 1;
    prices.n_outcomes = 2;
    prices.terms = {terms_of(Rule::end, 3), terms_of(Rule::all_ticks, 3),
                    terms_of(Rule::all_ticks, 3)};
    prices.terms[0].discount = {1.0, 0.5, 0.25};
    prices.terms[1].discount = {1.0, 0.9, 0.8};
    prices.terms[2].this_month = {0.5, 1.0, 0.5};
    prices.terms[2].discount = {1.0, 0.8, 0.6};
    prices.terms_of = {0, 1, 2, 0};
    prices.month_in_cell.always =
        lists({{{0, 100.0}, {1, drug}, {2, 1.0}, {3, -2.0}}, {{0, 20.0}, {2, 0.5}}});
    return prices;
}

LedgerLabels labels_with_outcomes() {
    LedgerLabels labels;
    labels.arm = labelled("arm", {"usual", "treated"});
    labels.month.values = {0, 1, 2};
    labels.payer = labelled("payer", {"insurer", "all"});
    labels.account = labelled("account", {"care", "drugs"});
    labels.horizon.values = {1, 2};
    labels.outcome = labelled("outcome", {"qaly", "harm"});
    labels.outcome_units = {"QALY", "events"};
    labels.threshold.values = {0, 100, 1000};
    labels.n_people = 10;
    labels.currency = "EUR";
    labels.incremental = IncrementalLabels{1, std::nullopt, 0, "All payers", "QALY", "QALY"};
    return labels;
}

Counts in_state(std::uint32_t first, std::uint32_t second) {
    Counts counts = no_counts(3);
    counts.cells(0, 0) = 10;
    counts.cells(1, 0) = first;
    counts.cells(1, 1) = 10 - first;
    counts.cells(2, 0) = second;
    counts.cells(2, 1) = 10 - second;
    return counts;
}

std::vector<Measure> outcomes_of_two_arms() {
    const std::vector<Prices> prices{prices_with_outcomes(0.0), prices_with_outcomes(30.0)};
    LedgerAccumulator accumulator(prices, labels_with_outcomes());
    for (std::uint32_t r = 0; r < 2; ++r)
        accumulator.add(std::vector{accumulator.prepare(in_state(6 + r, 2), 0),
                                    accumulator.prepare(in_state(8 + r, 6), 1)});
    return accumulator.measures();
}

double at(const Measure& measure, std::size_t entry) { return measure.mean.at(entry); }

}  // namespace

TEST_CASE("each account and outcome is accrued and discounted by its own terms") {
    const auto measures = outcomes_of_two_arms();
    // On average 6.5 and 2 of ten persons in the first state: [arm usual][all][account][horizon].
    const Measure account = get(measures, "account_cost");
    const double care_1 = (6.5 * 100 + 3.5 * 20) / 10;
    const double care_2 = (2 * 100 + 8 * 20) / 10.0;
    CHECK(at(account, 1) == doctest::Approx(0.5 * care_1 + 0.25 * care_2));
    const Measure plain = get(measures, "account_cost_undiscounted");
    CHECK(at(plain, 1) == doctest::Approx(care_1 + care_2));
    // The treated pay drugs at every tick: 10, 8.5 and 6 persons.
    const std::size_t drugs = 8 + 3;
    CHECK(at(account, drugs) == doctest::Approx(30.0 * (1.0 + 0.9 * 0.85 + 0.8 * 0.6)));
    CHECK(at(plain, drugs) == doctest::Approx(30.0 * (1.0 + 0.85 + 0.6)));
    // Net is their sum, month by month.
    const Measure net = get(measures, "net_cost");
    CHECK(at(net, 4 + 1) == doctest::Approx(at(account, 8 + 1) + at(account, drugs)));
    CHECK(at(get(measures, "cumulative_net_cost_undiscounted"), 6 + 2) ==
          doctest::Approx(at(plain, 8 + 1) + at(plain, drugs)));
}

TEST_CASE("outcomes are streams of their own, discounted per person and in every month") {
    const auto measures = outcomes_of_two_arms();
    const Measure total = get(measures, "outcome_total");
    CHECK(total.axes == std::vector<std::string>{"arm", "outcome", "horizon"});
    CHECK_FALSE(total.is_money);
    CHECK(total.units == "QALY; events");
    const double qaly_1 = 0.65 + 0.35 * 0.5;
    const double qaly_2 = 0.2 + 0.8 * 0.5;
    CHECK(at(total, 0) == doctest::Approx(0.5 + 0.8 * qaly_1));
    CHECK(at(total, 1) == doctest::Approx(0.5 + 0.8 * qaly_1 + 0.6 * 0.5 * qaly_2));
    CHECK(at(get(measures, "outcome_total_undiscounted"), 1) ==
          doctest::Approx(0.5 + qaly_1 + 0.5 * qaly_2));
    // Harm counts at the end of months, and is negative.
    CHECK(at(total, 3) == doctest::Approx(-2.0 * (0.5 * 0.65 + 0.25 * 0.2)));
    const Measure monthly = get(measures, "outcome_by_month");
    CHECK(monthly.axes == std::vector<std::string>{"arm", "month", "outcome"});
    CHECK(at(monthly, 0) == doctest::Approx(5.0));
    CHECK(at(monthly, 3) == doctest::Approx(-2.0 * 6.5));
    // Differences are paired: two persons more in month 1 in every replication.
    CHECK(total.difference[4] == doctest::Approx(0.8 * 0.2 * 0.5));
    CHECK(total.difference_standard_error[4] == doctest::Approx(0.0));
    CHECK(total.standard_error[4] == doctest::Approx(0.8 * 0.05 * 0.5));
    // No sum of money knows of them.
    CHECK(at(get(measures, "net_cost"), 1) == at(get(measures, "account_cost"), 1));
}

TEST_CASE("the incremental analysis is made of the means, and benefits have standard errors") {
    const auto measures = outcomes_of_two_arms();
    const Measure cost = get(measures, "analysis_cost");
    const Measure effect = get(measures, "analysis_effect");
    CHECK(cost.axes == std::vector<std::string>{"arm", "horizon"});
    CHECK(cost.mean[1] == at(get(measures, "net_cost"), 2 + 1));
    CHECK(effect.mean[3] == at(get(measures, "outcome_total"), 4 + 1));
    const double more_cost = cost.mean[3] - cost.mean[1];
    const double more_effect = effect.mean[3] - effect.mean[1];
    const Measure ratio = get(measures, "icer");
    CHECK(ratio.units == "EUR/QALY");
    CHECK(std::isnan(ratio.mean[1]));
    CHECK(ratio.mean[3] == doctest::Approx(more_cost / more_effect));
    CHECK(get(measures, "incremental_cost").mean[3] == doctest::Approx(more_cost));
    CHECK(get(measures, "incremental_effect").mean[3] == doctest::Approx(more_effect));
    CHECK(get(measures, "dominance").mean == std::vector<double>{0, 0, 0, 0});
    const Measure benefit = get(measures, "net_monetary_benefit");
    CHECK(benefit.axes == std::vector<std::string>{"arm", "threshold", "horizon"});
    CHECK(benefit.mean[6 + 5] == doctest::Approx(1000.0 * effect.mean[3] - cost.mean[3]));
    CHECK(benefit.difference[6 + 5] == doctest::Approx(1000.0 * more_effect - more_cost));
    CHECK(benefit.standard_error[6 + 5] > 0.0);
    const bool pays = 1000.0 * more_effect > more_cost;
    const Measure best = get(measures, "best_arm");
    CHECK(best.mean[1] == 1.0);  // at threshold 0 the cheaper
    CHECK(best.mean[6 + 5] == (pays ? 1.0 : 0.0));
    CHECK(best.mean[5] == (pays ? 0.0 : 1.0));
}

TEST_CASE("key outcomes have the discounted outcomes behind the money") {
    const std::vector<Prices> prices{prices_with_outcomes(0.0)};
    LedgerLabels labels = labels_with_outcomes();
    labels.arm = labelled("arm", {"usual"});
    const LedgerAccumulator accumulator(prices, labels);
    const auto columns = accumulator.key_outcome_columns();
    REQUIRE(columns.size() == 8);
    CHECK(columns[0].is_money);
    CHECK(columns[0].units == "EUR");
    CHECK(columns[4].name == "outcome_qaly_1_months");
    CHECK(columns[4].units == "QALY");
    CHECK_FALSE(columns[4].is_money);
    const auto values = accumulator.key_outcomes(accumulator.prepare(in_state(6, 2), 0));
    REQUIRE(values.size() == 8);
    CHECK(values[4] == doctest::Approx(0.5 + 0.8 * 0.8));
}

TEST_CASE("without payers there are outcomes only") {
    std::vector<Prices> prices{prices_with_outcomes(0.0)};
    prices[0].n_accounts = 0;
    prices[0].n_payers = 0;
    prices[0].n_outcomes = 4;
    prices[0].terms_of = {0, 0, 0, 0};
    LedgerLabels labels = labels_with_outcomes();
    labels.arm = labelled("arm", {"usual"});
    labels.payer = labels.account = labelled("payer", {});
    labels.outcome = labelled("outcome", {"a", "b", "c", "d"});
    labels.outcome_units = {"x", "x", "x", "x"};
    labels.incremental.reset();
    LedgerAccumulator accumulator(prices, labels);
    accumulator.add(std::vector<std::vector<double>>{accumulator.prepare(in_state(6, 2), 0)});
    const auto measures = accumulator.measures();
    CHECK(find_measure(measures, "net_cost") == nullptr);
    CHECK(find_measure(measures, "icer") == nullptr);
    CHECK(get(measures, "outcome_total").units == "x");
    CHECK(accumulator.key_outcome_columns().size() == 8);
}

TEST_CASE("expected counts are priced like counts") {
    Prices prices = prices_with_outcomes(30.0);
    prices.month_in_cell.varying = {lists({{{2, 0.25}}, {}}), lists({{}, {{2, 4.0}}})};
    prices.month_in_cell.of_tick = {0, 0, 1};
    const Counts counts = in_state(6, 2);
    auto expected = no_counts<double>(3);
    for (std::size_t tick = 0; tick < 3; ++tick)
        for (std::size_t cell = 0; cell < 2; ++cell)
            expected.cells(tick, cell) = counts.cells(tick, cell);
    const auto books = ledger(counts, prices);
    const auto of_expected = ledger(expected, prices);
    for (std::size_t month = 0; month < 3; ++month)
        for (std::size_t stream = 0; stream < 4; ++stream)
            CHECK(books(month, stream) == doctest::Approx(of_expected(month, stream)));
    // What varies is added at its ticks, with the weights of the stream.
    CHECK(books(0, 2) == doctest::Approx(0.5 * 10 * 1.25));
    CHECK(books(2, 2) == doctest::Approx(0.5 * (2 + 8 * 4.5)));
}
