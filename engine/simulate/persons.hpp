#pragma once

// Who are these people, whatever happens to them? What is drawn of a person once and for all, the
// same in every arm.

#include "model/population.hpp"
#include "simulate/block.hpp"
#include "simulate/simulate.hpp"

namespace forlob {

[[nodiscard]] Persons persons_of(const Population& population, const BlockOfPeople& block);

}  // namespace forlob
