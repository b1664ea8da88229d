#include "report/long_form.hpp"

#include <cmath>

#include "economics/ledger.hpp"
#include "report/csv.hpp"
#include "report/reading.hpp"

namespace forlob {
namespace {

std::string coordinate(const Axis& axis, std::size_t position) {
    return axis.labels.empty() ? std::to_string(axis.values[position]) : axis.labels[position];
}

void put_coordinate(const Axis& axis, std::size_t position, LongRow& row) {
    const std::string text = coordinate(axis, position);
    if (axis.name == "arm")
        row.arm = text;
    else if (axis.name == "stratum")
        row.stratum = text;
    else if (axis.name == "month" || axis.name == "cycle")
        row.month = text;
    else if (axis.name == "payer")
        row.payer = text;
    else if (axis.name == "account")
        row.account = text;
    else
        row.definition += (row.definition.empty() ? "" : " ") + axis.name + "=" + text;
}

// Outcomes may have units of their own, which the measure lists by their order.
std::string unit_of(const std::string& units, std::size_t outcome) {
    const std::string separator = unit_separator;
    std::size_t begin = 0;
    while (true) {
        const std::size_t end = units.find(separator, begin);
        if (outcome == 0 || end == std::string::npos)
            return units.substr(begin, end == std::string::npos ? end : end - begin);
        begin = end + separator.size();
        --outcome;
    }
}

using Axes = std::vector<const Axis*>;

template <typename AnyMeasure>
Axes axes_of(const Result& result, const AnyMeasure& measure) {
    Axes axes;
    for (const std::string& axis : measure.axes) axes.push_back(&find_axis(result.axes, axis));
    return axes;
}

// Positions on the axes, of which the last is the fastest.
std::vector<std::size_t> positions_of(std::size_t entry, const Axes& axes) {
    std::vector<std::size_t> at(axes.size());
    for (std::size_t axis = at.size(); axis-- > 0;) {
        at[axis] = entry % axes[axis]->size();
        entry /= axes[axis]->size();
    }
    return at;
}

// Everything but the numbers, of a measure or its draws.
template <typename AnyMeasure>
LongRow named_row(const Result& result, const AnyMeasure& measure, const Axes& axes,
                  const std::vector<std::size_t>& at) {
    LongRow row;
    row.reference = result.reference;
    row.measure = measure.name;
    row.stratum = "all";
    row.unit = measure.units;
    if (measure.is_money) row.price_year = std::to_string(result.price_year);
    for (std::size_t axis = 0; axis < at.size(); ++axis) {
        put_coordinate(*axes[axis], at[axis], row);
        if (axes[axis]->name == "outcome") row.unit = unit_of(measure.units, at[axis]);
    }
    return row;
}

void values_of(const Result& result, const Measure& measure,
               const std::function<void(const LongRow&)>& each) {
    const MeasureReader reader(result, measure.name, measure.group);
    const Axes axes = axes_of(result, measure);
    const double factor = half_widths(result);
    const std::size_t reference = reference_arm(result);
    for (std::size_t entry = 0; entry < measure.mean.size(); ++entry) {
        const std::vector<std::size_t> at = positions_of(entry, axes);
        LongRow row = named_row(result, measure, axes, at);
        const auto put = [&](const char* statistic, double value, double standard_error) {
            if (std::isnan(value)) return;
            row.statistic = statistic;
            row.value = value;
            row.standard_error = standard_error;
            row.low = value - factor * standard_error;
            row.high = value + factor * standard_error;
            each(row);
        };
        const Reading reading = reader.at(at);
        put("mean", reading.mean, reading.standard_error);
        if (at[0] != reference)
            put("difference", reading.difference, reading.difference_standard_error);
    }
}

// Means and 95 % quantile intervals over draws; what Monte Carlo calls standard error is the
// standard deviation between draws here.
void spreads_of(const Result& result, const DrawMeasure& measure,
                const std::function<void(const LongRow&)>& each) {
    const Axes axes = axes_of(result, measure);
    const std::size_t reference = reference_arm(result);
    for (std::size_t entry = 0; entry < measure.noise.size(); ++entry) {
        const std::vector<std::size_t> at = positions_of(entry, axes);
        LongRow row = named_row(result, measure, axes, at);
        const auto put = [&](const char* statistic, const Spread& spread) {
            if (std::isnan(spread.mean)) return;
            row.statistic = statistic;
            row.value = spread.mean;
            row.low = spread.low;
            row.high = spread.high;
            row.standard_error = spread.sd;
            each(row);
        };
        put("mean_of_draws", spread_of(entry_by_draw(measure, entry)));
        if (at[0] != reference)
            put("difference_of_draws",
                spread_of(difference_by_draw(measure, entry, axes[0]->size(), reference)));
    }
}

}  // namespace

std::vector<std::string> long_form_columns(const Result& result) {
    return {"arm",       "reference",  "stratum",   result.words().one,
            "measure",   "definition", "payer",     "account",
            "statistic", "value",      "low",       "high",
            "se",        "unit",       "price_year"};
}

std::vector<std::string> long_form_texts(const LongRow& row) {
    return {row.arm,
            row.reference,
            row.stratum,
            row.month,
            row.measure,
            row.definition,
            row.payer,
            row.account,
            row.statistic,
            exact_text(row.value),
            exact_text(row.low),
            exact_text(row.high),
            exact_text(row.standard_error),
            row.unit,
            row.price_year};
}

void for_each_value(const Result& result, const std::string& measure,
                    const std::function<void(const LongRow&)>& each) {
    for (const Measure& known : result.measures)
        if (measure.empty() || known.name == measure) values_of(result, known, each);
    if (!result.draws) return;
    for (const DrawMeasure& known : result.draws->measures)
        if (measure.empty() || known.name == measure) spreads_of(result, known, each);
}

}  // namespace forlob
