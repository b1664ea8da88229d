#include "model/multiplier.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "input/readers.hpp"

namespace forlob {
namespace {

constexpr int months_per_year = 12;
constexpr std::int64_t most_cycles = 36'525;  // of a step: a century of days
constexpr std::int64_t most_years = 150;
// Products of factors must stay finite, however many multiply.
constexpr double most = 1e9;

// The step function as a table: entry v is the factor that holds at value v.
std::vector<double> step_table(const std::vector<std::pair<std::int64_t, double>>& steps) {
    std::vector<double> table(static_cast<std::size_t>(steps.back().first) + 1, 1.0);
    for (std::size_t step = 0; step < steps.size(); ++step) {
        const auto first = table.begin() + steps[step].first;
        std::fill(first, table.end(), steps[step].second);
    }
    return table;
}

double at_or_last(const std::vector<double>& table, std::int64_t value) {
    return table[static_cast<std::size_t>(
        std::min<std::int64_t>(value, static_cast<std::int64_t>(table.size()) - 1))];
}

std::optional<Factor> attribute_factor(const FactorSpec& spec, AttributeId attribute,
                                       const FactorContext& context, Diagnostics& diagnostics) {
    Factor factor{.over = Factor::Over::attribute, .attribute = attribute};
    factor.value.assign(context.vocabulary.n_levels()[index(attribute)], 1.0);
    for (const FactorSpec::Step& step : spec.steps) {
        const double value = non_negative(step.factor, "factor", context.parameters, diagnostics);
        if (const auto level = context.vocabulary.level(attribute, step.key, diagnostics))
            factor.value[index(*level)] = value;
    }
    return factor;
}

// Tables over the coordinate `month`: one entry per tick, 0 (before any transition) as month 1.
std::vector<double> calendar_table(const std::vector<double>& by_calendar_month,
                                   const FactorContext& context) {
    std::vector<double> table(static_cast<std::size_t>(context.horizon) + 1);
    for (std::int32_t tick = 0; tick <= context.horizon; ++tick) {
        // Month t is the interval from tick t - 1 to t, so it lies in the calendar month of t - 1.
        const int calendar =
            (context.start_month - 1 + std::max(tick - 1, 0)) % months_per_year + 1;
        table[static_cast<std::size_t>(tick)] = at_or_last(by_calendar_month, calendar);
    }
    return table;
}

}  // namespace

double Factor::at(const Kind& kind, std::span<const std::uint16_t> values) const {
    switch (over) {
        case Over::attribute:
            return value[index(kind.levels[index(attribute)])];
        case Over::frailty:
            return value[kind.frailty];
        case Over::coordinate:
            break;
    }
    return at_or_last(value, values[index(coordinate)]);
}

bool is_usable_factor(double value) {
    return std::isfinite(value) && value >= 0.0 && value <= most;
}

double non_negative(const Expression& expression, const char* what,
                    const ParameterValues& parameters, Diagnostics& diagnostics) {
    const double value = parameters.value(expression, diagnostics);
    if (is_usable_factor(value)) return value;
    diagnostics.error(expression.location(),
                      fmt::format("{} '{}' is {}", what, expression.text(), value),
                      fmt::format("it must be between 0 and {:g}", most));
    return 1.0;
}

std::int64_t cycles_of_age(std::int64_t years, const CycleSpec& cycle) {
    // Beyond what a coordinate can hold nobody gets. Rounding must not make a whole number more.
    constexpr double most = std::numeric_limits<std::uint16_t>::max();
    constexpr double tolerance = 1e-9;
    const double cycles =
        convert(static_cast<double>(years), TimeUnit::year, cycle.unit) / cycle.length;
    return static_cast<std::int64_t>(std::min(std::ceil(cycles - tolerance), most));
}

std::optional<Factor> compile_factor(const FactorSpec& spec, const FactorContext& context,
                                     Diagnostics& diagnostics) {
    const std::string name(in_months(spec.coordinate.text));
    if (const auto attribute = context.vocabulary.attribute(name))
        return attribute_factor(spec, *attribute, context, diagnostics);

    std::vector<std::pair<std::int64_t, double>> steps;
    for (const FactorSpec::Step& step : spec.steps) {
        const double value = non_negative(step.factor, "factor", context.parameters, diagnostics);
        if (!step.from) continue;
        const std::int64_t most = name == "age" ? most_years : most_cycles;
        if (*step.from < 0 || *step.from > most)
            diagnostics.error(step.key.location, "step '" + step.key.text + "' is out of range",
                              fmt::format("steps lie between 0 and {}", most));
        else
            steps.emplace_back(*step.from, value);
    }
    if (steps.empty()) return std::nullopt;

    Factor factor;
    if (name == "month" || name == "cycle") {
        factor.coordinate = Coordinate::month;
        factor.value = step_table(steps);
    } else if (name == "month_of_year") {
        factor.coordinate = Coordinate::month;
        factor.value = calendar_table(step_table(steps), context);
    } else if (name == "months_in_state" || name == "cycles_in_state") {
        factor.coordinate = Coordinate::months_in_state;
        factor.value = step_table(steps);
    } else if (name == "months_in_phase" || name == "cycles_in_phase") {
        factor.coordinate = Coordinate::months_in_phase;
        factor.value = step_table(steps);
    } else if (name == "months_in_program" || name == "cycles_in_program") {
        factor.coordinate = Coordinate::months_in_program;
        factor.value = step_table(steps);
    } else if (name == "age") {
        if (!context.age_clock) {
            diagnostics.error(spec.coordinate.location, "'age' is used but nobody has an age",
                              "give the population 'age_years'");
            return std::nullopt;
        }
        factor.coordinate = coordinate_of(*context.age_clock);
        for (auto& [years, value] : steps) years = cycles_of_age(years, context.cycle);
        factor.value = step_table(steps);
    } else if (const auto clock = context.vocabulary.clock(spec.coordinate, diagnostics)) {
        factor.coordinate = coordinate_of(*clock);
        factor.value = step_table(steps);
    } else {
        return std::nullopt;
    }
    return factor;
}

Classes classes_of_coordinate(Coordinate coordinate, std::uint16_t cap,
                              std::span<const Factor* const> factors) {
    std::vector<const Factor*> own;
    for (const Factor* factor : factors)
        if (factor->over == Factor::Over::coordinate && factor->coordinate == coordinate)
            own.push_back(factor);
    Classes classes;
    std::map<std::vector<double>, std::uint32_t> known;
    for (std::uint32_t value = 0; value <= cap; ++value) {
        // Most values are in no other class than the one before.
        const bool is_as_before =
            value > 0 && std::all_of(own.begin(), own.end(), [&](const Factor* factor) {
                return at_or_last(factor->value, value) == at_or_last(factor->value, value - 1);
            });
        if (is_as_before) {
            classes.class_of.push_back(classes.class_of.back());
            continue;
        }
        std::vector<double> signature;
        for (const Factor* factor : own) signature.push_back(at_or_last(factor->value, value));
        const auto [place, is_new] =
            known.emplace(std::move(signature), static_cast<std::uint32_t>(known.size()));
        if (is_new) classes.first_member.push_back(value);
        classes.class_of.push_back(place->second);
    }
    return classes;
}

Classes classes_of_kinds(const std::vector<Kind>& kinds, std::span<const Factor* const> factors) {
    std::vector<const Factor*> own;
    for (const Factor* factor : factors)
        if (factor->over != Factor::Over::coordinate) own.push_back(factor);
    Classes classes;
    if (own.empty() && !kinds.empty()) {
        classes.first_member.push_back(0);
        classes.class_of.assign(kinds.size(), 0);
        return classes;
    }
    std::map<std::vector<double>, std::uint32_t> known;
    std::vector<double> signature(own.size());
    for (std::uint32_t kind = 0; kind < kinds.size(); ++kind) {
        for (std::size_t number = 0; number < own.size(); ++number)
            signature[number] = own[number]->at(kinds[kind], {});
        const auto [place, is_new] =
            known.try_emplace(signature, static_cast<std::uint32_t>(known.size()));
        if (is_new) classes.first_member.push_back(kind);
        classes.class_of.push_back(place->second);
    }
    return classes;
}

}  // namespace forlob
