#pragma once

// Who pays which share? Fixed splits, and ladders whose shares change with the weeks a clock has
// run. A cycle is so many weeks: a month 365.25 / 12 / 7, because rounding to 4 makes spells 8 %
// too short (semantics.md, 9).

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace forlob {

/// A step function of weeks on the clock: `share` holds from its week on. The first week is 0.
struct LadderStep {
    double from_week = 0.0;
    double share = 0.0;
};

/// Average share over the weeks [from, to); from < to. Exact integral of the step function.
[[nodiscard]] double ladder_share(std::span<const LadderStep> ladder, double from_week,
                                  double to_week);

/// Average share over the cycle that begins when the clock shows `cycles`. From the first cycle
/// that begins at or beyond the last step on, every one has that step's share.
[[nodiscard]] double ladder_share_of_cycle(std::span<const LadderStep> ladder, std::int32_t cycles,
                                           double weeks_per_cycle);

}  // namespace forlob
