#include "model/poisson_table.hpp"

#include <algorithm>
#include <boost/math/distributions/poisson.hpp>
#include <cmath>

#include "base/require.hpp"

namespace forlob {
namespace {

constexpr double two_to_53 = 9007199254740992.0;
constexpr double largest_mean = 1e7;

}  // namespace

PoissonTable::PoissonTable(double mean) {
    require(mean >= 0.0 && mean <= largest_mean, "a mean number of persons is possible");
    if (mean == 0.0) {
        below_.push_back(std::uint64_t{1} << 53);
        return;
    }
    const boost::math::poisson distribution(mean);
    // Beyond ten standard deviations nothing is left of 2^-53, but for small means.
    first_ = static_cast<std::uint32_t>(std::fmax(0.0, std::floor(mean - 10.0 * std::sqrt(mean))));
    for (std::uint32_t number = first_;; ++number) {
        const double above = boost::math::cdf(boost::math::complement(distribution, number));
        below_.push_back((std::uint64_t{1} << 53) -
                         static_cast<std::uint64_t>(std::llround(above * two_to_53)));
        if (number > mean && below_.back() >> 53 != 0) break;
    }
}

std::uint32_t PoissonTable::draw(std::uint64_t uniform) const noexcept {
    const auto found = std::upper_bound(below_.begin(), below_.end(), uniform);
    return first_ + static_cast<std::uint32_t>(found - below_.begin());
}

}  // namespace forlob
