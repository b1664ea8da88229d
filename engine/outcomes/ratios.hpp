#pragma once

// What shares and averages follow from counts that were added up? Relapse, status after exit,
// months per state, time to employment: all that is one sum divided by another.

#include <optional>
#include <span>
#include <vector>

#include "outcomes/replication_values.hpp"

namespace forlob {

/// Ratios of everything, or of everything without one group of replications.
class OutcomeRatios {
public:
    OutcomeRatios(const ReplicationValues& values, const Definitions& definitions,
                  const Axis& window);

    ValueRange relapse;                    ///< [base][event][months since exit]
    ValueRange relapse_within;             ///< [base][event][window]
    ValueRange relapse_status;             ///< [base][event][window]
    ValueRange status;                     ///< [base][window][state]
    ValueRange months_in_state;            ///< [state]
    ValueRange employed_by;                ///< [tick]
    ValueRange mean_months_to_employment;  ///< one
    ValueRange ever_visited;               ///< [tick][state]
    ValueRange first_passage;              ///< [state]
    ValueRange visits;                     ///< [state]
    std::size_t n_ratios = 0;

    /// `parts` are sums over replications of the values from ReplicationValues::n_means on. What is
    /// not defined is NaN.
    [[nodiscard]] std::vector<double> of(std::span<const double> parts) const;

private:
    void add_relapse(std::span<const double> parts, std::size_t stratum,
                     std::span<double> ratios) const;
    void add_status(std::span<const double> parts, std::size_t stratum,
                    std::span<double> ratios) const;
    void add_employment(std::span<const double> parts, std::size_t stratum,
                        std::span<double> ratios) const;
    void add_visits(std::span<const double> parts, std::size_t stratum,
                    std::span<double> ratios) const;
    /// The parts of one stratum.
    [[nodiscard]] std::span<const double> part(std::span<const double> parts,
                                               const ValueRange& range, std::size_t stratum) const;

    const ReplicationValues* values_;
    std::vector<StateSet> events_;
    StateSet left_;
    std::vector<std::size_t> window_months_;            ///< [window axis]
    std::vector<std::optional<std::size_t>> recorded_;  ///< [window axis] window of Counts::status
};

}  // namespace forlob
