#pragma once

// How long since, or how often? Per-person month counters that count, hold and reset.
//
// Order at the end of month t, in which the person went from state i (at t - 1) to j (at t):
//   1. if i is in `counts`, the clock advances by one;
//   2. if i != j and j is in `on_enter`, it advances by one;
//   3. a window notes whether i is in its states; when it holds `needed` such months within the
//   last
//      `within`, the clock becomes 0 and the window is forgotten;
//   4. if i != j and j is in `resets_on`, the clock becomes 0 (the window stays).
// A move by placement or release is a move like any other. Values saturate at `cap`; `never` is
// `cap` from the start and, like every saturated value, stays there until a reset.

#include <cstdint>
#include <optional>
#include <string>

#include "base/ids.hpp"
#include "model/state_set.hpp"

namespace forlob {

struct ClockWindow {
    StateSet in;
    std::int32_t needed = 0;  ///< months
    std::int32_t within = 0;  ///< months, at most 64
    bool operator==(const ClockWindow&) const = default;
};

struct Clock {
    std::string name;
    StateSet counts;
    StateSet on_enter;
    StateSet resets_on;
    std::optional<ClockWindow> window;
    std::uint16_t cap = 0;          ///< nothing depends on values beyond it
    bool used_by_dynamics = false;  ///< rows or eligibility depend on it (not only prices)
    bool operator==(const Clock&) const = default;
};

/// Range of start values, each month equally likely; low == high is a fixed value.
struct ClockRange {
    std::uint16_t low = 0;
    std::uint16_t high = 0;
    bool operator==(const ClockRange&) const = default;
};

}  // namespace forlob
