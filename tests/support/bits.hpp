#pragma once

// Are two models the same to the last bit? All that a model, and its prices, consist of, end to
// end.

#include <string>

#include "economics/price.hpp"
#include "model/model.hpp"

namespace forlob::test {

/// Equal for two models exactly if every number, name and length in them is; for tables of Poisson
/// numbers, if their means are.
[[nodiscard]] std::string bits_of(const Model& model);
[[nodiscard]] std::string bits_of(const Prices& prices);

}  // namespace forlob::test
