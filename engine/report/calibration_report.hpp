#pragma once

// How well do the parameters that were found reproduce what was observed, and how are they used?

#include <string>

#include "calibrate/calibrate.hpp"
#include "input/scenario_spec.hpp"

namespace forlob {

/// Every optimum: parameters, whether they sit on a bound and whether the targets determine them,
/// and the targets beside what the model says.
[[nodiscard]] std::string calibration_text(const Calibration& calibration, std::size_t width);

/// The best optimum as a file of kind `parameters`, for a scenario's `use:`. `scenario_name` is a
/// file name without folders.
[[nodiscard]] std::string calibration_yaml(const Calibration& calibration,
                                           const ScenarioSpec& scenario,
                                           const std::string& scenario_name);

}  // namespace forlob
