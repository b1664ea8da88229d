// Amounts per move that depend on who moves: on the person, clocks and phase when the move begins.

#include <doctest/doctest.h>

#include "economics/ledger.hpp"
#include "economics/price.hpp"
#include "exact/recursion.hpp"
#include "input/scenario_spec.hpp"
#include "simulate/simulate.hpp"

using namespace forlob;

namespace {

// Half of those in `a` move to `b` every month, and stay there. Two of five persons are `high`.
std::string scenario_text(const std::string& accounts, const std::string& payment = "") {
    return "forlob: 1\nkind: scenario\ntitle: Moves\n"
           "model:\n  title: M\n  states: {a: {}, b: {absorbing: true}}\n"
           "  attributes: {kind: {levels: {low: {value: 1}, high: {value: 3}}}}\n"
           "  clocks: {waited: {counts: a}}\n"
           "  transitions: {a: {b: 0.5}}\n"
           "population: {title: P, attributes: {kind: {shares: {low: 0.6, high: 0.4}}}, start: a}\n"
           "economy: {title: E, currency: DKK, price_year: 2025, accrual: start, payers: {state: "
           "{label: S}, town: {label: T}}, accounts: {" +
           accounts +
           "}}\n"
           "cohort: {size: 4000}\nhorizon: 3\nreplications: 1\nseed: 7\nreference: plain\n"
           "arms:\n  plain: {label: Plain}\n" +
           (payment.empty()
                ? ""
                : "  helped:\n    label: Helped\n    programs:\n      - name: help\n        title: "
                  "Help\n        eligibility: {states: [a]}\n        enrolment: {from_month: 2, "
                  "probability: 1}\n        phases: {talk: {months: 1, then: work}, work: {months: "
                  "9}}\n        payments: {fee: {split: town, amounts: [" +
                      payment + "]}}\n");
}

std::string bonus(const std::string& more, const std::string& split = "state") {
    return "bonus: {label: B, split: " + split +
           ", amounts: [{per_move: {from: a, to: b}, amount: " + more + "}]}";
}

struct Books {
    Table<double, 2> exact;      ///< [tick][stream] of one person
    Table<double, 2> simulated;  ///< of one person, too
    Prices prices;
};

// Of the last arm.
Books books_of(const std::string& text) {
    const ScenarioSpec scenario = read_scenario_texts({{"moves.yaml", text}});
    const auto models = compile_arms(scenario);
    const auto prices = price_arms(scenario, models);
    ExactPlan exact;
    exact.n_people = 1.0;
    Books books{
        ledger(expected_counts(models.back(), exact).counts, prices.back()), {}, prices.back()};
    SimulationPlan plan;
    plan.seed = scenario.seed;
    plan.n_people = scenario.cohort_size;
    plan.n_replications = 1;
    SimulationHooks hooks;
    hooks.in_order = [&](ReplicationResult& result) {
        books.simulated = ledger(result.arms.back(), prices.back());
    };
    simulate(models, plan, hooks);
    for (std::size_t tick = 0; tick < books.simulated.shape()[0]; ++tick)
        for (double& amount : books.simulated.row(tick)) amount /= scenario.cohort_size;
    return books;
}

// What one payer bears in each month; the simulation must come within five standard errors, each at
// most `most` · √(p / n) with p ≤ 1/2 the share that moves (false alarms: 1 in 10^6).
void check_months(const Books& books, std::size_t account, std::size_t payer,
                  const std::vector<double>& expected, double most) {
    const std::size_t stream = books.prices.stream(account, payer);
    for (std::size_t tick = 0; tick < expected.size(); ++tick) {
        CAPTURE(tick);
        CHECK(books.exact(tick, stream) == doctest::Approx(expected[tick]).epsilon(1e-12));
        CHECK(std::abs(books.simulated(tick, stream) - expected[tick]) <=
              5.0 * most * std::sqrt(0.5 / 4000.0));
    }
}

}  // namespace

TEST_CASE("a move costs by the person's attribute and by time in the state when it begins") {
    const Books books = books_of(scenario_text(
        bonus("100, by: {kind: {low: 1, high: 3}, months_in_state: {0: 1, 1: 2, 2: 5}}")));
    // 1.8 on average by kind; a half moves at once, a quarter after a month, an eighth after two.
    check_months(books, 0, 0, {0.0, 180.0 * 0.5 * 1.0, 180.0 * 0.25 * 2.0, 180.0 * 0.125 * 5.0},
                 1500.0);
}

TEST_CASE("a move costs by a formula over numbers, clocks and the cycle") {
    const Books books =
        books_of(scenario_text(bonus("\"10 * kind + 100 * waited + 1000 * cycle\"")));
    // The clock stands at the months waited before the move; the cycle is the one that it ends.
    check_months(books, 0, 0,
                 {0.0, 0.5 * (18.0 + 0.0 + 1000.0), 0.25 * (18.0 + 100.0 + 2000.0),
                  0.125 * (18.0 + 200.0 + 3000.0)},
                 3300.0);
}

TEST_CASE("a ladder splits a move by the months on its clock when it begins") {
    const Books books =
        books_of(scenario_text(bonus("100",
                                     "{ladder: {clock: waited, payer: state, shares_from_week: {0: "
                                     "0.8, 4: 0.4}, rest: town}}")));
    const double month_two = books.exact(2, books.prices.stream(0, 0)) / (0.25 * 100.0);
    check_months(books, 0, 0, {0.0, 0.5 * 100.0 * books.exact(1, 0) / 50.0}, 100.0);
    CHECK(books.exact(1, 0) + books.exact(1, 1) == doctest::Approx(50.0).epsilon(1e-12));
    CHECK(books.exact(2, 0) + books.exact(2, 1) == doctest::Approx(25.0).epsilon(1e-12));
    // The first month reaches beyond week 4 by a third of a week, the second lies there wholly.
    CHECK(books.exact(1, 0) / 50.0 > 0.7);
    CHECK(month_two == doctest::Approx(0.4).epsilon(1e-12));
}

TEST_CASE("a program pays for the moves of its participants, by their months in the phase") {
    const Books books = books_of(scenario_text(
        bonus("1"),
        "{per_move: {from: a, to: b}, amount: 10, by: {months_in_phase: {0: 1, 1: 4}}}"));
    // Nobody takes part before month 2, whose move begins in `talk`; month 3 begins in `work`.
    check_months(books, 1, 1, {0.0, 0.0, 0.25 * 10.0, 0.125 * 10.0}, 40.0);
    // The economy's amount is paid for everybody's moves.
    check_months(books, 0, 0, {0.0, 0.5, 0.25, 0.125}, 1.0);
}

TEST_CASE("moves are told apart only if a price depends on who moves") {
    const auto priced_moves = [](const std::string& text) {
        return compile_arms(read_scenario_texts({{"moves.yaml", text}})).back().priced_moves.size();
    };
    CHECK(priced_moves(scenario_text(bonus("100"))) == 0);
    CHECK(priced_moves(scenario_text(bonus("\"100 + cycle\""))) == 0);
    // Two kinds of person leave `a`; nobody who leaves `b` is paid for.
    CHECK(priced_moves(scenario_text(bonus("100, by: {kind: {low: 1, high: 3}}"))) == 2);
}
