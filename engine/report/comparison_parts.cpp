#include "report/comparison_parts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/text.hpp"

namespace forlob {
ComparisonView::ComparisonView(const Result& result_, int width_)
    : result(result_),
      cycle(result.cycle),
      words(result.words()),
      width(static_cast<std::size_t>(width_)),
      arms(find_axis(result.axes, "arm")),
      reference(reference_arm(result)),
      is_exact(result.n_replications == 0),
      is_open(has_newcomers(result)),
      // Nothing is gained by printing ± 0 behind every number.
      factor(is_exact ? std::numeric_limits<double>::quiet_NaN() : half_widths(result)) {}

std::vector<std::string> ComparisonView::arm_header(const std::string& first) const {
    std::vector<std::string> header{first};
    header.insert(header.end(), arms.labels.begin(), arms.labels.end());
    return header;
}

std::size_t ComparisonView::relapse_window() const {
    const MeasureReader relapse(result, "relapse_within");
    for (std::size_t window = relapse.axis(3).size(); window-- > 0;)
        if (!std::isnan(relapse.at({reference, 0, 0, window}).mean)) return window;
    return relapse.axis(3).size() - 1;
}

std::size_t ComparisonView::horizon(std::optional<std::int32_t> months) const {
    for (const char* name : {"net_cost", "outcome_total"}) {
        if (!has(name)) continue;
        const Axis& axis = MeasureReader(result, name).axis(2);
        return months ? position_of(axis, std::to_string(*months)) : axis.size() - 1;
    }
    return 0;
}

std::string ComparisonView::cycles(std::int32_t number) const {
    return counted(number, cycle.one(), cycle.many());
}

std::string named_da(const Axis& axis, std::size_t position) {
    return axis.danish[position].empty() ? "" : " (" + axis.danish[position] + ")";
}

std::string state_name(const Axis& axis, std::size_t state) {
    return axis.texts[state] + named_da(axis, state);
}

int decimals_for(double value) {
    const double size = std::abs(value);
    if (size < 1.0) return 4;
    if (size < 100.0) return 3;
    return size < 10'000.0 ? 1 : 0;
}

int decimals_of_millions(const MeasureReader& net, std::size_t payer, std::size_t horizon,
                         double scale) {
    double largest = 0.0;
    for (std::size_t arm = 0; arm < net.axis(0).size(); ++arm) {
        const double saved = std::abs(net.at({arm, payer, horizon}).difference * scale);
        if (!std::isnan(saved)) largest = std::max(largest, saved);
    }
    if (largest == 0.0 || largest >= 0.1) return 2;
    return largest >= 0.01 ? 3 : 4;
}

}  // namespace forlob
