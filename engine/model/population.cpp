#include "model/population.hpp"

#include <cmath>

#include "base/require.hpp"
#include "model/cut.hpp"

namespace forlob {

Choice choice(const std::vector<double>& shares) {
    double total = 0.0;
    for (const double share : shares) {
        require(share >= 0.0, "shares are not negative");
        total += share;
    }
    require(std::abs(total - 1.0) <= 1e-6, "shares add up to 1");

    Choice result;
    double cumulative = 0.0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        cumulative += shares[i] / total;
        const std::uint64_t end = i + 1 == shares.size() ? std::uint64_t{1} << 32
                                                         : cut_at(std::fmin(cumulative, 1.0)).below;
        // An alternative of share 0 repeats the end of the one before and is never picked; one that
        // comes first has no end to repeat, so its range is the single uniform 0.
        result.last.push_back(end == 0 ? 0 : static_cast<std::uint32_t>(end - 1));
        result.probability.push_back(shares[i] / total);
    }
    return result;
}

}  // namespace forlob
