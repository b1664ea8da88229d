#pragma once

// How are accrual and discounting read?

#include <optional>

#include "input/block.hpp"
#include "input/valuation_spec.hpp"

namespace forlob {

/// The `discounting:` of a block; nothing if it is absent.
[[nodiscard]] std::optional<DiscountingSpec> read_discounting(const Block& block,
                                                              Diagnostics& diagnostics);
/// The `accrual:` of a block: a word, or `{weights: …}`; nothing if it is absent or wrong.
[[nodiscard]] std::optional<AccrualSpec> read_accrual(const Block& block, Diagnostics& diagnostics);

}  // namespace forlob
