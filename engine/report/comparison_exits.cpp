// Exits and what becomes of them.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/comparison_parts.hpp"
#include "report/text.hpp"

namespace forlob {
namespace {

void add_windows(const ComparisonView& view, TextTable& table, const MeasureReader& reader,
                 std::size_t base, std::size_t event, const char* clock) {
    for (std::size_t window = 0; window < reader.axis(3).size(); ++window) {
        std::vector<std::string> cells{fmt::format(
            "  {}, {}", reader.axis(1).texts[base],
            fmt::format(fmt::runtime(clock), reader.axis(3).values[window], view.cycle.many()))};
        bool is_defined = false;
        for (std::size_t arm = 0; arm < view.arms.size(); ++arm) {
            const Reading r = reader.at({arm, base, event, window});
            is_defined = is_defined || !std::isnan(r.mean);
            cells.push_back(percent_with_interval(r.mean, view.factor * r.standard_error));
        }
        if (is_defined) table.add(std::move(cells));
    }
}

}  // namespace

std::string compare_relapse(const ComparisonView& view) {
    if (!view.has("relapse_within")) return "";
    const MeasureReader within(view.result, "relapse_within");
    const MeasureReader status(view.result, "relapse_status");
    TextTable table(view.arm_header("Relapse by every definition"));
    for (std::size_t event = 0; event < within.axis(2).size(); ++event) {
        table.section(within.axis(2).texts[event] + named_da(within.axis(2), event));
        for (std::size_t base = 0; base < within.axis(1).size(); ++base) {
            add_windows(view, table, within, base, event, "ever within {} {}");
            add_windows(view, table, status, base, event, "then, {} {} after");
        }
    }
    return "\n" + table.text(view.width);
}

std::string compare_exits(const ComparisonView& view) {
    if (!view.has("exits_total")) return "";
    const MeasureReader exits(view.result, "exits_total");
    TextTable table(view.arm_header("Exits, persons"));
    for (std::size_t base = 0; base < exits.axis(1).size(); ++base) {
        std::vector<std::string> cells{exits.axis(1).texts[base]};
        for (std::size_t arm = 0; arm < view.arms.size(); ++arm)
            cells.push_back(grouped(exits.at({arm, base}).mean, 1));
        table.add(std::move(cells));
    }
    return "\n" + table.text(view.width);
}

std::string compare_status(const ComparisonView& view) {
    if (!view.has("status")) return "";
    const MeasureReader status(view.result, "status");
    const std::size_t base = 0;
    std::string text;
    for (std::size_t window = 0; window < status.axis(2).size(); ++window) {
        if (std::isnan(status.at({view.reference, base, window, 0}).mean)) continue;
        TextTable table(view.arm_header(
            fmt::format("Status {} {} after {}", status.axis(2).values[window], view.cycle.many(),
                        lower_first(status.axis(1).texts[base]))));
        for (std::size_t state = 0; state < status.axis(3).size(); ++state) {
            std::vector<std::string> cells{state_name(status.axis(3), state)};
            double most = 0.0;
            for (std::size_t arm = 0; arm < view.arms.size(); ++arm) {
                const double share = status.at({arm, base, window, state}).mean;
                most = std::max(most, share);
                cells.push_back(percent(share));
            }
            if (most > 0.0) table.add(std::move(cells));
        }
        text += "\n" + table.text(view.width);
    }
    return text;
}

}  // namespace forlob
