#pragma once

// What should the simulation have counted? The definitions of semantics.md, person by person, month
// by month, without a thought for speed. Shares no code with engine/simulate.

#include <cstdint>
#include <vector>

#include "model/model.hpp"
#include "outcomes/counts.hpp"
#include "random/uniforms.hpp"

namespace forlob::test {

/// One person at ticks 0 … T.
struct SlowLife {
    std::vector<StateId> state;
    std::vector<PhaseId> phase;
    std::vector<std::uint32_t> cell;
    std::vector<std::uint32_t> origin;  ///< [tick] cell in which the month that ends there is begun
    std::vector<std::vector<PhaseId>> entered;  ///< [tick] phases entered, in order
    std::uint16_t subgroup = 0;
    std::size_t stratum = 0;
    std::uint32_t frailty = 0;
};

[[nodiscard]] SlowLife slow_life(const Model& model, DrawAddress replication, PersonId person);

/// Adds everything that one life means to the counts.
void slow_count(const Model& model, const SlowLife& life, Counts& counts);

}  // namespace forlob::test
