#pragma once

// Does it also hold for models that nobody thought of? Scenarios drawn at random: states, hazards,
// attributes, clocks, modifiers, frailty and programs with phases, placements and effects.

#include <cstdint>
#include <string>

namespace forlob::test {

/// The text of a valid scenario with arms `plain` and `other`. The same seed gives the same text on
/// every machine. Dynamics never depend on a clock with a window, so that recursion can follow.
[[nodiscard]] std::string random_scenario(std::uint64_t seed, std::uint32_t people, int horizon);

}  // namespace forlob::test
