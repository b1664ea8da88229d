#pragma once

// What did simulation make of these models? Everything of every replication, kept for tests.

#include <vector>

#include "model/model.hpp"
#include "outcomes/counts.hpp"
#include "outcomes/spells.hpp"
#include "simulate/simulate.hpp"

namespace forlob::test {

struct Kept {
    std::vector<Counts> arms;
    std::vector<Spells> spells;  ///< [arm], of the plan's trajectory replications
    std::vector<std::vector<std::uint8_t>> states;  ///< [arm] in their place, if they are states
    Persons persons;
    bool operator==(const Kept&) const = default;
};

/// Replication by replication, in order.
[[nodiscard]] std::vector<Kept> simulated(const std::vector<Model>& arms,
                                          const SimulationPlan& plan);

/// A plan of one replication; what it does not name is as in SimulationPlan.
[[nodiscard]] SimulationPlan one_replication(std::uint64_t seed, std::uint32_t n_people);

}  // namespace forlob::test
