#include "report/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/reading.hpp"
#include "report/svg.hpp"
#include "report/text.hpp"

namespace forlob {
namespace {

// Okabe and Ito's palette, which colour-blind readers can tell apart, then lighter relatives.
constexpr const char* colours[] = {"#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9",
                                   "#F0E442", "#999999", "#004A73", "#A06E00", "#00664A", "#8E3F00",
                                   "#8A4F71", "#2F7FA8", "#A39A2B", "#555555"};
constexpr double width = 1200.0;
constexpr double margin = 60.0;
constexpr double panel_height = 240.0;
constexpr const char* grey = "#cccccc";

const char* colour(std::size_t number) { return colours[number % std::size(colours)]; }

class Chart {
public:
    explicit Chart(const Result& result)
        : result_(result),
          arms_(find_axis(result.axes, "arm")),
          reference_(reference_arm(result)),
          factor_(half_widths(result)),
          svg_(width, height(), result.title, description()) {}

    std::string draw() {
        svg_.text(margin, 34, result_.title, 20, Svg::Anchor::start, true);
        svg_.text(
            margin, 54,
            result_.n_replications == 0
                ? people() + ", exact expected values."
                : fmt::format("{}, {}. {}", people(),
                              counted(result_.n_replications, "replication", "replications"),
                              result_.n_replications == 1
                                  ? "Monte Carlo noise is not known."
                                  : "Bands: 95 % Monte Carlo noise, not the uncertainty of the "
                                    "assumptions."),
            12);
        const double top = states(80);
        if (has_relapse())
            relapse(margin, top);
        else if (has_employment())
            employment(margin, top);
        if (has_money()) saving(has_left_panel() ? width / 2 + 30 : margin, top);
        return svg_.finished();
    }

private:
    // What the arm is called, by its short name if there is no room for more.
    [[nodiscard]] const std::string& name_within(double room, std::size_t arm) const {
        constexpr double width_of_letter = 6.5;  // of the size of 12
        const double needed =
            width_of_letter * static_cast<double>(display_width(arms_.texts[arm]));
        return needed <= room ? arms_.texts[arm] : arms_.labels[arm];
    }
    [[nodiscard]] std::string people() const {
        return counted(result_.n_people, "person", "persons") +
               (has_newcomers(result_) ? " at the start" : "");
    }
    [[nodiscard]] double height() const {
        const double lower = has_left_panel() || has_money() ? 40 + panel_height + 90 : 20;
        return 80 + panel_height + 60 + legend_height() + lower;
    }
    [[nodiscard]] bool has_relapse() const { return MeasureReader::exists(result_, "relapse"); }
    [[nodiscard]] bool has_employment() const {
        return MeasureReader::exists(result_, "employed_by");
    }
    [[nodiscard]] bool has_left_panel() const { return has_relapse() || has_employment(); }
    [[nodiscard]] bool has_money() const {
        return MeasureReader::exists(result_, "cumulative_net_cost");
    }
    [[nodiscard]] double legend_height() const {
        const std::size_t n = find_axis(result_.axes, "state").size();
        return 20.0 * static_cast<double>((n + 3) / 4);
    }
    [[nodiscard]] std::string description() const {
        const std::string one = result_.cycle.one();
        std::string text = fmt::format("shares of persons by state and {} for each arm", one);
        if (has_relapse())
            text += fmt::format("; share relapsed by {} since exit", result_.cycle.many());
        else if (has_employment())
            text += fmt::format("; share that has been in employment by {}", one);
        if (has_money()) text += "; cumulative saving per person against the reference arm";
        if (has_left_panel() && has_money()) return "Three panels: " + text + ".";
        if (has_left_panel() || has_money()) return "Two panels: " + text + ".";
        return capitalised(text) + ".";
    }

    // Small multiples, one per arm, on the same scale. Returns where the next panels begin.
    double states(double top) {
        const MeasureReader persons(result_, "persons_in_state");
        const Axis& state_axis = persons.axis(2);
        const std::size_t n_months = persons.axis(1).size();
        const auto n_arms = static_cast<double>(arms_.size());
        const double gap = 16.0;
        const double each = (width - 2 * margin - gap * (n_arms - 1)) / n_arms;
        const double bottom = top + panel_height + 20;
        const bool is_month = result_.cycle.is_month();
        svg_.text(margin, top + 4,
                  is_month ? std::string("Who lives on what (share of persons by month)")
                           : fmt::format("Who is in which state (share of persons by {})",
                                         result_.cycle.one()),
                  14, Svg::Anchor::start, true);
        const Scale y{0.0, 1.0, bottom, top + 36};
        for (std::size_t arm = 0; arm < arms_.size(); ++arm) {
            const double left = margin + static_cast<double>(arm) * (each + gap);
            const Scale x{0.0, static_cast<double>(n_months - 1), left, left + each};
            svg_.text(left, top + 28, name_within(each, arm), 12);
            const std::vector<double> present = persons_present(persons, arm);
            std::vector<double> below(n_months, 0.0);
            for (std::size_t state = 0; state < state_axis.size(); ++state) {
                std::vector<SvgPoint> outline;
                std::vector<double> above = below;
                for (std::size_t month = 0; month < n_months; ++month) {
                    if (present[month] > 0.0)
                        above[month] += persons.at({arm, month, state}).mean / present[month];
                    outline.emplace_back(x.at(static_cast<double>(month)), y.at(above[month]));
                }
                for (std::size_t month = n_months; month-- > 0;)
                    outline.emplace_back(x.at(static_cast<double>(month)), y.at(below[month]));
                svg_.area(outline, colour(state));
                below = above;
            }
            month_axis(x, bottom, static_cast<double>(n_months - 1));
            if (arm == 0)
                for (const double share : {0.0, 0.5, 1.0})
                    svg_.text(left - 6, y.at(share) + 4, percent(share, 0), 11, Svg::Anchor::end);
        }
        const double at = bottom + 46;
        std::size_t entry = 0;
        for (std::size_t state = 0; state < state_axis.size(); ++state) {
            if (!is_ever_lived_in(persons, state)) continue;
            const double left = margin + static_cast<double>(entry % 4) * (width - 2 * margin) / 4;
            const double row = at + 20.0 * static_cast<double>(entry / 4);
            ++entry;
            svg_.rectangle(left, row - 10, 12, 12, colour(state));
            svg_.text(left + 18, row, state_axis.texts[state], 12);
        }
        return at + legend_height() + 10;
    }

    // [month] of all states: where people come later these are not those of the start.
    [[nodiscard]] std::vector<double> persons_present(const MeasureReader& persons,
                                                      std::size_t arm) const {
        std::vector<double> present(persons.axis(1).size(), 0.0);
        for (std::size_t month = 0; month < present.size(); ++month)
            for (std::size_t state = 0; state < persons.axis(2).size(); ++state)
                present[month] += persons.at({arm, month, state}).mean;
        return present;
    }

    [[nodiscard]] bool is_ever_lived_in(const MeasureReader& persons, std::size_t state) const {
        for (std::size_t arm = 0; arm < arms_.size(); ++arm)
            for (std::size_t month = 0; month < persons.axis(1).size(); ++month)
                if (persons.at({arm, month, state}).mean > 0.0) return true;
        return false;
    }

    void month_axis(const Scale& x, double bottom, double last) {
        svg_.line(x.at(0), bottom, x.at(last), bottom, "#444444");
        for (double month = 0; month <= last; month += shown_every(result_)) {
            svg_.line(x.at(month), bottom, x.at(month), bottom + 4, "#444444");
            svg_.text(x.at(month), bottom + 16, grouped(month), 11, Svg::Anchor::middle);
        }
    }

    // A panel with a line and a band per arm. `value` gives the reading at a position.
    template <typename Value>
    void lines(double left, double top, std::size_t n_points, const Scale& y_scale_values,
               const std::vector<double>& ticks, bool is_share, bool with_reference, Value value) {
        const double right = left + width / 2 - margin - 40;
        const double bottom = top + panel_height;
        const Scale x{0.0, static_cast<double>(n_points - 1), left, right};
        const Scale y{y_scale_values.from_value, y_scale_values.to_value, bottom, top + 24};
        for (const double tick : ticks) {
            svg_.line(left, y.at(tick), right, y.at(tick), tick == 0.0 ? "#444444" : grey);
            svg_.text(left - 6, y.at(tick) + 4, is_share ? percent(tick, 0) : grouped(tick), 11,
                      Svg::Anchor::end);
        }
        month_axis(x, bottom, static_cast<double>(n_points - 1));
        for (std::size_t arm = 0; arm < arms_.size(); ++arm) {
            if (arm == reference_ && !with_reference) continue;
            std::vector<SvgPoint> middle, band;
            for (std::size_t point = 0; point < n_points; ++point) {
                const auto [mean, half] = value(arm, point);
                if (std::isnan(mean)) break;
                middle.emplace_back(x.at(static_cast<double>(point)), y.at(mean));
                band.emplace_back(x.at(static_cast<double>(point)),
                                  y.at(mean + (std::isnan(half) ? 0.0 : half)));
            }
            for (std::size_t point = middle.size(); point-- > 0;) {
                const auto [mean, half] = value(arm, point);
                band.emplace_back(x.at(static_cast<double>(point)),
                                  y.at(mean - (std::isnan(half) ? 0.0 : half)));
            }
            if (middle.empty()) continue;
            svg_.area(band, colour(arm), 0.25);
            svg_.curve(middle, colour(arm), 2.0);
        }
        double row = bottom + 38;
        double column = left;
        for (std::size_t arm = 0; arm < arms_.size(); ++arm) {
            if (arm == reference_ && !with_reference) continue;
            svg_.rectangle(column, row - 8, 14, 4, colour(arm));
            svg_.text(column + 20, row, arms_.texts[arm], 12);
            column += 30.0 + 7.0 * static_cast<double>(display_width(arms_.texts[arm]));
            if (column > right - 150) {
                column = left;
                row += 18;
            }
        }
    }

    void relapse(double left, double top) {
        const MeasureReader curve(result_, "relapse");
        const std::size_t base = position_of(curve.axis(1), result_.headline_base);
        const std::size_t event = position_of(curve.axis(2), result_.headline_event);
        svg_.text(left, top + 4,
                  fmt::format("Relapse by {} since exit: {} ({})", result_.cycle.many(),
                              lower_first(curve.axis(2).texts[event]),
                              lower_first(curve.axis(1).texts[base])),
                  13, Svg::Anchor::start, true);
        const std::size_t n_points = std::min<std::size_t>(curve.axis(3).size(), 25);
        lines(left, top, n_points, {0.0, 1.0, 0.0, 1.0}, {0.0, 0.25, 0.5, 0.75, 1.0}, true, true,
              [&](std::size_t arm, std::size_t month) {
                  const Reading r = curve.at({arm, base, event, month});
                  return std::pair(r.mean, factor_ * r.standard_error);
              });
    }

    void employment(double left, double top) {
        const MeasureReader curve(result_, "employed_by");
        svg_.text(left, top + 4, "Ever in employment by " + result_.cycle.one(), 13,
                  Svg::Anchor::start, true);
        lines(left, top, curve.axis(1).size(), {0.0, 1.0, 0.0, 1.0}, {0.0, 0.25, 0.5, 0.75, 1.0},
              true, true, [&](std::size_t arm, std::size_t month) {
                  const Reading r = curve.at({arm, month});
                  return std::pair(r.mean, factor_ * r.standard_error);
              });
    }

    // Of the first payer, or of all together where only that is known.
    void saving(double left, double top) {
        const MeasureReader net(result_, "cumulative_net_cost");
        const std::size_t n_months = net.axis(2).size();
        const std::size_t payer = known_payer(net, n_months - 1);
        svg_.text(left, top + 4,
                  fmt::format("{}: saved per person against the reference, {}",
                              net.axis(1).texts[payer], result_.currency),
                  13, Svg::Anchor::start, true);
        const auto value = [&](std::size_t arm, std::size_t month) {
            const Reading r = net.at({arm, payer, month});
            return std::pair(-r.difference, factor_ * r.difference_standard_error);
        };
        double low = 0.0;
        double high = 0.0;
        for (std::size_t arm = 0; arm < arms_.size(); ++arm)
            for (std::size_t month = 0; month < n_months; ++month) {
                const auto [mean, half] = value(arm, month);
                if (std::isnan(mean)) continue;
                low = std::min(low, mean - (std::isnan(half) ? 0.0 : half));
                high = std::max(high, mean + (std::isnan(half) ? 0.0 : half));
            }
        const std::vector<double> ticks = round_ticks(low, high);
        lines(left, top, n_months, {ticks.front(), ticks.back(), 0.0, 1.0}, ticks, false, false,
              value);
        const MeasureReader even(result_, "break_even_" + result_.words().one);
        const double right = left + width / 2 - margin - 40;
        const Scale x{0.0, static_cast<double>(n_months - 1), left, right};
        const Scale y{ticks.front(), ticks.back(), top + panel_height, top + 24};
        for (std::size_t arm = 0; arm < arms_.size(); ++arm) {
            const double month = even.at({arm, payer}).mean;
            if (arm == reference_ || !(month > 0.0)) continue;
            svg_.line(x.at(month), y.at(0.0) - 12, x.at(month), y.at(0.0) + 12, colour(arm), 2,
                      "3,2");
            svg_.text(x.at(month), y.at(0.0) - 16,
                      fmt::format("even in {} {}", result_.cycle.one(), grouped(month)), 11,
                      // Away from the nearer edge of the panel.
                      2.0 * month < static_cast<double>(n_months) ? Svg::Anchor::start
                                                                  : Svg::Anchor::end);
        }
    }

    const Result& result_;
    const Axis& arms_;
    std::size_t reference_;
    double factor_;
    Svg svg_;
};

}  // namespace

std::string chart_svg(const Result& result) { return Chart(result).draw(); }

}  // namespace forlob
