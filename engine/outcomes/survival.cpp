#include "outcomes/survival.hpp"

#include <cmath>
#include <limits>

#include "base/require.hpp"

namespace forlob {
namespace {

constexpr double normal_quantile_975 = 1.959963984540054;

}  // namespace

std::vector<double> share_with_event(std::span<const std::uint64_t> events,
                                     std::span<const std::uint64_t> censored) {
    require(events.size() == censored.size(), "events and censorings have the same months");
    std::uint64_t at_risk = 0;
    for (std::size_t month = 0; month < events.size(); ++month)
        at_risk += events[month] + censored[month];

    std::vector<double> share(events.size(), std::numeric_limits<double>::quiet_NaN());
    double without = 1.0;
    for (std::size_t month = 0; month < events.size() && at_risk > 0; ++month) {
        without *= 1.0 - static_cast<double>(events[month]) / static_cast<double>(at_risk);
        share[month] = 1.0 - without;
        at_risk -= events[month] + censored[month];
    }
    // Nobody is left because everybody has had the event: that will not change.
    if (without <= 0.0)
        for (double& value : share)
            if (std::isnan(value)) value = 1.0;
    return share;
}

ShareInterval wilson_interval(std::uint64_t successes, std::uint64_t n) {
    if (n == 0) return {0.0, 1.0};
    const auto count = static_cast<double>(n);
    const double share = static_cast<double>(successes) / count;
    const double z = normal_quantile_975;
    const double denominator = 1.0 + z * z / count;
    const double centre = (share + z * z / (2.0 * count)) / denominator;
    const double half_width =
        z * std::sqrt(share * (1.0 - share) / count + z * z / (4.0 * count * count)) / denominator;
    return {std::fmax(centre - half_width, 0.0), std::fmin(centre + half_width, 1.0)};
}

}  // namespace forlob
