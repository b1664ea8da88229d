#pragma once

// Models without YAML: tests say in C++ what may happen, and get the compiled tables.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "model/model.hpp"

namespace forlob::test {

/// A coordinate that something depends on: values that share value / width are one class.
struct HandAxis {
    Coordinate coordinate = Coordinate::months_in_state;
    std::uint16_t width = 1;
};

/// What rows and cells of a context depend on. Empty functions mean: on nothing but the context.
struct HandTables {
    using Context = std::function<std::vector<HandAxis>(PhaseId, StateId)>;
    /// Moves at these coordinates; of each class the first value is asked for.
    using Moves = std::function<std::vector<StatedMove>(PhaseId, StateId, std::uint32_t kind,
                                                        std::span<const std::uint16_t> values)>;
    Moves moves;
    Context row_axes;
    Context cell_axes;
    bool rows_by_kind = false;
    bool cells_by_kind = false;
};

/// A model in which everybody starts in state 0 and stays there: one kind of person, no clocks, no
/// programs, no definitions. Change what the test is about, then call build_tables.
[[nodiscard]] Model hand_model(int n_states, std::int32_t horizon);

/// A clock that counts in these states, at position model.clocks.size(); everyone starts at 0.
/// Returns its coordinate.
Coordinate add_clock(Model& model, StateSet counts, std::uint16_t cap);

/// A program with these phases (whose numbers begin at 1, in order), everybody eligible, enrolled
/// with certainty in month 1. Phases lead nowhere by entering states unless `on_enter` says so.
Program& add_program(Model& model, std::vector<Phase> phases);

/// Fills rows, row_of, cell_of and cells. After this only probabilities of cuts may be changed.
void build_tables(Model& model, const HandTables& tables);

/// Every state moves with these probabilities: [from] moves.
[[nodiscard]] HandTables moves_by_state(std::vector<std::vector<StatedMove>> moves);

[[nodiscard]] StateSet states(std::initializer_list<int> numbers);

}  // namespace forlob::test
