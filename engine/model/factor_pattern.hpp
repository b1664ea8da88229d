#pragma once

// Do other numbers tell the same rows apart? Enumerations and caps only know which values of a
// factor are equal, so that they hold as long as the same ones are. Private to the module.

#include <cstdint>
#include <vector>

#include "model/compile.hpp"

namespace forlob {

class FactorPattern {
public:
    explicit FactorPattern(const Factor& factor);

    /// Whether the values of a factor over the same coordinate are equal where these were.
    [[nodiscard]] bool fits(const Factor& factor) const;

private:
    Factor::Over over_;
    AttributeId attribute_;
    Coordinate coordinate_;
    std::vector<std::uint32_t> class_of_;      ///< [value]
    std::vector<std::uint32_t> first_member_;  ///< [class]
};

/// Of all factors of a filled plan that rest on parameters.
[[nodiscard]] std::vector<FactorPattern> patterns_of(const RowPlan& plan);
/// Whether the same plan, filled with other numbers, still has them.
[[nodiscard]] bool fits(const std::vector<FactorPattern>& patterns, const RowPlan& plan);

}  // namespace forlob
