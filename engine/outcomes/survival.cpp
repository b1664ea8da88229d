#include "outcomes/survival.hpp"

#include <cmath>
#include <limits>

#include "base/require.hpp"

namespace forlob {

std::vector<double> share_with_event(std::span<const double> events,
                                     std::span<const double> censored) {
    require(events.size() == censored.size(), "events and censorings have the same months");
    // Added up from the end, so that means leave nobody at risk after the last.
    std::vector<double> at_risk(events.size(), 0.0);
    double later = 0.0;
    for (std::size_t month = events.size(); month-- > 0;)
        at_risk[month] = later += events[month] + censored[month];

    std::vector<double> share(events.size(), std::numeric_limits<double>::quiet_NaN());
    double without = 1.0;
    for (std::size_t month = 0; month < events.size() && at_risk[month] > 0.0; ++month) {
        without *= 1.0 - events[month] / at_risk[month];
        share[month] = 1.0 - without;
    }
    // Nobody is left because everybody has had the event: that will not change.
    if (without <= 0.0)
        for (double& value : share)
            if (std::isnan(value)) value = 1.0;
    return share;
}

}  // namespace forlob
