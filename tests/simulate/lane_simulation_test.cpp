// The lane kernel against the general one: every count of every table, and every life, on models
// that nobody would think of, with every instruction set.

#include <doctest/doctest.h>

#include <vector>

#include "simulate/simulate.hpp"
#include "support/hand_model.hpp"
#include "support/instruction_sets.hpp"
#include "support/random_model.hpp"
#include "support/simulated.hpp"

using namespace forlob;

namespace {

using test::Kept;

std::vector<Kept> simulated(const std::vector<Model>& arms, SimulationPlan plan, Kernel fastest) {
    plan.fastest = fastest;
    return test::simulated(arms, plan);
}

SimulationPlan plan_of(std::uint64_t seed, std::uint32_t n_people) {
    SimulationPlan plan;
    plan.seed = seed * 1000003;
    plan.draw = static_cast<std::uint32_t>(seed % 3);
    plan.n_people = n_people;
    plan.n_replications = 2;
    plan.threads = 1;
    return plan;
}

bool is_in_lanes(const Model& model) {
    return kernels_of({model}, {}).front().kernel == Kernel::lanes;
}

// What differs first, for the message of a failure.
std::string difference(const Counts& one, const Counts& other) {
    if (one.persons != other.persons) return "persons";
    if (one.cells != other.cells) return "cells";
    if (one.moves != other.moves) return "moves";
    if (one.visits != other.visits) return "visits";
    if (one.first_visits != other.first_visits) return "first visits";
    if (one.first_employment != other.first_employment) return "first employment";
    if (one != other) return "exits and what follows";
    return "";
}

}  // namespace

TEST_CASE("random models: lanes count what the general kernel counts") {
    int n_in_lanes = 0;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        CAPTURE(seed);
        const std::vector<Model> arms{test::random_lane_model(seed)};
        if (!is_in_lanes(arms.front())) continue;
        ++n_in_lanes;
        SimulationPlan plan = plan_of(seed, 150);
        plan.block_people = 64;
        const auto lanes = simulated(arms, plan, Kernel::lanes);
        const auto general = simulated(arms, plan, Kernel::general);
        for (std::size_t replication = 0; replication < 2; ++replication)
            CHECK(difference(lanes[replication].arms.front(), general[replication].arms.front()) ==
                  "");
    }
    CHECK(n_in_lanes > 200);
}

TEST_CASE("lives are the same, too, and keeping them changes no count") {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        CAPTURE(seed);
        const std::vector<Model> arms{test::random_lane_model(seed)};
        SimulationPlan plan = plan_of(seed, 150);
        const auto without = simulated(arms, plan, Kernel::lanes);
        plan.trajectory_replications = 1;
        const auto lanes = simulated(arms, plan, Kernel::lanes);
        CHECK((lanes == simulated(arms, plan, Kernel::general)));
        CHECK((lanes.front().arms == without.front().arms));
        CHECK(lanes.front().spells.front().size() >= 150);
        plan.as_states = true;
        const auto states = simulated(arms, plan, Kernel::lanes);
        CHECK((states == simulated(arms, plan, Kernel::general)));
        CHECK(states.front().states.front().size() >= 150);
    }
}

TEST_CASE("every instruction set, block size and number of threads gives the same") {
    for (const std::uint64_t seed : {2U, 5U, 11U, 23U}) {
        CAPTURE(seed);
        const std::vector<Model> arms{test::random_lane_model(seed), test::random_lane_model(seed)};
        SimulationPlan plan = plan_of(seed, 777);
        plan.trajectory_replications = 1;
        const auto expected = simulated(arms, plan, Kernel::general);
        test::for_each_instruction_set([&](std::string_view name) {
            CAPTURE(name);
            CHECK((simulated(arms, plan, Kernel::lanes) == expected));
        });
        for (const std::uint32_t block_people : {4U, 60U, 64U, 68U, 512U, 4096U})
            for (const int threads : {1, 2, 4}) {
                CAPTURE(block_people);
                CAPTURE(threads);
                plan.block_people = block_people;
                plan.threads = threads;
                CHECK((simulated(arms, plan, Kernel::lanes) == expected));
            }
    }
}

TEST_CASE("more people than lanes have positions are simulated in several blocks") {
    const std::vector<Model> arms{test::random_lane_model(2)};
    SimulationPlan plan = plan_of(2, 70000);
    plan.n_replications = 1;
    plan.block_people = 1U << 20;
    CHECK((simulated(arms, plan, Kernel::lanes) == simulated(arms, plan, Kernel::general)));
}

TEST_CASE("an arm in lanes beside one that is not, and nobody at all") {
    Model in_lanes = test::random_lane_model(7);
    REQUIRE(is_in_lanes(in_lanes));
    Model with_program = in_lanes;
    Phase phase;
    phase.max_months = 3;
    with_program.row_of = {};
    with_program.rows = {};
    with_program.cell_of = {};
    with_program.cells = {};
    test::add_program(with_program, {phase});
    test::build_tables(with_program, {});
    for (const auto& arms : {std::vector{in_lanes, with_program}, {with_program, in_lanes}}) {
        const auto choices = kernels_of(arms, {});
        CHECK(choices[0].kernel != choices[1].kernel);
        for (const std::uint32_t n_people : {0u, 100u}) {
            SimulationPlan plan = plan_of(7, n_people);
            plan.trajectory_replications = 2;
            plan.block_people = 16;
            CHECK((simulated(arms, plan, Kernel::lanes) == simulated(arms, plan, Kernel::general)));
        }
    }
}

TEST_CASE("which kernel simulates an arm, and why") {
    Model model = test::random_lane_model(7);
    CHECK(kernels_of({model}, {}).front().reason == "");
    SimulationPlan plan;
    plan.fastest = Kernel::general;
    CHECK(kernels_of({model}, plan).front().kernel == Kernel::general);
    CHECK(kernels_of({model}, plan).front().reason == "lanes are switched off");
    model.population.inflow.emplace_back();
    CHECK(kernels_of({model}, {}).front().kernel == Kernel::jointly);
}
