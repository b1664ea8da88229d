#pragma once

// How full are the places, and how long do people wait? From counts of replications to measures of
// limited places.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "model/model.hpp"
#include "outcomes/counts.hpp"
#include "outcomes/estimate.hpp"
#include "outcomes/measure.hpp"

namespace forlob {

struct QueueLabels {
    Axis arm, month, resource, cycles_waited;
    CycleWords words;
    std::size_t reference = 0;
    /// [arm][resource axis] position in Model::resources; nothing if the arm has no such resource.
    std::vector<std::vector<std::optional<std::size_t>>> position;
};

/// Collects the queues of replications.
class QueueAccumulator {
public:
    explicit QueueAccumulator(QueueLabels labels);

    /// What one arm of one replication adds up to, for `add`. Thread-safe. Empty if no arm has
    /// limited places.
    [[nodiscard]] std::vector<double> prepare(const Counts& counts, std::size_t arm) const;

    /// What `prepare` made of every arm of one replication. In order, by one thread.
    void add(std::span<const std::vector<double>> prepared);

    /// Group "resources"; NaN for an arm without the resource. By (arm, resource, month), means
    /// over replications: places, places_used, waiting (both after admission), applicants,
    /// admitted, refused, dropped_out, left_queue. By (arm, resource), of all months 1 … T
    /// together, ratios with standard errors by the jackknife: utilisation (places used by places),
    /// mean_waiting (persons), months_full and months_with_waiting (shares of months),
    /// mean_waiting_time (months, of those who were admitted), refused_share and lost_share (of
    /// applicants; lost: dropped out or no longer eligible). waiting_time (arm, resource,
    /// months_waited): share of those admitted. In models whose cycle is no month all these names
    /// say cycle, cycles.
    [[nodiscard]] std::vector<Measure> measures() const;

private:
    [[nodiscard]] Measure by_cycle(std::size_t table) const;
    [[nodiscard]] std::vector<double> ratios_of(std::span<const double> sums) const;
    [[nodiscard]] std::vector<Measure> ratio_measures() const;

    QueueLabels labels_;
    std::size_t n_ticks_;
    std::size_t n_resources_;
    PairedMoments means_;
    /// [arm][group of replications] sums of the parts of ratios
    std::vector<std::vector<std::vector<double>>> groups_;
};

}  // namespace forlob
