#pragma once

// Which row, and which cell, belongs to a person's coordinates?
//
// A lattice gives every combination of coordinates that matters a number. What matters differs by
// phase and state (a context): there the number is a base, plus an offset that depends on the kind
// of person (attributes and frailty, fixed for life), plus one offset per changing coordinate, read
// from a small table by the coordinate's value. Rows and cells use the same structure.

#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.hpp"

namespace forlob {

/// Numbers of a person that change from month to month. Values from `first_clock` on are clocks.
/// All are kept saturated at Model::coordinate_cap, beyond which nothing depends on them.
enum class Coordinate : std::uint8_t {
    months_in_state = 0,
    months_in_phase = 1,
    months_in_program = 2,
    month = 3,  ///< the month whose transition is drawn, or the tick whose cell is counted
    first_clock = 4
};

[[nodiscard]] constexpr Coordinate coordinate_of(ClockId clock) noexcept {
    return static_cast<Coordinate>(index(Coordinate::first_clock) + index(clock));
}

struct Lattice {
    struct Axis {
        Coordinate coordinate = Coordinate::months_in_state;
        std::vector<std::uint32_t> offset;  ///< [value], value 0 … cap of the coordinate
        bool operator==(const Axis&) const = default;
    };
    struct Context {
        std::uint32_t base = 0;
        std::uint32_t size = 0;  ///< numbers of this context: [base, base + size); contexts with
                                 ///< the same rows share them
        std::vector<std::uint32_t> kind_offset{};  ///< [kind]; empty: 0 for all
        std::vector<Axis> axes{};
        bool operator==(const Context&) const = default;
    };
    std::vector<Context> contexts;  ///< [phase · n_states + state]
    std::uint32_t size = 0;
    bool operator==(const Lattice&) const = default;

    /// `values` are the person's coordinates, indexed by Coordinate.
    [[nodiscard]] std::uint32_t at(std::size_t context, std::uint32_t kind,
                                   std::span<const std::uint16_t> values) const {
        const Context& here = contexts[context];
        std::uint32_t number = here.base;
        if (!here.kind_offset.empty()) number += here.kind_offset[kind];
        for (const Axis& axis : here.axes) number += axis.offset[values[index(axis.coordinate)]];
        return number;
    }
};

}  // namespace forlob
