#pragma once

// With which parameters does the model reproduce what was observed? Least distance to the targets
// of a scenario's `calibrate:`, from several starts, by exact recursion.

#include <cstdint>
#include <string>
#include <vector>

#include "input/scenario_spec.hpp"

namespace forlob {

/// One number that was to be reproduced.
struct FittedTarget {
    std::string arm;
    std::string what;  ///< "in employment at tick 12"
    double target = 0.0;
    double model = 0.0;
    double within = 0.0;  ///< distance at which it counts as reached
    bool is_reached = false;
};

/// A local optimum; starts that lead to it within 1e-3 of the bounds' distance are one.
struct Optimum {
    std::vector<double> values;  ///< [free parameter]
    double loss = 0.0;
    std::uint32_t n_starts = 0;  ///< that led here
    std::vector<FittedTarget> targets;
    bool are_all_reached = false;
    std::vector<bool> is_at_bound;    ///< [free parameter]
    std::vector<bool> is_identified;  ///< [free parameter] locally, by the targets
    /// [free parameter] from the standard errors of the targets; NaN where a target has none, or
    /// the parameter is not identified.
    std::vector<double> standard_error;
};

struct Calibration {
    std::vector<std::string> parameters;
    std::vector<Optimum> optima;  ///< the smallest loss first
    std::uint32_t n_starts = 0;
    std::uint32_t n_failed = 0;  ///< starts from which no value of the parameters made sense
    std::uint64_t n_evaluations = 0;
};

/// Requires `scenario.calibrate`. The loss is the sum over targets of ((model − target) / se)²; of
/// the binomial deviance where persons are known (`n`); else of weight · (relative distance)².
/// Throws InputError when no start makes sense, NotExact when recursion cannot follow an arm. The
/// result does not depend on the number of threads (0: all that may be used).
[[nodiscard]] Calibration calibrate(const ScenarioSpec& scenario, int threads);

}  // namespace forlob
