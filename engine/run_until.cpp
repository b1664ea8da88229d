#include "run_until.hpp"

#include <algorithm>
#include <limits>

#include "base/require.hpp"

namespace forlob {

std::uint32_t usual_most(const ScenarioSpec& scenario) {
    constexpr std::uint32_t times = 10;
    constexpr std::uint32_t limit = std::numeric_limits<std::uint32_t>::max();
    return scenario.replications > limit / times ? limit : times * scenario.replications;
}

UntilOutcome run_until(const ScenarioSpec& scenario, const RunOptions& options,
                       const UntilOptions& until) {
    ScenarioSpec longest = scenario;
    longest.replications = until.most.value_or(usual_most(scenario));
    require(longest.replications >= 2 && until.look_every >= 2, "a look needs two replications");
    const std::uint32_t first_look = std::min(until.look_every, longest.replications);

    UntilOutcome outcome;
    const auto look = [&](const Result& so_far) {
        if (so_far.n_replications == 0) {  // a wrong name is told before anything is simulated
            outcome.main = main_result(so_far, until.measure);
            return false;
        }
        outcome.estimates = estimates_of(outcome.main, so_far);
        outcome.is_enough =
            is_enough(until.rule, outcome.estimates, so_far.n_replications, first_look);
        return outcome.is_enough;
    };
    RunOptions how = options;
    how.looks = Looks{until.look_every, look};
    outcome.result = run(longest, how);
    if (until.rule.kind == StopRule::Kind::decided)
        outcome.factor =
            sequential_factor(outcome.result.n_replications, first_look, outcome.estimates.size());
    return outcome;
}

}  // namespace forlob
