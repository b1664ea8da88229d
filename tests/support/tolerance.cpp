#include "support/tolerance.hpp"

#include <boost/math/distributions/normal.hpp>

namespace forlob::test {

double allowed_standard_errors(std::size_t comparisons) {
    constexpr double false_alarm_rate = 1e-6;
    const boost::math::normal standard;
    return boost::math::quantile(boost::math::complement(
        standard, false_alarm_rate / 2.0 / static_cast<double>(comparisons)));
}

}  // namespace forlob::test
