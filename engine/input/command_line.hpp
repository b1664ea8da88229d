#pragma once

// What did the command line change in a scenario?

#include "base/diagnostic.hpp"
#include "input/scenario_spec.hpp"

namespace forlob {

/// Applies the changes, which win over everything in the files. Mistakes are shown in the argument
/// itself, as a text called "--set" (or "--seed" and so on). A shorter horizon also drops the
/// `horizons` beyond it, because they cannot be removed on the command line.
void apply_changes(const CommandLineOverrides& changes, ScenarioSpec& scenario,
                   Diagnostics& diagnostics);

}  // namespace forlob
