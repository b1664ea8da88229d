// Do the tables say what the author wrote? From small scenario texts to rows, programs and cells.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "support/scenario_text.hpp"

using namespace forlob;
using forlob::test::ScenarioText;

namespace {

constexpr StateId benefit{0}, internship{1}, employment{2}, pension{3};

// Unrounded probability of a move for a person of this kind and coordinates.
double share(const Model& model, StateId from, StateId to, std::uint32_t kind = 0,
             std::vector<std::uint16_t> values = {}, PhaseId phase = no_phase) {
    values.resize(static_cast<std::size_t>(model.n_coordinates));
    const std::uint32_t row = model.row_of.at(model.context(phase, from), kind, values);
    for (std::uint32_t slot = model.rows.first_slot[row]; slot < model.rows.first_slot[row + 1];
         ++slot)
        if (model.rows.target[slot] == to) return model.rows.probability[slot];
    return 0.0;
}

// The probability after the hazards of a row {0.03, 0.006, 0.002} are multiplied one by one.
double expected(double internship_ratio, double employment_ratio, double pension_ratio,
                double stated, double ratio) {
    const double per = -std::log(1.0 - 0.038) / 0.038;
    const double total =
        per * (0.03 * internship_ratio + 0.006 * employment_ratio + 0.002 * pension_ratio);
    return (1.0 - std::exp(-total)) * per * stated * ratio / total;
}

std::string mistakes(const ScenarioText& text) {
    try {
        static_cast<void>(text.models());
    } catch (const InputError& error) {
        std::string all;
        for (const Diagnostic& diagnostic : error.diagnostics()) all += diagnostic.message + "\n";
        return all;
    }
    return "";
}

}  // namespace

TEST_CASE("a plain row comes back as stated") {
    const auto models = ScenarioText{}.models();
    REQUIRE(models.size() == 1);
    CHECK(share(models[0], benefit, internship) == doctest::Approx(0.03).epsilon(1e-13));
    CHECK(share(models[0], benefit, benefit) == doctest::Approx(0.962).epsilon(1e-13));
    CHECK(share(models[0], pension, pension) == 1.0);
    CHECK(models[0].coordinate_cap[0] == 0);
}

TEST_CASE("a rate per year is a twelfth of a hazard per month") {
    ScenarioText text;
    text.transitions =
        "  benefit: {employment: {rate: 0.6, per: year}, pension: {rate: 0.05, per: month}}\n"
        "  internship: {benefit: 0.3}\n  employment: {benefit: 0.05}\n";
    const auto models = text.models();
    CHECK(share(models[0], benefit, benefit) == doctest::Approx(std::exp(-0.1)).epsilon(1e-13));
    CHECK(share(models[0], benefit, employment) ==
          doctest::Approx((1.0 - std::exp(-0.1)) / 2.0).epsilon(1e-13));
}

TEST_CASE("factors by attribute and by months multiply hazards") {
    ScenarioText text;
    text.transitions =
        "  benefit:\n"
        "    internship: 0.03\n"
        "    employment: {probability: 0.006, by: {history: {short: 2, long: 0.5}, "
        "months_in_state: {0: 1, 6: 3}}}\n"
        "    pension: 0.002\n"
        "  internship: {benefit: 0.3}\n  employment: {benefit: 0.05}\n";
    const auto models = text.models();
    const Model& model = models[0];
    CHECK(model.n_kinds == 2);
    CHECK(model.coordinate_cap[0] == 6);
    CHECK(share(model, benefit, employment, 0, {0}) ==
          doctest::Approx(expected(1, 2, 1, 0.006, 2)).epsilon(1e-12));
    CHECK(share(model, benefit, employment, 0, {5}) ==
          doctest::Approx(expected(1, 2, 1, 0.006, 2)).epsilon(1e-12));
    CHECK(share(model, benefit, employment, 1, {6}) ==
          doctest::Approx(expected(1, 1.5, 1, 0.006, 1.5)).epsilon(1e-12));
    CHECK(share(model, benefit, internship, 1, {6}) ==
          doctest::Approx(expected(1, 1.5, 1, 0.03, 1)).epsilon(1e-12));
}

TEST_CASE("a modifier acts on the moves of its pattern only") {
    ScenarioText text;
    text.modifiers = "[{label: Work, moves: [{from: benefit, to: [work]}], factor: 4}]";
    const auto models = text.models();
    CHECK(share(models[0], benefit, employment) ==
          doctest::Approx(expected(1, 4, 1, 0.006, 4)).epsilon(1e-12));
    CHECK(share(models[0], internship, employment) == doctest::Approx(0.02).epsilon(1e-12));
}

TEST_CASE("frailty is the fastest part of the kind") {
    ScenarioText text;
    text.frailty = "frailty: {sd_log: 0.6, levels: 2, moves: [{from: benefit, to: employment}]}\n";
    const auto models = text.models();
    CHECK(models[0].n_kinds == 2);
    CHECK(models[0].population.strata.size() == 2);
    const double low = models[0].population.frailty[0];
    CHECK(share(models[0], benefit, employment, 0) ==
          doctest::Approx(expected(1, low, 1, 0.006, low)).epsilon(1e-12));
}

TEST_CASE("business cycle and season are steps over the month") {
    ScenarioText text;
    text.scenario = "start: 2026-11\n";
    text.modifiers =
        "[{moves: [{to: employment}], by: {month: {0: 1, 13: 2}, month_of_year: {1: 1, 12: 3}}}]";
    const auto models = text.models();
    const auto at_month = [&](std::uint16_t month) {
        return share(models[0], employment == benefit ? benefit : internship, employment, 0,
                     {0, 0, 0, month});
    };
    const double per = -std::log(1.0 - 0.32) / 0.32;
    const auto with = [&](double ratio) {
        const double total = per * (0.3 + 0.02 * ratio);
        return (1.0 - std::exp(-total)) * per * 0.02 * ratio / total;
    };
    CHECK(at_month(1) == doctest::Approx(with(1)));   // November
    CHECK(at_month(2) == doctest::Approx(with(3)));   // December
    CHECK(at_month(3) == doctest::Approx(with(1)));   // January
    CHECK(at_month(13) == doctest::Approx(with(2)));  // November again
    CHECK(at_month(14) == doctest::Approx(with(6)));
}

TEST_CASE("an arm's parameters override the common ones") {
    ScenarioText text;
    text.parameters = "{p: {value: 0.006, unit: probability/month, grade: D, source: Test}}";
    text.transitions =
        "  benefit: {employment: p}\n  internship: {benefit: 0.3}\n  employment: {benefit: 0.05}\n";
    text.set = "{p: 0.5}";
    const auto models = text.models();
    REQUIRE(models.size() == 2);
    CHECK(share(models[0], benefit, employment) == doctest::Approx(0.006));
    CHECK(share(models[1], benefit, employment) == doctest::Approx(0.5));
}

TEST_CASE("probabilities above 1, negative ones and sums above 1 are refused with their place") {
    ScenarioText text;
    text.transitions =
        "  benefit: {employment: 0.7, pension: 0.6}\n  internship: {benefit: 1.5}\n"
        "  employment: {benefit: -0.1}\n";
    const std::string all = mistakes(text);
    CHECK(all.find("the probabilities of leaving 'benefit' add up to 1.3") != std::string::npos);
    CHECK(all.find("probability '1.5' is 1.5") != std::string::npos);
    CHECK(all.find("probability '-0.1' is -0.1") != std::string::npos);
}

TEST_CASE("shares of a population must add up to 1") {
    ScenarioText text;
    text.population_attributes = "  history: {shares: {short: 0.25, long: 0.7}}\n";
    CHECK(mistakes(text) == "these shares add up to 0.95\n");
}

TEST_CASE("strata carry their share, kind and start values") {
    ScenarioText text;
    text.start =
        "{given: history, levels: {short: {employment: 1.0}, long: {benefit: 0.5, internship: "
        "0.5}}}";
    text.population_more =
        "clocks: {support: {given: history, levels: {short: {from: 0, to: 11}, long: 60}}}\n";
    text.economy =
        "{title: Prices, currency: DKK, price_year: 2025, accrual: start, payers: {municipality: "
        "{label: M}, state: {label: S}}, "
        "splits: {ladder: {ladder: {clock: support, payer: state, shares_from_week: {0: 0.8, 52: "
        "0.2}, "
        "rest: municipality}}}, "
        "accounts: {benefit: {label: B, split: ladder, amounts: [{per_month_in: [support], "
        "amount: 100}]}}}";
    const auto models = text.models();
    const auto& strata = models[0].population.strata;
    REQUIRE(strata.size() == 2);
    CHECK(models[0].population.stratum.probability[0] == doctest::Approx(0.25));
    CHECK(strata[0].start_states == std::vector{employment});
    CHECK(strata[1].start_states == std::vector{benefit, internship});
    // 52 weeks are reached in the month that begins after 12 months (52.18 weeks): cap 12.
    CHECK(models[0].clocks[0].cap == 12);
    CHECK(strata[0].clock_starts[0] == ClockRange{0, 11});
    CHECK(strata[1].clock_starts[0] == ClockRange{12, 12});
    CHECK_FALSE(models[0].clocks[0].used_by_dynamics);
    // Cells: 13 ladder months in each of the three supported states, one in employment.
    CHECK(models[0].cells.size() == 3 * 13 + 1);
}

TEST_CASE("phases are numbered from 1 and lead where they say") {
    ScenarioText text;
    text.program =
        "name: help\ntitle: Help\nlabel: Help\n"
        "eligibility: {states: [benefit]}\n"
        "phases:\n"
        "  talk: {months: 1, then: place}\n"
        "  place: {placement: internship, release: benefit, min_months: 1, max_months: 2, advance: "
        "0.7, then: talk}\n"
        "  care: {}\n"
        "on_enter: {work: care, pension: end}\n"
        "effects:\n"
        "  - {moves: [{from: benefit, to: work}], hazard_ratio: 4, phases: [talk], months_after: "
        "3, "
        "ramp: {since: launch, full_after_months: 2}}\n"
        "replace:\n"
        "  - {phases: [place], from: internship, transitions: {employment: 0.5}}\n";
    const auto models = text.models();
    REQUIRE(models.size() == 2);
    const Model& model = models[1];
    REQUIRE(model.phases.size() == 5);
    CHECK(models[0].phases.size() == 1);
    CHECK(model.phases[1].name == "help.talk");
    CHECK(model.phases[1].then == PhaseId{2});
    CHECK(model.phases[2].placement == internship);
    CHECK(model.phases[2].release == benefit);
    CHECK(model.phases[2].advance_probability == 0.7);
    CHECK(model.phases[1].on_enter[index(employment)] == PhaseId{3});
    CHECK(model.phases[1].on_enter[index(pension)] == PhaseId{4});
    CHECK(model.phases[1].on_enter[index(benefit)] == stay_in_phase);
    CHECK(model.phases[4].after_program);
    CHECK(model.phases[4].max_months == 3);
    CHECK(model.programs[0].after_program == PhaseId{4});
    CHECK(share(model, internship, employment, 0, {}, PhaseId{2}) == doctest::Approx(0.5));

    const auto in_talk = [&](std::uint16_t month) {
        return share(model, benefit, employment, 0, {0, 0, 0, month}, PhaseId{1});
    };
    CHECK(in_talk(1) == doctest::Approx(0.006).epsilon(1e-12));
    CHECK(in_talk(2) == doctest::Approx(expected(1, 2, 1, 0.006, 2)).epsilon(1e-12));
    CHECK(in_talk(3) == doctest::Approx(expected(1, 4, 1, 0.006, 4)).epsilon(1e-12));
    // After the program: full at first (month 3), nothing from the third month after.
    CHECK(share(model, benefit, employment, 0, {0, 2, 0, 9}, PhaseId{4}) ==
          doctest::Approx(expected(1, 4, 1, 0.006, 4)).epsilon(1e-12));
    CHECK(share(model, benefit, employment, 0, {0, 3, 0, 9}, PhaseId{4}) ==
          doctest::Approx(0.006).epsilon(1e-12));
}

TEST_CASE("rates are per day, week, month, quarter or year") {
    ScenarioText text;
    text.transitions =
        "  benefit: {internship: {rate: 0.01, per: day}, employment: {rate: 0.07, per: week}, "
        "pension: {rate: 0.3, per: quarter}}\n"
        "  internship: {benefit: 0.3}\n  employment: {benefit: 0.05}\n";
    const double days = 365.25 / 12.0;
    const double total = 0.01 * days + 0.01 * days + 0.1;
    const auto models = text.models();
    CHECK(share(models[0], benefit, benefit) == doctest::Approx(std::exp(-total)).epsilon(1e-13));
    CHECK(share(models[0], benefit, pension) ==
          doctest::Approx((1.0 - std::exp(-total)) * 0.1 / total).epsilon(1e-13));
}

TEST_CASE("the rest is what the others leave, whoever it is and whatever acts on them") {
    ScenarioText text;
    text.parameters = "{p: {value: 0.2, unit: probability, grade: D, source: Test}}";
    text.transitions =
        "  benefit: {internship: rest, employment: \"min(0.1 * (months_in_state + 1), 0.5)\", "
        "pension: p}\n"
        "  internship: {internship: rest, benefit: 0.3}\n  employment: {benefit: 0.05}\n";
    text.program =
        "name: law\neveryone: true\neffects: [{moves: [{from: benefit, to: pension}], "
        "relative_risk: 0.5}]\n";
    const auto models = text.models();
    CHECK(share(models[0], benefit, internship, 0, {0}) == doctest::Approx(0.7).epsilon(1e-12));
    CHECK(models[0].coordinate_cap[0] == 4);  // from the fifth month on nothing changes
    CHECK(share(models[0], benefit, internship, 0, {4}) == doctest::Approx(0.3).epsilon(1e-12));
    CHECK(share(models[0], benefit, benefit, 0, {4}) == 0.0);
    CHECK(share(models[1], benefit, internship, 0, {4}) == doctest::Approx(0.4).epsilon(1e-12));
    CHECK(share(models[0], internship, internship) == doctest::Approx(0.7).epsilon(1e-12));
}

TEST_CASE("counts are proportions of their row, those who stayed among them") {
    ScenarioText text;
    text.transitions =
        "  benefit: {benefit: {count: 60}, employment: {count: \"cycle > 3 ? 40 : 20\"}}\n"
        "  internship: {benefit: {count: 3}, employment: {count: 1}}\n  employment: {benefit: "
        "0.05}\n";
    const auto models = text.models();
    CHECK(share(models[0], benefit, employment, 0, {0, 0, 0, 3}) ==
          doctest::Approx(0.25).epsilon(1e-12));
    CHECK(share(models[0], benefit, employment, 0, {0, 0, 0, 4}) ==
          doctest::Approx(0.4).epsilon(1e-12));
    // Nobody was counted who stayed.
    CHECK(share(models[0], internship, benefit) == doctest::Approx(0.75).epsilon(1e-12));
    CHECK(share(models[0], internship, internship) == 0.0);
}

TEST_CASE("effects: replaced, relative risk, odds ratio, hazard ratio, in this order") {
    ScenarioText text;
    text.program =
        "name: law\neveryone: true\neffects:\n"
        "  - {moves: [{from: benefit, to: employment}], odds_ratio: 2}\n"
        "  - {moves: [{from: benefit, to: employment}], relative_risk: 0.5}\n"
        "  - {moves: [{from: benefit, to: employment}], probability: \"cycle > 6 ? 0.2 : 0.1\"}\n"
        "  - {moves: [{from: benefit, to: pension}], hazard_ratio: 3}\n";
    const auto models = text.models();
    const auto expected_at = [](double stated) {
        const double risk = 0.5 * stated;
        const double odds = 2.0 * risk / (1.0 - risk);
        const double employed = odds / (1.0 + odds);
        const double left = 0.03 + employed + 0.002;
        const double per = -std::log(1.0 - left) / left;
        const double total = per * (0.03 + employed + 3.0 * 0.002);
        return (1.0 - std::exp(-total)) * per * employed / total;
    };
    CHECK(share(models[1], benefit, employment, 0, {0, 0, 0, 6}) ==
          doctest::Approx(expected_at(0.1)).epsilon(1e-12));
    CHECK(share(models[1], benefit, employment, 0, {0, 0, 0, 7}) ==
          doctest::Approx(expected_at(0.2)).epsilon(1e-12));
    CHECK(share(models[0], benefit, employment) == doctest::Approx(0.006).epsilon(1e-12));
}

TEST_CASE("a relative risk leaves the other moves as stated, a hazard ratio does not") {
    ScenarioText text;
    text.program =
        "name: law\neveryone: true\neffects: [{moves: [{from: benefit, to: internship}], "
        "relative_risk: 10}]\n";
    const auto models = text.models();
    CHECK(share(models[1], benefit, internship) == doctest::Approx(0.3).epsilon(1e-12));
    CHECK(share(models[1], benefit, employment) == doctest::Approx(0.006).epsilon(1e-12));
}

TEST_CASE("a rate replaces a probability, and a probability a rate") {
    ScenarioText text;
    text.transitions =
        "  benefit: {employment: 0.006}\n  internship: {benefit: {rate: 0.1, per: month}}\n"
        "  employment: {benefit: 0.05}\n";
    text.program =
        "name: law\neveryone: true\neffects:\n"
        "  - {moves: [{from: benefit}], rate: 1.2, per: year}\n"
        "  - {moves: [{from: internship}], probability: 0.25}\n";
    const auto models = text.models();
    CHECK(share(models[1], benefit, employment) ==
          doctest::Approx(1.0 - std::exp(-0.1)).epsilon(1e-12));
    CHECK(share(models[1], internship, benefit) == doctest::Approx(0.25).epsilon(1e-12));
}

TEST_CASE("programs for everybody act in every phase, beside the one that a person is in") {
    ScenarioText text;
    text.program =
        "name: help\neligibility: {states: [benefit]}\nphases: {one: {months: 3}}\n"
        "effects: [{moves: [{from: benefit, to: employment}], relative_risk: 3}]\n"
        "replace: [{from: employment, transitions: {benefit: 0.5}}]\n";
    text.more_programs =
        "name: law\neveryone: true\n"
        "effects: [{moves: [{from: benefit, to: employment}], relative_risk: 2}]\n"
        "replace: [{from: employment, transitions: {benefit: 0.1, pension: 0.01}}, "
        "{from: internship, transitions: {benefit: 0.9}}]\n"
        "payments: {fee: {split: municipality, amounts: [{per_month_in: [benefit], amount: 1}]}}\n";
    const auto models = text.models();
    const Model& model = models[1];
    CHECK(model.programs.size() == 1);
    CHECK(model.phases.size() == 2);
    CHECK(share(model, benefit, employment) == doctest::Approx(0.012).epsilon(1e-12));
    CHECK(share(model, benefit, employment, 0, {}, PhaseId{1}) ==
          doctest::Approx(0.036).epsilon(1e-12));
    CHECK(share(model, employment, benefit) == doctest::Approx(0.1).epsilon(1e-12));
    CHECK(share(model, employment, benefit, 0, {}, PhaseId{1}) ==
          doctest::Approx(0.5).epsilon(1e-12));
    CHECK(share(model, internship, benefit, 0, {}, PhaseId{1}) ==
          doctest::Approx(0.9).epsilon(1e-12));
}

TEST_CASE("an attribute of a distribution has equally likely classes") {
    ScenarioText text;
    text.attributes =
        "  history: {levels: {short: {}, long: {}}}\n"
        "  skill: {distribution: {uniform: {low: 0, high: 0.4}}, levels: 4}\n";
    text.transitions =
        "  benefit: {employment: skill}\n  internship: {benefit: 0.3}\n  employment: {benefit: "
        "0.05}\n";
    const auto models = text.models();
    const Model& model = models[0];
    CHECK(model.n_kinds == 4);
    REQUIRE(model.population.strata.size() == 8);
    CHECK(model.population.stratum.probability[1] == doctest::Approx(0.25 / 4.0));
    for (std::uint32_t kind = 0; kind < 4; ++kind)
        CHECK(share(model, benefit, employment, kind) ==
              doctest::Approx(0.05 + 0.1 * kind).epsilon(1e-12));
}

TEST_CASE("a clock that is never has the value that a formula has at infinity") {
    ScenarioText text;
    text.clocks =
        "  support: {counts: [support], starts: {given: history, levels: {short: never, "
        "long: 0}}}\n";
    text.transitions =
        "  benefit: {employment: 0.5 / (1 + support)}\n  internship: {benefit: 0.3}\n  "
        "employment: {benefit: 0.05}\n";
    const auto models = text.models();
    const Model& model = models[0];
    CHECK(model.clocks[0].cap == 25);
    CHECK(model.population.strata[0].clock_starts[0].low == 25);
    CHECK(share(model, benefit, employment, 0, {0, 0, 0, 1, 25}) == 0.0);
    CHECK(share(model, benefit, employment, 0, {0, 0, 0, 1, 24}) ==
          doctest::Approx(0.02).epsilon(1e-12));
}

TEST_CASE("numbers that make no sense are reported with the coordinates, once") {
    ScenarioText text;
    text.population_more = "age_years: {from: 70, to: 70}\n";
    text.transitions =
        "  benefit: {employment: 0.1 * cycle, pension: age / 71}\n"
        "  internship: {benefit: 0.5 - months_in_state}\n"
        "  employment: {benefit: 0.6 + 0.1 * support, pension: 0.3}\n";
    text.program =
        "name: help\neligibility: {states: [benefit]}\nphases: {one: {months: 3}}\n"
        "effects: [{moves: [{from: employment, to: pension}], relative_risk: 5 * cycle}]\n";
    CHECK(mistakes(text) ==
          "the probabilities of leaving 'benefit' add up to 1.08591549 at cycle 1, age 70\n"
          "probability 'age / 71' is 1.00117371 at age 71.08\n"
          "probability '0.1 * cycle' is 1.1 at cycle 11\n"
          "probability '0.5 - months_in_state' is -0.5 at cycles_in_state 1\n"
          "the probabilities of leaving 'employment' add up to 1.1 at support 2\n"
          "probability '0.6 + 0.1 * support' is 1.1 at support 5\n");
}

TEST_CASE("what nobody can meet is no mistake") {
    ScenarioText text;
    text.horizon = 10;
    text.population_more = "age_years: {from: 70, to: 70}\n";
    // More months in the state than cycles, ages before the start, phases longer than they are.
    text.transitions =
        "  benefit: {employment: \"months_in_state < cycle ? 0.1 : 2\", pension: \"age < 69.99 + "
        "(cycle - 1) / 12 ? 2 : 0.1\"}\n"
        "  internship: {benefit: 0.9 - 0.1 * months_in_phase}\n"
        "  employment: {benefit: \"(cycle - 1)^0.5 / 10\"}\n";
    text.program = "name: help\neligibility: {states: [benefit]}\nphases: {one: {months: 9}}\n";
    CHECK(mistakes(text) == "");
    text.program = "name: help\neligibility: {states: [benefit]}\nphases: {one: {months: 11}}\n";
    CHECK(mistakes(text) ==
          "probability '0.9 - 0.1 * months_in_phase' is -0.1 at cycles_in_phase "
          "10\n");
}

TEST_CASE("effects that cannot act are refused") {
    ScenarioText text;
    text.transitions =
        "  benefit: {internship: rest, employment: 0.1}\n  internship: {benefit: {rate: 0.1, per: "
        "month}}\n  employment: {benefit: 0.5}\n";
    text.program =
        "name: law\neveryone: true\neffects:\n"
        "  - {moves: [{from: benefit}], relative_risk: 0.5}\n"
        "  - {moves: [{from: internship}], odds_ratio: 0.5}\n"
        "  - {moves: [{from: employment}], relative_risk: 3}\n"
        "  - {moves: [{to: employment}], probability: 0.5}\n"
        "  - {moves: [{from: benefit, to: employment}], probability: 0.4}\n";
    const std::string all = mistakes(text);
    INFO(all);
    CHECK(all.find("the effect acts on 'benefit' → 'internship', which is the rest of its row") !=
          std::string::npos);
    CHECK(all.find("odds_ratio '0.5' acts on 'internship' → 'benefit', which has a rate") !=
          std::string::npos);
    CHECK(all.find("relative_risk '3' makes the probability of 'employment' → 'benefit' 1.5") !=
          std::string::npos);
    CHECK(all.find("a second effect replaces the value of 'benefit' → 'employment'") !=
          std::string::npos);
}

TEST_CASE("outcomes by attribute make subgroups of cells") {
    ScenarioText text;
    text.scenario = "record: {by: [history]}\n";
    const auto models = text.models();
    CHECK(models[0].n_subgroups == 2);
    CHECK(models[0].cells.size() == 8);
    CHECK(models[0].cells[0].subgroup == 0);
    CHECK(models[0].cells[1].subgroup == 1);
    CHECK(models[0].cells[1].levels[0] == 1);
    CHECK(models[0].population.strata[1].subgroup == 1);
}

TEST_CASE("rates become hazards of the model's cycle") {
    ScenarioText text;
    text.cycle = "cycle: quarter\n";
    text.clocks = "";
    text.economy =
        "{title: Prices, currency: DKK, price_year: 2025, accrual: start, "
        "payers: {state: {}}, accounts: {benefit: {split: state, "
        "amounts: [{per_cycle_in: [benefit], amount: 100}]}}}";
    text.transitions =
        "  benefit: {employment: {rate: 0.6, per: year}, pension: {rate: 0.05, per: month}}\n"
        "  internship: {benefit: {rate: 0.001, per: day}, employment: {rate: 0.01, per: week}}\n"
        "  employment: {benefit: 0.05}\n";
    const Model model = text.models()[0];
    CHECK(share(model, benefit, benefit) == doctest::Approx(std::exp(-0.3)).epsilon(1e-13));
    const double days = 365.25 / 4.0;
    CHECK(share(model, internship, internship) ==
          doctest::Approx(std::exp(-days * (0.001 + 0.01 / 7.0))).epsilon(1e-13));
    CHECK(share(model, employment, benefit) == doctest::Approx(0.05).epsilon(1e-13));
}

TEST_CASE("ages are years whatever the cycle is") {
    ScenarioText text;
    text.clocks = "";
    text.economy =
        "{title: Prices, currency: DKK, price_year: 2025, accrual: start, "
        "payers: {state: {}}, accounts: {benefit: {split: state, "
        "amounts: [{per_cycle_in: [benefit], amount: 100}]}}}";
    text.modifiers =
        "[{moves: [{from: employment}], by: {age: {0: 1, 65: 2}, cycle: {0: 1, 3: 5}}}]";
    text.population_more = "age_years: {from: 64, to: 64}\n";
    text.horizon = 10;
    struct Expected {
        const char* cycle;
        int first, last, threshold;
    };
    for (const Expected& one :
         {Expected{"cycle: month\n", 768, 779, 780}, Expected{"cycle: quarter\n", 256, 259, 260},
          Expected{"cycle: year\n", 64, 64, 65},
          Expected{"cycle: {length: 0.5, unit: year}\n", 128, 129, 130},
          Expected{"cycle: week\n", 3340, 3391, 3392}}) {
        CAPTURE(one.cycle);
        text.cycle = one.cycle;
        const Model model = text.models()[0];
        const ClockRange& start = model.population.strata[0].clock_starts.back();
        CHECK(start.low == one.first);
        CHECK(start.high == std::min<int>(one.last, model.coordinate_cap[4]));
        const auto leaves = [&](int age, int cycle) {
            const int capped = std::min<int>(age, model.coordinate_cap[4]);
            return share(
                model, employment, benefit, 0,
                {0, 0, 0, static_cast<std::uint16_t>(cycle), static_cast<std::uint16_t>(capped)});
        };
        CHECK(leaves(one.threshold - 1, 1) == doctest::Approx(0.05));
        CHECK(leaves(one.threshold, 1) == doctest::Approx(1.0 - 0.95 * 0.95));
        CHECK(leaves(one.threshold - 1, 3) == doctest::Approx(1.0 - std::pow(0.95, 5)));
    }
    text.cycle = "cycle: {length: 5, unit: year}\n";
    CHECK(mistakes(text).starts_with("no cycle of 5 years begins at an age from 64 to 64\n"));
    text.cycle = "cycle: hour\n";
    CHECK(mistakes(text).starts_with("nobody can be 64 years old with cycles of an hour\n"));
}
