#pragma once

// What can happen to a person in one arm, as tables?
//
// The compiled model is all that simulation and exact recursion read: dense tables of integers that
// know neither YAML nor prices. One Model per arm; arms of a scenario share states, attributes,
// clocks, definitions and subgroups, and differ in rows, programs, phases and cells.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "input/parameter.hpp"
#include "input/scenario_spec.hpp"
#include "model/clock.hpp"
#include "model/lattice.hpp"
#include "model/population.hpp"
#include "model/program.hpp"
#include "model/row.hpp"
#include "model/state_set.hpp"

namespace forlob {

/// Exit and relapse as sets of states (semantics.md, Outcomes).
struct Definitions {
    StateSet exit_from;
    std::vector<StateSet> exit_bases;      ///< [base], at most 8
    std::int32_t confirm_months = 1;       ///< cycles, as all that is called months
    std::vector<StateSet> relapse_events;  ///< [event], at most 8
    std::vector<std::int32_t> relapse_within_months;
    std::vector<std::int32_t> status_after_months;  ///< each at most 63
    StateSet employment;
    StateSet left;  ///< states of group `left`: out of the population
    std::size_t headline_base = 0;
    std::size_t headline_event = 0;
};

/// The coordinates of one cell, for pricing and for the cell table of the file. What a cell does
/// not distinguish is -1.
struct Cell {
    StateId state{};
    PhaseId phase = no_phase;
    std::uint16_t subgroup = 0;
    std::vector<std::int16_t> levels;  ///< [attribute] level, or -1
    /// [coordinate] value, the largest meaning "or more"; or -1. Never told apart by `month`.
    std::vector<std::int32_t> coordinates;
    bool is_possible = true;  ///< false where nobody can ever be; true in doubt
};

/// A kind of move whose price depends on the person who makes it: on where they are, among the
/// cells, when it begins.
struct PricedMove {
    std::uint32_t cell = 0;  ///< at the tick before; in the phase that the month is spent in
    StateId to{};
};

struct Model {
    std::string arm;
    int n_states = 0;
    int n_phases = 1;       ///< phase 0 is "in no program"
    int n_kinds = 1;        ///< attributes that matter × frailty levels
    int n_subgroups = 1;    ///< 1: no outcomes by attribute
    int n_coordinates = 4;  ///< 4 + clocks
    std::int32_t horizon = 0;

    std::vector<Clock> clocks;                      ///< `age` (in cycles) is the last, if used
    std::vector<std::uint16_t> coordinate_cap;      ///< [coordinate]
    std::vector<bool> coordinate_used_by_dynamics;  ///< [coordinate] rows, phases or eligibility

    Lattice row_of;
    RowTable rows;
    /// [row · n_states + to] moves per cycle, of models that state intensities or a matrix for a
    /// cycle of its own; the diagonal is 0. Else empty. NaN in rows of a matrix that no intensities
    /// make, whose powers are taken.
    std::vector<double> intensities;

    Lattice cell_of;  ///< with Coordinate::month never an axis: months are an axis of counts
    std::vector<Cell> cells;
    /// By cell, then destination; those of cell c from first_priced_move[c] on. Both are empty if
    /// no price of a move depends on who makes it.
    std::vector<PricedMove> priced_moves;
    std::vector<std::uint32_t> first_priced_move;  ///< [cell], one more than cells

    std::vector<Phase> phases;      ///< [phase]
    std::vector<Program> programs;  ///< in the order of offer
    std::vector<Resource> resources;

    Population population;
    Definitions definitions;

    ParameterValues parameters;  ///< with which it was compiled

    /// Whether what happens to people depends on others: they share places, or keep coming.
    [[nodiscard]] bool is_joint() const noexcept {
        return !resources.empty() || !population.inflow.empty();
    }

    /// The position of a move in priced_moves, if it is one of them.
    [[nodiscard]] std::optional<std::size_t> priced_move(std::uint32_t cell,
                                                         StateId to) const noexcept {
        if (priced_moves.empty()) return std::nullopt;
        for (std::size_t move = first_priced_move[cell]; move < first_priced_move[cell + 1]; ++move)
            if (priced_moves[move].to == to) return move;
        return std::nullopt;
    }

    [[nodiscard]] std::size_t context(PhaseId phase, StateId state) const noexcept {
        return index(phase) * static_cast<std::size_t>(n_states) + index(state);
    }
};

/// The models of every arm, in the scenario's order. Throws InputError with every value that makes
/// no sense (a probability above 1, a sum above 1, a negative hazard, shares that do not add up …),
/// each at its place in the author's text, and when tables would grow beyond memory (rows: 2^26
/// slots; cells: 2^22), naming the coordinates that multiply. Parameters that are `drawn` have
/// these values, except where a `set` gives another one.
[[nodiscard]] std::vector<Model> compile_arms(const ScenarioSpec& scenario,
                                              const DrawnValues& drawn = {});

}  // namespace forlob
