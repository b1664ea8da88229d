// What is offered, and what comes after? Programs and phases of one arm, effects per phase.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/compile.hpp"

namespace forlob {
namespace {

double probability(const Expression& expression, const char* what, const ArmSource& source) {
    const double value = source.parameters.value(expression, source.diagnostics);
    if (std::isfinite(value) && value >= 0.0 && value <= 1.0) return value;
    source.diagnostics.error(expression.location(),
                             fmt::format("{} '{}' is {}", what, expression.text(), value),
                             "a probability lies between 0 and 1");
    return 0.0;
}

// Numbers of the phases of one program: where its names lead.
struct PhaseNumbers {
    const ProgramSpec& spec;
    std::size_t first = 0;
    PhaseId end = no_phase;

    [[nodiscard]] std::optional<PhaseId> find(const std::string& name) const {
        for (std::size_t phase = 0; phase < spec.phases.size(); ++phase)
            if (spec.phases[phase].name.text == name) return static_cast<PhaseId>(first + phase);
        return std::nullopt;
    }
    /// A phase, or `end`.
    [[nodiscard]] PhaseId destination(const Name& name, Diagnostics& diagnostics) const {
        if (name.text.empty() || name.text == "end") return end;
        if (const auto phase = find(name.text)) return *phase;
        std::vector<std::string> known{"end"};
        for (const PhaseSpec& phase : spec.phases) known.push_back(phase.name.text);
        diagnostics.error(name.location, "unknown phase '" + name.text + "'",
                          unknown_name_help(name.text, "phases", known));
        return end;
    }
    /// Named phases, or all of the program.
    [[nodiscard]] std::vector<PhaseId> list(const std::vector<Name>& names,
                                            Diagnostics& diagnostics) const {
        std::vector<PhaseId> phases;
        for (const Name& name : names) {
            const PhaseId phase = destination(name, diagnostics);
            if (phase != end) phases.push_back(phase);
        }
        if (names.empty())
            for (std::size_t phase = 0; phase < spec.phases.size(); ++phase)
                phases.push_back(static_cast<PhaseId>(first + phase));
        return phases;
    }
};

std::vector<PhaseId> phase_changes(const PhaseSpec& phase, const PhaseNumbers& numbers,
                                   const ArmSource& source) {
    std::vector<PhaseId> on_enter(static_cast<std::size_t>(source.vocabulary.n_states()),
                                  stay_in_phase);
    const auto apply = [&](const std::vector<std::pair<Name, Name>>& rules) {
        for (const auto& [state, destination] : rules) {
            const StateSet states = source.vocabulary.states({state}, source.diagnostics);
            const PhaseId to = numbers.destination(destination, source.diagnostics);
            for (std::size_t number = 0; number < on_enter.size(); ++number)
                if (states.contains(static_cast<StateId>(number))) on_enter[number] = to;
        }
    };
    apply(numbers.spec.on_enter);
    apply(phase.on_enter);  // the phase's own rules win
    return on_enter;
}

Phase compile_phase(const PhaseSpec& spec, const PhaseNumbers& numbers, ProgramId program,
                    const ArmSource& source) {
    Phase phase;
    phase.name = numbers.spec.name.text + "." + spec.name.text;
    phase.label = spec.label.text.empty() ? spec.name.text : spec.label.text;
    phase.program = program;
    phase.min_months = spec.min_months;
    phase.max_months = spec.max_months;
    if (spec.placement)
        phase.placement = source.vocabulary.state(*spec.placement, source.diagnostics);
    if (spec.release) phase.release = source.vocabulary.state(*spec.release, source.diagnostics);
    phase.then = numbers.destination(spec.then, source.diagnostics);
    phase.on_enter = phase_changes(spec, numbers, source);
    return phase;
}

std::vector<std::uint8_t> eligible_kinds(const EligibilitySpec& spec, const KindTable& kinds,
                                         const ArmSource& source) {
    std::vector<std::uint8_t> eligible(kinds.kinds.size(), 1);
    for (const auto& [name, levels] : spec.attributes) {
        const auto attribute = source.vocabulary.attribute(name, source.diagnostics);
        if (!attribute) continue;
        std::vector<LevelId> allowed;
        for (const Name& level : levels)
            if (const auto found = source.vocabulary.level(*attribute, level, source.diagnostics))
                allowed.push_back(*found);
        for (std::size_t kind = 0; kind < eligible.size(); ++kind)
            if (std::find(allowed.begin(), allowed.end(),
                          kinds.kinds[kind].levels[index(*attribute)]) == allowed.end())
                eligible[kind] = 0;
    }
    return eligible;
}

Program compile_program(const ProgramSpec& spec, std::size_t position, const PhaseNumbers& numbers,
                        const KindTable& kinds, const ArmSource& source) {
    Program program;
    program.name = spec.name.text;
    program.label = spec.label.text.empty() ? spec.title : spec.label.text;
    program.scenario_position = position;
    program.states = spec.eligibility.states.empty()
                         ? source.vocabulary.all_states()
                         : source.vocabulary.states(spec.eligibility.states, source.diagnostics);
    program.kind_is_eligible = eligible_kinds(spec.eligibility, kinds, source);
    for (const auto& range : spec.eligibility.clocks)
        if (const auto clock = source.vocabulary.clock(range.clock, source.diagnostics))
            program.clocks.push_back({coordinate_of(*clock),
                                      static_cast<std::uint16_t>(range.from_months),
                                      range.to_months ? static_cast<std::uint16_t>(*range.to_months)
                                                      : std::numeric_limits<std::uint16_t>::max()});
    program.from_month = spec.enrolment.from_month;
    program.to_month = spec.enrolment.to_month;
    program.repeat = spec.enrolment.repeat;
    program.first_phase = static_cast<PhaseId>(numbers.first);
    program.after_program = numbers.end;
    return program;
}

// Linear from 0 to 1 over the stated months: the share of an effect that is reached.
Factor ramp_factor(const EffectSpec::Ramp& ramp, std::int32_t launch_month, std::int32_t horizon) {
    Factor factor;
    const auto share = [&](std::int32_t months) {
        return ramp.full_after_months <= 0
                   ? 1.0
                   : std::clamp(static_cast<double>(months) / ramp.full_after_months, 0.0, 1.0);
    };
    if (ramp.since == EffectSpec::Ramp::Since::launch) {
        factor.coordinate = Coordinate::month;
        for (std::int32_t month = 0; month <= horizon; ++month)
            factor.value.push_back(share(month - launch_month));
    } else {
        factor.coordinate = Coordinate::months_in_program;
        for (std::int32_t months = 0; months <= ramp.full_after_months; ++months)
            factor.value.push_back(share(months));
    }
    return factor;
}

// An effect as it acts in every phase.
PhaseEffect compile_effect(const EffectSpec& effect, const ProgramSpec& program,
                           const ArmSource& source) {
    PhaseEffect compiled;
    compiled.spec = &effect;
    compiled.moves = move_sets(effect.moves, source);
    if (effect.ramp && !effect.replaces())
        compiled.ramp.push_back(ramp_factor(*effect.ramp, program.enrolment.from_month,
                                            source.scenario.horizon_months));
    return compiled;
}

void compile_effects(const ProgramSpec& spec, const PhaseNumbers& numbers, const ArmSource& source,
                     std::vector<PhaseEffect>& effects) {
    for (const EffectSpec& effect : spec.effects) {
        PhaseEffect compiled = compile_effect(effect, spec, source);
        for (const PhaseId phase : numbers.list(effect.phases, source.diagnostics)) {
            compiled.phase = phase;
            effects.push_back(compiled);
        }
        if (effect.months_after <= 0) continue;
        // After the program: the ratio^1 until months_after, ratio^0 from then on. A ramp since the
        // program's start has been climbed as far as it was, which nobody remembers; it counts as
        // full. A ramp since launch goes on.
        compiled.phase = numbers.end;
        std::erase_if(compiled.ramp, [](const Factor& factor) {
            return factor.coordinate == Coordinate::months_in_program;
        });
        Factor runs_out;
        runs_out.coordinate = Coordinate::months_in_phase;
        runs_out.value.assign(static_cast<std::size_t>(effect.months_after), 1.0);
        runs_out.value.push_back(0.0);
        compiled.ramp.push_back(std::move(runs_out));
        effects.push_back(std::move(compiled));
    }
}

std::int32_t months_of_effects_after(const ProgramSpec& spec) {
    std::int32_t months = 0;
    for (const EffectSpec& effect : spec.effects) months = std::max(months, effect.months_after);
    return months;
}

Phase after_phase(const ProgramSpec& spec, ProgramId program, std::int32_t months, int n_states) {
    Phase phase;
    phase.name = spec.name.text + ".after";
    phase.label = "After " + (spec.label.text.empty() ? spec.title : spec.label.text);
    phase.program = program;
    phase.after_program = true;
    phase.max_months = months;
    phase.on_enter.assign(static_cast<std::size_t>(n_states), stay_in_phase);
    return phase;
}

constexpr std::size_t most_phases = 254;

}  // namespace

std::vector<std::pair<StateSet, StateSet>> move_sets(const std::vector<MovePattern>& patterns,
                                                     const ArmSource& source) {
    std::vector<std::pair<StateSet, StateSet>> sets;
    const auto states = [&](const std::vector<Name>& names) {
        return names.empty() ? source.vocabulary.all_states()
                             : source.vocabulary.states(names, source.diagnostics);
    };
    for (const MovePattern& pattern : patterns)
        sets.emplace_back(states(pattern.from), states(pattern.to));
    if (patterns.empty())
        sets.emplace_back(source.vocabulary.all_states(), source.vocabulary.all_states());
    return sets;
}

CompiledPrograms compile_programs(const ArmSource& source, const KindTable& kinds) {
    CompiledPrograms compiled;
    const int n_states = source.vocabulary.n_states();
    Phase outside;
    outside.label = "In no program";
    outside.on_enter.assign(static_cast<std::size_t>(n_states), stay_in_phase);
    compiled.phases.push_back(std::move(outside));

    for (const ProgramSpec* spec : source.standing) {
        for (const EffectSpec& effect : spec->effects)
            compiled.effects.push_back(compile_effect(effect, *spec, source));
        for (const ReplacedRowSpec& replaced : spec->replace)
            compiled.replacements.push_back({std::nullopt, &replaced.row});
    }
    for (std::size_t number = 0; number < source.programs.size(); ++number) {
        const ProgramSpec& spec = *source.programs[number];
        const auto program = static_cast<ProgramId>(number);
        const std::int32_t months_after = months_of_effects_after(spec);
        const std::size_t first = compiled.phases.size();
        if (first + spec.phases.size() + 1 > most_phases) {
            source.diagnostics.error(spec.location, "the arm has too many phases",
                                     fmt::format("at most {} are supported", most_phases));
            break;
        }
        const PhaseNumbers numbers{
            spec, first,
            months_after > 0 ? static_cast<PhaseId>(first + spec.phases.size()) : no_phase};
        for (const PhaseSpec& phase : spec.phases)
            compiled.phases.push_back(compile_phase(phase, numbers, program, source));
        if (months_after > 0)
            compiled.phases.push_back(after_phase(spec, program, months_after, n_states));

        compiled.programs.push_back(
            compile_program(spec, source.positions[number], numbers, kinds, source));
        compile_resources(source, spec, first, compiled);
        compile_effects(spec, numbers, source, compiled.effects);
        for (const ReplacedRowSpec& replaced : spec.replace)
            for (const PhaseId phase : numbers.list(replaced.phases, source.diagnostics))
                compiled.replacements.push_back({phase, &replaced.row});
    }
    return compiled;
}

void fill_chances(const ArmSource& source, std::vector<Program>& programs,
                  std::vector<Phase>& phases) {
    for (std::size_t number = 0; number < programs.size(); ++number) {
        const ProgramSpec& spec = *source.programs[number];
        Program& program = programs[number];
        for (std::size_t position = 0; position < spec.phases.size(); ++position) {
            const PhaseSpec& stated = spec.phases[position];
            Phase& phase = phases[index(program.first_phase) + position];
            if (stated.advance) {
                phase.advance_probability = probability(*stated.advance, "advance", source);
                phase.advance = cut_at(phase.advance_probability);
            }
            if (stated.drop_out) {
                phase.drop_out_probability = probability(*stated.drop_out, "drop_out", source);
                phase.drop_out = cut_at(phase.drop_out_probability);
            }
        }
        program.enrolment_probability =
            probability(spec.enrolment.probability, "enrolment probability", source);
        program.enrolment = cut_at(program.enrolment_probability);
        program.willing_probability = probability(spec.enrolment.willing, "willing", source);
        program.willing = cut_at(program.willing_probability);
    }
}

}  // namespace forlob
