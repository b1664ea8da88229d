#pragma once

// What happens between ticks? A process whose intensities are known moves at any time, and more
// than once within a cycle. Where a model states intensities, these are the exact values of its
// process; counts at ticks miss the round trips between them.

#include <cstddef>
#include <span>
#include <vector>

namespace forlob {

/// A stretch of time with constant intensities.
struct IntensityPiece {
    /// [from · n_states + to] moves per unit of time; the diagonal is not read.
    std::vector<double> intensity;
    double length = 0.0;  ///< in the same unit
};

/// Of one person, until the pieces end: [state].
struct ContinuousOutcomes {
    std::vector<double> share;          ///< probability of being there at the end
    std::vector<double> time_in_state;  ///< expected, in the unit of time; adds up to the length
    std::vector<double> visits;        ///< expected spells, one that is there at the start included
    std::vector<double> ever_visited;  ///< probability of having been there
    /// Expected time to the first visit, of those who get there; 0 who start there, NaN if nobody
    /// gets there.
    std::vector<double> first_passage;
};

/// `start` are the probabilities of the states at time 0, one per state. By exponentials of the
/// matrix of intensities, bordered for integrals; for first visits the state is made absorbing.
/// Requires intensities that are finite and not negative.
[[nodiscard]] ContinuousOutcomes continuous_outcomes(std::span<const IntensityPiece> pieces,
                                                     std::span<const double> start);

}  // namespace forlob
