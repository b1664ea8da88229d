#pragma once

// How sure are we? Means over replications with standard errors, arms paired replication by
// replication. Replications must be added in order, by one thread: these sums are floating-point.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "outcomes/measure.hpp"

namespace forlob {

/// Running mean and variance of many values at once (Welford), per arm, and of their differences to
/// the reference arm. An arm that copies the reference has differences of exactly 0.
class PairedMoments {
public:
    PairedMoments(std::size_t n_arms, std::size_t reference, std::size_t n_values);

    /// `values[arm]` has n_values entries. One replication.
    void add(std::span<const std::span<const double>> values);

    [[nodiscard]] std::uint64_t n() const { return n_; }
    /// Of value v in arm a. Standard errors are NaN below two replications.
    [[nodiscard]] double mean(std::size_t arm, std::size_t value) const;
    [[nodiscard]] double standard_error(std::size_t arm, std::size_t value) const;
    [[nodiscard]] double difference(std::size_t arm, std::size_t value) const;
    [[nodiscard]] double difference_standard_error(std::size_t arm, std::size_t value) const;

private:
    std::size_t n_arms_;
    std::size_t reference_;
    std::size_t n_values_;
    std::uint64_t n_ = 0;
    std::vector<double> mean_, sum_of_squares_;  ///< [arm · n_values + value]
    std::vector<double> difference_, difference_of_squares_;
    std::vector<double> paired_;  ///< [value] differences of the arm that is being added
};

/// Delete-a-group jackknife for statistics that are not means (ratios, survival curves):
/// `without_group[g]` is the statistic of everything but group g. NaN for fewer than two groups, or
/// if any of the values is. Reference: Wolter, Introduction to Variance Estimation, chapter 4.
[[nodiscard]] double jackknife_standard_error(std::span<const double> without_group);

/// A value of an arm and how it differs from that of the reference arm.
struct Estimate {
    double mean = 0.0, standard_error = 0.0, difference = 0.0, difference_standard_error = 0.0;
};
void append(const Estimate& estimate, Measure& measure);

/// Statistics of one arm, of everything and without each group of replications in turn.
struct Jackknife {
    std::vector<double> of_all;
    std::vector<std::vector<double>> without_group;  ///< [statistic][group]
};

/// `groups` are sums of the same `n_parts` whole numbers over the replications of each group, below
/// 2^53 together: such sums are exact, and so is taking a group out again. `statistics` makes all
/// statistics of an arm from such sums.
[[nodiscard]] Jackknife jackknife(
    std::span<const std::vector<double>> groups, std::size_t n_parts,
    const std::function<std::vector<double>(std::span<const double>)>& statistics);

/// Of one statistic; both arms have the same groups.
[[nodiscard]] Estimate jackknife_estimate(const Jackknife& arm, const Jackknife& reference,
                                          std::size_t statistic);

}  // namespace forlob
