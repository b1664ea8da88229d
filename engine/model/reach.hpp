#pragma once

// Which values of a coordinate can occur at all? Where people start, and how long they are watched.

#include <cstdint>
#include <vector>

#include "input/scenario_spec.hpp"

namespace forlob {

/// When a value is asked for: for the transition of a cycle (1 … T), or at a tick (0 … T).
enum class ValueUse { transition, tick };

/// The values of one coordinate.
struct CoordinateReach {
    std::uint16_t low = 0;          ///< the smallest that can occur
    std::uint16_t high = 0;         ///< the largest, apart from `never`
    bool can_be_never = false;      ///< then every value above `high` means never
    std::uint16_t least_start = 0;  ///< at tick 0, apart from `never`
    std::uint16_t most_start = 0;
    bool always_counts = false;  ///< advances by one every cycle, whatever happens
};

/// [coordinate] of the model, `age` last if there are ages. Starts of every level count, whether
/// anybody has it or not.
[[nodiscard]] std::vector<CoordinateReach> coordinate_reach(const ScenarioSpec& scenario,
                                                            ValueUse use);

}  // namespace forlob
