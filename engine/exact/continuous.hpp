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

/// Of one person, until the pieces end or without end: [state].
struct ContinuousOutcomes {
    std::vector<double> share;          ///< probability of being there at the end; else empty
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

/// The same of a person whom constant intensities move for ever, by solving linear equations. What
/// has no end is infinite: the time in a state where a person may be caught, and visits to one of
/// several between which a person may go round for ever. `intensity` as that of a piece.
[[nodiscard]] ContinuousOutcomes unlimited_outcomes(std::span<const double> intensity,
                                                    std::span<const double> start);

}  // namespace forlob
