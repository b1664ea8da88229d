// The workloads that speed is measured on (bench/workloads) against what they lead to on average,
// worked out apart from the engine; and both kernels against each other.

#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "input/scenario_spec.hpp"
#include "simulate/simulate.hpp"
#include "support/tolerance.hpp"

using namespace forlob;

namespace {

std::string in_workloads(const std::string& name) {
    return FORLOB_SOURCE_FOLDER "/bench/workloads/" + name;
}

nlohmann::json expected_of(const std::string& workload) {
    std::ifstream file(in_workloads("expected.json"));
    return nlohmann::json::parse(file).at(workload);
}

struct Simulated {
    std::vector<Model> arms;
    std::vector<TotalCounts> counts;  // [arm]
};

Simulated simulated(const std::string& workload, std::uint32_t n_people, Kernel fastest) {
    Simulated result{compile_arms(read_scenario(in_workloads(workload + ".yaml"))), {}};
    for (const Model& arm : result.arms) result.counts.emplace_back(arm);
    SimulationPlan plan;
    plan.seed = 20260711;
    plan.n_people = n_people;
    plan.n_replications = 10;
    plan.fastest = fastest;
    SimulationHooks hooks;
    hooks.in_order = [&](ReplicationResult& replication) {
        for (std::size_t arm = 0; arm < result.arms.size(); ++arm)
            result.counts[arm] += replication.arms[arm];
    };
    CHECK(simulate(result.arms, plan, hooks));
    return result;
}

// Largest distance of occupancy at any tick, in standard errors.
double worst_of_arm(const Model& model, const TotalCounts& counts, const nlohmann::json& expected) {
    const auto persons = persons_in_state(counts, model);
    double worst = 0.0;
    for (std::size_t tick = 0; tick < persons.shape()[0]; ++tick)
        worst = std::max(
            worst, test::worst_distance(persons.row(tick),
                                        expected.at("occupancy")[tick].get<std::vector<double>>()));
    return worst;
}

}  // namespace

// Hypothesis: everybody lives by the stated matrices. 10^6 people give standard errors of 0.0005 at
// a share of one half and 0.00003 at one of a thousandth. The allowance over the cells of three
// workloads has a joint false-alarm rate of 1e-6 (about 6.4 standard errors); at the fixed seed the
// worst must also be below 4.5, which 1600 cells exceed with a probability of 1 %.
TEST_CASE("workloads: occupancy is the exact one" * doctest::test_suite("statistical")) {
    constexpr double allowed = 4.5;
    for (const std::string workload : {"w1", "w2", "w3"}) {
        CAPTURE(workload);
        const Simulated lanes = simulated(workload, 100000, Kernel::lanes);
        const auto expected = expected_of(workload);
        for (std::size_t arm = 0; arm < lanes.arms.size(); ++arm)
            CHECK(worst_of_arm(lanes.arms[arm], lanes.counts[arm],
                               expected.at(lanes.arms[arm].arm)) < allowed);
    }
    // Teeth: the people of workload 3 are not those of workload 1, nor those of one arm the
    // other's.
    const Simulated w2 = simulated("w2", 100000, Kernel::lanes);
    CHECK(worst_of_arm(w2.arms[1], w2.counts[1], expected_of("w2").at("a")) > 3 * allowed);
    const Simulated w3 = simulated("w3", 100000, Kernel::lanes);
    CHECK(worst_of_arm(w3.arms[0], w3.counts[0], expected_of("w1").at("plain")) > 3 * allowed);
}

TEST_CASE("workloads are simulated in lanes, and as the general kernel does") {
    for (const std::string workload : {"w1", "w2", "w3"}) {
        CAPTURE(workload);
        const Simulated lanes = simulated(workload, 1000, Kernel::lanes);
        for (const KernelChoice& choice : kernels_of(lanes.arms, {}))
            CHECK(choice.kernel == Kernel::lanes);
        CHECK((lanes.counts == simulated(workload, 1000, Kernel::general).counts));
    }
}
