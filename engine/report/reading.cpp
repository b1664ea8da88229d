#include "report/reading.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "base/require.hpp"

namespace forlob {

MeasureReader::MeasureReader(const Result& result, const std::string& name,
                             const std::string& group)
    : measure_(find_measure(result.measures, name, group)) {
    require(measure_ != nullptr, "the result has the measures that tables are made of");
    for (const std::string& axis : measure_->axes) axes_.push_back(&find_axis(result.axes, axis));
}

bool MeasureReader::exists(const Result& result, const std::string& name,
                           const std::string& group) {
    return find_measure(result.measures, name, group) != nullptr;
}

Reading MeasureReader::at(const std::vector<std::size_t>& positions) const {
    require(positions.size() == axes_.size(), "a value has one position per axis");
    std::size_t entry = 0;
    for (std::size_t axis = 0; axis < axes_.size(); ++axis)
        entry = entry * axes_[axis]->size() + positions[axis];
    const auto get = [&](const std::vector<double>& values) {
        return values.empty() ? std::numeric_limits<double>::quiet_NaN() : values[entry];
    };
    return {get(measure_->mean), get(measure_->standard_error), get(measure_->difference),
            get(measure_->difference_standard_error)};
}

std::size_t position_of(const Axis& axis, const std::string& label) {
    std::string known;
    for (std::size_t i = 0; i < axis.size(); ++i) {
        const std::string name =
            axis.labels.empty() ? std::to_string(axis.values[i]) : axis.labels[i];
        if (name == label) return i;
        known += (known.empty() ? "" : ", ") + name;
    }
    throw std::invalid_argument("there is no " + axis.name + " '" + label +
                                "'; there are: " + known);
}

std::size_t known_payer(const MeasureReader& net, std::size_t until) {
    for (std::size_t arm = 0; arm < net.axis(0).size(); ++arm)
        if (std::isnan(net.at({arm, 0, until}).mean)) return net.axis(1).size() - 1;
    return 0;
}

double half_widths(const Result& result) {
    // Without replications there was no chance.
    return result.n_replications == 0 ? 0.0 : interval_factor(result.n_replications);
}

bool has_newcomers(const Result& result) {
    if (!MeasureReader::exists(result, "persons_in_state")) return false;
    const MeasureReader persons(result, "persons_in_state");
    double at_the_end = 0.0;
    for (std::size_t state = 0; state < persons.axis(2).size(); ++state)
        at_the_end += persons.at({0, persons.axis(1).size() - 1, state}).mean;
    constexpr double rounding = 1e-9;
    return at_the_end > result.n_people * (1.0 + rounding);
}

std::int32_t shown_every(const Result& result) {
    constexpr std::int32_t months_of_a_year = 12;
    constexpr std::int32_t most = 8;
    const std::int32_t unit = result.cycle.is_month() ? months_of_a_year : 1;
    std::int32_t power = unit;
    while (true) {
        for (const std::int32_t round : {1, 2, 5})
            if (round * power * most >= result.horizon_months) return round * power;
        power *= 10;
    }
}

std::size_t reference_arm(const Result& result) {
    return position_of(find_axis(result.axes, "arm"), result.reference);
}

std::string meaning(Grade grade) {
    switch (grade) {
        case Grade::A:
            return "law, official statistic or randomised trial";
        case Grade::B:
            return "observational study";
        case Grade::C:
            return "provider's own claim";
        case Grade::D:
            break;
    }
    return "assumption";
}

}  // namespace forlob
