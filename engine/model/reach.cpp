#include "model/reach.hpp"

#include <algorithm>
#include <limits>

#include "model/lattice.hpp"
#include "model/multiplier.hpp"

namespace forlob {
namespace {

std::uint16_t limited(std::int64_t value) {
    // One more stands for `never`, and the largest number of all is never a value.
    constexpr std::int64_t largest = std::numeric_limits<std::uint16_t>::max() - 2;
    return static_cast<std::uint16_t>(std::clamp<std::int64_t>(value, 0, largest));
}

// Of clocks whose starts are stated in cycles.
std::int64_t as_stated(std::int64_t cycles) { return cycles; }

// Notes the starts of one clock. `first` and `last` are the values at tick 0 of the smallest and
// largest number of a range.
template <typename First, typename Last>
void note_starts(const ClockStartSpec& spec, const First& first, const Last& last,
                 CoordinateReach& reach) {
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    std::int64_t most = -1;
    const auto note = [&](const ClockStart& start) {
        if (start.never) {
            reach.can_be_never = true;
            return;
        }
        least = std::min<std::int64_t>(least, first(start.from_months));
        most = std::max<std::int64_t>(most, last(start.to_months));
    };
    if (spec.given)
        for (const auto& [level, start] : spec.by_level) note(start);
    else
        note(spec.start);
    if (most < 0) return;  // never for everybody: what counts begins at 0 after a reset
    reach.least_start = limited(least);
    reach.most_start = limited(most);
}

const ClockStartSpec* starts_of(const ClockSpec& clock, const ScenarioSpec& scenario) {
    for (const auto& [name, start] : scenario.population.clocks)
        if (name.text == clock.name.text) return &start;
    return clock.starts ? &*clock.starts : nullptr;
}

}  // namespace

std::vector<CoordinateReach> coordinate_reach(const ScenarioSpec& scenario, ValueUse use) {
    const std::int32_t horizon = scenario.horizon_months;
    std::vector<CoordinateReach> all(index(Coordinate::first_clock));
    for (CoordinateReach& reach : all) reach.high = limited(horizon);
    if (use == ValueUse::transition) all[index(Coordinate::month)].low = 1;
    for (const ClockSpec& clock : scenario.model.clocks) {
        CoordinateReach reach;
        if (const ClockStartSpec* starts = starts_of(clock, scenario))
            note_starts(*starts, as_stated, as_stated, reach);
        const bool can_reset = !clock.resets_on.empty() || clock.resets_after.has_value();
        reach.low = can_reset ? std::uint16_t{0} : reach.least_start;
        reach.high = limited(std::int64_t{reach.most_start} + horizon);
        all.push_back(reach);
    }
    if (const auto& age = scenario.population.age_years) {
        CoordinateReach reach;
        // Ages are stated in whole years, the last one included.
        const CycleSpec& cycle = scenario.model.cycle;
        note_starts(
            *age, [&](std::int64_t years) { return cycles_of_age(years, cycle); },
            [&](std::int64_t years) { return cycles_of_age(years + 1, cycle) - 1; }, reach);
        reach.low = reach.least_start;
        reach.high = limited(std::int64_t{reach.most_start} + horizon);
        // Who comes later has the age of the start later.
        reach.always_counts = scenario.population.inflow.empty();
        all.push_back(reach);
    }
    return all;
}

}  // namespace forlob
