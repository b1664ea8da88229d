#pragma once

// Which numbers does one arm of one replication add up to? All that measures are made of, as one
// row of whole numbers: first those whose mean is the measure, then those that ratios are made of.

#include <cstddef>
#include <span>
#include <vector>

#include "outcomes/counts.hpp"
#include "outcomes/outcomes.hpp"

namespace forlob {

/// A table within a row of values: [stratum][position].
struct ValueRange {
    std::size_t first = 0;
    std::size_t per_stratum = 0;

    [[nodiscard]] std::size_t at(std::size_t stratum) const {
        return first + stratum * per_stratum;
    }
};

/// Shapes that all arms share.
struct OutcomeShape {
    std::size_t n_ticks = 0, n_states = 0, n_phases = 0, n_strata = 1;
    std::size_t n_bases = 0, n_events = 0, n_windows = 0;  ///< windows of Counts::status

    OutcomeShape(const Model& model, const OutcomeLabels& labels);
};

/// The row of one replication and arm. Stratum 0 is everybody.
class ReplicationValues {
public:
    ReplicationValues(const std::vector<Model>& models, const OutcomeLabels& labels);

    OutcomeShape shape;
    // Means.
    ValueRange persons_in_state;  ///< [tick][state]
    ValueRange persons_in_phase;  ///< [tick][phase axis]
    ValueRange exits;             ///< [base][tick]
    ValueRange exits_total;       ///< [base]
    // Parts of ratios.
    ValueRange relapses;          ///< [base][event][months]
    ValueRange censored;          ///< [base][event][months]
    ValueRange status;            ///< [base][window][state]
    ValueRange first_employment;  ///< [tick]
    ValueRange first_visits;      ///< [state][tick]
    ValueRange visits;            ///< [state]
    ValueRange months_in_state;   ///< [state]
    ValueRange persons;           ///< one: all who came
    std::size_t n_means = 0;      ///< values before the parts of ratios
    std::size_t n_values = 0;

    /// The row, and the counts of cells added to `persons_in_cells` [tick][cell]: both are one pass
    /// over the cells, which are many and mostly empty.
    [[nodiscard]] std::vector<double> fold(const Counts& counts, std::size_t arm,
                                           Table<std::uint64_t, 2>& persons_in_cells) const;
    /// The row of what recursion expects.
    [[nodiscard]] std::vector<double> fold(const ExpectedCounts& counts, std::size_t arm) const;

private:
    struct Place {
        std::size_t state = 0;
        std::size_t phase = 0;  ///< on the phase axis
        std::size_t subgroup = 0;
    };

    template <typename Number, typename AddToTotal>
    void fold_cells(const BasicCounts<Number>& counts, std::size_t arm, AddToTotal add_to_total,
                    std::vector<double>& values) const;
    template <typename Number>
    void fold_outcomes(const BasicCounts<Number>& counts, std::vector<double>& values) const;

    std::vector<std::vector<Place>> places_;  ///< [arm][cell]
    std::vector<std::vector<std::size_t>> strata_of_subgroup_;
};

}  // namespace forlob
