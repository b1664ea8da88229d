#include "economics/ledger.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace forlob;

namespace {

using Accrual = EconomySpec::Accrual;

AmountLists lists(const std::vector<std::vector<Amount>>& items) {
    AmountLists result{{0}, {}};
    for (const auto& item : items) {
        result.amounts.insert(result.amounts.end(), item.begin(), item.end());
        result.first.push_back(static_cast<std::uint32_t>(result.amounts.size()));
    }
    return result;
}

// Two accounts, two payers, two cells, two states, two phases; nothing is paid yet.
Prices no_prices(std::size_t n_ticks) {
    Prices prices;
    prices.n_accounts = 2;
    prices.n_payers = 2;
    prices.discount_factor.assign(n_ticks, 1.0);
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
std::vector<double> months_of(Accrual accrual) {
    Prices prices = no_prices(3);
    prices.accrual = accrual;
    prices.month_in_cell = lists({{{0, 100.0}}, {}});
    Counts counts = no_counts(3);
    counts.cells(0, 0) = 10;
    counts.cells(1, 0) = 8;
    counts.cells(2, 0) = 6;
    const auto books = ledger(counts, prices);
    return {books(0, 0), books(1, 0), books(2, 0)};
}

Axis labelled(std::string name, std::vector<std::string> labels) {
    Axis axis;
    axis.name = std::move(name);
    axis.labels = labels;
    axis.texts = std::move(labels);
    return axis;
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
    prices.accrual = Accrual::end;
    prices.month_in_cell = lists({{{0, 60.0}, {1, 40.0}}, {{2, -30.0}}});
    prices.discount_factor = {1.0, 0.9, 0.5};
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
    CHECK(months_of(Accrual::start) == std::vector<double>{0.0, 1000.0, 800.0});
}

TEST_CASE("accrual at the end prices a month by the persons at its last tick") {
    CHECK(months_of(Accrual::end) == std::vector<double>{0.0, 800.0, 600.0});
}

TEST_CASE("half-cycle accrual is the mean of both") {
    CHECK(months_of(Accrual::half_cycle) == std::vector<double>{0.0, 900.0, 700.0});
}

TEST_CASE("all ticks accrue, tick 0 in month 0") {
    CHECK(months_of(Accrual::all_ticks) == std::vector<double>{1000.0, 800.0, 600.0});
}

TEST_CASE("first amounts fall in month 0, moves and entries in their month") {
    Prices prices = no_prices(2);
    prices.start_in_cell = lists({{}, {{1, 7.0}}});
    prices.move = lists({{}, {{2, 50.0}}, {{3, 20.0}}, {}});  // [from · 2 + to]
    prices.phase_entry = lists({{}, {{3, 1000.0}}});
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

TEST_CASE("totals of many replications are priced the same way") {
    Prices prices = no_prices(2);
    prices.month_in_cell = lists({{{0, 2.0}}, {}});
    auto counts = no_counts<std::uint64_t>(2);
    counts.cells(0, 0) = 5'000'000'000U;
    CHECK(ledger(counts, prices)(1, 0) == 1e10);
}

TEST_CASE("expected counts are priced the same way") {
    Prices prices = no_prices(2);
    prices.month_in_cell = lists({{{0, 2.0}}, {}});
    prices.move = lists({{}, {{2, 50.0}}, {}, {}});
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
    CHECK(accumulator.key_outcome_names() ==
          std::vector<std::string>{"net_cost_municipality_1_months",
                                   "net_cost_municipality_2_months", "net_cost_state_1_months",
                                   "net_cost_state_2_months", "net_cost_all_1_months",
                                   "net_cost_all_2_months"});
    const auto values = accumulator.key_outcomes(accumulator.prepare(on_benefit(10, 5), 0));
    REQUIRE(values.size() == 6);
    CHECK(values[0] == doctest::Approx(54.0));
    CHECK(values[5] == doctest::Approx(107.5));
}
