#pragma once

// Which persons were where, by everything that prices and reports tell apart? The cells that
// anybody was ever in, for the result file.

#include <vector>

#include "input/scenario_spec.hpp"
#include "model/model.hpp"
#include "outcomes/outcomes.hpp"
#include "results/result.hpp"

namespace forlob {

[[nodiscard]] CellTable cell_table(const ScenarioSpec& scenario, const std::vector<Model>& models,
                                   const OutcomeLabels& labels, const OutcomeAccumulator& outcomes);

}  // namespace forlob
