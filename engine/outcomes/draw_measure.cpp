#include "outcomes/draw_measure.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace forlob {
namespace {

double quantile_of(std::span<const double> sorted, double u) {
    const double at = u * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    if (below + 1 >= sorted.size()) return sorted.back();
    const double share = at - static_cast<double>(below);
    return sorted[below] + share * (sorted[below + 1] - sorted[below]);
}

}  // namespace

Spread spread_of(std::span<const double> values) {
    std::vector<double> defined;
    for (const double value : values)
        if (!std::isnan(value)) defined.push_back(value);
    constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
    if (defined.empty()) return {undefined, undefined, undefined, undefined};
    const auto n = static_cast<double>(defined.size());
    Spread spread;
    for (const double value : defined) spread.mean += value;
    spread.mean /= n;
    double squares = 0.0;
    for (const double value : defined) squares += (value - spread.mean) * (value - spread.mean);
    spread.sd = defined.size() > 1 ? std::sqrt(squares / (n - 1.0)) : undefined;
    std::sort(defined.begin(), defined.end());
    constexpr double tail = 0.025;
    spread.low = quantile_of(defined, tail);
    spread.high = quantile_of(defined, 1.0 - tail);
    return spread;
}

std::vector<double> entry_by_draw(const DrawMeasure& measure, std::size_t entry) {
    std::vector<double> values;
    for (std::size_t draw = 0; draw < measure.values.shape()[0]; ++draw)
        values.push_back(measure.values(draw, entry));
    return values;
}

std::vector<double> difference_by_draw(const DrawMeasure& measure, std::size_t entry,
                                       std::size_t n_arms, std::size_t reference) {
    const std::size_t per_arm = measure.values.shape()[1] / n_arms;
    const std::size_t base = reference * per_arm + entry % per_arm;
    std::vector<double> values;
    for (std::size_t draw = 0; draw < measure.values.shape()[0]; ++draw)
        values.push_back(measure.values(draw, entry) - measure.values(draw, base));
    return values;
}

}  // namespace forlob
