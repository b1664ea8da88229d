#include "support/hand_model.hpp"

#include <algorithm>

namespace forlob::test {
namespace {

std::uint32_t n_classes(const Model& model, const HandAxis& axis) {
    return model.coordinate_cap[index(axis.coordinate)] / axis.width + 1U;
}

// A context of `lattice` that distinguishes kinds and axes, the first axis the fastest.
void append_context(const Model& model, const std::vector<HandAxis>& axes, bool by_kind,
                    Lattice& lattice) {
    Lattice::Context context;
    context.base = lattice.size;
    std::uint32_t stride = 1;
    for (const HandAxis& axis : axes) {
        Lattice::Axis table;
        table.coordinate = axis.coordinate;
        const std::uint32_t cap = model.coordinate_cap[index(axis.coordinate)];
        for (std::uint32_t value = 0; value <= cap; ++value)
            table.offset.push_back(value / axis.width * stride);
        context.axes.push_back(std::move(table));
        stride *= n_classes(model, axis);
    }
    if (by_kind)
        for (int kind = 0; kind < model.n_kinds; ++kind)
            context.kind_offset.push_back(static_cast<std::uint32_t>(kind) * stride);
    context.size = stride * (by_kind ? static_cast<std::uint32_t>(model.n_kinds) : 1U);
    lattice.size += context.size;
    lattice.contexts.push_back(std::move(context));
}

// Calls each(kind, values) for every number of a context, in order.
template <typename Each>
void for_each_number(const Model& model, const std::vector<HandAxis>& axes, std::uint32_t size,
                     Each each) {
    std::vector<std::uint16_t> values(static_cast<std::size_t>(model.n_coordinates), 0);
    for (std::uint32_t number = 0; number < size; ++number) {
        std::uint32_t rest = number;
        for (const HandAxis& axis : axes) {
            values[index(axis.coordinate)] =
                static_cast<std::uint16_t>(rest % n_classes(model, axis) * axis.width);
            rest /= n_classes(model, axis);
        }
        each(rest, std::span<const std::uint16_t>(values));
    }
}

}  // namespace

Model hand_model(int n_states, std::int32_t horizon) {
    Model model;
    model.n_states = n_states;
    model.horizon = horizon;
    model.coordinate_cap.assign(4, 0);
    model.coordinate_cap[index(Coordinate::month)] = static_cast<std::uint16_t>(horizon);
    model.coordinate_used_by_dynamics.assign(4, false);
    Phase outside;
    outside.on_enter.assign(static_cast<std::size_t>(n_states), stay_in_phase);
    model.phases.push_back(outside);
    Stratum everybody;
    everybody.start_state = choice({1.0});
    everybody.start_states = {StateId{0}};
    model.population = {{everybody}, choice({1.0}), {1.0}};
    return model;
}

Coordinate add_clock(Model& model, StateSet counts, std::uint16_t cap) {
    const auto coordinate = coordinate_of(static_cast<ClockId>(model.clocks.size()));
    Clock clock;
    clock.counts = counts;
    clock.cap = cap;
    clock.used_by_dynamics = true;
    model.clocks.push_back(clock);
    model.coordinate_cap.push_back(cap);
    model.coordinate_used_by_dynamics.push_back(true);
    ++model.n_coordinates;
    for (Stratum& stratum : model.population.strata) stratum.clock_starts.push_back({0, 0});
    return coordinate;
}

Program& add_program(Model& model, std::vector<Phase> phases) {
    const auto number = static_cast<ProgramId>(model.programs.size());
    Program program;
    program.scenario_position = index(number);
    for (int state = 0; state < model.n_states; ++state)
        program.states.insert(static_cast<StateId>(state));
    program.kind_is_eligible.assign(static_cast<std::size_t>(model.n_kinds), 1);
    program.enrolment = cut_at(1.0);
    program.willing = cut_at(1.0);
    program.to_month = 1;
    program.first_phase = static_cast<PhaseId>(model.phases.size());
    std::uint16_t& cap = model.coordinate_cap[index(Coordinate::months_in_phase)];
    for (Phase& phase : phases) {
        phase.program = number;
        phase.on_enter.resize(static_cast<std::size_t>(model.n_states), stay_in_phase);
        for (const auto& months : {phase.min_months, phase.max_months})
            cap = std::max(cap, static_cast<std::uint16_t>(months.value_or(0)));
        model.phases.push_back(std::move(phase));
    }
    model.n_phases = static_cast<int>(model.phases.size());
    model.programs.push_back(std::move(program));
    return model.programs.back();
}

void build_tables(Model& model, const HandTables& tables) {
    for (int phase_number = 0; phase_number < model.n_phases; ++phase_number) {
        for (int state_number = 0; state_number < model.n_states; ++state_number) {
            const auto phase = static_cast<PhaseId>(phase_number);
            const auto state = static_cast<StateId>(state_number);
            const auto row_axes =
                tables.row_axes ? tables.row_axes(phase, state) : std::vector<HandAxis>{};
            append_context(model, row_axes, tables.rows_by_kind, model.row_of);
            for_each_number(
                model, row_axes, model.row_of.contexts.back().size,
                [&](std::uint32_t kind, std::span<const std::uint16_t> values) {
                    const auto moves = tables.moves ? tables.moves(phase, state, kind, values)
                                                    : std::vector<StatedMove>{};
                    model.rows.append(row_from_probabilities(state, moves), model.n_states);
                });
            const auto cell_axes =
                tables.cell_axes ? tables.cell_axes(phase, state) : std::vector<HandAxis>{};
            append_context(model, cell_axes, tables.cells_by_kind, model.cell_of);
            const Lattice::Context& cells = model.cell_of.contexts.back();
            for (std::uint32_t number = 0; number < cells.size; ++number) {
                Cell cell;
                cell.state = state;
                cell.phase = phase;
                cell.coordinates.assign(static_cast<std::size_t>(model.n_coordinates), -1);
                model.cells.push_back(std::move(cell));
            }
        }
    }
}

HandTables moves_by_state(std::vector<std::vector<StatedMove>> moves) {
    HandTables tables;
    tables.moves = [moves = std::move(moves)](PhaseId, StateId from, std::uint32_t,
                                              std::span<const std::uint16_t>) {
        return moves[index(from)];
    };
    return tables;
}

StateSet states(std::initializer_list<int> numbers) {
    StateSet set;
    for (const int number : numbers) set.insert(static_cast<StateId>(number));
    return set;
}

}  // namespace forlob::test
