#pragma once

// A model that nobody would think of: random states, strata, clocks, windows, programs and
// definitions, for properties that must hold whatever an author writes.

#include <cstdint>

#include "model/model.hpp"

namespace forlob::test {

/// The same seed gives the same model, everywhere. Horizons are 5 to 40, or 150 months.
[[nodiscard]] Model random_model(std::uint64_t seed);

/// A model whose people may fit into lanes (lane_table.hpp): no programs, no windows, nothing that
/// depends on the month. Horizons are 5 to 40 months, states 2 to 16.
[[nodiscard]] Model random_lane_model(std::uint64_t seed);

}  // namespace forlob::test
