#include "support/agreement.hpp"

#include <fmt/format.h>

#include <cmath>

#include "exact/recursion.hpp"
#include "outcomes/counts.hpp"
#include "simulate/simulate.hpp"

namespace forlob::test {

Agreement agreement(const ScenarioSpec& scenario, const std::vector<Model>& models,
                    const std::vector<Model>& expected_by) {
    std::vector<Counts> counts;
    SimulationPlan plan;
    plan.seed = scenario.seed;
    plan.n_people = scenario.cohort_size;
    plan.n_replications = 1;
    SimulationHooks hooks;
    hooks.in_order = [&](ReplicationResult& result) { counts = result.arms; };
    simulate(models, plan, hooks);

    Agreement found;
    const double n = scenario.cohort_size;
    for (std::size_t arm = 0; arm < models.size(); ++arm) {
        const Expectation expected = expected_occupancy(expected_by[arm]);
        const auto persons = persons_in_state(counts[arm], models[arm]);
        for (std::int32_t tick = 0; tick <= models[arm].horizon; ++tick) {
            for (int state = 0; state < models[arm].n_states; ++state) {
                const double p = expected.share_in_state(tick, state);
                const auto there = static_cast<double>(persons(tick, state));
                if (p < 1e-15 && there > 0.0) ++found.n_impossible;
                // Fewer are too skewed for a bound in normal standard errors.
                if (n * p < 100.0 || n * (1.0 - p) < 100.0) continue;
                const double distance = std::abs(there / n - p) / std::sqrt(p * (1.0 - p) / n);
                ++found.n_compared;
                if (distance <= found.worst) continue;
                found.worst = distance;
                found.where =
                    fmt::format("arm {}, month {}, state {}: {} of {} persons, expected {:.1f}",
                                models[arm].arm, tick,
                                scenario.model.states[static_cast<std::size_t>(state)].name.text,
                                there, n, n * p);
            }
        }
    }
    return found;
}

}  // namespace forlob::test
