#include "input/uses.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "input/reading.hpp"
#include "input/scenario_spec.hpp"

using namespace forlob;

namespace {

const ScenarioSpec& example() {
    static const ScenarioSpec scenario = read_scenario(test::in_tests("example/scenario.yaml"));
    return scenario;
}

template <typename Spec>
std::multiset<std::string> texts(const Spec& spec) {
    std::multiset<std::string> found;
    for (const Expression* expression : expressions_of(spec)) found.insert(expression->text());
    return found;
}

}  // namespace

TEST_CASE("every number of a model is found") {
    const auto found = texts(example().model);
    CHECK(found.contains("frailty_sd"));
    CHECK(found.contains("to_job * cycle_multiplier"));
    CHECK(found.contains("1.05"));
    CHECK(found.contains("1.3"));   // by attribute
    CHECK(found.contains("0.99"));  // by a modifier's coordinate
    CHECK(found.size() == 30);
}

TEST_CASE("every number of a population is found") {
    CHECK(texts(example().population) == std::multiset<std::string>{"0.7", "0.3", "1 - share_long",
                                                                    "share_long", "1", "0.9",
                                                                    "0.1"});
}

TEST_CASE("every number of an economy is found") {
    const auto found = texts(example().economy);
    CHECK(found.contains("discount_rate"));
    CHECK(found.contains("benefit"));
    CHECK(found.contains("0.75"));  // of a split
    CHECK(found.contains("0.5"));   // of a ladder in an account
    CHECK(found.size() == 20);
}

TEST_CASE("every number of a program is found") {
    const auto found = texts(example().programs[0]);
    CHECK(found.contains("0.4"));             // advance
    CHECK(found.contains("0.02"));            // drop-out
    CHECK(found.contains("training_ratio"));  // effect
    CHECK(found.contains("training_price"));  // payment
    CHECK(found.size() == 16);
}

TEST_CASE("every coordinate of a model and of a program is found") {
    std::multiset<std::string> model;
    for (const FactorSpec* factor : factors_of(example().model))
        model.insert(factor->coordinate.text);
    CHECK(model == std::multiset<std::string>{"history", "months_in_state", "internships",
                                              "month_of_year", "month", "age", "since_internship",
                                              "months_in_program", "months_in_phase"});
    std::multiset<std::string> program;
    for (const FactorSpec* factor : factors_of(example().programs[0]))
        program.insert(factor->coordinate.text);
    CHECK(program == std::multiset<std::string>{"months_in_program", "household"});
}

TEST_CASE("formulas over ticks are found apart, and the numbers of outcomes with the others") {
    Diagnostics diagnostics;
    const auto economy = read_economy(
        test::yaml("title: Health\naccrual: {weights: 'w * tick'}\n"
                   "outcomes: {qaly: {unit: QALY, accrual: {weights: 'v + horizon'}, discounting: "
                   "{rate: r, form: compound}, amounts: [{per_month_in: a, amount: u, by: {c: {0: "
                   "f}}}]}, years: {unit: years, accrual: {weights: [x, y]}, amounts: "
                   "[{per_month_in: a, amount: 1}]}}\n"),
        diagnostics);
    REQUIRE(economy.has_value());
    std::multiset<std::string> formulas;
    for (const Expression* formula : tick_formulas_of(*economy)) formulas.insert(formula->text());
    CHECK(formulas == std::multiset<std::string>{"w * tick", "v + horizon"});
    CHECK(texts(*economy) == std::multiset<std::string>{"0", "r", "u", "f", "x", "y", "1"});
    REQUIRE(amount_factors_of(*economy).size() == 1);
    CHECK(amount_factors_of(*economy)[0]->coordinate.text == "c");
}
