// Where people are, for how long, and in which phases.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "report/comparison_parts.hpp"
#include "report/text.hpp"

namespace forlob {

std::string compare_occupancy(const ComparisonView& view, std::optional<std::int32_t> only) {
    if (!view.has("persons_in_state")) return "";
    const MeasureReader persons(view.result, "persons_in_state");
    std::vector<std::int32_t> months;
    for (std::int32_t month = 0; month < view.result.horizon_months;
         month += shown_every(view.result))
        months.push_back(month);
    months.push_back(view.result.horizon_months);
    if (only) months = {*only};
    std::string text;
    for (const std::int32_t month : months) {
        if (month > view.result.horizon_months || month < 0)
            throw std::invalid_argument(fmt::format("{} {} is beyond the horizon of {}",
                                                    view.cycle.one(), month,
                                                    view.result.horizon_months));
    }
    for (std::size_t arm = 0; arm < view.arms.size(); ++arm) {
        std::vector<std::string> header{"Persons in each state, " + view.arms.labels[arm]};
        for (const std::int32_t month : months)
            header.push_back(fmt::format("{} {}", view.cycle.one(), month));
        TextTable table(std::move(header));
        for (std::size_t state = 0; state < persons.axis(2).size(); ++state) {
            std::vector<std::string> cells{state_name(persons.axis(2), state)};
            double most = 0.0;
            for (const std::int32_t month : months) {
                const Reading r = persons.at({arm, static_cast<std::size_t>(month), state});
                most = std::max(most, r.mean);
                cells.push_back(grouped(r.mean, 1));
            }
            if (most > 0.0) table.add(std::move(cells));
        }
        text += "\n" + table.text(view.width);
    }
    return text;
}

namespace {

void add_employment(const ComparisonView& view, TextTable& table) {
    const MeasureReader employed(view.result, "employed_by");
    std::vector<std::string> cells{"Ever in employment by the horizon"};
    for (std::size_t arm = 0; arm < view.arms.size(); ++arm) {
        const Reading r = employed.at({arm, static_cast<std::size_t>(view.result.horizon_months)});
        cells.push_back(percent_with_interval(r.mean, view.factor * r.standard_error));
    }
    table.add(std::move(cells));
    const MeasureReader first(view.result, "mean_" + view.words.many + "_to_employment");
    cells = {"  " + view.cycle.many() + " until then, of those who were"};
    for (std::size_t arm = 0; arm < view.arms.size(); ++arm) {
        const Reading r = first.at({arm});
        cells.push_back(with_interval(r.mean, view.factor * r.standard_error, 1));
    }
    table.add(std::move(cells));
}

}  // namespace

std::string compare_durations(const ComparisonView& view) {
    if (!view.has(view.words.many + "_in_state")) return "";
    const MeasureReader months(view.result, view.words.many + "_in_state");
    TextTable table(
        view.arm_header(fmt::format("{} per person in each state, of {}",
                                    capitalised(view.cycle.many()), view.result.horizon_months)));
    for (std::size_t state = 0; state < months.axis(1).size(); ++state) {
        std::vector<std::string> cells{state_name(months.axis(1), state)};
        double most = 0.0;
        for (std::size_t arm = 0; arm < view.arms.size(); ++arm) {
            const Reading r = months.at({arm, state});
            most = std::max(most, r.mean);
            cells.push_back(with_interval(r.mean, view.factor * r.standard_error, 2));
        }
        if (most > 0.0) table.add(std::move(cells));
    }
    if (view.has("employed_by")) add_employment(view, table);
    return "\n" + table.text(view.width);
}

std::string compare_visits(const ComparisonView& view) {
    if (!view.has("ever_visited")) return "";
    const MeasureReader ever(view.result, "ever_visited");
    const MeasureReader spells(view.result, "visits");
    TextTable table(view.arm_header("Ever in each state by the horizon, and spells per person"));
    for (std::size_t state = 0; state < ever.axis(2).size(); ++state) {
        std::vector<std::string> cells{state_name(ever.axis(2), state)};
        double most = 0.0;
        for (std::size_t arm = 0; arm < view.arms.size(); ++arm) {
            const double share =
                ever.at({arm, static_cast<std::size_t>(view.result.horizon_months), state}).mean;
            most = std::max(most, share);
            cells.push_back(percent(share) + ", " + grouped(spells.at({arm, state}).mean, 2));
        }
        if (most > 0.0) table.add(std::move(cells));
    }
    return "\n" + table.text(view.width);
}

std::string compare_phases(const ComparisonView& view) {
    if (!view.has("persons_in_phase")) return "";
    const MeasureReader persons(view.result, "persons_in_phase");
    std::string text;
    for (std::size_t arm = 0; arm < view.arms.size(); ++arm) {
        std::vector<std::size_t> months;
        for (std::int32_t month = 0; month < view.result.horizon_months;
             month += shown_every(view.result))
            months.push_back(static_cast<std::size_t>(std::max(month, 1)));
        months.push_back(static_cast<std::size_t>(view.result.horizon_months));
        std::vector<std::string> header{"Persons in each phase, " + view.arms.labels[arm]};
        for (const std::size_t month : months)
            header.push_back(fmt::format("{} {}", view.cycle.one(), month));
        TextTable table(std::move(header));
        std::size_t n_rows = 0;
        for (std::size_t phase = 0; phase < persons.axis(2).size(); ++phase) {
            std::vector<std::string> cells{persons.axis(2).texts[phase]};
            double most = 0.0;
            for (const std::size_t month : months) {
                const double mean = persons.at({arm, month, phase}).mean;
                most = std::max(most, mean);
                cells.push_back(grouped(mean, 1));
            }
            if (most <= 0.0) continue;
            table.add(std::move(cells));
            ++n_rows;
        }
        if (n_rows > 1) text += "\n" + table.text(view.width);
    }
    return text;
}

namespace {

void add_relapse_of(const ComparisonView& view, const std::vector<std::size_t>& strata,
                    TextTable& table) {
    const MeasureReader relapse(view.result, "relapse_within", "strata");
    const std::size_t base = position_of(relapse.axis(2), view.result.headline_base);
    const std::size_t event = position_of(relapse.axis(3), view.result.headline_event);
    const std::size_t window = view.relapse_window();
    table.section(fmt::format("Relapse within {} {}, headline definition",
                              relapse.axis(4).values[window], view.cycle.many()));
    for (const std::size_t stratum : strata) {
        std::vector<std::string> cells{"  " + relapse.axis(1).texts[stratum]};
        for (std::size_t arm = 0; arm < view.arms.size(); ++arm) {
            const Reading r = relapse.at({arm, stratum, base, event, window});
            cells.push_back(percent_with_interval(r.mean, view.factor * r.standard_error));
        }
        table.add(std::move(cells));
    }
}

}  // namespace

std::string compare_strata(const ComparisonView& view, const std::string& attribute) {
    if (!view.has("persons_in_state", "strata"))
        throw std::invalid_argument(
            "the result holds no outcomes by attribute; name the attribute under record: {by: "
            "[…]} in "
            "the scenario and run it again");
    const MeasureReader persons(view.result, "persons_in_state", "strata");
    const Axis& axis = persons.axis(1);
    std::vector<std::size_t> members;
    for (std::size_t stratum = 0; stratum < axis.size(); ++stratum)
        if (axis.labels[stratum].starts_with(attribute + "=")) members.push_back(stratum);
    if (members.empty()) {
        std::string known;
        for (const std::string& label : axis.labels)
            if (label != "all") known += (known.empty() ? "" : ", ") + label;
        throw std::invalid_argument("there are no outcomes by '" + attribute +
                                    "'; there are: " + known);
    }
    TextTable table(view.arm_header("By " + attribute));
    if (view.has("relapse_within", "strata")) add_relapse_of(view, members, table);
    for (std::size_t state = 0; state < persons.axis(3).size(); ++state) {
        table.section("Persons at the horizon: " + persons.axis(3).texts[state]);
        for (const std::size_t stratum : members) {
            std::vector<std::string> cells{"  " + axis.texts[stratum]};
            for (std::size_t arm = 0; arm < view.arms.size(); ++arm) {
                const Reading r = persons.at(
                    {arm, stratum, static_cast<std::size_t>(view.result.horizon_months), state});
                cells.push_back(with_interval(r.mean, view.factor * r.standard_error, 1));
            }
            table.add(std::move(cells));
        }
    }
    return "\n" + table.text(view.width);
}

}  // namespace forlob
