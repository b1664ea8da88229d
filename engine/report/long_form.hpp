#pragma once

// What is every number called? Measures in long form, one value per row, for CSV and JSON.

#include <functional>
#include <string>
#include <vector>

#include "results/result.hpp"

namespace forlob {

/// arm, reference, stratum, month, measure, definition, payer, account, statistic, value, low,
/// high, se, unit, price_year. `definition` holds the remaining coordinates, as "base=any event=…".
/// `statistic` is mean or difference (to the reference, paired).
struct LongRow {
    std::string arm, reference, stratum, month, measure, definition, payer, account, statistic;
    double value = 0.0;
    double low = 0.0;
    double high = 0.0;
    double standard_error = 0.0;
    std::string unit, price_year;
};

/// `month` is `cycle` in results whose cycle is no month.
[[nodiscard]] std::vector<std::string> long_form_columns(const Result& result);
/// The row in the order of the columns, numbers in full precision.
[[nodiscard]] std::vector<std::string> long_form_texts(const LongRow& row);

/// Calls `each` for every value that is defined, of all measures or of the one named.
void for_each_value(const Result& result, const std::string& measure,
                    const std::function<void(const LongRow&)>& each);

}  // namespace forlob
