#include "support/simulated.hpp"

#include <doctest/doctest.h>

namespace forlob::test {

std::vector<Kept> simulated(const std::vector<Model>& arms, const SimulationPlan& plan) {
    std::vector<Kept> kept;
    SimulationHooks hooks;
    hooks.in_order = [&](ReplicationResult& result) {
        CHECK(index(result.replication) == plan.first_replication + kept.size());
        kept.push_back({result.arms, result.spells, result.persons});
    };
    REQUIRE(simulate(arms, plan, hooks));
    return kept;
}

SimulationPlan one_replication(std::uint64_t seed, std::uint32_t n_people) {
    SimulationPlan plan;
    plan.seed = seed;
    plan.n_people = n_people;
    plan.n_replications = 1;
    return plan;
}

}  // namespace forlob::test
