// Who comes later, how many and when? And amounts that change from cycle to cycle.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "input/uses.hpp"
#include "model/compile.hpp"

namespace forlob {
namespace {

constexpr double most_per_cycle = 1e7;

bool is_possible(double amount) {
    return std::isfinite(amount) && amount >= 0.0 && amount <= most_per_cycle;
}

// Each mean once: most inflows have the same one in every month.
void add_tables(Inflow& inflow) {
    std::vector<double> means;
    for (const double mean : inflow.amount) {
        const auto known = std::find(means.begin(), means.end(), mean);
        inflow.table_of.push_back(static_cast<std::uint32_t>(known - means.begin()));
        if (known != means.end()) continue;
        means.push_back(mean);
        inflow.tables.emplace_back(mean);
    }
}

void report_too_many(const InflowSpec& spec, const Inflow& inflow, const ArmSource& source) {
    double persons = 0.0;
    if (inflow.kind != Inflow::Kind::share)
        for (const double amount : inflow.amount) persons += amount;
    constexpr auto most = static_cast<double>(most_persons);
    if (persons <= most) return;
    source.diagnostics.error(
        spec.location, fmt::format("{:.6g} persons enter in all", persons),
        fmt::format("at most {:.0f} million are supported, in a replication", most / 1e6));
}

Inflow compile_one(const InflowSpec& spec, const ArmSource& source,
                   const std::vector<Stratum>& strata) {
    Inflow inflow;
    inflow.kind = static_cast<Inflow::Kind>(spec.kind);
    inflow.location = spec.location;
    inflow.amount = amounts_by_cycle(source, spec.amount, "inflow");
    for (std::size_t tick = 0; tick < inflow.amount.size(); ++tick)
        if (std::cmp_less(tick, spec.from_cycle) ||
            (spec.to_cycle && std::cmp_greater(tick, *spec.to_cycle)))
            inflow.amount[tick] = 0.0;
    if (inflow.kind == Inflow::Kind::number) {
        const auto whole = carried_over(inflow.amount);
        inflow.amount.assign(whole.begin(), whole.end());
    } else if (inflow.kind == Inflow::Kind::poisson) {
        add_tables(inflow);
    } else {
        inflow.of = source.vocabulary.states(spec.of, source.diagnostics);
    }
    report_too_many(spec, inflow, source);
    if (spec.start)
        for (const Stratum& stratum : strata)
            inflow.start.push_back(start_states(source, *spec.start, stratum.levels));
    return inflow;
}

}  // namespace

std::vector<double> amounts_by_cycle(const ArmSource& source, const Expression& expression,
                                     const char* what) {
    const auto n_ticks = static_cast<std::size_t>(source.scenario.horizon_months) + 1;
    const auto& parameters = source.parameters.all();
    const auto time = names_of_time(source.scenario.model.cycle);
    const auto names_time = [&](const std::string& name) {
        return !parameters.contains(name) &&
               std::find(time.begin(), time.end(), name) != time.end();
    };
    const auto& names = expression.names();
    const bool is_constant = std::none_of(names.begin(), names.end(), names_time);
    std::vector<double> amounts(n_ticks, 0.0);
    for (std::size_t cycle = 1; cycle < std::max<std::size_t>(n_ticks, 2); ++cycle) {
        const double amount =
            is_constant
                ? source.parameters.value(expression, source.diagnostics)
                : expression.evaluate([&](const std::string& name) {
                      const auto found = parameters.find(name);
                      return found == parameters.end() ? static_cast<double>(cycle) : found->second;
                  });
        if (!is_possible(amount)) {
            source.diagnostics.error(
                expression.location(),
                is_constant ? fmt::format("{} '{}' is {}", what, expression.text(), amount)
                            : fmt::format("{} '{}' is {} in cycle {}", what, expression.text(),
                                          amount, cycle),
                "it must lie between 0 and 10 million");
            return std::vector<double>(n_ticks, 0.0);
        }
        if (is_constant) return std::vector<double>(n_ticks, amount);
        if (cycle < n_ticks) amounts[cycle] = amount;
        if (cycle == 1) amounts[0] = amount;
    }
    return amounts;
}

std::vector<std::uint32_t> carried_over(const std::vector<double>& amounts) {
    std::vector<std::uint32_t> whole{0};
    double sum = 0.0;
    double given = 0.0;
    for (std::size_t tick = 1; tick < amounts.size(); ++tick) {
        sum += amounts[tick];
        const double until_now = whole_persons(sum);
        whole.push_back(static_cast<std::uint32_t>(until_now - given));
        given = until_now;
    }
    return whole;
}

void compile_inflow(const ArmSource& source, Population& population) {
    for (const InflowSpec& spec : source.scenario.population.inflow)
        population.inflow.push_back(compile_one(spec, source, population.strata));
}

}  // namespace forlob
