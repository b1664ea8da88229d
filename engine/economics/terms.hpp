#pragma once

// When does an amount of an account or outcome count, and how much is it worth then? Accrual and
// discounting as numbers per tick.

#include <cstdint>
#include <vector>

#include "input/cycle.hpp"
#include "input/parameter.hpp"
#include "input/valuation_spec.hpp"

namespace forlob {

struct Terms {
    /// [tick] weight with which the persons at the tick count in the month of the same number …
    std::vector<double> this_month;
    std::vector<double> next_month;  ///< … and in the one after it; both by accrual
    std::vector<double> discount;    ///< [month] worth of what falls in it

    bool operator==(const Terms&) const = default;
};

/// Reports a rate that is not between 0 and 1, a list of weights that has not one per tick, and
/// weights that are not finite or negative.
[[nodiscard]] Terms compile_terms(const DiscountingSpec& discounting, const AccrualSpec& accrual,
                                  const ParameterValues& parameters, std::int32_t horizon,
                                  const CycleSpec& cycle, Diagnostics& diagnostics);

/// (1 + r)^-years or exp(-r · years), years counted from `from_tick` (0 or 1), for ticks 0 …
/// horizon. Before from_tick: 1.
[[nodiscard]] std::vector<double> discount_factors(double rate_per_year, DiscountingSpec::Form form,
                                                   int from_tick, std::int32_t horizon,
                                                   const CycleSpec& cycle);

}  // namespace forlob
