#pragma once

// How long, how likely, how much? One struct per unit, its member named after the unit, so that a
// month is never taken for a tick nor a hazard for a probability.

#include <compare>
#include <cstdint>

namespace forlob {

/// A point in time: 0 is the start, tick t is t cycles (months) later.
struct Tick {
    std::int32_t index = 0;
    auto operator<=>(const Tick&) const = default;
};

/// A length of time.
struct Months {
    std::int32_t count = 0;
    auto operator<=>(const Months&) const = default;
};

/// Chance of an event within one cycle, 0 to 1.
struct Probability {
    double value = 0.0;
    auto operator<=>(const Probability&) const = default;
};

/// Cumulative hazard of one cycle, 0 or more. Probability = 1 - exp(-hazard).
struct Hazard {
    double per_cycle = 0.0;
    auto operator<=>(const Hazard&) const = default;
};

}  // namespace forlob
