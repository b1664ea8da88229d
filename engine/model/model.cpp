#include "model/model.hpp"

#include <algorithm>
#include <limits>

#include "input/arm_parameters.hpp"
#include "model/compile.hpp"
#include "model/tabulated_rows.hpp"

namespace forlob {
namespace {

Definitions compile_definitions(const ArmSource& source) {
    const DefinitionsSpec& spec = source.scenario.model.definitions;
    const auto states = [&](const std::vector<Name>& names) {
        return source.vocabulary.states(names, source.diagnostics);
    };
    Definitions definitions;
    definitions.exit_from = states(spec.exit_from);
    for (const NamedStates& base : spec.exit_bases) {
        if (base.name.text == spec.headline_base.text)
            definitions.headline_base = definitions.exit_bases.size();
        definitions.exit_bases.push_back(states(base.states));
    }
    definitions.confirm_months = spec.confirm_months;
    for (const NamedStates& event : spec.relapse_events) {
        if (event.name.text == spec.headline_event.text)
            definitions.headline_event = definitions.relapse_events.size();
        definitions.relapse_events.push_back(states(event.states));
    }
    definitions.relapse_within_months = spec.relapse_within_months;
    definitions.status_after_months = spec.status_after_months;
    definitions.employment = states(spec.employment);
    definitions.left = source.vocabulary.left();
    return definitions;
}

// Collects, per coordinate, the largest value that anything tells apart from the next.
class Caps {
public:
    explicit Caps(std::size_t n_coordinates) : caps_(n_coordinates, 0) {}

    void need(Coordinate coordinate, std::int64_t value) {
        constexpr std::int64_t largest = std::numeric_limits<std::uint16_t>::max() - 1;
        std::uint16_t& cap = caps_[index(coordinate)];
        cap =
            std::max(cap, static_cast<std::uint16_t>(std::clamp<std::int64_t>(value, 0, largest)));
    }
    void need(const Factor& factor) {
        if (factor.over == Factor::Over::coordinate)
            need(factor.coordinate, static_cast<std::int64_t>(factor.value.size()) - 1);
    }
    [[nodiscard]] const std::vector<std::uint16_t>& values() const { return caps_; }

private:
    std::vector<std::uint16_t> caps_;
};

void need_programs(const CompiledPrograms& programs, Caps& caps, std::vector<bool>& used) {
    for (const Phase& phase : programs.phases) {
        for (const auto& months : {phase.min_months, phase.max_months}) {
            if (!months) continue;
            caps.need(Coordinate::months_in_phase, *months);
            used[index(Coordinate::months_in_phase)] = true;
        }
    }
    for (const Program& program : programs.programs) {
        for (const ClockCondition& condition : program.clocks) {
            // An upper end that is open needs no value beyond the lower one; a closed one needs the
            // first value that is outside.
            const bool is_open = condition.high == std::numeric_limits<std::uint16_t>::max();
            caps.need(condition.clock, is_open ? condition.low : condition.high + 1);
            used[index(condition.clock)] = true;
        }
    }
}

// Start values beyond the cap are saturated; a range that would be cut in the middle raises the cap
// instead, because its months must stay equally likely.
void settle_clock_starts(Population& population, Caps& caps) {
    for (const Stratum& stratum : population.strata)
        for (std::size_t clock = 0; clock < stratum.clock_starts.size(); ++clock) {
            const ClockRange& range = stratum.clock_starts[clock];
            const auto coordinate = coordinate_of(static_cast<ClockId>(clock));
            const std::uint16_t cap = caps.values()[index(coordinate)];
            if (cap > 0 && range.low < cap && range.high > cap) caps.need(coordinate, range.high);
        }
    for (Stratum& stratum : population.strata)
        for (std::size_t clock = 0; clock < stratum.clock_starts.size(); ++clock) {
            ClockRange& range = stratum.clock_starts[clock];
            const std::uint16_t cap =
                caps.values()[index(coordinate_of(static_cast<ClockId>(clock)))];
            range.low = std::min(range.low, cap);
            range.high = std::min(range.high, cap);
        }
}

void compile_arm(const ArmSource& source, RowCache& known, Model& model) {
    const ScenarioSpec& scenario = source.scenario;
    model.arm = source.arm.name.text;
    model.n_states = source.vocabulary.n_states();
    model.horizon = scenario.horizon_months;
    model.parameters = source.parameters;
    model.definitions = compile_definitions(source);

    const KindTable kinds = compile_kinds(source);
    model.n_kinds = static_cast<int>(kinds.kinds.size());
    for (const Name& name : scenario.record.by)
        if (const auto attribute = source.vocabulary.attribute(name, source.diagnostics))
            model.n_subgroups *= static_cast<int>(source.vocabulary.n_levels()[index(*attribute)]);
    model.population = compile_population(source, kinds);
    model.clocks = compile_clocks(source);
    model.n_coordinates = static_cast<int>(index(Coordinate::first_clock) + model.clocks.size());

    CompiledPrograms programs = compile_programs(source, kinds);
    const RowPlan rows = plan_rows(source, programs, model.population.frailty);
    const CellPlan cells = plan_cells(source, programs, model.population);

    const auto n_coordinates = static_cast<std::size_t>(model.n_coordinates);
    Caps caps(n_coordinates);
    model.coordinate_used_by_dynamics.assign(n_coordinates, false);
    const auto need_of_rows = [&](const Factor& factor) {
        caps.need(factor);
        if (factor.over == Factor::Over::coordinate)
            model.coordinate_used_by_dynamics[index(factor.coordinate)] = true;
    };
    for (const PlannedRow& row : rows.contexts)
        for (const Factor* factor : rows.factors_of(row)) need_of_rows(*factor);
    for (const CellPlan::Context& context : cells.contexts)
        for (const Factor& factor : context.coordinates) caps.need(factor);
    need_programs(programs, caps, model.coordinate_used_by_dynamics);
    caps.need(Coordinate::month, model.horizon);
    settle_clock_starts(model.population, caps);
    model.coordinate_cap = caps.values();
    for (std::size_t clock = 0; clock < model.clocks.size(); ++clock) {
        const std::size_t coordinate = index(coordinate_of(static_cast<ClockId>(clock)));
        model.clocks[clock].cap = model.coordinate_cap[coordinate];
        model.clocks[clock].used_by_dynamics = model.coordinate_used_by_dynamics[coordinate];
    }

    // Tables are only worth building from values that make sense.
    if (source.diagnostics.has_errors()) return;
    build_rows(source, rows, programs.phases, kinds, known, model);
    if (source.diagnostics.has_errors()) return;
    build_cells(source, cells, programs.phases, kinds, model);
    model.n_phases = static_cast<int>(programs.phases.size());
    model.phases = std::move(programs.phases);
    model.programs = std::move(programs.programs);
    model.resources = std::move(programs.resources);
}

}  // namespace

std::vector<Model> compile_arms(const ScenarioSpec& scenario, const DrawnValues& drawn) {
    Diagnostics diagnostics;
    const Vocabulary vocabulary(scenario.model);
    std::vector<Model> models;
    models.reserve(scenario.arms.size());  // rows that are known stay where they are
    RowCache known;
    for (const ArmSpec& arm : scenario.arms) {
        std::vector<const ProgramSpec*> offered;
        std::vector<const ProgramSpec*> standing;
        std::vector<std::size_t> positions;
        for (const std::size_t number : arm.programs) {
            const ProgramSpec& program = scenario.programs[number];
            (program.is_standing ? standing : offered).push_back(&program);
            if (!program.is_standing) positions.push_back(number);
        }
        const ParameterValues parameters(parameters_of(scenario, arm), overrides_of(scenario, arm),
                                         diagnostics, drawn);
        FactorContext factors{vocabulary,           parameters,
                              scenario.model.cycle, scenario.horizon_months,
                              scenario.start_month, std::nullopt};
        if (scenario.population.age_years)
            factors.age_clock = static_cast<ClockId>(vocabulary.n_clocks());
        ValueContext values(scenario, arm, vocabulary, parameters, ValueUse::transition);
        compile_arm(
            ArmSource{scenario, arm, std::move(offered), std::move(positions), std::move(standing),
                      vocabulary, parameters, factors, std::move(values), diagnostics},
            known, models.emplace_back());
    }
    diagnostics.throw_if_errors();
    return models;
}

}  // namespace forlob
