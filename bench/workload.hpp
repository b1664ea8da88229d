#pragma once

// Which work is speed measured on, and how do we know that it was done? Workloads W1 to W3
// (workloads/), whose results are known exactly from a computation that shares nothing with the
// engine. Speed counts only where these come out.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "input/scenario_spec.hpp"

namespace forlob::bench {

inline constexpr std::size_t n_work_states = 8;
inline constexpr std::size_t n_work_months = 48;

/// Persons by state at ticks 0 to 48: [tick * 8 + state].
using Occupancy = std::vector<std::uint64_t>;
[[nodiscard]] inline Occupancy nobody() {
    return Occupancy((n_work_months + 1) * n_work_states, 0);
}

using Matrix = std::array<std::array<double, n_work_states>, n_work_states>;

/// One-month probabilities of W1 (workloads/w1.yaml), [from][to], for loops that are written by
/// hand.
[[nodiscard]] const Matrix& w1_matrix();

/// W3: only the row of state 0 depends on the band of completed months in it, and every move to the
/// last state on the stratum. Person i is in stratum_of[i % 10].
inline constexpr std::size_t n_bands = 4, n_work_strata = 3;
inline constexpr std::array<std::size_t, 10> stratum_of{0, 0, 0, 0, 0, 1, 1, 1, 2, 2};
inline constexpr std::array<std::size_t, 13> band_of{0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3};
[[nodiscard]] Matrix w3_matrix(std::size_t stratum, std::size_t band);

/// "w1", "w2" or "w3" as its file says it.
[[nodiscard]] ScenarioSpec workload(const std::string& name);

/// Largest distance from what is expected, over all cells, in standard errors of so many people;
/// infinite where an impossible cell holds somebody.
[[nodiscard]] double largest_z(const std::string& name, const std::string& arm,
                               const Occupancy& occupancy);

/// Beyond it something is wrong: 392 cells exceed it by chance once in some hundred seeds, and
/// seeds are fixed.
inline constexpr double allowed_z = 4.5;

}  // namespace forlob::bench
