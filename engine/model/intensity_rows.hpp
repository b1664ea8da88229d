#pragma once

// From intensities to where people are a cycle later, and back from a stated matrix. The states of
// a phase belong together here: several moves may follow one another within a cycle. Private to the
// module.

#include <optional>
#include <vector>

#include "model/compile.hpp"
#include "model/generator.hpp"
#include "model/row.hpp"

namespace forlob {

/// The transitions of one cycle, and the intensities per cycle that they come from: NaN where a
/// power was taken of a matrix that has none.
struct CycleMatrix {
    TransitionMatrix probabilities;
    TransitionMatrix intensities;
};

/// Nobody moves.
[[nodiscard]] CycleMatrix unmoved(std::size_t n_states);

/// The hazards of the rows, one per state, are intensities per cycle.
[[nodiscard]] CycleMatrix matrix_of_intensities(const std::vector<Row>& rows);

/// Matrices that are stated for `stated_cycle`, which the model has.
class StatedMatrices {
public:
    explicit StatedMatrices(const ArmSource& source) : source_(source) {}

    /// If a cycle is a whole number of stated ones: so many steps of the matrix.
    [[nodiscard]] std::optional<CycleMatrix> power_of(const std::vector<Row>& rows) const;

    /// Puts intensities per cycle in the place of the hazards that belong to stated probabilities.
    /// False, after reporting it once, if no intensities make this matrix.
    bool take_logarithm(std::vector<Row>& rows);

private:
    [[nodiscard]] double stated_cycles_per_cycle() const;
    void refuse(const Logarithm& logarithm);

    const ArmSource& source_;
    bool is_refused_ = false;
};

}  // namespace forlob
