#pragma once

// How do competing hazards become a row of a table? The arithmetic of RowTable::append, without a
// Row for every row. Private to the module.

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/ids.hpp"
#include "model/row.hpp"

namespace forlob {

inline constexpr std::size_t most_states_of_row = 64;  // a set of states is one word

/// `to` by ascending destination, the origin not among them; `hazard` per cycle. Returns the number
/// of the row.
std::uint32_t append_row(StateId origin, bool certain_exit, std::span<const StateId> to,
                         std::span<const double> hazard, RowTable& table);

}  // namespace forlob
