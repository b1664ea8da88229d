#pragma once

// Which steps does a program have, and does each lead somewhere? Reading of phases and the checks
// of the graph that they form.

#include <utility>
#include <vector>

#include "input/block.hpp"
#include "input/program_spec.hpp"

namespace forlob {

/// The `phases:` of a program. Checks each on its own: lengths, advancing, release.
[[nodiscard]] std::vector<PhaseSpec> read_phases(const Block& program, Diagnostics& diagnostics);

/// The `on_enter:` of a program or phase: state or group → phase or `end`.
[[nodiscard]] std::vector<std::pair<Name, Name>> read_on_enter(const Block& block,
                                                               Diagnostics& diagnostics);

/// Every phase that a program names exists. True if all that lead from phase to phase do.
bool check_phase_names(const ProgramSpec& program, Diagnostics& diagnostics);

/// Every phase can be reached from the first.
void check_phases_are_reached(const ProgramSpec& program, Diagnostics& diagnostics);

}  // namespace forlob
