#pragma once

// What is known about money if some clocks are not? Exact recursion cannot follow every clock that
// prices depend on. Amounts that do not depend on it stay; and where it only decides who pays, the
// payers together pay the same.

#include <span>
#include <vector>

#include "economics/price.hpp"
#include "model/model.hpp"

namespace forlob {

/// Prices for counts in whose cells the hidden clocks stand at 0.
struct PricesWithoutClocks {
    Prices by_payer;  ///< amounts that depend on a hidden clock are NaN
    Prices
        together;  ///< those are NaN whose sum over payers depends on one; right for the sum only
    std::vector<bool> is_split;   ///< [account] who pays depends on a hidden clock
    std::vector<bool> is_amount;  ///< [account, then outcome] what is counted does
};
[[nodiscard]] PricesWithoutClocks prices_without_clocks(const Prices& prices, const Model& model,
                                                        std::span<const ClockId> hidden);

}  // namespace forlob
