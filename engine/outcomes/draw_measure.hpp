#pragma once

// How much does the answer change with the parameters? A measure draw by draw, and its spread over
// the draws: uncertainty of the parameters, which has nothing to do with Monte Carlo error.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/table.hpp"
#include "outcomes/measure.hpp"

namespace forlob {

/// One value per draw, arm and whatever the further axes are.
struct DrawMeasure {
    std::string name;
    std::vector<std::string> axes;  ///< row-major in this order; the first is "arm"
    std::string units;
    std::string long_name;
    std::string long_name_da;
    bool is_money = false;
    Table<double, 2> values;  ///< [draw][entry over `axes`]; not defined: NaN
    /// [entry] root of the mean squared Monte Carlo standard error of a draw: how much of the
    /// spread is noise. 0 when draws are evaluated exactly.
    std::vector<double> noise;
};

/// Over the draws in which the value is defined; all NaN if it is in none.
struct Spread {
    double mean = 0.0;
    double sd = 0.0;    ///< standard deviation between draws (n − 1)
    double low = 0.0;   ///< 2.5 % quantile
    double high = 0.0;  ///< 97.5 % quantile
};

/// Quantiles interpolate linearly between order statistics (type 7 of Hyndman and Fan).
[[nodiscard]] Spread spread_of(std::span<const double> values);

/// The value of every draw of one entry, and its difference to the same entry of the reference arm
/// in the same draw.
[[nodiscard]] std::vector<double> entry_by_draw(const DrawMeasure& measure, std::size_t entry);
[[nodiscard]] std::vector<double> difference_by_draw(const DrawMeasure& measure, std::size_t entry,
                                                     std::size_t n_arms, std::size_t reference);

}  // namespace forlob
