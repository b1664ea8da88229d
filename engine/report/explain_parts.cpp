#include "report/explain_parts.hpp"

#include <fmt/format.h>

#include "report/explain_texts.hpp"
#include "report/text.hpp"

namespace forlob {

using namespace explain;

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

const char* unit_text(double months_per_unit) {
    if (months_per_unit >= 12.0) return "year";
    if (months_per_unit >= 3.0) return "quarter";
    if (months_per_unit >= 1.0) return "month";
    return months_per_unit > 0.1 ? "week" : "day";
}

std::string stated_text(const MoveSpec& move) {
    switch (move.form) {
        case MoveSpec::Form::rate:
            return fmt::format("rate {} per {}", move.value.text(),
                               unit_text(move.months_per_unit));
        case MoveSpec::Form::count:
            return "count " + move.value.text();
        case MoveSpec::Form::rest:
            return "the rest";
        case MoveSpec::Form::probability:
            break;
    }
    return "probability " + move.value.text();
}

std::string row_text(const RowSpec& row, std::size_t width) {
    std::string text = "  from " + row.from.text + "\n";
    for (const MoveSpec& move : row.moves)
        text += line(fmt::format("{} {}{}", move.to.text, stated_text(move), factors(move.by)),
                     width, 6);
    return text;
}

std::string tables_text(const std::vector<TableSpec>& tables, std::size_t width) {
    std::string text;
    for (const TableSpec& table : tables) {
        std::string steps;
        if (table.columns) {
            steps = fmt::format("column {} of {}, {} rows from {:g}", table.columns->column.text,
                                table.columns->file.text, table.steps.size(),
                                table.steps.empty() ? 0.0 : table.steps.front().from);
        } else {
            for (const TableSpec::Step& step : table.steps)
                steps += fmt::format("{}from {:g}: {}", steps.empty() ? "" : ", ", step.from,
                                     step.value.text());
        }
        text += line(fmt::format("{} of {}{}: {}", named(table.label, table.name), table.of.text(),
                                 table.is_linear ? ", straight lines between" : "", steps),
                     width);
        text +=
            line(fmt::format("{} {} {}", letter(table.grade), table.unit, table.source), width, 6);
    }
    return text;
}

std::string effect_text(const EffectSpec& effect) {
    std::string value = effect.value.text();
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
            value = fmt::format("rate {} per {} in place of the stated", value,
                                unit_text(effect.months_per_unit));
            break;
    }
    return fmt::format("{}{}: {}{}", effect.label.empty() ? "" : effect.label + ": ",
                       patterns(effect.moves), value, factors(effect.by));
}

std::string length_text(const PhaseSpec& phase) {
    if (phase.min_months && phase.max_months)
        return fmt::format("{} to {} months", *phase.min_months, *phase.max_months);
    if (phase.max_months) return fmt::format("{} months", *phase.max_months);
    if (phase.min_months) return fmt::format("at least {} months", *phase.min_months);
    return "no fixed length";
}

// One phase as a line of the state machine.
std::string phase_text(const PhaseSpec& phase, std::size_t width) {
    std::string text = named(phase.label, phase.name) + ", " + length_text(phase);
    if (phase.advance) text += ", advances with probability " + phase.advance->text() + " a month";
    if (phase.placement) text += ", in state " + phase.placement->text;
    if (phase.release) text += ", then released to " + phase.release->text;
    if (!phase.uses.empty()) text += ", takes a place of " + list(phase.uses);
    if (phase.drop_out) text += ", drop-out probability " + phase.drop_out->text() + " a month";
    if (phase.min_months || phase.max_months)
        text += " ──► " + (phase.then.text.empty() ? "end" : phase.then.text);
    std::string result = line(text, width);
    for (const auto& [state, to] : phase.on_enter)
        result += line("entering " + state.text + " ──► " + to.text, width, 6);
    return result;
}

// Limited places, and what happens to those who find none.
std::string places_text(const ProgramSpec& program, std::size_t width) {
    std::string text;
    for (const ResourceSpec& resource : program.resources)
        text += line(named(resource.label, resource.name) + ": " + resource.amount.text() +
                         (resource.is_stock ? " places" : " new places a month"),
                     width);
    if (!program.queue) return text;
    const QueueSpec& queue = *program.queue;
    std::string rule = "Those who find no place wait, first come, first served";
    if (queue.limit) rule += "; at most " + queue.limit->text() + ", others are refused";
    if (queue.when_refused) rule += " and moved to " + queue.when_refused->text;
    if (queue.drop_out)
        rule += "; they give up with probability " + queue.drop_out->text() + " a month";
    if (queue.when_dropped) rule += " and are moved to " + queue.when_dropped->text;
    if (queue.at_start) rule += "; " + queue.at_start->text() + " wait at the start";
    return text + line(rule, width);
}

std::string inflow_text(const InflowSpec& inflow, std::size_t width) {
    std::string text;
    switch (inflow.kind) {
        case InflowSpec::Kind::number:
            text = inflow.amount.text() + " persons a month";
            break;
        case InflowSpec::Kind::poisson:
            text = "Poisson, " + inflow.amount.text() + " persons a month on average";
            break;
        case InflowSpec::Kind::share:
            text = inflow.amount.text() + " persons a month for each one in " + list(inflow.of);
            break;
    }
    text += fmt::format(", from month {}{}", inflow.from_cycle,
                        inflow.to_cycle ? fmt::format(" to {}", *inflow.to_cycle) : "");
    return line(text, width);
}

// Eligibility, enrolment and phases of a program that people enter.
std::string offer_text(const ProgramSpec& program, std::size_t width) {
    std::string eligible = "Offered to those in " + list(program.eligibility.states, "any state");
    for (const auto& [attribute, levels] : program.eligibility.attributes)
        eligible += fmt::format(", {} in [{}]", attribute.text, list(levels));
    for (const auto& range : program.eligibility.clocks)
        eligible += fmt::format(", {} from {}{} months", range.clock.text, range.from_months,
                                range.to_months ? fmt::format(" to {}", *range.to_months) : "");
    eligible += fmt::format(
        "; from month {}{}, probability {} a month, {} willing, {}", program.enrolment.from_month,
        program.enrolment.to_month ? fmt::format(" to {}", *program.enrolment.to_month) : "",
        program.enrolment.probability.text(), program.enrolment.willing.text(),
        program.enrolment.repeat ? "again and again" : "once");
    std::string text =
        line(eligible, width) + places_text(program, width) + "  Phases, the first is the way in\n";
    for (const PhaseSpec& phase : program.phases) text += "  " + phase_text(phase, width - 2);
    for (const auto& [state, to] : program.on_enter)
        text += line(
            "in every phase without a rule of its own: entering " + state.text + " ──► " + to.text,
            width, 4);
    return text;
}

}  // namespace

std::string explain_conventions(const ScenarioSpec& scenario, std::size_t width) {
    std::string text = scenario.title + "\n";
    if (!scenario.description.empty()) text += wrapped(scenario.description, width) + "\n";
    text += fmt::format("\n{} persons, months of {}-{:02} and {} more, {} replications, seed {}\n",
                        grouped(scenario.cohort_size), scenario.start_year, scenario.start_month,
                        scenario.horizon_months - 1, grouped(scenario.replications), scenario.seed);
    text += "\nConventions\n";
    text +=
        line("A cycle is a month. In each: enrolment, transition, program step, clocks, counting.",
             width);
    text += line(
        "Probabilities of a row are competing hazards: modifiers multiply hazards, never "
        "probabilities.",
        width);
    const DefinitionsSpec& definitions = scenario.model.definitions;
    text += line("An exit leaves " + list(definitions.exit_from) +
                     fmt::format(" and stays out for {} month(s):", definitions.confirm_months),
                 width);
    for (const NamedStates& base : definitions.exit_bases)
        text += line(named(base.label, base.name) + ", to " + list(base.states), width, 6);
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
    for (const InflowSpec& inflow : inflows) text += inflow_text(inflow, width);
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
        if (attribute.distribution)
            levels = fmt::format("{} equally likely classes of a {} distribution",
                                 attribute.levels.size(), attribute.distribution->family);
        else
            for (const auto& level : attribute.levels)
                levels += (levels.empty() ? "" : ", ") + level.name.text +
                          (level.value ? " = " + level.value->text() : "");
        text += line(named(attribute.label, attribute.name) + " [" + levels + "]", width);
    }
    if (!model.clocks.empty()) text += "\nClocks\n";
    for (const ClockSpec& clock : model.clocks) {
        std::string rule = named(clock.label, clock.name);
        if (!clock.counts.empty()) rule += "; counts months in " + list(clock.counts);
        if (!clock.on_enter.empty()) rule += "; counts entries into " + list(clock.on_enter);
        if (!clock.resets_on.empty()) rule += "; 0 on entering " + list(clock.resets_on);
        if (clock.resets_after)
            rule += fmt::format("; 0 after {} months in {} within {} months",
                                clock.resets_after->months, list(clock.resets_after->in),
                                clock.resets_after->within_months);
        if (clock.starts && !clock.starts->given)
            rule += "; starts at " + start_text(clock.starts->start);
        text += line(rule, width);
    }
    if (!model.tables.empty()) text += "\nTables\n" + tables_text(model.tables, width);
    text += "\nHazards per month\n";
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

std::string explain_program(const ProgramSpec& program, const std::string& currency,
                            std::size_t width) {
    std::string text = fmt::format("\nProgram {}\n", named(program.label, program.name));
    text += program.is_standing ? line("For everybody, from the start", width)
                                : offer_text(program, width);
    if (!program.effects.empty()) text += "  Effects\n";
    for (const EffectSpec& effect : program.effects) {
        std::string what = effect_text(effect);
        if (!program.is_standing) what += "; phases: " + list(effect.phases);
        if (effect.ramp)
            what += fmt::format(
                "; ratio^w, w from 0 to 1 over {} months since {}", effect.ramp->full_after_months,
                effect.ramp->since == EffectSpec::Ramp::Since::launch ? "the launch"
                                                                      : "entering the program");
        if (effect.months_after > 0)
            what += fmt::format("; and for {} months after", effect.months_after);
        text += line(what, width, 4);
    }
    for (const ReplacedRowSpec& replaced : program.replace)
        text += (program.is_standing
                     ? std::string("  Replaced\n")
                     : "  Replaced while in " + list(replaced.phases, "any phase") + "\n") +
                row_text(replaced.row, width);
    if (!program.tables.empty()) text += "  Tables\n" + tables_text(program.tables, width);
    text += explain_payments(program, currency, width);
    return text;
}

}  // namespace forlob
