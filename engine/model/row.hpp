#pragma once

// One origin's moves: probabilities or rates in, competing hazards, cut points out.
//
// A row answers "given where a person is, where are they next month?". Authors state it as
// probabilities or rates, modifiers multiply hazards, and the kernel compares integers. This file
// owns the arithmetic between the three; semantics.md, section 3, is the normative text. All of it
// is set-up: it runs once per row, never once per person.

#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.hpp"
#include "base/quantities.hpp"

namespace forlob {

struct Move {
    StateId to;
    Hazard hazard;
};
struct StatedMove {
    StateId to;
    Probability probability;
};

/// The moves out of `origin`: by ascending destination, no destination twice, none to `origin`
/// (staying is what the moves leave over).
struct Row {
    StateId origin;
    std::vector<Move> moves{};
    bool certain_exit = false;  ///< nobody stays; the hazards are then only weights of the split
};

/// The row that reproduces the stated probabilities exactly when nothing modifies it.
///
/// With P = Σ p_j, the hazards are h_j = -ln(1 - P) · p_j / P; P = 1, to within 1e-9, makes a
/// certain exit. Requires p_j >= 0 and P <= 1 + 1e-9: compilation has already refused anything else
/// by file, line and column.
[[nodiscard]] Row row_from_probabilities(StateId origin, std::span<const StatedMove> stated);

/// P(next = to | origin) for every state, `origin` included. Length `n_states`, sum 1.
[[nodiscard]] std::vector<double> probabilities(const Row& row, int n_states);

/// Rows as the kernel reads them. Row r owns the slots [first_slot[r], first_slot[r + 1]), in state
/// order, the origin among them unless it is impossible to stay. A person with uniform u takes the
/// first slot with u <= last[slot]; the last slot of a row has last = 2^32 - 1. Slots of
/// probability 0 (after rounding) are left out. State order was measured: it leaves paired arms
/// closer together than staying first (semantics.md, 7).
///
/// Fast path: the person stays if u - stay_low[r] < stay_width[r] in unsigned 32-bit arithmetic. A
/// row in which everybody stays has width 2^32 - 1, so u = 2^32 - 1 falls through to the slots,
/// which then say "stay" too.
///
/// Cut points are rounded to multiples of 2^-32, so each is off by at most 2^-33.
struct RowTable {
    std::vector<std::uint32_t> first_slot;  ///< [row], one more than rows
    std::vector<std::uint32_t> stay_low;    ///< [row]
    std::vector<std::uint32_t> stay_width;  ///< [row]
    std::vector<std::uint32_t> last;        ///< [slot] largest uniform of the slot
    std::vector<StateId> target;            ///< [slot] state that the slot leads to
    std::vector<double> probability;  ///< [slot] before rounding, for recursion and explaining

    [[nodiscard]] std::size_t n_rows() const { return stay_low.size(); }
    /// Appends a row and returns its number.
    std::uint32_t append(const Row& row, int n_states);
    /// The same by the probability of every state.
    std::uint32_t append(StateId origin, std::span<const double> share);
    /// Where a person with this row and uniform goes.
    [[nodiscard]] StateId next(std::uint32_t row, StateId origin,
                               std::uint32_t uniform) const noexcept {
        if (uniform - stay_low[row] < stay_width[row]) return origin;
        std::uint32_t slot = first_slot[row];
        while (uniform > last[slot]) ++slot;
        return target[slot];
    }
};

}  // namespace forlob
