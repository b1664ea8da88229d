#pragma once

// What will a run cost before it runs? A pilot of the scenario itself: fewer replications, of fewer
// people where people do not depend on one another, written to a temporary file.

#include <optional>
#include <string>

#include "results/cost_plan.hpp"
#include "run.hpp"

namespace forlob {

struct PlanOptions {
    std::string measure;               ///< as `main_result` takes it; empty: the headline's
    std::optional<double> half_width;  ///< that is wanted of every arm
    int threads = 0;                   ///< 0: all that may be used
    const std::atomic<bool>* stop = nullptr;
};

/// The pilot's size follows from the scenario, and so do the precision and what it says of
/// replications. Time and memory are this machine's, as measured; nothing of them enters a result.
/// Memory is the pilot's own peak, which grows with neither replications nor people, also where
/// trajectories are kept. Nothing is left on disk.
///
/// Throws InputError, std::invalid_argument for a measure that there is not, ResultFileError,
/// Interrupted.
[[nodiscard]] CostPlan plan_run(const ScenarioSpec& scenario, const PlanOptions& options);

}  // namespace forlob
