#pragma once

// Which policy is worth its cost, given that we do not know the parameters? Cost and effect of
// every arm in every draw become the chance of being best, the expected loss of choosing it all the
// same, and what it would be worth to know the parameters. Pure functions, by exact counting.

#include <cstddef>
#include <span>
#include <vector>

#include "base/table.hpp"

namespace forlob {

/// One number per (threshold, arm) or per threshold. The net monetary benefit of an arm in a draw
/// is threshold · effect − cost.
struct Acceptability {
    std::vector<double> thresholds;  ///< money per unit of effect
    /// [threshold][arm] share of the draws in which the arm has the largest net benefit. Arms that
    /// are equal to the last bit share their draw.
    Table<double, 2> probability_best;
    Table<double, 2> net_benefit;    ///< [threshold][arm] expected
    Table<double, 2> expected_loss;  ///< [threshold][arm] against the best arm of each draw
    std::vector<std::size_t> best;   ///< [threshold] arm of the largest expected net benefit
    /// [threshold] chance that `best` is best: the frontier of the curves.
    std::vector<double> frontier;
    /// [threshold] expected value of perfect information: the smallest expected loss.
    std::vector<double> perfect_information;
};

/// `cost` and `effect` are [draw][arm], of the same shape, with at least one draw and one arm.
[[nodiscard]] Acceptability acceptability(const Table<double, 2>& cost,
                                          const Table<double, 2>& effect,
                                          std::span<const double> thresholds);

}  // namespace forlob
