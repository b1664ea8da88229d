// Money and outcomes of a scenario, as text.

#include <fmt/format.h>

#include <algorithm>

#include "report/explain_parts.hpp"
#include "report/explain_texts.hpp"

namespace forlob {

using namespace explaining;

namespace {

std::string split_text(const SplitSpec& split) {
    if (split.ladder) {
        std::string steps;
        for (const auto& [week, share] : split.ladder->state_share)
            steps +=
                fmt::format("{}from week {}: {}", steps.empty() ? "" : ", ", week, share.text());
        return fmt::format("{} pays a share by clock {} ({}), {} the rest",
                           split.ladder->payer.text, split.ladder->clock.text, steps,
                           split.ladder->rest.text);
    }
    // A single payer bears all.
    if (split.shares.size() == 1 && split.shares.front().second.text() == "1")
        return split.shares.front().first.text;
    std::string shares;
    for (const auto& [payer, share] : split.shares)
        shares += fmt::format("{}{} {}", shares.empty() ? "" : ", ", payer.text, share.text());
    return shares;
}

// "12 EUR"; program outcomes are in the unit of the economy's.
std::string value_text(const AmountSpec& amount, const std::string& unit, const ArmValues& values) {
    return values.text(amount.value) + (unit.empty() ? "" : " " + unit);
}

std::string amount_text(const AmountSpec& amount, const std::string& unit, const CycleSpec& cycle,
                        const ArmValues& values) {
    const std::string paid = value_text(amount, unit, values) + " ";
    const std::string per_cycle = paid + "per " + cycle.one();
    const std::string by =
        factors(amount.by) + (amount.replace ? "; in place of the economy's" : "");
    switch (amount.when) {
        case AmountSpec::When::at_start:
            return paid + "once at the start" + by;
        case AmountSpec::When::month_in_state:
            return per_cycle + " in " + list(amount.where) + by;
        case AmountSpec::When::transition:
            return paid + "per move from " + list(amount.where) + " to " + list(amount.to) + by;
        case AmountSpec::When::month_in_phase:
            return per_cycle + " in phase " + list(amount.where) + by;
        case AmountSpec::When::phase_entry:
            break;
    }
    return paid + "per entry into phase " + list(amount.where) + by;
}

std::string discounting_text(const DiscountingSpec& discounting, const ArmValues& values) {
    return fmt::format(
        "discount rate {} a year, {}{}", values.text(discounting.rate_per_year),
        discounting.form == DiscountingSpec::Form::compound ? "(1 + r)^-years" : "exp(-r years)",
        discounting.from_tick > 0 ? ", counted from tick 1" : "");
}

std::string accrual_text(const AccrualSpec& accrual, const CycleSpec& cycle) {
    switch (accrual.rule) {
        case AccrualSpec::Rule::start:
            return cycle.one() +
                   " t counts the state at its beginning, without half-cycle correction";
        case AccrualSpec::Rule::end:
            return cycle.one() + " t counts the state at its end, without half-cycle correction";
        case AccrualSpec::Rule::half_cycle:
            return cycle.one() +
                   " t counts the mean of the states at its beginning and end (half-cycle "
                   "correction)";
        case AccrualSpec::Rule::all_ticks:
            return "every tick is counted, the first included, without half-cycle correction";
        case AccrualSpec::Rule::weights:
            break;
    }
    if (accrual.is_formula)
        return "every tick is counted with the weight " + accrual.weights.front().text();
    std::string weights;
    for (const Expression& weight : accrual.weights)
        weights += (weights.empty() ? "" : ", ") + weight.text();
    return "every tick is counted, from the first on with the weights " + weights;
}

// What an account or outcome has in place of the economy's.
template <typename Stream>
std::string own_terms(const Stream& stream, const CycleSpec& cycle, const ArmValues& values,
                      std::size_t width) {
    std::string text;
    if (stream.accrual) text += line(accrual_text(*stream.accrual, cycle), width, 6);
    if (stream.discounting) text += line(discounting_text(*stream.discounting, values), width, 6);
    return text;
}

std::string account_text(const AccountSpec& account, const std::string& currency,
                         const CycleSpec& cycle, const ArmValues& values, std::size_t width) {
    std::string text =
        line(named(account.label, account.name) +
                 (account.direction == AccountSpec::Direction::income ? ", an income" : ""),
             width);
    for (const AmountSpec& amount : account.amounts)
        text += line(amount_text(amount, currency, cycle, values), width, 6);
    if (account.split_name) text += line("paid by " + account.split_name->text, width, 6);
    if (account.split) text += line("paid by: " + split_text(*account.split), width, 6);
    return text + own_terms(account, cycle, values, width);
}

std::string outcome_text(const OutcomeSpec& outcome, const std::string& unit,
                         const CycleSpec& cycle, const ArmValues& values, std::size_t width) {
    std::string text = line(named(outcome.label, outcome.name), width);
    for (const AmountSpec& amount : outcome.amounts)
        text += line(amount_text(amount, unit, cycle, values), width, 6);
    return text + own_terms(outcome, cycle, values, width);
}

// Evenly spaced ones by their ends and their step.
std::string thresholds_text(const std::vector<std::int32_t>& thresholds) {
    if (thresholds.empty()) return "";
    const std::int32_t step = thresholds.size() > 1 ? thresholds[1] - thresholds[0] : 0;
    bool is_even = thresholds.size() > 3;
    for (std::size_t at = 1; at < thresholds.size(); ++at)
        is_even = is_even && thresholds[at] - thresholds[at - 1] == step;
    if (is_even)
        return fmt::format("; thresholds {} to {} in steps of {}", thresholds.front(),
                           thresholds.back(), step);
    std::string all;
    for (const std::int32_t threshold : thresholds)
        all += (all.empty() ? "; thresholds " : ", ") + std::to_string(threshold);
    return all;
}

std::string incremental_text(const IncrementalSpec& incremental, std::size_t width) {
    const std::string thresholds = thresholds_text(incremental.thresholds);
    return line("Incremental analysis: cost " + incremental.cost.text + " by effect " +
                    incremental.effect.text + thresholds,
                width);
}

// Of what a program adds to an outcome of the economy.
std::string unit_of(const Name& outcome, const EconomySpec& economy) {
    for (const OutcomeSpec& known : economy.outcomes)
        if (known.name.text == outcome.text) return known.unit;
    return "";
}

bool is_named(const StateSpec& state, const std::vector<Name>& names) {
    return std::any_of(names.begin(), names.end(), [&](const Name& name) {
        return name.text == state.name.text ||
               std::any_of(state.groups.begin(), state.groups.end(),
                           [&](const Name& group) { return group.text == name.text; });
    });
}

// What a month in one state comes to, program amounts apart.
std::string state_rewards(const StateSpec& state, const EconomySpec& economy,
                          const ArmValues& values) {
    std::string text;
    const auto add = [&](const auto& stream, const std::string& unit, const char* sign) {
        for (const AmountSpec& amount : stream.amounts)
            if (amount.when == AmountSpec::When::month_in_state && is_named(state, amount.where))
                text += fmt::format("{}{} {}{}{}", text.empty() ? "" : "; ", stream.name.text, sign,
                                    value_text(amount, unit, values),
                                    amount.by.empty() ? "" : " × factors");
    };
    for (const AccountSpec& account : economy.accounts)
        add(account, economy.currency,
            account.direction == AccountSpec::Direction::income ? "income " : "");
    for (const OutcomeSpec& outcome : economy.outcomes) add(outcome, outcome.unit, "");
    return text;
}

std::string rewards_by_state(const ScenarioSpec& scenario, const ArmValues& values,
                             std::size_t width) {
    std::string text = "\nA " + scenario.model.cycle.one() + " in each state, programs apart\n";
    for (const StateSpec& state : scenario.model.states) {
        const std::string rewards = state_rewards(state, scenario.economy, values);
        text += line(state.name.text + ": " + (rewards.empty() ? "nothing" : rewards), width);
    }
    return text;
}

}  // namespace

std::string explain_payments(const ProgramSpec& program, const ScenarioSpec& scenario,
                             const ArmValues& values, std::size_t width) {
    const CycleSpec& cycle = scenario.model.cycle;
    const std::string& currency = scenario.economy.currency;
    std::string text;
    if (!program.payments.empty()) text += "  Payments\n";
    for (const AccountSpec& payment : program.payments)
        text += account_text(payment, currency, cycle, values, width);
    if (!program.outcomes.empty()) text += "  Outcomes\n";
    for (const OutcomeSpec& outcome : program.outcomes)
        text +=
            outcome_text(outcome, unit_of(outcome.name, scenario.economy), cycle, values, width);
    return text;
}

std::string explain_money(const ScenarioSpec& scenario, const ArmValues& values,
                          std::size_t width) {
    const EconomySpec& economy = scenario.economy;
    const CycleSpec& cycle = scenario.model.cycle;
    if (economy.payers.empty() && economy.outcomes.empty()) return "";
    std::string text = economy.payers.empty() ? std::string("\nOutcomes\n")
                                              : fmt::format("\nMoney: {}, prices of {}\n",
                                                            economy.currency, economy.price_year);
    if (!economy.tables.empty()) text += tables_text(economy.tables, width);
    for (const SplitSpec& split : economy.splits)
        text += line(named(split.label, split.name) + ": " + split_text(split), width);
    for (const AccountSpec& account : economy.accounts)
        text += account_text(account, economy.currency, cycle, values, width);
    if (!economy.payers.empty() && !economy.outcomes.empty()) text += "\nOutcomes\n";
    for (const OutcomeSpec& outcome : economy.outcomes)
        text += outcome_text(outcome, outcome.unit, cycle, values, width);
    if (economy.incremental) text += incremental_text(*economy.incremental, width);
    return text + rewards_by_state(scenario, values, width);
}

std::string explain_counting(const ScenarioSpec& scenario, const ArmValues& values) {
    const EconomySpec& economy = scenario.economy;
    return "Money and outcomes: " + accrual_text(economy.accrual, scenario.model.cycle) + "; " +
           discounting_text(economy.discounting, values) + ".";
}

}  // namespace forlob
