#pragma once

// When does an amount count, and how much is it worth then? Accrual and discounting, of an economy
// and of single accounts and outcomes.

#include <string>
#include <vector>

#include "input/expression.hpp"

namespace forlob {

struct DiscountingSpec {
    enum class Form { compound, exponential };
    Expression rate_per_year{0.0};
    Form form = Form::compound;
    int from_tick = 0;  ///< 0 or 1: the tick of which the factor is 1
    Location location;
};

/// Which ticks an amount per month counts at.
struct AccrualSpec {
    enum class Rule {
        start,       ///< month t counts the persons at tick t − 1
        end,         ///< at tick t
        half_cycle,  ///< the mean of both
        all_ticks,   ///< every tick, the first included
        weights      ///< every tick, times a weight of its own
    };
    Rule rule = Rule::start;
    /// Of `weights`: one expression per tick 0 … T; or a single one that may name `tick` and
    /// `horizon` besides parameters.
    std::vector<Expression> weights;
    bool is_formula = false;  ///< a single expression, for every tick
    Location location;
};

/// Names that the formula of `weights` may use besides parameters.
[[nodiscard]] const std::vector<std::string>& names_in_weights();

}  // namespace forlob
