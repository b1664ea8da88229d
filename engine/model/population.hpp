#pragma once

// Who is this person when they come? Strata with their shares, start states and clock starts; and
// how many come when.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/ids.hpp"
#include "model/clock.hpp"
#include "model/poisson_table.hpp"
#include "model/state_set.hpp"

namespace forlob {

/// Choice among alternatives by one uniform: the first with u <= last[i].
struct Choice {
    std::vector<std::uint32_t> last;
    std::vector<double> probability;  ///< unrounded, sum 1

    [[nodiscard]] std::size_t pick(std::uint32_t uniform) const noexcept {
        std::size_t chosen = 0;
        while (uniform > last[chosen]) ++chosen;
        return chosen;
    }
};

/// Requires shares >= 0 that add up to 1 within 1e-6; normalises the rest away.
[[nodiscard]] Choice choice(const std::vector<double>& shares);

/// All persons with the same static attributes.
struct Stratum {
    std::vector<LevelId> levels;  ///< [attribute]
    std::uint32_t kind = 0;       ///< of frailty level 0; add the frailty level
    std::uint16_t subgroup = 0;   ///< for outcomes by attribute (record.by)
    Choice start_state;           ///< alternatives are positions in start_states
    std::vector<StateId> start_states;
    std::vector<ClockRange> clock_starts;  ///< [clock], already saturated
};

/// States that somebody may come in.
struct StartStates {
    Choice choice;  ///< alternatives are positions in states
    std::vector<StateId> states;
};

/// The whole persons in a sum of fractions. Sums of decimal fractions lie a little below the whole
/// number that they stand for, the further below the larger they are: 550 times 333.3 is 183315.
[[nodiscard]] inline double whole_persons(double sum) {
    constexpr double rounding = 1e-9;
    constexpr double relative_rounding = 1e-11;  // of the sum of tens of thousands of summands
    return std::floor(sum + std::max(rounding, relative_rounding * sum));
}

/// The most persons who may be in a replication.
constexpr std::size_t most_persons = 100'000'000;

/// People who enter during the run.
struct Inflow {
    enum class Kind { number, poisson, share };
    Kind kind = Kind::number;
    /// [tick] in the month that ends there: whole persons (number), their mean (poisson), or the
    /// persons for each one who is in `of` at the tick before (share). 0 at tick 0.
    std::vector<double> amount;
    std::vector<std::uint32_t> table_of;  ///< [tick] position in tables (poisson)
    std::vector<PoissonTable> tables;     ///< each mean once
    StateSet of;
    std::vector<StartStates> start;  ///< [stratum]; empty: as the stratum
    Location location{};             ///< for messages about what only a run can show
};

struct Population {
    std::vector<Stratum> strata;
    Choice stratum;
    std::vector<double>
        frailty;             ///< [level] hazard multiplier, equally likely; {1} without frailty
    std::uint32_t size = 0;  ///< persons at tick 0
    std::vector<Inflow> inflow{};  ///< in the order in which people are numbered; empty: closed
};

}  // namespace forlob
