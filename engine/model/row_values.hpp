#pragma once

// From what an author stated to competing hazards, for one combination of coordinates: the stated
// value or its replacement, relative risks and odds ratios, what is left as the rest, hazards,
// their ratios (semantics.md, 3 and 5). Private to the module.

#include <span>
#include <string>
#include <vector>

#include "model/compile.hpp"

namespace forlob {

/// A number that makes no sense here.
struct RowMistake {
    const void* number = nullptr;  ///< the same for the same number of the author's text
    Location location;
    std::string message;
    std::string help;
    std::vector<const Factor*> depends_on;
};

/// The hazards before anything multiplies them; no moves if there are mistakes.
[[nodiscard]] Row stated_row(const PlannedRow& planned, const RowPlan& plan,
                             const ArmSource& source, const Kind& kind,
                             std::span<const std::uint16_t> coordinates,
                             std::vector<RowMistake>& mistakes);

/// Multiplies them.
void multiply(const PlannedRow& planned, const RowPlan& plan, const Kind& kind,
              std::span<const std::uint16_t> coordinates, Row& row,
              std::vector<RowMistake>& mistakes);

}  // namespace forlob
