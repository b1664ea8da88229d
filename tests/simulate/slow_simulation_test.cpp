// The fast simulation against a slow one that shares no code with it, on models that nobody would
// think of: every count of every table, exactly.

#include "support/slow_simulation.hpp"

#include <doctest/doctest.h>

#include "simulate/simulate.hpp"
#include "support/random_model.hpp"

using namespace forlob;

namespace {

Counts slow_counts(const Model& model, const SimulationPlan& plan, ReplicationId replication) {
    Counts counts(model);
    DrawAddress address;
    address.seed = plan.seed;
    address.draw = plan.draw;
    address.replication = replication;
    for (std::uint32_t person = 0; person < plan.n_people; ++person)
        test::slow_count(model, test::slow_life(model, address, PersonId{person}), counts);
    return counts;
}

}  // namespace

TEST_CASE("random models: every count is that of the slow simulation") {
    std::uint64_t n_priced = 0;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        CAPTURE(seed);
        const std::vector<Model> arms{test::random_model(seed)};
        SimulationPlan plan;
        plan.seed = seed * 1000003;
        plan.draw = static_cast<std::uint32_t>(seed % 3);
        plan.n_people = 150;
        plan.n_replications = 2;
        plan.threads = 1;
        plan.block_people = 64;
        SimulationHooks hooks;
        hooks.in_order = [&](ReplicationResult& result) {
            const Counts slow = slow_counts(arms.front(), plan, result.replication);
            const Counts& fast = result.arms.front();
            CHECK(fast.persons == slow.persons);
            CHECK((fast.cells == slow.cells));
            CHECK((fast.moves == slow.moves));
            CHECK((fast.priced_moves == slow.priced_moves));
            for (const std::uint32_t number : fast.priced_moves.values()) n_priced += number;
            CHECK((fast.phase_entries == slow.phase_entries));
            CHECK((fast.exits == slow.exits));
            CHECK((fast.relapses == slow.relapses));
            CHECK((fast.censored == slow.censored));
            CHECK((fast.status == slow.status));
            CHECK((fast.first_employment == slow.first_employment));
            CHECK((fast.first_visits == slow.first_visits));
            CHECK((fast.visits == slow.visits));
        };
        CHECK(simulate(arms, plan, hooks));
    }
    CHECK(n_priced > 0);
}
