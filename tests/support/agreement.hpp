#pragma once

// Do simulation and exact recursion say the same? The largest distance between simulated and
// expected occupancy of any arm, month and state, in standard errors.

#include <cstdint>
#include <string>
#include <vector>

#include "exact/recursion.hpp"
#include "input/scenario_spec.hpp"
#include "model/model.hpp"
#include "outcomes/counts.hpp"

namespace forlob::test {

struct Agreement {
    double worst = 0.0;  ///< standard errors sqrt(p (1 - p) / n), cells with 100 or more expected
    std::size_t n_compared = 0;
    std::string where;  ///< arm, month and state of the worst, or which count it is
    /// What recursion says nobody does, and somebody does; spells that no moves made.
    std::size_t n_impossible = 0;
};

/// Every count of one arm of one replication, where it is a mean that recursion gives: cells,
/// moves, entries into phases, exits, relapses, censored, status, first visits, first employment;
/// spells must be those that start and moves make. `expected` is for as many people. Cells that
/// hidden clocks would tell apart are left out.
[[nodiscard]] Agreement agreement_of_counts(const Model& model, const Counts& counts,
                                            const ExactCounts& expected);

/// One replication of the scenario's cohort, against recursion on `expected_by` (the same models,
/// or wrong ones on purpose).
[[nodiscard]] Agreement agreement(const ScenarioSpec& scenario, const std::vector<Model>& models,
                                  const std::vector<Model>& expected_by);

}  // namespace forlob::test
