#include "economics/payers.hpp"

#include <algorithm>

#include "base/require.hpp"

namespace forlob {

double ladder_share(std::span<const LadderStep> ladder, double from_week, double to_week) {
    require(!ladder.empty() && from_week < to_week,
            "a ladder has steps and is asked about some weeks");
    double share = 0.0;
    for (std::size_t step = 0; step < ladder.size(); ++step) {
        const double begin = step == 0 ? from_week : std::max(from_week, ladder[step].from_week);
        const double end =
            step + 1 == ladder.size() ? to_week : std::min(to_week, ladder[step + 1].from_week);
        if (begin < end) share += ladder[step].share * ((end - begin) / (to_week - from_week));
    }
    return share;
}

double ladder_share_of_cycle(std::span<const LadderStep> ladder, std::int32_t cycles,
                             double weeks_per_cycle) {
    return ladder_share(ladder, cycles * weeks_per_cycle, (cycles + 1) * weeks_per_cycle);
}

}  // namespace forlob
