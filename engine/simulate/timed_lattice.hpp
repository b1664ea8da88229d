#pragma once

// Which row or cell belongs to a person, and for how many months if nothing happens to them?
//
// A person who stays in one state and phase has coordinates that stand still or grow by one a month.
// What they lead to is therefore known in advance, and the simulation need not look at a person
// again before it changes.

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "model/model.hpp"

namespace forlob {

/// More months than any horizon.
inline constexpr std::uint32_t never = std::numeric_limits<std::uint32_t>::max() / 2;

/// Whether a coordinate grows by one in a month that begins in this phase and state.
[[nodiscard]] bool counts_in(const Model& model, PhaseId phase, StateId state,
                             std::size_t coordinate);

class TimedLattice {
public:
    struct Answer {
        std::uint32_t number = 0;
        std::uint32_t months = never;  ///< until the number changes
    };

    /// `lattice` is one of `model`.
    TimedLattice(const Lattice& lattice, const Model& model);

    /// `values` are the person's coordinates, indexed by Coordinate.
    [[nodiscard]] Answer at(std::size_t context, std::uint32_t kind,
                            std::span<const std::uint16_t> values) const noexcept {
        const Context& here = contexts_[context];
        Answer answer{here.base, never};
        if (here.has_kinds) answer.number += kind_offsets_[here.first_kind + kind];
        for (std::uint32_t number = here.first_axis; number < here.end_axis; ++number) {
            const Axis& axis = axes_[number];
            const Entry& entry = entries_[axis.first_entry + values[axis.coordinate]];
            answer.number += entry.offset;
            answer.months = entry.months < answer.months ? entry.months : answer.months;
        }
        return answer;
    }

private:
    struct Entry {
        std::uint32_t offset = 0;
        std::uint32_t months = never;
    };
    struct Axis {
        std::uint32_t coordinate = 0;
        std::uint32_t first_entry = 0;
    };
    struct Context {
        std::uint32_t base = 0;
        std::uint32_t first_kind = 0;
        std::uint32_t first_axis = 0;
        std::uint32_t end_axis = 0;
        bool has_kinds = false;
    };

    void append(const Lattice::Axis& axis, bool counts);

    std::vector<Context> contexts_;
    std::vector<std::uint32_t> kind_offsets_;
    std::vector<Axis> axes_;
    std::vector<Entry> entries_;
};

}  // namespace forlob
