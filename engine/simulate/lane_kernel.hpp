#pragma once

// To whom does something happen this month, and what? The two loops of the lane kernel; and where
// are they then?
//
// The first goes over everybody, a vector of people at a time. The highest byte of a person's
// uniform nearly always suffices to see that they stay: it lies wholly within the part of their row
// that means staying. The second goes over the others, one by one, and decides with all 32 bits: so
// nothing is approximated, and those who were looked at in vain end up where they would have been.
//
// Both write the same bytes on every instruction set.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "random/block_draws.hpp"
#include "simulate/lane_table.hpp"

namespace forlob {

/// One month of a block. Columns by person have room for whole groups of people.
struct LaneMonth {
    const LaneTable& table;
    std::size_t n_people = 0;
    const std::uint32_t* words = nullptr;     ///< draws of the month, as BlockDraws
    const std::uint8_t* top_bytes = nullptr;  ///< [person] their highest bytes
    const std::uint8_t* before = nullptr;     ///< [person] node at the tick before
    std::uint8_t* after = nullptr;            ///< [person] node at the tick
};

/// Position of a person in a block that the lane kernel works on.
using LanePosition = std::uint16_t;

/// Lets everybody stay, and finds those who perhaps do not: writes their positions, ascending, into
/// `positions`, and returns how many they are. `positions` has room for all whole groups and one
/// more; what lies beyond the number returned is scratch.
std::size_t let_stay(const LaneMonth& month, LanePosition* positions) noexcept;

/// Where to count what happens in the month.
struct LaneTally {
    std::uint32_t* moves = nullptr;  ///< as LaneTable::Edge::move; those who stay, too
    // The first visits of states; null if they are not counted here.
    std::uint32_t* first_visits = nullptr;  ///< as LaneTable::Edge::place
    std::uint16_t* visited = nullptr;       ///< [person] states they have been in, as bits
    /// [node] persons more at the tick than if everybody had stayed, modulo 2^32; null if they are
    /// not counted.
    std::uint32_t* more_in_node = nullptr;
};

/// Decides about the people at these positions, and counts what they do.
void move_people(const LaneMonth& month, std::span<const LanePosition> positions,
                 const LaneTally& tally) noexcept;

/// Where these people are: states[person] = table.state[nodes[person]]. Both have room for whole
/// groups of people.
void look_up_states(const LaneTable& table, const std::uint8_t* nodes, std::size_t n_people,
                    std::uint8_t* states) noexcept;

/// What vectors this processor gives, by Highway's name: "AVX3_DL", "AVX2", …
[[nodiscard]] std::string_view instruction_set() noexcept;

}  // namespace forlob
