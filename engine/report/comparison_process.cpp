// What happens between ticks, where a model states intensities.

#include <fmt/format.h>

#include <cmath>

#include "report/comparison_parts.hpp"
#include "report/text.hpp"

namespace forlob {
namespace {

constexpr std::size_t by_horizon = 0;  // positions on the axis `until`
constexpr std::size_t without_end = 1;

std::string length(double time) { return std::isinf(time) ? "no end" : grouped(time, 2); }

// One arm: a row for every state that anybody is ever in.
class ProcessTable {
public:
    explicit ProcessTable(const ComparisonView& view)
        : stay_(view.result, "continuous_mean_stay"),
          time_(view.result, "continuous_time_in_state"),
          visits_(view.result, "continuous_visits"),
          ever_(view.result, "continuous_ever_visited"),
          passage_(view.result, "continuous_first_passage") {}

    [[nodiscard]] const std::string& unit() const { return stay_.measure().units; }

    [[nodiscard]] std::string text(const ComparisonView& view, std::size_t arm) const {
        TextTable table({view.arms.labels[arm] + ", " + unit(), "a stay", "time there", "stays",
                         "ever there", "first after", "time without end"});
        std::size_t n_rows = 0;
        for (std::size_t state = 0; state < stay_.axis(1).size(); ++state) {
            const double ever = ever_.at({arm, by_horizon, state}).mean;
            if (!(ever > 0.0)) continue;
            table.add({state_name(stay_.axis(1), state), length(stay_.at({arm, state}).mean),
                       grouped(time_.at({arm, by_horizon, state}).mean, 2),
                       grouped(visits_.at({arm, by_horizon, state}).mean, 2), percent(ever),
                       length(passage_.at({arm, by_horizon, state}).mean),
                       length(time_.at({arm, without_end, state}).mean)});
            ++n_rows;
        }
        return n_rows == 0 ? "" : "\n" + table.text(view.width);
    }

private:
    MeasureReader stay_, time_, visits_, ever_, passage_;
};

}  // namespace

std::string compare_process(const ComparisonView& view) {
    if (!view.has("continuous_mean_stay")) return "";
    const ProcessTable process(view);
    std::string text =
        "\n" +
        wrapped(fmt::format("Between ticks: the process in continuous time, in {}, until the "
                            "horizon unless it says otherwise. Every stay counts, however short; "
                            "all other tables count people at ticks, and miss what happens between "
                            "two of them.",
                            process.unit()),
                view.width) +
        "\n";
    for (std::size_t arm = 0; arm < view.arms.size(); ++arm) text += process.text(view, arm);
    return text;
}

}  // namespace forlob
