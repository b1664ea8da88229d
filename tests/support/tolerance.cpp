#include "support/tolerance.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>
#include <numeric>

namespace forlob::test {

double allowed_standard_errors(std::size_t comparisons) {
    constexpr double false_alarm_rate = 1e-6;
    const boost::math::normal standard;
    return boost::math::quantile(boost::math::complement(
        standard, false_alarm_rate / 2.0 / static_cast<double>(comparisons)));
}

double worst_distance(std::span<const std::uint64_t> counts, std::span<const double> shares) {
    const auto people =
        static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}));
    double worst = 0.0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double difference = std::abs(static_cast<double>(counts[i]) - people * shares[i]);
        const double deviation = std::sqrt(people * shares[i] * (1.0 - shares[i]));
        if (difference == 0.0) continue;
        worst = std::max(worst, deviation > 0.0 ? difference / deviation
                                                : std::numeric_limits<double>::infinity());
    }
    return worst;
}

}  // namespace forlob::test
