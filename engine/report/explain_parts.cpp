#include "report/explain_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "outcomes/measure.hpp"
#include "report/explain_texts.hpp"
#include "report/text.hpp"

namespace forlob {

using namespace explaining;

namespace {

std::string patterns(const std::vector<MovePattern>& moves) {
    std::string text;
    for (const MovePattern& pattern : moves)
        text += fmt::format("{}{} → {}", text.empty() ? "" : "; ", list(pattern.from, "any state"),
                            list(pattern.to, "any state"));
    return text.empty() ? "every move" : text;
}

std::string start_text(const ClockStart& start) {
    if (start.never) return "never";
    if (start.from_months == start.to_months) return std::to_string(start.from_months);
    return fmt::format("{} to {}, each equally likely", start.from_months, start.to_months);
}

std::string stated_text(const MoveSpec& move, const ArmValues& values) {
    switch (move.form) {
        case MoveSpec::Form::intensity:
            return fmt::format("intensity {} per {}", values.text(move.value), name_of(move.per));
        case MoveSpec::Form::rate:
            return fmt::format("rate {} per {}", values.text(move.value), name_of(move.per));
        case MoveSpec::Form::count:
            return "count " + values.text(move.value);
        case MoveSpec::Form::rest:
            return "the rest";
        case MoveSpec::Form::probability:
            break;
    }
    return "probability " + values.text(move.value);
}

std::string row_text(const RowSpec& row, const ArmValues& values, std::size_t width) {
    std::string text = "  from " + row.from.text + "\n";
    for (const MoveSpec& move : row.moves)
        text +=
            line(fmt::format("{} {}{}", move.to.text, stated_text(move, values), factors(move.by)),
                 width, 6);
    return text;
}

std::string effect_text(const EffectSpec& effect, const ArmValues& values) {
    // A number or name stands alone, anything longer in parentheses.
    std::string value = values.text(effect.value);
    if (!effect.replaces() && effect.value.text().find(' ') != value.npos)
        value = "(" + value + ")";
    switch (effect.form) {
        case EffectSpec::Form::hazard_ratio:
            value = "hazard × " + value;
            break;
        case EffectSpec::Form::relative_risk:
            value = "probability × " + value;
            break;
        case EffectSpec::Form::odds_ratio:
            value = "odds × " + value;
            break;
        case EffectSpec::Form::probability:
            value = "probability " + value + " in place of the stated";
            break;
        case EffectSpec::Form::rate:
            value =
                fmt::format("rate {} per {} in place of the stated", value, name_of(effect.per));
            break;
    }
    return fmt::format("{}{}: {}{}", effect.label.empty() ? "" : effect.label + ": ",
                       patterns(effect.moves), value, factors(effect.by));
}

std::string length_text(const PhaseSpec& phase, const CycleSpec& cycle) {
    const auto cycles = [&](std::int32_t number) {
        return counted(number, cycle.one(), cycle.many());
    };
    if (phase.min_months && phase.max_months)
        return fmt::format("{} to {}", *phase.min_months, cycles(*phase.max_months));
    if (phase.max_months) return cycles(*phase.max_months);
    if (phase.min_months) return "at least " + cycles(*phase.min_months);
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

// Eligibility, enrolment and phases of a program that people enter.
std::string offer_text(const ProgramSpec& program, const CycleSpec& cycle, std::size_t width) {
    const std::string one = cycle.one();
    std::string eligible = "Offered to those in " + list(program.eligibility.states, "any state");
    for (const auto& [attribute, levels] : program.eligibility.attributes)
        eligible += fmt::format(", {} in [{}]", attribute.text, list(levels));
    for (const auto& range : program.eligibility.clocks)
        eligible += fmt::format(", {} from {}{} {}", range.clock.text, range.from_months,
                                range.to_months ? fmt::format(" to {}", *range.to_months) : "",
                                cycle.many());
    eligible += fmt::format(
        "; from {} {}{}, probability {} a {}, {}, {}", one, program.enrolment.from_month,
        program.enrolment.to_month ? fmt::format(" to {}", *program.enrolment.to_month) : "",
        program.enrolment.probability.text(), one,
        program.enrolment.willing.text() == "1"
            ? "everybody willing"
            : "share willing " + program.enrolment.willing.text(),
        program.enrolment.repeat ? "again and again" : "once");
    std::string text = line(eligible, width) + places_text(program, cycle, width) +
                       "  Phases, the first is the way in\n";
    for (const PhaseSpec& phase : program.phases)
        text += "  " + phase_text(phase, cycle, width - 2);
    for (const auto& [state, to] : program.on_enter)
        text += line(
            "in every phase without a rule of its own: entering " + state.text + " ──► " + to.text,
            width, 4);
    return text;
}

}  // namespace

std::string explain_conventions(const ScenarioSpec& scenario, const ArmValues& values,
                                std::size_t width) {
    std::string text = scenario.title + "\n";
    if (!scenario.description.empty()) text += wrapped(scenario.description, width) + "\n";
    const CycleSpec& cycle = scenario.model.cycle;
    const std::int32_t n = scenario.horizon_months;
    text +=
        fmt::format("\n{}{}, {} from {}-{:02}, {}, seed {}\n",
                    counted(scenario.cohort_size, "person", "persons"),
                    scenario.population.inflow.empty() ? "" : " at the start",
                    cycle.length == 1.0 ? counted(n, cycle.one(), cycle.many())
                                        : fmt::format("{} {}", n, cycle.many_with_length()),
                    scenario.start_year, scenario.start_month,
                    counted(scenario.replications, "replication", "replications"), scenario.seed);
    text += "\nConventions\n";
    text += line(fmt::format("A cycle is {}. In each: enrolment, transition, program step, clocks, "
                             "counting.",
                             cycle.length_text()),
                 width);
    if (scenario.model.is_continuous())
        text += line(
            "Moves may follow one another within a cycle: its matrix is the exponential of "
            "intensities, which modifiers multiply.",
            width);
    else
        text += line(
            "Probabilities of a row are competing hazards: modifiers multiply hazards, never "
            "probabilities.",
            width);
    if (scenario.model.stated_cycle)
        text += line(fmt::format("Probabilities are stated for {}.",
                                 scenario.model.stated_cycle->length_text()),
                     width);
    if (scenario.economy.is_given()) text += line(explain_counting(scenario, values), width);
    return text + explain_definitions(scenario.model, width);
}

std::string explain_definitions(const ModelSpec& model, std::size_t width) {
    const DefinitionsSpec& definitions = model.definitions;
    std::string text;
    if (definitions.exit_bases.empty()) return text;
    text +=
        line("An exit leaves " + list(definitions.exit_from) + " and stays out for " +
                 counted(definitions.confirm_months, model.cycle.one(), model.cycle.many()) + ":",
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
    const auto& states = scenario.model.states;
    const bool has_groups = std::any_of(
        states.begin(), states.end(), [](const StateSpec& state) { return !state.groups.empty(); });
    std::string text = has_groups ? "\nStates (groups)\n" : "\nStates\n";
    for (const StateSpec& state : states)
        text += line(named(state.label, state.name) + (state.absorbing ? ", never left" : "") +
                         (has_groups ? " [" + list(state.groups, "–") + "]" : ""),
                     width);
    return text;
}

std::string explain_dynamics(const ScenarioSpec& scenario, const ArmValues& values,
                             std::size_t width) {
    const ModelSpec& model = scenario.model;
    std::string text;
    if (!model.attributes.empty()) text += "\nAttributes\n";
    for (const AttributeSpec& attribute : model.attributes) {
        std::string levels;
        if (attribute.distribution)
            levels = fmt::format("{} equally likely classes of a {} distribution: {}",
                                 attribute.levels.size(), attribute.distribution->family,
                                 arguments_text(*attribute.distribution));
        else
            for (const auto& level : attribute.levels)
                levels += (levels.empty() ? "" : ", ") + level.name.text +
                          (level.value ? " = " + level.value->text() : "");
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
        if (!clock.starts)
            rule += "; starts at 0";
        else if (!clock.starts->given)
            rule += "; starts at " + start_text(clock.starts->start);
        else
            rule += "; starts by " + clock.starts->given->text;
        text += line(rule, width);
    }
    if (!model.tables.empty()) text += "\nTables\n" + tables_text(model.tables, width);
    text += fmt::format("\nHazards per {}\n", model.cycle.one());
    for (const RowSpec& row : model.rows) text += row_text(row, values, width);
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
                            const ArmValues& values, std::size_t width) {
    const CycleSpec& cycle = scenario.model.cycle;
    const std::string many = cycle.many();
    std::string text = fmt::format("\nProgram {}\n", named(program.label, program.name));
    text += program.is_standing ? line("For everybody, from the start", width)
                                : offer_text(program, cycle, width);
    if (!program.effects.empty()) text += "  Effects\n";
    for (const EffectSpec& effect : program.effects) {
        std::string what = effect_text(effect, values);
        if (!program.is_standing) what += "; phases: " + list(effect.phases);
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
        text += (program.is_standing
                     ? std::string("  Replaced\n")
                     : "  Replaced while in " + list(replaced.phases, "any phase") + "\n") +
                row_text(replaced.row, values, width);
    if (!program.tables.empty()) text += "  Tables\n" + tables_text(program.tables, width);
    text += explain_payments(program, scenario, values, width);
    return text;
}

}  // namespace forlob
