#include "outcomes/estimate.hpp"

#include <cmath>
#include <limits>

#include "base/require.hpp"

namespace forlob {
namespace {

constexpr double not_defined = std::numeric_limits<double>::quiet_NaN();

// One more observation of every value (Welford 1962). Plain loops over columns, so that compilers
// vectorise them: this is the serial part of a run.
void add_observation(const double* x, std::size_t n_values, double share, double* mean,
                     double* squares) {
    for (std::size_t value = 0; value < n_values; ++value) {
        const double before = x[value] - mean[value];
        mean[value] += before * share;
        squares[value] += before * (x[value] - mean[value]);
    }
}

double standard_error_of(double sum_of_squares, std::uint64_t n) {
    if (n < 2) return not_defined;
    const auto count = static_cast<double>(n);
    return std::sqrt(sum_of_squares / (count - 1.0) / count);
}

}  // namespace

PairedMoments::PairedMoments(std::size_t n_arms, std::size_t reference, std::size_t n_values)
    : n_arms_(n_arms),
      reference_(reference),
      n_values_(n_values),
      mean_(n_arms * n_values, 0.0),
      sum_of_squares_(n_arms * n_values, 0.0),
      difference_(n_arms * n_values, 0.0),
      difference_of_squares_(n_arms * n_values, 0.0),
      paired_(n_values, 0.0) {
    require(reference < n_arms, "the reference is one of the arms");
}

void PairedMoments::add(std::span<const std::span<const double>> values) {
    require(values.size() == n_arms_, "there are values of every arm");
    ++n_;
    const double share = 1.0 / static_cast<double>(n_);
    const std::span<const double> reference = values[reference_];
    for (std::size_t arm = 0; arm < n_arms_; ++arm) {
        require(values[arm].size() == n_values_, "every arm has as many values");
        const std::size_t first = arm * n_values_;
        add_observation(values[arm].data(), n_values_, share, mean_.data() + first,
                        sum_of_squares_.data() + first);
        if (arm == reference_) continue;  // differs from itself by 0
        for (std::size_t value = 0; value < n_values_; ++value)
            paired_[value] = values[arm][value] - reference[value];
        add_observation(paired_.data(), n_values_, share, difference_.data() + first,
                        difference_of_squares_.data() + first);
    }
}

double PairedMoments::mean(std::size_t arm, std::size_t value) const {
    return n_ == 0 ? not_defined : mean_[arm * n_values_ + value];
}

double PairedMoments::standard_error(std::size_t arm, std::size_t value) const {
    return standard_error_of(sum_of_squares_[arm * n_values_ + value], n_);
}

double PairedMoments::difference(std::size_t arm, std::size_t value) const {
    return n_ == 0 ? not_defined : difference_[arm * n_values_ + value];
}

double PairedMoments::difference_standard_error(std::size_t arm, std::size_t value) const {
    return standard_error_of(difference_of_squares_[arm * n_values_ + value], n_);
}

double jackknife_standard_error(std::span<const double> without_group) {
    const std::size_t n_groups = without_group.size();
    if (n_groups < 2) return not_defined;
    const auto n = static_cast<double>(n_groups);
    double mean = 0.0;
    for (const double value : without_group) mean += value / n;
    double sum_of_squares = 0.0;
    for (const double value : without_group) sum_of_squares += (value - mean) * (value - mean);
    return std::sqrt(sum_of_squares * (n - 1.0) / n);
}

void append(const Estimate& estimate, Measure& measure) {
    measure.mean.push_back(estimate.mean);
    measure.standard_error.push_back(estimate.standard_error);
    measure.difference.push_back(estimate.difference);
    measure.difference_standard_error.push_back(estimate.difference_standard_error);
}

Jackknife jackknife(std::span<const std::vector<double>> groups, std::size_t n_parts,
                    const std::function<std::vector<double>(std::span<const double>)>& statistics) {
    std::vector<double> sum(n_parts, 0.0);
    for (const auto& group : groups)
        for (std::size_t part = 0; part < n_parts; ++part) sum[part] += group[part];
    Jackknife result{statistics(sum), {}};
    result.without_group.resize(result.of_all.size());
    std::vector<double> rest(n_parts);
    for (const auto& group : groups) {
        for (std::size_t part = 0; part < n_parts; ++part) rest[part] = sum[part] - group[part];
        const std::vector<double> without = statistics(rest);
        for (std::size_t number = 0; number < without.size(); ++number)
            result.without_group[number].push_back(without[number]);
    }
    return result;
}

Estimate jackknife_estimate(const Jackknife& arm, const Jackknife& reference,
                            std::size_t statistic) {
    const auto& without = arm.without_group[statistic];
    std::vector<double> difference(without.size());
    for (std::size_t group = 0; group < without.size(); ++group)
        difference[group] = without[group] - reference.without_group[statistic][group];
    return {arm.of_all[statistic], jackknife_standard_error(without),
            arm.of_all[statistic] - reference.of_all[statistic],
            jackknife_standard_error(difference)};
}

}  // namespace forlob
