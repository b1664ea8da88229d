#pragma once

// How do the programs compare? The tables that planners read, from a result: headline first, then
// relapse by every definition, status, occupancy, money by payer, and what is assumed.

#include <cstdint>
#include <optional>
#include <string>

#include "results/result.hpp"

namespace forlob {

struct ComparisonOptions {
    std::optional<std::string> by;               ///< attribute whose strata get tables of their own
    std::optional<std::int32_t> horizon_months;  ///< money and occupancy at this horizon
    int width = 100;                             ///< columns of the terminal
};

/// Aligned text. Throws InputError-free std::invalid_argument for an attribute or horizon that the
/// result does not hold, naming those it does.
[[nodiscard]] std::string comparison_text(const Result& result, const ComparisonOptions& options);

/// Long form, one value per row (2-files-and-commands, section 4): CSV with header, comma and dot;
/// `danish`: semicolon, decimal comma and a byte-order mark.
enum class CsvLocale { international, danish };
[[nodiscard]] std::string comparison_csv(const Result& result, CsvLocale locale);
[[nodiscard]] std::string comparison_json(const Result& result);

}  // namespace forlob
