#pragma once

// Who are these people, whatever happens to them? What is drawn of a person once and for all, the
// same in every arm.

#include <cstddef>
#include <cstdint>

#include "model/population.hpp"
#include "simulate/block.hpp"
#include "simulate/simulate.hpp"

namespace forlob {

/// Choice::pick by bisection: strata can be many.
[[nodiscard]] std::size_t pick_by_bisection(const Choice& choice, std::uint32_t uniform);

[[nodiscard]] Persons persons_of(const Population& population, const BlockOfPeople& block);

}  // namespace forlob
