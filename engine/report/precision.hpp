#pragma once

// How precise is the main result? Lines that `run --until-…` and `plan` share.

#include <string>

#include "results/main_result.hpp"

namespace forlob {

/// "Net cost per person until the horizon, discounted (payer=municipality, horizon=48), DKK,
/// difference to municipal". Shares have no unit.
[[nodiscard]] std::string name_for_people(const MainResult& main, const std::string& reference);

/// "1,234.5 ± 5.6": as many decimals as show two figures of the half-width. "not defined" for NaN.
[[nodiscard]] std::string precise_number(double value, double half_width);

/// A half-width with two figures.
[[nodiscard]] std::string two_figures(double half_width);

}  // namespace forlob
