#include "outcomes/survival.hpp"

#include <cmath>
#include <limits>

#include "base/require.hpp"

namespace forlob {

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

}  // namespace forlob
