#include "input/economy_spec.hpp"

#include <doctest/doctest.h>

#include <string>

#include "input/reading.hpp"
#include "support/reported.hpp"
#include "support/temporary.hpp"

using namespace forlob;
using test::reported;

namespace {

// The economy of tests/input/example, which uses every word of the language.
const EconomySpec& example() {
    static const EconomySpec economy = [] {
        Diagnostics diagnostics;
        auto read = read_economy(
            test::yaml(test::read_file(test::in_tests("example/economy.yaml"))), diagnostics);
        REQUIRE(reported(diagnostics) == "");
        REQUIRE(read.has_value());
        return *read;
    }();
    return economy;
}

const AccountSpec& account(const std::string& name) {
    for (const AccountSpec& one : example().accounts)
        if (one.name.text == name) return one;
    FAIL("no account " << name);
    return example().accounts[0];
}

}  // namespace

TEST_CASE("an economy has currency, price year, payers and discounting") {
    CHECK(example().currency == "DKK");
    CHECK(example().price_year == 2025);
    REQUIRE(example().payers.size() == 3);
    CHECK(example().payers[0].label.danish == "kommune");
    CHECK(example().discounting.rate_per_year.text() == "discount_rate");
    CHECK(example().discounting.form == DiscountingSpec::Form::compound);
    CHECK(example().discounting.from_tick == 0);
    CHECK(example().accrual.rule == AccrualSpec::Rule::start);
}

TEST_CASE("splits are fixed shares or ladders") {
    REQUIRE(example().splits.size() == 2);
    const SplitSpec& ladder = example().splits[0];
    CHECK(ladder.label.text == "Reimbursement");
    REQUIRE(ladder.ladder.has_value());
    CHECK(ladder.ladder->clock.text == "support_months");
    CHECK(ladder.ladder->payer.text == "state");
    CHECK(ladder.ladder->rest.text == "municipality");
    REQUIRE(ladder.ladder->state_share.size() == 4);
    CHECK(ladder.ladder->state_share[2].first == 26);
    CHECK(ladder.ladder->state_share[2].second.text() == "0.3");
    CHECK(ladder.shares.empty());
    const SplitSpec& shared = example().splits[1];
    REQUIRE(shared.shares.size() == 2);
    CHECK(shared.shares[1].first.text == "neighbours");
}

TEST_CASE("an account names a split, has one of its own, or names a payer who bears all") {
    CHECK(account("benefit").split_name->text == "ladder");
    CHECK_FALSE(account("benefit").split.has_value());
    REQUIRE(account("administration").split.has_value());
    CHECK(account("visits").split->ladder->state_share.size() == 1);
    REQUIRE(account("tax").split.has_value());
    CHECK_FALSE(account("tax").split_name.has_value());
    REQUIRE(account("tax").split->shares.size() == 1);
    CHECK(account("tax").split->shares[0].first.text == "municipality");
    CHECK(account("tax").split->shares[0].second.text() == "1");
}

TEST_CASE("amounts are paid per month, per move or once") {
    const auto& benefit = account("benefit").amounts;
    REQUIRE(benefit.size() == 1);
    CHECK(benefit[0].when == AmountSpec::When::month_in_state);
    CHECK(benefit[0].where.size() == 2);
    CHECK(benefit[0].value.text() == "benefit");
    CHECK(benefit[0].by[0].coordinate.text == "household");
    const auto& administration = account("administration").amounts;
    REQUIRE(administration.size() == 2);
    CHECK(administration[0].when == AmountSpec::When::at_start);
    CHECK(administration[1].when == AmountSpec::When::transition);
    CHECK(administration[1].where[0].text == "employment");
    CHECK(administration[1].to[0].text == "cash_benefit");
}

TEST_CASE("an account is an expense unless it says income") {
    CHECK(account("tax").direction == AccountSpec::Direction::income);
    CHECK(account("pension").direction == AccountSpec::Direction::expense);
}

TEST_CASE("the other words of an economy") {
    Diagnostics diagnostics;
    const auto economy = read_economy(
        test::yaml("currency: DKK\nprice_year: 2024\npayers: {state: {}}\naccrual: all_ticks\n"
                   "discounting: {rate: 0.03, form: exponential, from_tick: 1}\n"
                   "accounts: {a: {split: state, amounts: [{once_at_start: true, amount: 1}]}}\n"),
        diagnostics);
    CHECK(reported(diagnostics) == "");
    REQUIRE(economy.has_value());
    CHECK(economy->accrual.rule == AccrualSpec::Rule::all_ticks);
    CHECK(economy->discounting.form == DiscountingSpec::Form::exponential);
    CHECK(economy->discounting.from_tick == 1);
}

TEST_CASE("without discounting the rate is 0") {
    Diagnostics diagnostics;
    const auto economy = read_economy(
        test::yaml("currency: DKK\nprice_year: 2024\npayers: {state: {}}\naccrual: half_cycle\n"
                   "accounts: {a: {split: state, amounts: [{once_at_start: true, amount: 1}]}}\n"),
        diagnostics);
    REQUIRE(economy.has_value());
    CHECK(economy->discounting.rate_per_year.text() == "0");
    CHECK(economy->accrual.rule == AccrualSpec::Rule::half_cycle);
}

TEST_CASE("outcomes have a unit, terms of their own, and no payer") {
    Diagnostics diagnostics;
    const auto economy = read_economy(
        test::yaml(
            "title: Health\naccrual: end\n"
            "outcomes:\n"
            "  qaly:\n"
            "    label: Quality of life\n"
            "    unit: QALY\n"
            "    discounting: {rate: 0.015, form: exponential, from_tick: 1}\n"
            "    accrual: {weights: '1 + tick'}\n"
            "    amounts:\n"
            "      - {per_month_in: benefit, amount: -0.5, by: {months_in_state: {0: 1, 6: 2}}}\n"
            "      - {once_at_start: true, amount: 1}\n"
            "  years: {unit: years, amounts: [{per_move: {from: a, to: b}, amount: 1}]}\n"),
        diagnostics);
    REQUIRE(economy.has_value());
    CHECK(test::reported(diagnostics) == "");
    CHECK(economy->payers.empty());
    CHECK(economy->currency.empty());
    REQUIRE(economy->outcomes.size() == 2);
    const OutcomeSpec& qaly = economy->outcomes[0];
    CHECK(qaly.name.text == "qaly");
    CHECK(qaly.unit == "QALY");
    CHECK(qaly.label.text == "Quality of life");
    REQUIRE(qaly.discounting.has_value());
    CHECK(qaly.discounting->form == DiscountingSpec::Form::exponential);
    CHECK(qaly.discounting->from_tick == 1);
    REQUIRE(qaly.accrual.has_value());
    CHECK(qaly.accrual->rule == AccrualSpec::Rule::weights);
    CHECK(qaly.accrual->is_formula);
    CHECK(qaly.amounts[0].value.text() == "-0.5");
    CHECK(qaly.amounts[1].when == AmountSpec::When::at_start);
    CHECK_FALSE(economy->outcomes[1].discounting.has_value());
}

TEST_CASE("an account may have terms of its own, and the incremental analysis thresholds") {
    Diagnostics diagnostics;
    const std::string head =
        "title: Prices\ncurrency: GBP\nprice_year: 1997\npayers: {nhs: {}}\naccrual: end\n"
        "accounts: {drugs: {split: nhs, accrual: {weights: [1, 2/3]}, discounting: {rate: 0.06, "
        "form: compound}, amounts: [{per_month_in: alive, amount: 2278}]}}\n"
        "outcomes: {life_years: {unit: years, amounts: [{per_month_in: alive, amount: 1/12}]}}\n";
    const auto economy = read_economy(
        test::yaml(head + "incremental: {cost: all, effect: life_years, thresholds: [0, 20000]}\n"),
        diagnostics);
    REQUIRE(economy.has_value());
    CHECK(economy->currency == "GBP");
    REQUIRE(economy->accounts[0].accrual.has_value());
    CHECK(economy->accounts[0].accrual->weights.size() == 2);
    CHECK_FALSE(economy->accounts[0].accrual->is_formula);
    CHECK(economy->accounts[0].discounting->rate_per_year.text() == "0.06");
    REQUIRE(economy->incremental.has_value());
    CHECK(economy->incremental->cost.text == "all");
    CHECK(economy->incremental->thresholds == std::vector<std::int32_t>{0, 20000});
    const auto range = read_economy(
        test::yaml(head +
                   "incremental: {cost: drugs, effect: life_years, thresholds: {from: 0, to: "
                   "10, step: 4}}\n"),
        diagnostics);
    REQUIRE(range.has_value());
    CHECK(range->incremental->thresholds == std::vector<std::int32_t>{0, 4, 8});
    CHECK(test::reported(diagnostics) == "");
}
