#include "support/simulated.hpp"

#include <doctest/doctest.h>

namespace forlob::test {

namespace {

template <typename T>
void append(std::vector<T>& all, const std::vector<T>& more) {
    all.insert(all.end(), more.begin(), more.end());
}

void append(Spells& all, const Spells& more) {
    append(all.person, more.person);
    append(all.state, more.state);
    append(all.start, more.start);
    append(all.months, more.months);
    append(all.phase, more.phase);
}

}  // namespace

std::vector<Kept> simulated(const std::vector<Model>& arms, const SimulationPlan& plan) {
    std::vector<Kept> kept;
    Kept next;
    const auto is_next = [&](ReplicationId replication) {
        CHECK(index(replication) == plan.first_replication + kept.size());
    };
    SimulationHooks hooks;
    hooks.persons = [&](ReplicationId replication, const Persons& some) {
        is_next(replication);
        CHECK(next.spells.empty());
        append(next.persons.stratum, some.stratum);
        append(next.persons.frailty, some.frailty);
    };
    hooks.trajectories = [&](const TrajectoryBlock& some) {
        is_next(some.replication);
        CHECK(some.arm + 1 >= next.spells.size());
        next.spells.resize(some.arm + 1);
        next.states.resize(some.arm + 1);
        append(next.spells.back(), some.spells);
        append(next.states.back(), some.states);
    };
    hooks.in_order = [&](ReplicationResult& result) {
        is_next(result.replication);
        next.arms = result.arms;
        kept.push_back(std::move(next));
        next = {};
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
