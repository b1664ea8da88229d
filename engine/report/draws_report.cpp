#include "report/draws_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "report/reading.hpp"
#include "report/text.hpp"

namespace forlob {
namespace {

// Amounts are whole, small numbers have as many decimals as they need.
std::string shown(double value, const std::string& units) {
    const bool is_small = std::abs(value) < 1000.0;
    return grouped(value, units == "1" || units == "persons" || !is_small ? (is_small ? 3 : 0) : 2);
}

class DrawsReport {
public:
    DrawsReport(const Result& result, std::size_t width)
        : result_(result),
          draws_(*result.draws),
          width_(width),
          arms_(find_axis(result.axes, "arm")),
          reference_(reference_arm(result)) {}

    [[nodiscard]] std::string text() const {
        std::string text = introduction();
        for (const DrawMeasure& measure : draws_.measures)
            if (is_shown(measure)) text += table_of(measure);
        if (draws_.acceptability) text += acceptability();
        return text;
    }

private:
    [[nodiscard]] static bool has_axis(const DrawMeasure& measure, const std::string& name) {
        return std::find(measure.axes.begin(), measure.axes.end(), name) != measure.axes.end();
    }

    [[nodiscard]] static bool is_shown(const DrawMeasure& measure) {
        return measure.is_money ? measure.name == "net_cost"
                                : has_axis(measure, "outcome") && has_axis(measure, "horizon");
    }

    [[nodiscard]] std::string introduction() const {
        std::string how = draws_.method;
        if (draws_.n_replications > 0)
            how = fmt::format("simulation, {} {} each", draws_.n_replications,
                              draws_.n_replications == 1 ? "replication" : "replications");
        std::string text =
            "\n" +
            wrapped(fmt::format("Uncertainty of the parameters: {} draws of {} {}, "
                                "evaluated by {}. An interval holds 95 % of the "
                                "draws: what the distributions of the parameters "
                                "say, not Monte Carlo noise.",
                                grouped(static_cast<double>(draws_.n())), draws_.parameters.size(),
                                draws_.parameters.size() == 1 ? "parameter" : "parameters", how),
                    width_) +
            "\n";
        if (draws_.n_replications > 0) text += wrapped(noise(), width_) + "\n";
        if (!draws_.set.empty())
            text += wrapped(fmt::format("Not drawn, because every arm sets a value: {}.",
                                        fmt::join(draws_.set, ", ")),
                            width_) +
                    "\n";
        return text;
    }

    // How much of the spread would be gone with more replications.
    [[nodiscard]] std::string noise() const {
        constexpr double least = 0.01;
        if (draws_.n_replications == 1)
            return "How much of the spread is Monte Carlo noise is not known: that takes two "
                   "replications of every draw.";
        const auto largest = largest_noise();
        if (!largest) return "How much of the spread is Monte Carlo noise is not known.";
        if (*largest < least)
            return "Monte Carlo noise within a draw is less than 1 % of the spread of the draws.";
        return fmt::format(
            "Monte Carlo noise within a draw is up to {} of the spread of the draws.",
            percent(std::min(*largest, 1.0), 0));
    }

    // Of what is shown, in standard deviations between draws; nothing where no draw differs.
    [[nodiscard]] std::optional<double> largest_noise() const {
        constexpr double rounding = 1e-12;
        std::optional<double> largest;
        for (const DrawMeasure& measure : draws_.measures) {
            if (!is_shown(measure)) continue;
            for (std::size_t entry = 0; entry < measure.noise.size(); ++entry) {
                const Spread spread = spread_of(entry_by_draw(measure, entry));
                const bool differ = spread.sd > rounding * std::abs(spread.mean);
                if (differ && !std::isnan(measure.noise[entry]))
                    largest = std::max(largest.value_or(0.0), measure.noise[entry] / spread.sd);
            }
        }
        return largest;
    }

    // Of a measure over arm, payers or outcomes, and horizon: at the last horizon.
    [[nodiscard]] std::string table_of(const DrawMeasure& measure) const {
        const Axis& things = find_axis(result_.axes, measure.axes[1]);
        const Axis& horizons = find_axis(result_.axes, measure.axes[2]);
        std::vector<std::string> header{fmt::format(
            "{}, {}", measure.long_name,
            counted(horizons.values.back(), result_.cycle.one(), result_.cycle.many()))};
        header.insert(header.end(), arms_.labels.begin(), arms_.labels.end());
        TextTable table(std::move(header));
        for (std::size_t thing = 0; thing < things.size(); ++thing) {
            // A single payer is all payers.
            if (things.labels[thing] == "all" && things.size() == 2) continue;
            table.section(things.texts[thing]);
            const std::size_t per_arm = things.size() * horizons.size();
            const std::size_t last = thing * horizons.size() + horizons.size() - 1;
            add_rows(table, measure, per_arm, last);
        }
        return "\n" + table.text(width_);
    }

    void add_rows(TextTable& table, const DrawMeasure& measure, std::size_t per_arm,
                  std::size_t last) const {
        std::vector<std::string> mean{"  mean of the draws"};
        std::vector<std::string> interval{"  95 % of the draws"};
        std::vector<std::string> difference{"  difference to the reference"};
        std::vector<std::string> of_difference{"  95 % of the draws"};
        std::vector<std::string> better{measure.is_money ? "  draws in which it is less"
                                                         : "  draws in which it is more"};
        for (std::size_t arm = 0; arm < arms_.size(); ++arm) {
            const std::size_t entry = arm * per_arm + last;
            const Spread spread = spread_of(entry_by_draw(measure, entry));
            mean.push_back(shown(spread.mean, measure.units));
            interval.push_back(range(spread, measure.units));
            if (arm == reference_) {
                for (auto* row : {&difference, &of_difference, &better}) row->emplace_back();
                continue;
            }
            const auto by_draw = difference_by_draw(measure, entry, arms_.size(), reference_);
            const Spread to_reference = spread_of(by_draw);
            difference.push_back(shown(to_reference.mean, measure.units));
            of_difference.push_back(range(to_reference, measure.units));
            const auto n_better = std::count_if(by_draw.begin(), by_draw.end(), [&](double one) {
                return measure.is_money ? one < 0.0 : one > 0.0;
            });
            better.push_back(
                percent(static_cast<double>(n_better) / static_cast<double>(by_draw.size())));
        }
        for (auto* row : {&mean, &interval, &difference, &of_difference, &better})
            table.add(std::move(*row));
    }

    [[nodiscard]] static std::string range(const Spread& spread, const std::string& units) {
        return shown(spread.low, units) + " to " + shown(spread.high, units);
    }

    [[nodiscard]] std::string acceptability() const {
        const Acceptability& of = *draws_.acceptability;
        std::vector<std::string> header{
            fmt::format("{} per {}", result_.currency,
                        draws_.effect_unit.empty() ? "unit" : draws_.effect_unit)};
        header.insert(header.end(), arms_.labels.begin(), arms_.labels.end());
        for (const char* column : {"best", "its chance", "perfect info"})
            header.emplace_back(column);
        TextTable table(std::move(header));
        const auto& worth = of.perfect_information;
        constexpr double enough = 100.0;  // money of so much is told without fractions
        const int decimals = *std::max_element(worth.begin(), worth.end()) < enough ? 2 : 0;
        constexpr std::size_t most_rows = 21;  // the file has all
        const std::size_t step = (of.thresholds.size() + most_rows - 1) / most_rows;
        for (std::size_t at = 0; at < of.thresholds.size(); at += step) {
            std::vector<std::string> cells{grouped(of.thresholds[at])};
            for (std::size_t arm = 0; arm < arms_.size(); ++arm)
                cells.push_back(percent(of.probability_best(at, arm)));
            cells.push_back(arms_.labels[of.best[at]]);
            cells.push_back(percent(of.frontier[at]));
            cells.push_back(grouped(worth[at], decimals));
            table.add(std::move(cells));
        }
        return "\nChance of being best at a threshold, in the draws\n" + table.text(width_) +
               wrapped(fmt::format("Cost: {}. Effect: {}. Perfect information: what it would be "
                                   "worth, per person, to know the parameters before choosing.",
                                   draws_.cost, draws_.effect),
                       width_) +
               "\n";
    }

    const Result& result_;
    const DrawResults& draws_;
    std::size_t width_;
    const Axis& arms_;
    std::size_t reference_;
};

}  // namespace

std::string draws_text(const Result& result, std::size_t width) {
    return result.draws ? DrawsReport(result, width).text() : std::string();
}

}  // namespace forlob
