#include "simulate/simulate.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "support/hand_model.hpp"
#include "support/random_model.hpp"
#include "support/simulated.hpp"

using namespace forlob;
using test::Kept;
using test::simulated;

namespace {

SimulationPlan plan_of(std::uint32_t n_people, std::uint32_t n_replications) {
    SimulationPlan plan;
    plan.seed = 20260101;
    plan.n_people = n_people;
    plan.n_replications = n_replications;
    plan.threads = 2;
    return plan;
}

// Cells of one state each: persons by tick and state.
Model coin_model(std::int32_t horizon = 12) {
    Model model = test::hand_model(2, horizon);
    test::build_tables(model, test::moves_by_state({{{StateId{1}, {0.3}}}, {{StateId{0}, {0.2}}}}));
    return model;
}

}  // namespace

TEST_CASE("threads and blocks change no count, no spell and no person") {
    for (const std::uint64_t seed : {3u, 8u, 21u}) {
        CAPTURE(seed);
        const std::vector<Model> arms{test::random_model(seed)};
        SimulationPlan plan = plan_of(1030, 5);
        plan.trajectory_replications = 3;
        plan.threads = 1;
        const auto expected = simulated(arms, plan);
        for (const int threads : {1, 2, 4})
            for (const std::uint32_t block_people : {4u, 64u, 1024u, 4096u}) {
                CAPTURE(threads);
                CAPTURE(block_people);
                plan.threads = threads;
                plan.block_people = block_people;
                CHECK((simulated(arms, plan) == expected));
            }
    }
}

TEST_CASE("an arm that copies the reference has the same counts, whatever else there is") {
    Model other = coin_model();
    test::add_program(other, {Phase{}});
    other.rows = {};
    other.row_of = other.cell_of = {};
    other.cells.clear();
    test::build_tables(other, test::moves_by_state({{{StateId{1}, {0.5}}}, {{StateId{0}, {0.1}}}}));
    const auto kept = simulated({coin_model(), other, coin_model()}, plan_of(500, 4));
    for (const Kept& replication : kept) {
        CHECK(replication.arms[0] == replication.arms[2]);
        CHECK_FALSE(replication.arms[0].moves == replication.arms[1].moves);
    }
}

TEST_CASE("another arm, replication or recording changes no other number") {
    SimulationPlan plan = plan_of(300, 3);
    const auto alone = simulated({coin_model()}, plan);
    plan.n_replications = 7;
    plan.trajectory_replications = 7;
    const auto more = simulated({coin_model(), test::random_model(5)}, plan);
    for (std::size_t number = 0; number < alone.size(); ++number)
        CHECK(alone[number].arms[0] == more[number].arms[0]);
}

TEST_CASE("seed, draw and replication change the people's chances") {
    SimulationPlan plan = plan_of(300, 2);
    const auto first = simulated({coin_model()}, plan);
    CHECK_FALSE(first[0].arms[0] == first[1].arms[0]);
    plan.draw = 1;
    CHECK_FALSE(simulated({coin_model()}, plan)[0].arms[0] == first[0].arms[0]);
    plan.draw = 0;
    ++plan.seed;
    CHECK_FALSE(simulated({coin_model()}, plan)[0].arms[0] == first[0].arms[0]);
}

TEST_CASE("everybody is somewhere at every tick") {
    const auto kept = simulated({test::random_model(11)}, plan_of(777, 2));
    for (const Kept& replication : kept) {
        const Counts& counts = replication.arms[0];
        CHECK(counts.persons == 777);
        for (std::size_t tick = 0; tick < counts.cells.shape()[0]; ++tick) {
            std::uint32_t people = 0;
            for (const std::uint32_t here : counts.cells.row(tick)) people += here;
            CHECK(people == 777);
        }
    }
}

TEST_CASE(
    "spells cover every tick of every person in order, and their moves are the counted ones") {
    const Model model = test::random_model(29);
    SimulationPlan plan = plan_of(400, 3);
    plan.trajectory_replications = 2;
    plan.block_people = 64;
    const auto kept = simulated({model}, plan);
    CHECK(kept[2].spells.empty());
    CHECK(kept[2].persons.stratum.empty());
    for (std::size_t replication = 0; replication < 2; ++replication) {
        const Spells& spells = kept[replication].spells[0];
        Counts moved(model);
        std::size_t next = 0;
        for (std::uint32_t person = 0; person < 400; ++person) {
            int tick = 0;
            for (; next < spells.size() && spells.person[next] == person; ++next) {
                CHECK(spells.start[next] == tick);
                if (tick > 0) ++moved.moves(tick, spells.state[next - 1], spells.state[next]);
                tick += spells.months[next];
            }
            CHECK(tick == model.horizon + 1);
        }
        CHECK(next == spells.size());
        CHECK((moved.moves == kept[replication].arms[0].moves));
        CHECK(kept[replication].persons.stratum.size() == 400);
        CHECK(kept[replication].persons.frailty.size() == 400);
    }
}

TEST_CASE("each replication is derived from before it is received in order") {
    SimulationPlan plan = plan_of(100, 50);
    plan.threads = 4;
    plan.block_people = 64;
    std::size_t received = 0;
    SimulationHooks hooks;
    hooks.each_replication = [](ReplicationResult& result) {
        result.derived = {{static_cast<double>(index(result.replication)),
                           static_cast<double>(result.arms[0].persons)}};
    };
    hooks.in_order = [&](ReplicationResult& result) {
        CHECK(result.derived ==
              std::vector<std::vector<double>>{{static_cast<double>(received++), 100.0}});
    };
    CHECK(simulate({coin_model()}, plan, hooks));
    CHECK(received == 50);
}

TEST_CASE("counts may be kept by whoever receives them") {
    const SimulationPlan plan = plan_of(100, 40);
    const auto copied = simulated({coin_model()}, plan);
    std::size_t received = 0;
    SimulationHooks hooks;
    hooks.in_order = [&](ReplicationResult& result) {
        const std::vector<Counts> mine = std::move(result.arms);
        CHECK(mine == copied[received++].arms);
    };
    CHECK(simulate({coin_model()}, plan, hooks));
    CHECK(received == 40);
}

TEST_CASE("progress counts the person-months of every arm") {
    std::atomic<std::uint64_t> done = 0;
    SimulationHooks hooks;
    hooks.person_months_done = &done;
    CHECK(simulate({coin_model(), coin_model()}, plan_of(130, 3), hooks));
    CHECK(done == 2 * 130 * 3 * 12);
}

TEST_CASE("no replication starts after a stop, and those before it are received") {
    std::atomic<bool> stop = false;
    std::size_t received = 0;
    SimulationHooks hooks;
    hooks.stop = &stop;
    hooks.in_order = [&](ReplicationResult& result) {
        CHECK(index(result.replication) == received);
        if (++received == 10) stop = true;
    };
    CHECK_FALSE(simulate({coin_model()}, plan_of(100, 100000), hooks));
    CHECK(received >= 10);
    CHECK(received < 100);
}

TEST_CASE("trajectories come block by block, however many people there are") {
    for (const bool as_states : {false, true})
        for (const Kernel fastest : {Kernel::general, Kernel::lanes}) {
            const std::vector<Model> arms{coin_model(), coin_model()};
            SimulationPlan plan = plan_of(20'000, 2);
            plan.trajectory_replications = 1;
            plan.as_states = as_states;
            plan.fastest = fastest;
            std::size_t n_states = 0;
            std::size_t n_finished = 0;
            SimulationHooks hooks;
            hooks.trajectories = [&](const TrajectoryBlock& some) {
                const std::size_t n_people =
                    as_states ? some.states.size() / 13
                              : some.spells.person.back() - some.spells.person.front() + 1;
                CHECK(n_people <= 4096);
                for (const std::uint16_t months : some.spells.months) n_states += months;
                n_states += some.states.size();
                CHECK(n_finished == 0);
            };
            hooks.in_order = [&](ReplicationResult&) { ++n_finished; };
            REQUIRE(simulate(arms, plan, hooks));
            CHECK(n_finished == 2);
            CHECK(n_states == 2 * 20'000 * 13);
        }
}

TEST_CASE("later replications continue where the first ones ended") {
    const std::vector<Model> arms{test::random_model(5), test::random_model(5)};
    SimulationPlan plan = plan_of(130, 9);
    plan.trajectory_replications = 6;
    plan.block_people = 64;
    const auto whole = simulated(arms, plan);
    for (const std::uint32_t n_first : {1U, 4U, 8U}) {
        CAPTURE(n_first);
        plan.first_replication = 0;
        plan.n_replications = n_first;
        auto parts = simulated(arms, plan);
        plan.first_replication = n_first;
        plan.n_replications = 9 - n_first;
        for (Kept& later : simulated(arms, plan)) parts.push_back(std::move(later));
        CHECK((parts == whole));
    }
}

TEST_CASE("a stop that comes after the last replication stopped nothing") {
    std::atomic<bool> stop = false;
    SimulationHooks hooks;
    hooks.stop = &stop;
    hooks.in_order = [&](ReplicationResult& result) {
        if (result.replication == ReplicationId{4}) stop = true;
    };
    CHECK(simulate({coin_model()}, plan_of(100, 5), hooks));
}

TEST_CASE("exceptions of hooks arrive at the caller") {
    SimulationHooks hooks;
    hooks.in_order = [](ReplicationResult&) { throw std::runtime_error("disk full"); };
    CHECK_THROWS_WITH_AS(simulate({coin_model()}, plan_of(100, 50), hooks), "disk full",
                         std::runtime_error);
    hooks = {};
    hooks.each_replication = [](ReplicationResult&) { throw std::runtime_error("no memory"); };
    CHECK_THROWS_WITH_AS(simulate({coin_model()}, plan_of(100, 50), hooks), "no memory",
                         std::runtime_error);
}

TEST_CASE("no people, no replications and no months are allowed") {
    CHECK(simulated({coin_model()}, plan_of(100, 0)).empty());
    const auto nobody = simulated({coin_model()}, plan_of(0, 2));
    REQUIRE(nobody.size() == 2);
    CHECK(nobody[0].arms[0].persons == 0);
    const auto no_months = simulated({coin_model(0)}, plan_of(9, 1));
    CHECK(no_months[0].arms[0].cells(0, 0) == 9);
}
