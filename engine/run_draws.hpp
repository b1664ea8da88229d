#pragma once

// What does every arm come to in every draw of the parameters? Compiles and evaluates the scenario
// again and again, exactly or by simulation.

#include "results/draw_results.hpp"
#include "run.hpp"

namespace forlob {

/// The draws of a scenario that has them. `by: exact`, or where nothing is said and every arm can
/// be followed: by recursion, else by simulation. Throws InputError, with the number of the draw,
/// for drawn values that make no sense; NotExact when `by: exact` is asked for and cannot be;
/// Interrupted.
[[nodiscard]] DrawResults run_draws(const ScenarioSpec& scenario, const RunOptions& options);

}  // namespace forlob
