#pragma once

// Does everything fit moves that may follow one another within a cycle? Models that state
// intensities, or a matrix for a cycle of its own, and the programs in them.

#include "base/diagnostic.hpp"
#include "input/model_spec.hpp"
#include "input/program_spec.hpp"

namespace forlob {

/// Reports rows with and without intensities in one model, rates where a matrix is stated for
/// another cycle, and intensities that depend on the cycles in a state: which of several moves
/// within a cycle began the stay?
void check_intensities(const ModelSpec& model, Diagnostics& diagnostics);

/// The same for a program's rows, and effects that act on probabilities where there are none.
void check_intensities(const ProgramSpec& program, const ModelSpec& model,
                       Diagnostics& diagnostics);

/// In which the author thinks of intensities: the unit of the first one, or of the stated cycle.
[[nodiscard]] TimeUnit intensity_unit(const ModelSpec& model);

}  // namespace forlob
