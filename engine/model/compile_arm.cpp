#include "model/compile_arm.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "input/arm_parameters.hpp"
#include "input/uses.hpp"

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

void need_programs(const Model& model, Caps& caps, std::vector<bool>& used) {
    for (const Phase& phase : model.phases) {
        for (const auto& months : {phase.min_months, phase.max_months}) {
            if (!months) continue;
            caps.need(Coordinate::months_in_phase, *months);
            used[index(Coordinate::months_in_phase)] = true;
        }
    }
    for (const Program& program : model.programs) {
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

ArmSource source_of(const ScenarioSpec& scenario, const ArmSpec& arm, const Vocabulary& vocabulary,
                    const ParameterValues& parameters, Diagnostics& diagnostics) {
    std::vector<const ProgramSpec*> offered;
    std::vector<const ProgramSpec*> standing;
    std::vector<std::size_t> positions;
    for (const std::size_t number : arm.programs) {
        const ProgramSpec& program = scenario.programs[number];
        (program.is_standing ? standing : offered).push_back(&program);
        if (!program.is_standing) positions.push_back(number);
    }
    FactorContext factors{vocabulary,           parameters,
                          scenario.model.cycle, scenario.horizon_months,
                          scenario.start_month, std::nullopt};
    if (scenario.population.age_years)
        factors.age_clock = static_cast<ClockId>(vocabulary.n_clocks());
    ValueContext values(scenario, arm, vocabulary, parameters, ValueUse::transition);
    return {scenario,
            arm,
            std::move(offered),
            std::move(positions),
            std::move(standing),
            vocabulary,
            parameters,
            factors,
            std::move(values),
            diagnostics};
}

// Places, queues and who comes.
void watch_people(const ArmSource& source, ParameterWatch& watch) {
    watch.add(expressions_of(source.scenario.population));
    watch.add(timed_expressions_of(source.scenario.population));
    for (const ProgramSpec* program : source.programs) {
        watch.add(timed_expressions_of(*program));
        if (!program->queue) continue;
        for (const auto* expression :
             {&program->queue->limit, &program->queue->drop_out, &program->queue->at_start})
            if (*expression) watch.add({&**expression});
    }
}

}  // namespace

void ParameterWatch::add(const std::vector<const Expression*>& expressions) {
    for (const Expression* expression : expressions)
        for (const std::string& name : expression->names())
            if (const auto found = parameters_.all().find(name); found != parameters_.all().end())
                watched_.emplace_back(&found->second, found->second);
}

bool ParameterWatch::is_unchanged() const {
    return std::all_of(watched_.begin(), watched_.end(),
                       [](const auto& one) { return *one.first == one.second; });
}

void ParameterWatch::keep() {
    for (auto& [value, known] : watched_) known = *value;
}

ArmCompilation::ArmCompilation(const ScenarioSpec& scenario, const ArmSpec& arm,
                               const Vocabulary& vocabulary, Diagnostics& diagnostics, Model& model)
    : model_(model),
      source_(source_of(scenario, arm, vocabulary, model.parameters, diagnostics)),
      watch_(model.parameters),
      row_watch_(model.parameters) {}

void ArmCompilation::compile(const DrawnValues& drawn, RowCache& known) {
    Diagnostics& diagnostics = source_.diagnostics;
    const std::vector<Parameter> parameters = parameters_of(source_.scenario, source_.arm);
    const std::vector<Override> overrides = overrides_of(source_.scenario, source_.arm);
    model_.parameters = ParameterValues(parameters, overrides, diagnostics, drawn);
    plan_people();
    const CellPlan cells = plan_programs();
    find_caps(cells);

    // Tables are only worth building from values that make sense.
    if (diagnostics.has_errors()) return;
    shape_ = shape_rows(source_, rows_, kinds_, model_);
    if (!shape_) return;
    build_rows(source_, rows_, kinds_, *shape_, known, model_);
    if (diagnostics.has_errors()) return;
    build_cells(source_, cells, model_.phases, kinds_, model_);
    redraw_.emplace(parameters, overrides, model_.parameters);
}

// Who there is, and how they are told apart.
void ArmCompilation::plan_people() {
    const ScenarioSpec& scenario = source_.scenario;
    model_.arm = source_.arm.name.text;
    model_.n_states = source_.vocabulary.n_states();
    model_.horizon = scenario.horizon_months;
    model_.definitions = compile_definitions(source_);
    kinds_ = compile_kinds(source_);
    model_.n_kinds = static_cast<int>(kinds_.kinds.size());
    for (const Name& name : scenario.record.by)
        if (const auto attribute = source_.vocabulary.attribute(name, source_.diagnostics))
            model_.n_subgroups *=
                static_cast<int>(source_.vocabulary.n_levels()[index(*attribute)]);
    model_.population = compile_population(source_, kinds_);
    model_.clocks = compile_clocks(source_);
    model_.n_coordinates = static_cast<int>(index(Coordinate::first_clock) + model_.clocks.size());
}

// What they are offered, where they go, and what that costs apart.
CellPlan ArmCompilation::plan_programs() {
    CompiledPrograms programs = compile_programs(source_, kinds_);
    fill_chances(source_, programs.programs, programs.phases);
    rows_ = plan_rows(source_, programs);
    fill_rows(source_, model_.population.frailty, rows_);
    CellPlan cells = plan_cells(source_, programs, model_.population);
    model_.n_phases = static_cast<int>(programs.phases.size());
    model_.phases = std::move(programs.phases);
    model_.programs = std::move(programs.programs);
    model_.resources = std::move(programs.resources);
    return cells;
}

void ArmCompilation::find_caps(const CellPlan& cells) {
    const auto n_coordinates = static_cast<std::size_t>(model_.n_coordinates);
    Caps caps(n_coordinates);
    model_.coordinate_used_by_dynamics.assign(n_coordinates, false);
    for (const PlannedRow& row : rows_.contexts)
        for (const Factor* factor : rows_.factors_of(row)) {
            caps.need(*factor);
            if (factor->over == Factor::Over::coordinate)
                model_.coordinate_used_by_dynamics[index(factor->coordinate)] = true;
        }
    for (const CellPlan::Context& context : cells.contexts)
        for (const Factor& factor : context.coordinates) caps.need(factor);
    need_programs(model_, caps, model_.coordinate_used_by_dynamics);
    caps.need(Coordinate::month, model_.horizon);
    settle_clock_starts(model_.population, caps);
    model_.coordinate_cap = caps.values();
    for (std::size_t clock = 0; clock < model_.clocks.size(); ++clock) {
        const std::size_t coordinate = index(coordinate_of(static_cast<ClockId>(clock)));
        model_.clocks[clock].cap = model_.coordinate_cap[coordinate];
        model_.clocks[clock].used_by_dynamics = model_.coordinate_used_by_dynamics[coordinate];
    }
}

bool ArmCompilation::redraw(const DrawnValues& drawn, RowCache& known) {
    if (!patterns_) {
        watch_people(source_, watch_);
        watch_.add(expressions_behind_cells(source_));
        row_watch_.add(expressions_behind_rows(source_, rows_));
        patterns_ = patterns_of(rows_);
    }
    if (!redraw_->draw(drawn) || !watch_.is_unchanged()) return false;
    fill_chances(source_, model_.programs, model_.phases);
    // Other prices alone leave the rows as they are.
    if (!row_watch_.is_unchanged()) {
        model_.population.frailty = frailty_of(source_);
        fill_rows(source_, model_.population.frailty, rows_);
        if (source_.diagnostics.has_errors() || !fits(*patterns_, rows_)) return false;
        build_rows(source_, rows_, kinds_, *shape_, known, model_);
        row_watch_.keep();
    }
    return !source_.diagnostics.has_errors();
}

}  // namespace forlob
