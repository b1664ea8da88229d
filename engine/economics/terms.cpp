#include "economics/terms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace forlob {
namespace {

double rate_of(const DiscountingSpec& discounting, const ParameterValues& parameters,
               Diagnostics& diagnostics) {
    const Expression& stated = discounting.rate_per_year;
    const double rate = parameters.value(stated, diagnostics);
    if (rate >= 0.0 && rate <= 1.0) return rate;
    diagnostics.error(stated.location(),
                      fmt::format("discount rate '{}' is {}", stated.text(), rate),
                      "a rate per year lies between 0 and 1: 3.5 % is 0.035");
    return 0.0;
}

// [tick] a formula of `tick`.
std::vector<double> at_every_tick(const Expression& stated, std::int32_t horizon,
                                  const ParameterValues& parameters) {
    const auto& names = stated.names();
    std::vector<double> values;
    for (const std::string& name : names) {
        const auto found = parameters.all().find(name);
        values.push_back(name == "horizon"                 ? static_cast<double>(horizon)
                         : found != parameters.all().end() ? found->second
                                                           : std::nan(""));
    }
    const auto tick_at =
        static_cast<std::size_t>(std::find(names.begin(), names.end(), "tick") - names.begin());
    std::vector<double> weights;
    for (std::int32_t tick = 0; tick <= horizon; ++tick) {
        if (tick_at < values.size()) values[tick_at] = static_cast<double>(tick);
        weights.push_back(stated.evaluate_in_order(values));
    }
    return weights;
}

std::vector<double> weights_of(const AccrualSpec& accrual, const ParameterValues& parameters,
                               std::int32_t horizon, Diagnostics& diagnostics) {
    const auto n_ticks = static_cast<std::size_t>(horizon) + 1;
    if (!accrual.is_formula && accrual.weights.size() != n_ticks) {
        diagnostics.error(
            accrual.location,
            fmt::format("{} weights are given for {} ticks", accrual.weights.size(), n_ticks),
            fmt::format("list one for every tick from 0 to the horizon of {}, or write a formula "
                        "of 'tick'",
                        horizon));
        return std::vector<double>(n_ticks, 0.0);
    }
    std::vector<double> by_formula;
    if (accrual.is_formula)
        by_formula = at_every_tick(accrual.weights.front(), horizon, parameters);
    std::vector<double> weights;
    for (std::int32_t tick = 0; tick <= horizon; ++tick) {
        const Expression& stated =
            accrual.weights[accrual.is_formula ? 0 : static_cast<std::size_t>(tick)];
        const double weight = accrual.is_formula ? by_formula[static_cast<std::size_t>(tick)]
                                                 : parameters.value(stated, diagnostics);
        if (!(std::isfinite(weight) && weight >= 0.0)) {
            diagnostics.error(
                stated.location(),
                fmt::format("weight '{}' is {} at tick {}", stated.text(), weight, tick),
                "a weight is a finite number and not negative");
            return std::vector<double>(n_ticks, 0.0);
        }
        weights.push_back(weight);
    }
    return weights;
}

}  // namespace

Terms compile_terms(const DiscountingSpec& discounting, const AccrualSpec& accrual,
                    const ParameterValues& parameters, std::int32_t horizon, const CycleSpec& cycle,
                    Diagnostics& diagnostics) {
    using Rule = AccrualSpec::Rule;
    const auto n_ticks = static_cast<std::size_t>(horizon) + 1;
    Terms terms{std::vector<double>(n_ticks, 0.0), std::vector<double>(n_ticks, 0.0),
                discount_factors(rate_of(discounting, parameters, diagnostics), discounting.form,
                                 discounting.from_tick, horizon, cycle)};
    if (accrual.rule == Rule::weights)
        terms.this_month = weights_of(accrual, parameters, horizon, diagnostics);
    constexpr double half = 0.5;
    for (std::size_t tick = 0; tick < n_ticks; ++tick) {
        const bool has_month = tick > 0;  // that it ends
        const bool has_next = tick + 1 < n_ticks;
        if (accrual.rule == Rule::all_ticks) terms.this_month[tick] = 1.0;
        if (accrual.rule == Rule::end && has_month) terms.this_month[tick] = 1.0;
        if (accrual.rule == Rule::start && has_next) terms.next_month[tick] = 1.0;
        if (accrual.rule == Rule::half_cycle && has_month) terms.this_month[tick] = half;
        if (accrual.rule == Rule::half_cycle && has_next) terms.next_month[tick] = half;
    }
    return terms;
}

std::vector<double> discount_factors(double rate_per_year, DiscountingSpec::Form form,
                                     int from_tick, std::int32_t horizon, const CycleSpec& cycle) {
    std::vector<double> factors;
    for (std::int32_t tick = 0; tick <= horizon; ++tick) {
        const double years = cycle.in(TimeUnit::year, std::max(tick - from_tick, 0));
        factors.push_back(form == DiscountingSpec::Form::compound
                              ? std::pow(1.0 + rate_per_year, -years)
                              : std::exp(-rate_per_year * years));
    }
    return factors;
}

}  // namespace forlob
