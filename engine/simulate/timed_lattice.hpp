#pragma once

// Which row or cell belongs to a person, and for how many months if nothing happens to them?
//
// A person who stays in one state and phase has coordinates that stand still or grow by one a
// month. What they lead to is therefore known in advance, and the simulation need not look at a
// person again before it changes.

#include <cstdint>
#include <limits>
#include <vector>

#include "model/model.hpp"

namespace forlob {

/// More months than any horizon.
inline constexpr std::uint32_t never = std::numeric_limits<std::uint32_t>::max() / 2;

/// Whether a coordinate grows by one in a month that begins in this phase and state.
[[nodiscard]] bool counts_in(const Model& model, PhaseId phase, StateId state,
                             std::size_t coordinate);

/// A number, or a part of one, and how long it holds.
struct TimedNumber {
    std::uint32_t number = 0;
    std::uint32_t months = never;  ///< until the number changes, if nothing happens
};

/// Appends what an axis says of each value of its coordinate, which `counts` or stands still.
/// Returns where it begins.
std::uint32_t append_axis(const Lattice::Axis& axis, bool counts,
                          std::vector<TimedNumber>& entries);

class TimedLattice {
public:
    /// `lattice` is one of `model`. Axes of coordinates that are not `wanted` are left out: what
    /// they add is for another lattice to say. Empty: all are wanted.
    TimedLattice(const Lattice& lattice, const Model& model, const std::vector<bool>& wanted = {});

    /// `values` are the person's coordinates, indexed by Coordinate.
    [[nodiscard]] TimedNumber at(std::size_t context, std::uint32_t kind,
                                 const std::uint16_t* values) const noexcept {
        TimedNumber answer = before_kind(context, values);
        answer.number += kind_offset(first_kind(context) + kind);
        return answer;
    }

    /// The same, less what the kind of person adds: kind_offset(first_kind(context) + kind).
    [[nodiscard]] TimedNumber before_kind(std::size_t context,
                                          const std::uint16_t* values) const noexcept {
        const Context& here = contexts_[context];
        TimedNumber answer{here.base, never};
        for (const Axis* axis = axes_.data() + here.first_axis; axis->coordinate != no_axis;
             ++axis) {
            const TimedNumber& entry =
                entries_[axis->first_entry + (values[axis->coordinate] & axis->mask)];
            answer.number += entry.number;
            answer.months = entry.months < answer.months ? entry.months : answer.months;
        }
        return answer;
    }
    [[nodiscard]] std::uint32_t first_kind(std::size_t context) const noexcept {
        return contexts_[context].first_kind;
    }
    [[nodiscard]] std::uint32_t kind_offset(std::size_t position) const noexcept {
        return kind_offsets_[position];
    }
    [[nodiscard]] const std::uint32_t* kind_offsets() const noexcept {
        return kind_offsets_.data();
    }

private:
    struct Axis {
        std::uint32_t first_entry = 0;
        std::uint16_t coordinate = 0;
        std::uint16_t mask = 0;  ///< 0: an axis that changes nothing; it reads the entry {0, never}
    };
    struct Context {
        std::uint32_t base = 0;
        std::uint32_t first_kind = 0;  ///< 0: kinds do not matter here
        std::uint32_t first_axis = 0;  ///< as many as every context has, then one that is no_axis
    };
    static constexpr std::uint16_t no_axis = 0xFFFF;

    // Every context has the same number of axes and its kinds have offsets: loops of equal length
    // cost less than the branches that would skip what is zero.
    std::vector<Context> contexts_;
    std::vector<Axis> axes_;                   ///< [context][axis]
    std::vector<TimedNumber> entries_;         ///< the first is {0, never}
    std::vector<std::uint32_t> kind_offsets_;  ///< the first n_kinds are 0
};

}  // namespace forlob
