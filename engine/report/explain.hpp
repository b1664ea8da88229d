#pragma once

// What does the model mean? A scenario in words and tables: states, hazards, effects, programs,
// prices, each number with its value, unit, source and grade, and one-month transition matrices.

#include <optional>
#include <string>
#include <vector>

#include "economics/price.hpp"
#include "input/scenario_spec.hpp"
#include "model/model.hpp"

namespace forlob {

struct ExplainOptions {
    std::optional<std::string> arm;  ///< else every arm
    /// Coordinates of the transition matrix: "support_history=over_8y", "months_in_state=12",
    /// "phase=isu_dialogue.search", "frailty=3"; what is not given: the first level, 0, no program,
    /// the middle frailty level.
    std::vector<std::string> at;
    int width = 100;
};

/// Throws std::invalid_argument for an unknown arm or coordinate, naming the known ones.
[[nodiscard]] std::string explain(const ScenarioSpec& scenario, const std::vector<Model>& models,
                                  const std::vector<Prices>& prices, const ExplainOptions& options);

}  // namespace forlob
