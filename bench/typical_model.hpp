#pragma once

// What should a benchmark simulate? Arms of the size that planners write: 13 states, attributes and
// frailty, three clocks of which one is reset by a window, durations that matter, and programs of
// four phases with placements, drop-out and after-care.

#include <vector>

#include "model/model.hpp"

namespace forlob::bench {

/// One ordinary arm and `n_program_arms` arms with the four-phase program.
[[nodiscard]] std::vector<Model> typical_arms(int n_program_arms, std::int32_t horizon);

}  // namespace forlob::bench
