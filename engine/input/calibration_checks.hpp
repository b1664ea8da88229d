#pragma once

// Can this calibration be carried out? What `calibrate:` says, against the scenario's other parts.

#include "base/diagnostic.hpp"
#include "input/known_names.hpp"
#include "input/scenario_spec.hpp"

namespace forlob {

/// Reports arms and states that do not exist, ticks beyond the horizon, and free parameters that no
/// arm with a target has, or whose value is set in all of these.
void check_calibration(const ScenarioSpec& scenario, const KnownNames& known,
                       Diagnostics& diagnostics);

}  // namespace forlob
