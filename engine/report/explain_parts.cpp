#include "report/explain_parts.hpp"

#include <fmt/format.h>

#include "outcomes/measure.hpp"
#include "report/text.hpp"

namespace forlob {
namespace {

std::string named(const Label& label, const Name& name) {
    std::string text = name.text;
    if (!label.text.empty()) text += ": " + label.text;
    if (!label.danish.empty()) text += " (" + label.danish + ")";
    return text;
}

std::string list(const std::vector<Name>& names, const char* if_none = "all") {
    std::string text;
    for (const Name& name : names) text += (text.empty() ? "" : ", ") + name.text;
    return text.empty() ? if_none : text;
}

std::string patterns(const std::vector<MovePattern>& moves) {
    std::string text;
    for (const MovePattern& pattern : moves)
        text += fmt::format("{}{} → {}", text.empty() ? "" : "; ", list(pattern.from, "any state"),
                            list(pattern.to, "any state"));
    return text.empty() ? "every move" : text;
}

std::string factor(const FactorSpec& spec) {
    std::string text;
    for (const FactorSpec::Step& step : spec.steps)
        text += fmt::format("{}{}{} × {}", text.empty() ? "" : ", ", step.from ? "from " : "",
                            step.key.text, step.factor.text());
    return "by " + spec.coordinate.text + ": " + text;
}

std::string factors(const std::vector<FactorSpec>& by) {
    std::string text;
    for (const FactorSpec& spec : by) text += "; " + factor(spec);
    return text;
}

std::string line(const std::string& text, std::size_t width, std::size_t indent = 2) {
    return std::string(indent, ' ') + wrapped(text, width - indent, indent + 2) + "\n";
}

std::string start_text(const ClockStart& start) {
    if (start.never) return "never";
    if (start.from_months == start.to_months) return std::to_string(start.from_months);
    return fmt::format("{} to {}, each equally likely", start.from_months, start.to_months);
}

std::string row_text(const RowSpec& row, std::size_t width) {
    std::string text = "  from " + row.from.text + "\n";
    for (const MoveSpec& move : row.moves) {
        const bool is_rate = move.form == MoveSpec::Form::rate;
        const std::string per = is_rate ? fmt::format(" per {}", name_of(move.per)) : "";
        text += line(fmt::format("{} {} {}{}", move.to.text, is_rate ? "rate" : "probability",
                                 move.value.text(), per + factors(move.by)),
                     width, 6);
    }
    return text;
}

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
    std::string shares;
    for (const auto& [payer, share] : split.shares)
        shares += fmt::format("{}{} {}", shares.empty() ? "" : ", ", payer.text, share.text());
    return shares;
}

std::string amount_text(const AmountSpec& amount, const ScenarioSpec& scenario) {
    const std::string paid = amount.value.text() + " " + scenario.economy.currency + " ";
    const std::string per_cycle = paid + "per " + scenario.model.cycle.one();
    switch (amount.when) {
        case AmountSpec::When::at_start:
            return paid + "once at the start" + factors(amount.by);
        case AmountSpec::When::month_in_state:
            return per_cycle + " in " + list(amount.where) + factors(amount.by);
        case AmountSpec::When::transition:
            return paid + "per move from " + list(amount.where) + " to " + list(amount.to);
        case AmountSpec::When::month_in_phase:
            return per_cycle + " in phase " + list(amount.where) + factors(amount.by);
        case AmountSpec::When::phase_entry:
            break;
    }
    return paid + "per entry into phase " + list(amount.where);
}

std::string account_text(const AccountSpec& account, const ScenarioSpec& scenario,
                         std::size_t width) {
    std::string text =
        line(named(account.label, account.name) +
                 (account.direction == AccountSpec::Direction::income ? ", an income" : ""),
             width);
    for (const AmountSpec& amount : account.amounts)
        text += line(amount_text(amount, scenario), width, 6);
    if (account.split_name) text += line("paid by " + account.split_name->text, width, 6);
    if (account.split) text += line("paid by: " + split_text(*account.split), width, 6);
    return text;
}

std::string length_text(const PhaseSpec& phase, const CycleSpec& cycle) {
    if (phase.min_months && phase.max_months)
        return fmt::format("{} to {} {}", *phase.min_months, *phase.max_months, cycle.many());
    if (phase.max_months) return fmt::format("{} {}", *phase.max_months, cycle.many());
    if (phase.min_months) return fmt::format("at least {} {}", *phase.min_months, cycle.many());
    return "no fixed length";
}

// One phase as a line of the state machine.
std::string phase_text(const PhaseSpec& phase, const CycleSpec& cycle, std::size_t width) {
    std::string text = named(phase.label, phase.name) + ", " + length_text(phase, cycle);
    if (phase.advance)
        text += ", advances with probability " + phase.advance->text() + " a " + cycle.one();
    if (phase.placement) text += ", in state " + phase.placement->text;
    if (phase.release) text += ", then released to " + phase.release->text;
    if (!phase.uses.empty()) text += ", takes a place of " + list(phase.uses);
    if (phase.drop_out)
        text += ", drop-out probability " + phase.drop_out->text() + " a " + cycle.one();
    if (phase.min_months || phase.max_months)
        text += " ──► " + (phase.then.text.empty() ? "end" : phase.then.text);
    std::string result = line(text, width);
    for (const auto& [state, to] : phase.on_enter)
        result += line("entering " + state.text + " ──► " + to.text, width, 6);
    return result;
}

// Limited places, and what happens to those who find none.
std::string places_text(const ProgramSpec& program, const CycleSpec& cycle, std::size_t width) {
    std::string text;
    for (const ResourceSpec& resource : program.resources)
        text += line(named(resource.label, resource.name) + ": " + resource.amount.text() +
                         (resource.is_stock ? " places" : " new places a " + cycle.one()),
                     width);
    if (!program.queue) return text;
    const QueueSpec& queue = *program.queue;
    std::string rule = "Those who find no place wait, first come, first served";
    if (queue.limit) rule += "; at most " + queue.limit->text() + ", others are refused";
    if (queue.when_refused) rule += " and moved to " + queue.when_refused->text;
    if (queue.drop_out)
        rule += "; they give up with probability " + queue.drop_out->text() + " a " + cycle.one();
    if (queue.when_dropped) rule += " and are moved to " + queue.when_dropped->text;
    if (queue.at_start) rule += "; " + queue.at_start->text() + " wait at the start";
    return text + line(rule, width);
}

std::string inflow_text(const InflowSpec& inflow, const CycleSpec& cycle, std::size_t width) {
    const std::string persons = " persons a " + cycle.one();
    std::string text;
    switch (inflow.kind) {
        case InflowSpec::Kind::number:
            text = inflow.amount.text() + persons;
            break;
        case InflowSpec::Kind::poisson:
            text = "Poisson, " + inflow.amount.text() + persons + " on average";
            break;
        case InflowSpec::Kind::share:
            text = inflow.amount.text() + persons + " for each one in " + list(inflow.of);
            break;
    }
    text += fmt::format(", from {} {}{}", cycle.one(), inflow.from_cycle,
                        inflow.to_cycle ? fmt::format(" to {}", *inflow.to_cycle) : "");
    return line(text, width);
}

}  // namespace

std::string explain_conventions(const ScenarioSpec& scenario, std::size_t width) {
    std::string text = scenario.title + "\n";
    if (!scenario.description.empty()) text += wrapped(scenario.description, width) + "\n";
    const CycleSpec& cycle = scenario.model.cycle;
    const std::string time =
        cycle.is_month()
            ? fmt::format("months of {}-{:02} and {} more", scenario.start_year,
                          scenario.start_month, scenario.horizon_months - 1)
            : fmt::format("{} {} from {}-{:02}", scenario.horizon_months, cycle.many_with_length(),
                          scenario.start_year, scenario.start_month);
    text +=
        fmt::format("\n{} persons, {}, {} replications, seed {}\n", grouped(scenario.cohort_size),
                    time, grouped(scenario.replications), scenario.seed);
    text += "\nConventions\n";
    text += line(fmt::format("A cycle is {}. In each: enrolment, transition, program step, clocks, "
                             "counting.",
                             cycle.length_text()),
                 width);
    text += line(
        "Probabilities of a row are competing hazards: modifiers multiply hazards, never "
        "probabilities.",
        width);
    return text + explain_definitions(scenario.model, width);
}

std::string explain_definitions(const ModelSpec& model, std::size_t width) {
    const DefinitionsSpec& definitions = model.definitions;
    std::string text;
    if (definitions.exit_bases.empty()) return text;
    text += line("An exit leaves " + list(definitions.exit_from) +
                     fmt::format(" and stays out for {} {}(s):", definitions.confirm_months,
                                 model.cycle.one()),
                 width);
    for (const NamedStates& base : definitions.exit_bases)
        text += line(named(base.label, base.name) + ", to " + list(base.states), width, 6);
    if (definitions.relapse_events.empty()) return text;
    text += line("Relapse is entering again:", width);
    for (const NamedStates& event : definitions.relapse_events)
        text += line(named(event.label, event.name) + ", in " + list(event.states), width, 6);
    text += line(
        "Headline: " + definitions.headline_event.text + " after " + definitions.headline_base.text,
        width);
    return text;
}

std::string explain_inflow(const ScenarioSpec& scenario, std::size_t width) {
    const auto& inflows = scenario.population.inflow;
    std::string text = inflows.empty() ? "" : "\nPeople who come later\n";
    for (const InflowSpec& inflow : inflows)
        text += inflow_text(inflow, scenario.model.cycle, width);
    return text;
}

std::string explain_states(const ScenarioSpec& scenario, std::size_t width) {
    std::string text = "\nStates (groups)\n";
    for (const StateSpec& state : scenario.model.states)
        text += line(named(state.label, state.name) + (state.absorbing ? ", never left" : "") +
                         " [" + list(state.groups, "–") + "]",
                     width);
    return text;
}

std::string explain_dynamics(const ScenarioSpec& scenario, std::size_t width) {
    const ModelSpec& model = scenario.model;
    std::string text;
    if (!model.attributes.empty()) text += "\nAttributes\n";
    for (const AttributeSpec& attribute : model.attributes) {
        std::string levels;
        for (const auto& level : attribute.levels)
            levels += (levels.empty() ? "" : ", ") + level.name.text;
        text += line(named(attribute.label, attribute.name) + " [" + levels + "]", width);
    }
    if (!model.clocks.empty()) text += "\nClocks\n";
    for (const ClockSpec& clock : model.clocks) {
        std::string rule = named(clock.label, clock.name);
        const std::string many = model.cycle.many();
        if (!clock.counts.empty()) rule += "; counts " + many + " in " + list(clock.counts);
        if (!clock.on_enter.empty()) rule += "; counts entries into " + list(clock.on_enter);
        if (!clock.resets_on.empty()) rule += "; 0 on entering " + list(clock.resets_on);
        if (clock.resets_after)
            rule +=
                fmt::format("; 0 after {} {} in {} within {} {}", clock.resets_after->months, many,
                            list(clock.resets_after->in), clock.resets_after->within_months, many);
        if (clock.starts && !clock.starts->given)
            rule += "; starts at " + start_text(clock.starts->start);
        text += line(rule, width);
    }
    text += fmt::format("\nHazards per {}\n", model.cycle.one());
    for (const RowSpec& row : model.rows) text += row_text(row, width);
    if (!model.modifiers.empty()) text += "\nModifiers of hazards\n";
    for (const ModifierSpec& modifier : model.modifiers)
        text +=
            line(fmt::format("{}: {}{}{}", modifier.label.empty() ? "(no label)" : modifier.label,
                             patterns(modifier.moves),
                             modifier.factor ? " × " + modifier.factor->text() : "",
                             factors(modifier.by)),
                 width);
    if (model.frailty)
        text += line(
            fmt::format("Frailty: lognormal, mean 1, sd of the logarithm {}, {} equally likely "
                        "levels, on {}",
                        model.frailty->sd_log.text(), model.frailty->levels,
                        patterns(model.frailty->moves)),
            width);
    return text;
}

std::string explain_program(const ProgramSpec& program, const ScenarioSpec& scenario,
                            std::size_t width) {
    const CycleSpec& cycle = scenario.model.cycle;
    const std::string one = cycle.one();
    const std::string many = cycle.many();
    std::string text = fmt::format("\nProgram {}\n", named(program.label, program.name));
    std::string eligible = "Offered to those in " + list(program.eligibility.states, "any state");
    for (const auto& [attribute, levels] : program.eligibility.attributes)
        eligible += fmt::format(", {} in [{}]", attribute.text, list(levels));
    for (const auto& range : program.eligibility.clocks)
        eligible +=
            fmt::format(", {} from {}{} {}", range.clock.text, range.from_months,
                        range.to_months ? fmt::format(" to {}", *range.to_months) : "", many);
    eligible += fmt::format(
        "; from {} {}{}, probability {} a {}, {} willing, {}", one, program.enrolment.from_month,
        program.enrolment.to_month ? fmt::format(" to {}", *program.enrolment.to_month) : "",
        program.enrolment.probability.text(), one, program.enrolment.willing.text(),
        program.enrolment.repeat ? "again and again" : "once");
    text += line(eligible, width) + places_text(program, cycle, width) +
            "  Phases, the first is the way in\n";
    for (const PhaseSpec& phase : program.phases)
        text += "  " + phase_text(phase, cycle, width - 2);
    for (const auto& [state, to] : program.on_enter)
        text += line(
            "in every phase without a rule of its own: entering " + state.text + " ──► " + to.text,
            width, 4);
    if (!program.effects.empty()) text += "  Effects (hazard ratios)\n";
    for (const EffectSpec& effect : program.effects) {
        std::string what =
            fmt::format("{}{} × {}{}; phases: {}", effect.label.empty() ? "" : effect.label + ": ",
                        patterns(effect.moves), effect.hazard_ratio.text(), factors(effect.by),
                        list(effect.phases));
        if (effect.ramp)
            what += fmt::format("; ratio^w, w from 0 to 1 over {} {} since {}",
                                effect.ramp->full_after_months, many,
                                effect.ramp->since == EffectSpec::Ramp::Since::launch
                                    ? "the launch"
                                    : "entering the program");
        if (effect.months_after > 0)
            what += fmt::format("; and for {} {} after", effect.months_after, many);
        text += line(what, width, 4);
    }
    for (const ReplacedRowSpec& replaced : program.replace)
        text += "  Replaced while in " + list(replaced.phases, "any phase") + "\n" +
                row_text(replaced.row, width);
    if (!program.payments.empty()) text += "  Payments\n";
    for (const AccountSpec& payment : program.payments)
        text += account_text(payment, scenario, width);
    return text;
}

std::string explain_money(const ScenarioSpec& scenario, std::size_t width) {
    const EconomySpec& economy = scenario.economy;
    const char* const accruals[] = {"by the state at its beginning", "by the state at its end",
                                    "by the mean of both", "at every tick, the first included"};
    std::string text =
        fmt::format("\nMoney: {}, prices of {}\n", economy.currency, economy.price_year);
    text += line(
        fmt::format("{} t is paid {}; discount rate {} a year, {}",
                    capitalised(scenario.model.cycle.one()),
                    accruals[static_cast<std::size_t>(economy.accrual)],
                    economy.discount_rate_per_year.text(),
                    economy.discounting == EconomySpec::Discounting::compound ? "(1 + r)^-years"
                                                                              : "exp(-r years)"),
        width);
    for (const SplitSpec& split : economy.splits)
        text += line(named(split.label, split.name) + ": " + split_text(split), width);
    for (const AccountSpec& account : economy.accounts)
        text += account_text(account, scenario, width);
    return text;
}

}  // namespace forlob
