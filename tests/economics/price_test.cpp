#include "economics/price.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "support/scenario_text.hpp"

using namespace forlob;

namespace {

// Accounts and whatever else in a small economy of two payers.
std::string economy(const std::string& accounts, const std::string& more = "") {
    return "{title: Prices, currency: DKK, price_year: 2025, accrual: start, "
           "payers: {municipality: {label: Municipality}, state: {label: State}}, "
           "splits: {ladder: {ladder: {clock: support, payer: state, "
           "shares_from_week: {0: 0.80, 4: 0.40, 26: 0.30, 52: 0.20}, rest: municipality}}, "
           "shared: {shares: {municipality: 0.25, state: 0.75}}}" +
           (more.empty() ? "" : ", " + more) + ", accounts: {" + accounts + "}}";
}

std::string account(const std::string& split, const std::string& amounts) {
    return "a: {label: A, split: " + split + ", amounts: [" + amounts + "]}";
}

struct Priced {
    std::vector<Model> models;
    std::vector<Prices> prices;
};

Priced priced(const test::ScenarioText& text) {
    const ScenarioSpec scenario = text.spec();
    Priced result{compile_arms(scenario), {}};
    result.prices = price_arms(scenario, result.models);
    return result;
}

Priced priced(const std::string& economy_text) {
    test::ScenarioText text;
    text.economy = economy_text;
    return priced(text);
}

std::string errors_of(const test::ScenarioText& text) {
    const ScenarioSpec scenario = text.spec();
    const auto models = compile_arms(scenario);
    try {
        static_cast<void>(price_arms(scenario, models));
    } catch (const InputError& error) {
        std::string messages;
        for (const Diagnostic& found : error.diagnostics())
            messages += found.message + " (" + found.help + ")\n";
        CHECK(error.diagnostics().front().location.file->name == "test.yaml");
        return messages;
    }
    return "";
}

std::string errors_of(const std::string& economy_text) {
    test::ScenarioText text;
    text.economy = economy_text;
    return errors_of(text);
}

double amount(const AmountLists& lists, std::size_t item, std::size_t stream) {
    if (lists.amounts.empty()) return 0.0;
    double money = 0.0;
    for (std::uint32_t entry = lists.first[item]; entry < lists.first[item + 1]; ++entry)
        if (lists.amounts[entry].stream == stream) money += lists.amounts[entry].value;
    return money;
}

// Of the first account: municipality and state.
using Shares = std::pair<double, double>;
Shares monthly(const Priced& priced, std::size_t arm, auto matches) {
    const auto& cells = priced.models[arm].cells;
    for (std::size_t number = 0; number < cells.size(); ++number)
        if (matches(cells[number]))
            return {amount(priced.prices[arm].month_in_cell.always, number, 0),
                    amount(priced.prices[arm].month_in_cell.always, number, 1)};
    FAIL("no such cell");
    return {};
}
Shares monthly_in(const Priced& priced, StateId state) {
    return monthly(priced, 0, [&](const Cell& cell) { return cell.state == state; });
}
Shares monthly_in_phase(const Priced& priced, const std::string& phase, StateId state) {
    return monthly(priced, 1, [&](const Cell& cell) {
        return cell.state == state && priced.models[1].phases[index(cell.phase)].name == phase;
    });
}

constexpr StateId benefit{0}, internship{1}, employment{2}, pension{3};

// The amount of an expression, as an account that the municipality pays.
double value(const std::string& expression, const std::string& parameters = "{}") {
    test::ScenarioText text;
    text.parameters = parameters;
    text.economy = economy(
        account("municipality", "{per_month_in: [benefit], amount: \"" + expression + "\"}"));
    return monthly_in(priced(text), benefit).first;
}

// A program of two phases whose effect lasts on after it, with one payment.
test::ScenarioText with_payment(const std::string& split, const std::string& amounts) {
    test::ScenarioText text;
    text.program =
        "name: course\ntitle: Course\nlabel: Course\n"
        "eligibility: {states: [benefit]}\nenrolment: {from_month: 1, probability: 1}\n"
        "phases:\n  talk: {months: 1, then: work}\n  work: {months: 3}\n"
        "effects:\n  - {moves: [{from: benefit}], hazard_ratio: 2, months_after: 2}\n"
        "payments:\n  fee: {label: Fee, split: " +
        split + ", amounts: [" + amounts + "]}\n";
    return text;
}

}  // namespace

TEST_CASE("a payer's name alone means that payer bears all") {
    const auto found = priced(economy(account("state", "{per_month_in: [benefit], amount: 100}")));
    CHECK(monthly_in(found, benefit) == Shares{0.0, 100.0});
    CHECK(monthly_in(found, employment) == Shares{0.0, 0.0});
}

TEST_CASE("an amount is split by a named split, or by one written in place") {
    const std::string amounts = "{per_month_in: [benefit], amount: 100}";
    CHECK(monthly_in(priced(economy(account("shared", amounts))), benefit) == Shares{25.0, 75.0});
    CHECK(monthly_in(priced(economy(account("{shares: {municipality: 0.5, state: 0.5}}", amounts))),
                     benefit) == Shares{50.0, 50.0});
}

TEST_CASE("incomes of the payer are negative, groups stand for their states, amounts add up") {
    const auto found = priced(economy(
        "a: {label: A, split: municipality, direction: income, amounts: [{per_month_in: [support], "
        "amount: 10}, {per_month_in: [pension], amount: 5}]}"));
    CHECK(monthly_in(found, benefit) == Shares{-10.0, 0.0});
    CHECK(monthly_in(found, internship) == Shares{-10.0, 0.0});
    CHECK(monthly_in(found, pension) == Shares{-15.0, 0.0});
    CHECK(monthly_in(found, employment) == Shares{0.0, 0.0});
}

TEST_CASE("amounts depend on attributes and clocks of the cell") {
    const auto found = priced(
        economy(account("state",
                        "{per_month_in: [benefit], amount: 100, by: {history: {short: 1, long: 3}, "
                        "support: {0: 1, 6: 2, 12: 5}}}")));
    const auto at = [&](std::int16_t level, std::int32_t months) {
        return monthly(found, 0,
                       [&](const Cell& cell) {
                           return cell.state == benefit && cell.levels[0] == level &&
                                  cell.coordinates[index(Coordinate::first_clock)] == months;
                       })
            .second;
    };
    CHECK(at(0, 0) == 100.0);
    CHECK(at(1, 0) == 300.0);
    CHECK(at(0, 6) == 200.0);
    CHECK(at(1, 12) == 1500.0);
}

TEST_CASE("T3 a month on the ladder is split by the months on its clock") {
    const auto found =
        priced(economy(account("ladder", "{per_month_in: [benefit], amount: 13590}")));
    const auto at = [&](std::int32_t months) {
        return monthly(found, 0, [&](const Cell& cell) {
            return cell.state == benefit &&
                   cell.coordinates[index(Coordinate::first_clock)] == months;
        });
    };
    // Twelve months and more are the last class: beyond week 52.
    CHECK(at(12).first == doctest::Approx(10872.0).epsilon(1e-12));
    CHECK(at(12).second == doctest::Approx(2718.0).epsilon(1e-12));
    CHECK(at(1).second == doctest::Approx(0.4 * 13590.0).epsilon(1e-12));
    for (std::int32_t months = 0; months <= 12; ++months)
        CHECK(at(months).first + at(months).second == doctest::Approx(13590.0).epsilon(1e-12));
}

TEST_CASE("amounts use the parameters of their arm") {
    test::ScenarioText text;
    text.parameters = "{rate: {value: 100, unit: DKK/month, grade: D, source: s}}";
    text.economy = economy(account("municipality", "{per_month_in: [benefit], amount: rate}"));
    text.set = "{rate: 250}";
    const auto found = priced(text);
    const auto in_benefit = [](const Cell& cell) { return cell.state == benefit; };
    CHECK(monthly(found, 0, in_benefit).first == 100.0);
    CHECK(monthly(found, 1, in_benefit).first == 250.0);
}

TEST_CASE("amounts at the start are due in start states, outside programs") {
    const auto found = priced(economy(account("state", "{once_at_start: true, amount: 70}")));
    for (std::size_t number = 0; number < found.models[0].cells.size(); ++number)
        CHECK(amount(found.prices[0].start_in_cell, number, 1) ==
              (found.models[0].cells[number].state == benefit ? 70.0 : 0.0));
    CHECK(found.prices[0].month_in_cell.always.amounts.empty());
}

TEST_CASE("amounts per move are due for every named pair of states") {
    const auto found = priced(economy(
        account("shared", "{per_move: {from: support, to: [employment, benefit]}, amount: 40}")));
    const auto paid = [&](StateId from, StateId to) {
        return amount(found.prices[0].move.always, index(from) * 4 + index(to), 1);
    };
    CHECK(paid(benefit, employment) == 30.0);
    CHECK(paid(pension, employment) == 30.0);
    CHECK(paid(internship, benefit) == 30.0);
    CHECK(paid(employment, benefit) == 0.0);
    CHECK(paid(benefit, pension) == 0.0);
    CHECK(paid(benefit, benefit) == 0.0);
}

TEST_CASE("accounts are those of the economy, then every program's payments") {
    const auto accounts =
        accounts_of(with_payment("municipality", "{per_month_in_phase: all, amount: 1}").spec());
    REQUIRE(accounts.size() == 2);
    CHECK(accounts[0].name == "benefit");
    CHECK(accounts[1].name == "course.fee");
    CHECK(accounts[1].label.text == "Fee");
}

// Of the payment, which is the second account of an economy with one payer.
TEST_CASE("months in phases are paid in them, never in the months that effects last on") {
    const auto paid = [](const std::string& phases, const std::string& phase) {
        const auto found = priced(with_payment("municipality", "{" + phases + ", amount: 9}"));
        return monthly_in_phase(found, phase, benefit).second;
    };
    CHECK(paid("per_month_in_phase: all", "course.talk") == 9.0);
    CHECK(paid("per_month_in_phase: all", "course.work") == 9.0);
    CHECK(paid("per_month_in_phase: all", "course.after") == 0.0);
    CHECK(paid("per_month_in_phase: all", "") == 0.0);
    CHECK(paid("per_month_in_phase: [work]", "course.talk") == 0.0);
    CHECK(paid("per_month_in_phase: [work]", "course.work") == 9.0);
}

TEST_CASE("a program's amounts per month in a state are for its participants only") {
    const auto found = priced(with_payment("municipality", "{per_month_in: [benefit], amount: 9}"));
    CHECK(monthly_in_phase(found, "course.talk", benefit).second == 9.0);
    CHECK(monthly_in_phase(found, "course.talk", employment).second == 0.0);
    CHECK(monthly_in_phase(found, "course.after", benefit).second == 0.0);
    CHECK(monthly_in_phase(found, "", benefit).second == 0.0);
}

TEST_CASE("a program for everybody is paid in every phase, beside the programs people are in") {
    auto text = with_payment("municipality", "{per_month_in: [benefit], amount: 9}");
    text.more_programs = text.program;
    text.program =
        "name: law\neveryone: true\npayments: {duty: {split: municipality, amounts: "
        "[{per_month_in: "
        "[benefit], amount: 5}, {per_move: {from: benefit, to: employment}, amount: 70}]}}\n";
    const auto found = priced(text);
    const auto paid = [&](const std::string& phase, StateId state, std::size_t account) {
        double money = 0.0;
        for (std::size_t number = 0; number < found.models[1].cells.size(); ++number) {
            const Cell& cell = found.models[1].cells[number];
            if (cell.state == state && found.models[1].phases[index(cell.phase)].name == phase)
                money += amount(found.prices[1].month_in_cell.always, number, account);
        }
        return money;
    };
    for (const char* phase : {"", "course.talk", "course.work", "course.after"}) {
        INFO(phase);
        CHECK(paid(phase, benefit, 1) == 5.0);
        CHECK(paid(phase, employment, 1) == 0.0);
        CHECK(paid(phase, benefit, 2) ==
              (std::string(phase) == "course.talk" || std::string(phase) == "course.work" ? 9.0
                                                                                          : 0.0));
    }
    CHECK(amount(found.prices[1].move.always, index(benefit) * 4 + index(employment), 1) == 70.0);
    CHECK(found.prices[0].move.always.amounts.empty());
}

TEST_CASE("entries into phases are paid per entry, in arms that have the program") {
    const auto found =
        priced(with_payment("municipality", "{per_entry_to_phase: [talk], amount: 5000}"));
    REQUIRE(found.models[1].phases.size() == 4);
    CHECK(amount(found.prices[1].phase_entry.always, 1, 1) == 5000.0);
    CHECK(amount(found.prices[1].phase_entry.always, 2, 1) == 0.0);
    CHECK(amount(found.prices[1].phase_entry.always, 3, 1) == 0.0);
    CHECK(found.prices[0].phase_entry.always.amounts.empty());
    CHECK(found.prices[0].n_accounts == 2);
}

TEST_CASE("a program's amounts at the start are paid for everybody in its arms") {
    const auto found = priced(with_payment("municipality", "{once_at_start: true, amount: 300}"));
    const auto paid = [&](std::size_t arm) {
        double money = 0.0;
        for (std::size_t number = 0; number < found.models[arm].cells.size(); ++number)
            if (found.models[arm].cells[number].state == benefit &&
                found.models[arm].cells[number].phase == no_phase)
                money += amount(found.prices[arm].start_in_cell, number, 1);
        return money;
    };
    CHECK(paid(0) == 0.0);
    CHECK(paid(1) == 300.0);
}

TEST_CASE("T11 the municipal tax gain of a job is 2,208 DKK, or 552 after equalisation") {
    const std::string parameters =
        "{tax_rate: {value: 0.25, unit: share, grade: A, source: s}, "
        "wage: {value: 22422, unit: DKK/month, grade: A, source: s}, "
        "paid: {value: 13590, unit: DKK/month, grade: A, source: s}, "
        "retention: {value: 0.25, unit: share, grade: B, source: s}}";
    CHECK(value("tax_rate * (wage - paid)", parameters) == doctest::Approx(2208.0));
    CHECK(value("retention * tax_rate * (wage - paid)", parameters) == doctest::Approx(552.0));
}

TEST_CASE("T14 the flex-job top-up at a wage of 6,500 DKK is 18,720") {
    CHECK(value("20670 - 0.30 * 6500") == doctest::Approx(18720.0));
}

TEST_CASE("T15 a private wage subsidy is 14,766 DKK a month") {
    CHECK(value("92.1 * 160.33") == doctest::Approx(14766.0).epsilon(1e-4));
}

TEST_CASE("T16 earnings of 6,000 DKK reduce the benefit by 2,275") {
    CHECK(value("0.65 * max(0, 6000 - 2500)") == doctest::Approx(2275.0));
    CHECK(value("0.65 * max(0, 2400 - 2500)") == 0.0);
}

TEST_CASE("T18 the hazard ratio of a relapse of 12.6 against 59 percent is 0.1510") {
    CHECK(value("log(1 - 0.126) / log(1 - 0.59)") == doctest::Approx(0.1510).epsilon(1e-3));
}

TEST_CASE("T12 at 3.5 percent 100 DKK are worth 96.618 after a year and 93.351 after two") {
    const auto factors = discount_factors(0.035, DiscountingSpec::Form::compound, 0, 24, {});
    REQUIRE(factors.size() == 25);
    CHECK(factors[0] == 1.0);
    CHECK(100.0 * factors[12] == doctest::Approx(96.618).epsilon(1e-5));
    CHECK(100.0 * factors[24] == doctest::Approx(93.351).epsilon(1e-5));
}

TEST_CASE("discounting from tick 1 begins a month later, and may be exponential") {
    const auto later = discount_factors(0.035, DiscountingSpec::Form::compound, 1, 13, {});
    CHECK(later[0] == 1.0);
    CHECK(later[1] == 1.0);
    CHECK(100.0 * later[13] == doctest::Approx(96.618).epsilon(1e-5));
    const auto continuous = discount_factors(0.06, DiscountingSpec::Form::exponential, 0, 6, {});
    CHECK(continuous[6] == doctest::Approx(std::exp(-0.03)));
}

TEST_CASE("the length of a cycle says how many ticks a year has") {
    const auto in = [](TimeUnit unit, double length = 1.0) {
        return discount_factors(0.06, DiscountingSpec::Form::compound, 0, 60,
                                CycleSpec{length, unit, {}});
    };
    CHECK(in(TimeUnit::year)[60] == doctest::Approx(std::pow(1.06, -60.0)).epsilon(1e-14));
    CHECK(in(TimeUnit::quarter)[4] == doctest::Approx(1.0 / 1.06).epsilon(1e-14));
    CHECK(in(TimeUnit::year, 0.5)[2] == doctest::Approx(1.0 / 1.06).epsilon(1e-14));
    CHECK(in(TimeUnit::year, 5.0)[1] == doctest::Approx(std::pow(1.06, -5.0)).epsilon(1e-14));
    CHECK(in(TimeUnit::week)[52] ==
          doctest::Approx(std::pow(1.06, -52.0 * 7.0 / 365.25)).epsilon(1e-14));
}

TEST_CASE("a negative expense is refused, a negative income is not") {
    const std::string amounts = "{per_month_in: [benefit], amount: 10 - 30}";
    CHECK(errors_of(economy(account("state", amounts))) ==
          "amount '10 - 30' is -20 (an expense is not negative; an income has 'direction: "
          "income')\n");
    const auto found =
        priced(economy("a: {label: A, split: municipality, direction: income, "
                       "amounts: [" +
                       amounts + "]}"));
    CHECK(monthly_in(found, benefit).first == 20.0);
}

TEST_CASE("shares must lie between 0 and 1 and add up to 1") {
    const std::string amounts = "{per_month_in: [benefit], amount: 10}";
    CHECK(errors_of(economy(account("{shares: {municipality: 0.5, state: 0.4}}", amounts))) ==
          "these shares add up to 0.9 (the shares of all payers must add up to 1)\n");
    CHECK(errors_of(economy(account("{shares: {municipality: 1.5, state: -0.5}}", amounts)))
              .starts_with("share '1.5' is 1.5 (a share lies between 0 and 1)\n"));
    CHECK(errors_of(economy(account("{ladder: {clock: support, payer: state, shares_from_week: "
                                    "{0: 80}, rest: municipality}}",
                                    amounts))) ==
          "share '80' is 80 (a share lies between 0 and 1)\n");
}

TEST_CASE("amounts per entry to a phase depend on the tick at most") {
    auto by_history = with_payment(
        "state", "{per_entry_to_phase: [talk], amount: 1, by: {history: {short: 1, long: 2}}}");
    by_history.economy = economy(account("state", "{per_month_in: [benefit], amount: 10}"));
    CHECK(errors_of(by_history) ==
          "an amount per entry to a phase that depends on 'history' is not supported yet (it may "
          "depend on 'month'; amounts per month and per move may depend on attributes, clocks and "
          "every other coordinate)\n");
    auto entry = with_payment("ladder", "{per_entry_to_phase: [talk], amount: 1}");
    entry.economy = economy(account("state", "{per_month_in: [benefit], amount: 10}"));
    CHECK(errors_of(entry).starts_with(
        "an amount per entry to a phase that is split by a ladder is not supported yet"));
}

TEST_CASE("formulas that come to no amount are refused where somebody may be") {
    const auto errors = [](const std::string& amount, const std::string& accrual = "start") {
        return errors_of(economy("a: {label: A, split: state, accrual: " + accrual +
                                 ", amounts: [{per_month_in: [benefit], amount: \"" + amount +
                                 "\"}]}"));
    };
    CHECK(errors("log(months_in_state)") ==
          "amount 'log(months_in_state)' is -inf at cycles_in_state 0 (an amount is a finite "
          "number)\n");
    CHECK(errors("5 - cycle") ==
          "amount '5 - cycle' is -1 at cycle 6 (an expense is not negative; an income has "
          "'direction: income')\n");
    CHECK(errors("24 - cycle").empty());
    // Nobody has been there longer than the run has lasted.
    CHECK(errors("sqrt(cycle - months_in_state)").empty());
    CHECK(errors("25 - months_in_state").empty());
    // Tick 0 is counted only if months begin with it.
    CHECK(errors("1 / cycle").starts_with("amount '1 / cycle' is inf at cycle 0"));
    CHECK(errors("1 / cycle", "end").empty());
}

TEST_CASE("a discount rate in percent is refused") {
    CHECK(errors_of(economy(account("state", "{per_month_in: [benefit], amount: 10}"),
                            "discounting: {rate: 3.5, form: compound, from_tick: 0}")) ==
          "discount rate '3.5' is 3.5 (a rate per year lies between 0 and 1: 3.5 % is 0.035)\n");
}

TEST_CASE("the economy's discounting reaches the factors") {
    const auto found = priced(economy(account("state", "{per_month_in: [benefit], amount: 10}"),
                                      "discounting: {rate: 0.035, form: compound, from_tick: 1}"));
    CHECK(found.prices[0].terms[0].discount[1] == 1.0);
    CHECK(100.0 * found.prices[0].terms[0].discount[13] == doctest::Approx(96.618).epsilon(1e-5));
    CHECK(found.prices[0].terms[0].discount.size() == 25);
}

TEST_CASE("cells tell apart the months in a state and the age that amounts depend on") {
    test::ScenarioText text;
    text.population_more = "age_years: {from: 30, to: 30}\n";
    text.economy = economy(account(
        "state",
        "{per_month_in: [benefit], amount: 100, by: {months_in_state: {0: 1, 2: 3}, age: {0: 1, "
        "31: 7}}}"));
    const auto found = priced(text);
    const std::size_t age = index(Coordinate::first_clock) + 1;
    const auto at = [&](std::int32_t months, std::int32_t age_months) {
        return monthly(found, 0,
                       [&](const Cell& cell) {
                           return cell.state == benefit && cell.coordinates[0] == months &&
                                  cell.coordinates[age] == age_months;
                       })
            .second;
    };
    CHECK(at(0, 0) == 100.0);
    CHECK(at(2, 0) == 300.0);
    CHECK(at(0, 31 * 12) == 700.0);
    CHECK(at(2, 31 * 12) == 2100.0);
    for (const Cell& cell : found.models[0].cells)
        CHECK(cell.coordinates[index(Coordinate::month)] == -1);
}

TEST_CASE("prices that depend on the month are made per tick, and only they") {
    const auto found = priced(economy(
        account("state",
                "{per_month_in: [benefit], amount: 100}, "
                "{per_month_in: [benefit], amount: 10, by: {month: {0: 1, 3: 2}}}, "
                "{per_move: {from: benefit, to: employment}, amount: 1, by: {month: {0: 5, 2: "
                "0}}}")));
    const Prices& prices = found.prices[0];
    CHECK(monthly_in(found, benefit) == Shares{0.0, 100.0});
    REQUIRE(prices.month_in_cell.of_tick.size() == 25);
    CHECK(prices.month_in_cell.varying.size() == 2);
    const auto at = [&](const TimedAmounts& amounts, std::size_t tick, std::size_t item) {
        return amount(amounts.varying[amounts.of_tick[tick]], item, 1);
    };
    for (std::size_t cell = 0; cell < found.models[0].cells.size(); ++cell) {
        if (found.models[0].cells[cell].state != benefit) continue;
        CHECK(at(prices.month_in_cell, 0, cell) == 10.0);
        CHECK(at(prices.month_in_cell, 2, cell) == 10.0);
        CHECK(at(prices.month_in_cell, 3, cell) == 20.0);
        CHECK(at(prices.month_in_cell, 24, cell) == 20.0);
    }
    const std::size_t move = index(benefit) * 4 + index(employment);
    CHECK(at(prices.move, 1, move) == 5.0);
    CHECK(at(prices.move, 2, move) == 0.0);
    CHECK(prices.move.always.amounts.empty());
}

namespace {

const char* const quality =
    "outcomes: {qaly: {unit: QALY, discounting: {rate: 0.015, form: compound}, accrual: all_ticks, "
    "amounts: [{per_month_in: [benefit, internship], amount: 0.75}, {per_month_in: [employment], "
    "amount: 1}, {once_at_start: true, amount: -0.1}]}, "
    "work: {unit: months, amounts: [{per_month_in: employment, amount: 1}]}}";

test::ScenarioText with_outcomes(const std::string& amounts) {
    test::ScenarioText text = with_payment("municipality", "{per_month_in_phase: all, amount: 1}");
    text.economy = economy(account("state", "{per_month_in: [benefit], amount: 10}"), quality);
    text.program += "outcomes: {qaly: {amounts: [" + amounts + "]}}\n";
    return text;
}

// Per month in a state and phase of the arm with the program, in the first outcome.
double quality_in(const Priced& priced, StateId state, std::size_t phase) {
    const Model& model = priced.models[1];
    const Prices& prices = priced.prices[1];
    for (std::size_t number = 0; number < model.cells.size(); ++number)
        if (model.cells[number].state == state && index(model.cells[number].phase) == phase)
            return amount(prices.month_in_cell.always, number, prices.outcome_stream(0));
    return -1000.0;
}

}  // namespace

TEST_CASE("outcomes have streams behind the money, with terms of their own") {
    test::ScenarioText text;
    text.economy = economy(account("state", "{per_month_in: [benefit], amount: 10}"), quality);
    const auto found = priced(text);
    const Prices& prices = found.prices[0];
    CHECK(prices.n_outcomes == 2);
    CHECK(prices.n_streams() == prices.n_accounts * 2 + 2);
    CHECK(prices.terms_of_outcome(0).this_month[0] == 1.0);
    CHECK(prices.terms_of_outcome(0).discount[12] == doctest::Approx(1.0 / 1.015));
    CHECK(prices.terms_of_outcome(1) == prices.terms_of_account(0));
    CHECK(prices.terms_of_stream(prices.outcome_stream(0)) == prices.terms_of_outcome(0));
    for (std::size_t number = 0; number < found.models[0].cells.size(); ++number)
        if (found.models[0].cells[number].state == benefit) {
            CHECK(amount(prices.month_in_cell.always, number, prices.outcome_stream(0)) == 0.75);
            CHECK(amount(prices.start_in_cell, number, prices.outcome_stream(0)) == -0.1);
        }
}

TEST_CASE("a program adds to an outcome, or replaces it in states while people are in it") {
    const auto added = priced(with_outcomes("{per_month_in: [benefit], amount: -0.05}"));
    CHECK(quality_in(added, benefit, 0) == 0.75);
    CHECK(quality_in(added, benefit, 1) == doctest::Approx(0.70));
    const auto replaced =
        priced(with_outcomes("{per_month_in: [benefit], amount: 0.95, replace: true}, "
                             "{per_month_in_phase: work, amount: 0.01}"));
    CHECK(quality_in(replaced, benefit, 0) == 0.75);
    CHECK(quality_in(replaced, benefit, 1) == 0.95);
    CHECK(quality_in(replaced, benefit, 2) == doctest::Approx(0.96));
    CHECK(quality_in(replaced, benefit, 3) == 0.75);  // after the program
    CHECK(quality_in(replaced, internship, 1) == 0.75);
}

TEST_CASE("an outcome is replaced once at most in a state") {
    CHECK(errors_of(with_outcomes("{per_month_in: [benefit], amount: 0.95, replace: true}, "
                                  "{per_month_in: [support], amount: 0.9, replace: true}")) ==
          "'qaly' is replaced twice in state 'benefit' in arm 'other' (one amount can stand in for "
          "the economy's: without 'replace' it is added)\n");
}
