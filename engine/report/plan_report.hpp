#pragma once

// What will a run cost, told to people and to programs?

#include <string>

#include "results/cost_plan.hpp"

namespace forlob {

/// Size, time, memory, file, and how precise the main result will be with more replications.
[[nodiscard]] std::string plan_text(const CostPlan& plan, std::size_t width = 100);

/// The same numbers unrounded. Not defined: null.
[[nodiscard]] std::string plan_json(const CostPlan& plan);

/// "0.4 s", "12 s", "35 min", "3.5 h".
[[nodiscard]] std::string duration_text(double seconds);

/// "0.8 MB", "52 MB", "3.1 GB": of 1,000,000 bytes.
[[nodiscard]] std::string size_text(double bytes);

}  // namespace forlob
