#include "economics/terms.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "economics/ledger.hpp"
#include "input/reading.hpp"
#include "input/valuation_readers.hpp"
#include "support/reported.hpp"

using namespace forlob;

namespace {

using Rule = AccrualSpec::Rule;
using Rewards = std::vector<double>;                 // [state]
using Occupancy = std::vector<std::vector<double>>;  // [tick][state]

DiscountingSpec discounting(double rate, int from_tick = 0) {
    DiscountingSpec spec;
    spec.rate_per_year = Expression(rate);
    spec.from_tick = from_tick;
    return spec;
}

AccrualSpec accrual(Rule rule) {
    AccrualSpec spec;
    spec.rule = rule;
    return spec;
}

// As an author writes it: `accrual:` of an economy.
AccrualSpec read(const std::string& text, Diagnostics& diagnostics) {
    const YamlNode block_node =
        test::yaml("{direction: expense, split: s, amounts: [], accrual: " + text + "}");
    const Block block(block_node, "accounts.a", "account", diagnostics);
    return read_accrual(block, diagnostics).value_or(AccrualSpec{});
}

Terms yearly(const DiscountingSpec& discounting, const AccrualSpec& accrual, std::int32_t horizon) {
    Diagnostics diagnostics;
    const Terms terms =
        compile_terms(discounting, accrual, {}, horizon, {1.0, TimeUnit::year, {}}, diagnostics);
    CHECK(test::reported(diagnostics) == "");
    return terms;
}

// Occupancy of a chain whose rows never change.
Occupancy chain(const std::vector<std::vector<double>>& rows, std::size_t horizon) {
    Occupancy occupancy{std::vector<double>(rows.size(), 0.0)};
    occupancy[0][0] = 1.0;
    for (std::size_t tick = 0; tick < horizon; ++tick) {
        std::vector<double> next(rows.size(), 0.0);
        for (std::size_t from = 0; from < rows.size(); ++from)
            for (std::size_t to = 0; to < rows.size(); ++to)
                next[to] += occupancy.back()[from] * rows[from][to];
        occupancy.push_back(std::move(next));
    }
    return occupancy;
}

// One account of one payer with these rewards, a cell per state.
double total(const Occupancy& occupancy, const Rewards& rewards, const Terms& terms,
             bool is_discounted = true) {
    const std::size_t n_ticks = occupancy.size();
    const std::size_t n_states = rewards.size();
    ExpectedCounts counts;
    counts.cells = Table<double, 2>({n_ticks, n_states});
    counts.moves = Table<double, 3>({n_ticks, 1, 1});
    counts.phase_entries = Table<double, 2>({n_ticks, 1});
    for (std::size_t tick = 0; tick < n_ticks; ++tick)
        for (std::size_t state = 0; state < n_states; ++state)
            counts.cells(tick, state) = occupancy[tick][state];
    Prices prices;
    prices.n_accounts = prices.n_payers = 1;
    prices.terms = {terms};
    prices.terms_of = {0};
    AmountLists lists{{0}, {}};
    for (const double reward : rewards) {
        lists.amounts.push_back({0, reward});
        lists.first.push_back(static_cast<std::uint32_t>(lists.amounts.size()));
    }
    prices.month_in_cell.always = lists;
    const auto books = ledger(counts, prices);
    double sum = 0.0;
    for (std::size_t month = 0; month < n_ticks; ++month)
        sum += books(month, 0) * (is_discounted ? terms.discount[month] : 1.0);
    return sum;
}

void check_close(double value, double published) {
    CHECK(std::abs(value / published - 1.0) < 1e-9);
}

double conditional(double rate) { return 1.0 - std::exp(-rate); }

// Rows of the four-state model of Alarid-Escudero 2023.
std::vector<std::vector<double>> sick_sicker(double hazard_ratio) {
    const double h_d = conditional(0.002);
    const double s1_d = conditional(0.006);
    const double s2_d = conditional(0.02);
    const double h_s1 = conditional(0.15);
    const double s1_h = conditional(0.5);
    const double s1_s2 = conditional(0.105 * hazard_ratio);
    return {{(1 - h_d) * (1 - h_s1), (1 - h_d) * h_s1, 0.0, h_d},
            {(1 - s1_d) * s1_h, (1 - s1_d) * (1 - s1_h - s1_s2), (1 - s1_d) * s1_s2, s1_d},
            {0.0, 0.0, 1 - s2_d, s2_d},
            {0.0, 0.0, 0.0, 1.0}};
}

}  // namespace

TEST_CASE("the four rules say in which months the persons of a tick count") {
    const auto shares = [](Rule rule) { return yearly(discounting(0.0), accrual(rule), 2); };
    CHECK(shares(Rule::start).this_month == std::vector<double>{0, 0, 0});
    CHECK(shares(Rule::start).next_month == std::vector<double>{1, 1, 0});
    CHECK(shares(Rule::end).this_month == std::vector<double>{0, 1, 1});
    CHECK(shares(Rule::end).next_month == std::vector<double>{0, 0, 0});
    CHECK(shares(Rule::half_cycle).this_month == std::vector<double>{0, 0.5, 0.5});
    CHECK(shares(Rule::half_cycle).next_month == std::vector<double>{0.5, 0.5, 0});
    CHECK(shares(Rule::all_ticks).this_month == std::vector<double>{1, 1, 1});
}

TEST_CASE("weights are a list with one per tick, or a formula of the tick") {
    Diagnostics diagnostics;
    const auto listed = read("{weights: [1/3, 2, 1/3]}", diagnostics);
    CHECK(yearly(discounting(0.0), listed, 2).this_month ==
          std::vector<double>{1.0 / 3.0, 2.0, 1.0 / 3.0});
    const auto formula =
        read("{weights: 'tick == 0 || tick == horizon ? 1/2 : 1 + tick'}", diagnostics);
    CHECK(yearly(discounting(0.0), formula, 3).this_month ==
          std::vector<double>{0.5, 2.0, 3.0, 0.5});
    CHECK(test::reported(diagnostics) == "");
}

TEST_CASE("weights that cannot be are reported where they stand") {
    Diagnostics diagnostics;
    const auto reported = [&](const std::string& text) {
        Diagnostics found;
        static_cast<void>(
            compile_terms(discounting(0.0), read(text, diagnostics), {}, 2, {}, found));
        return test::reported(found);
    };
    CHECK(reported("{weights: [1, 1]}").find("2 weights are given for 3 ticks") !=
          std::string::npos);
    CHECK(reported("{weights: [1, -1, 1]}").find("weight '-1' is -1 at tick 1") !=
          std::string::npos);
    CHECK(reported("{weights: '1 / (1 - tick)'}").find("is inf at tick 1") != std::string::npos);
    CHECK(test::reported(diagnostics) == "");
}

TEST_CASE("Sick-Sicker of 2023: a weight per tick, those of Simpson as the authors coded them") {
    Diagnostics diagnostics;
    const auto weights = read(
        "{weights: 'tick == 0 || tick == horizon ? 1/3 : 2 * floor(tick / 2) == tick ? 4/3 : "
        "2/3'}",
        diagnostics);
    const Terms terms = yearly(discounting(0.03), weights, 75);
    const auto usual = chain(sick_sicker(1.0), 75);
    check_close(total(usual, {2000, 4000, 15000, 0}, terms), 151579.86595738993);
    check_close(total(usual, {1, 0.75, 0.5, 0}, terms), 20.71133146432218);
    check_close(total(usual, {2000, 16000, 27000, 0}, terms), 284804.5133705725);
    check_close(total(usual, {1, 0.95, 0.5, 0}, terms), 21.498662808437558);
    const auto treated = chain(sick_sicker(0.6), 75);
    check_close(total(treated, {2000, 17000, 28000, 0}, terms), 259100.41061700435);
    check_close(total(treated, {1, 0.75, 0.5, 0}, terms), 22.184465140845493);
    check_close(total(treated, {2000, 29000, 40000, 0}, terms), 378875.198394492);
    check_close(total(treated, {1, 0.95, 0.5, 0}, terms), 23.136844135002608);
}

TEST_CASE("Sick-Sicker of 2018: every tick counts, the first undiscounted") {
    const double s1_d = 1.0 - std::pow(1.0 - 0.005, 3.0);
    const double s2_d = 1.0 - std::pow(1.0 - 0.005, 10.0);
    const auto occupancy = chain({{1.0 - 0.15 - 0.005, 0.15, 0.0, 0.005},
                                  {0.5, 1.0 - 0.5 - 0.105 - s1_d, 0.105, s1_d},
                                  {0.0, 0.0, 1.0 - s2_d, s2_d},
                                  {0.0, 0.0, 0.0, 1.0}},
                                 30);
    const Terms terms = yearly(discounting(0.03), accrual(Rule::all_ticks), 30);
    check_close(total(occupancy, {2000, 4000, 15000, 0}, terms), 75976.14914014254);
    check_close(total(occupancy, {1, 0.75, 0.5, 0}, terms), 15.83884781454266);
    check_close(total(occupancy, {2000, 16000, 27000, 0}, terms), 141623.02818834377);
    check_close(total(occupancy, {1, 0.95, 0.5, 0}, terms), 16.4004055892414);
}

TEST_CASE("HIV monotherapy of 1997: months count at their end, discounted from the first") {
    const double a = 1251 + 350 + 116 + 17;
    const double b = 731 + 512 + 15;
    const double c = 1312 + 437;
    const auto occupancy = chain({{1251 / a, 350 / a, 116 / a, 17 / a},
                                  {0.0, 731 / b, 512 / b, 15 / b},
                                  {0.0, 0.0, 1312 / c, 437 / c},
                                  {0.0, 0.0, 0.0, 1.0}},
                                 20);
    const Terms terms = yearly(discounting(0.06), accrual(Rule::end), 20);
    const Rewards health{2756, 3052, 9007, 0};
    const Rewards drugs{2278, 2278, 2278, 0};
    check_close(total(occupancy, health, terms, false), 45541.24389814043);
    check_close(total(occupancy, drugs, terms, false), 18203.96873922553);
    check_close(total(occupancy, health, terms) + total(occupancy, drugs, terms),
                44663.45356369666);
    check_close(total(occupancy, {1, 1, 1, 0}, yearly(discounting(0.0), accrual(Rule::end), 20)),
                7.991206645840881);
}

TEST_CASE("hip replacement: months count at their start, or half at each end, from exponent 0") {
    // Mortality by age, and revision by the time since the operation (Briggs 2006).
    struct Case {
        double cons, age, gamma;
        std::vector<std::pair<double, double>> mortality;  // from age
        Rule rule;
        double utility, cost;
    };
    const std::vector<Case> cases{
        {-5.490935,
         -0.0367022,
         1.4536778596632325,
         {{55, 0.0067}, {65, 0.0193}, {75, 0.0535}, {85, 0.1548}},
         Rule::start,
         14.65283010647827,
         512.4326665243476},
        {-5.49094,
         -0.0367,
         1.45367786,
         {{60, 0.0061}, {65, 0.00904}, {70, 0.01401}, {75, 0.02361}, {80, 0.04428}, {85, 0.12063}},
         Rule::half_cycle,
         16.94956623239513,
         535.0022359922057}};
    for (const Case& one : cases) {
        const double lambda = std::exp(one.cons + one.age * 60.0);
        Occupancy occupancy{{1.0, 0.0, 0.0, 0.0, 0.0}};
        for (int cycle = 1; cycle <= 60; ++cycle) {
            double death = 0.0;
            for (const auto& [from, value] : one.mortality)
                if (60.0 + cycle >= from) death = value;
            const double revision =
                1.0 - std::exp(lambda * (std::pow(cycle - 1, one.gamma) -
                                         std::pow(static_cast<double>(cycle), one.gamma)));
            const auto& now = occupancy.back();
            occupancy.push_back({0.0, now[0] * 0.98 + now[1] * (1.0 - revision - death),
                                 now[1] * revision + now[3] * 0.04,
                                 now[2] * (1.0 - 0.02 - death) + now[3] * (1.0 - 0.04 - death),
                                 now[4] + now[0] * 0.02 + now[1] * death + now[2] * (0.02 + death) +
                                     now[3] * death});
        }
        const Terms effects = yearly(discounting(0.015, 1), accrual(one.rule), 60);
        const Terms costs = yearly(discounting(0.06, 1), accrual(one.rule), 60);
        CHECK(costs.discount[0] == 1.0);  // of what is paid at the start
        check_close(total(occupancy, {0, 0.85, 0.3, 0.75, 0}, effects), one.utility);
        check_close(394.0 + total(occupancy, {0, 0, 5294, 0, 0}, costs), one.cost);
    }
}
