#pragma once

// How do amounts of later times count, as a sentence for people? Whatever arms, accounts, payments
// and outcomes have in place of the economy's discounting is named.

#include <string>
#include <vector>

#include "input/scenario_spec.hpp"
#include "model/model.hpp"

namespace forlob {

/// "3.5 % a year, (1 + r)^-years; in arm isu 5 % a year, …; care, qaly 1.5 % a year, …". Of a
/// scenario with an economy, whose rates have been checked.
[[nodiscard]] std::string discounting_of_arms(const ScenarioSpec& scenario,
                                              const std::vector<Model>& models);

}  // namespace forlob
