#pragma once

// Which numbers of a ledger are reported, and what are they called? Private to the module; the list
// is in ledger.hpp.

#include <vector>

#include "economics/ledger.hpp"
#include "economics/ledger_row.hpp"
#include "outcomes/estimate.hpp"

namespace forlob {

/// Moments of the rows of every replication, and how to read them.
struct LedgerMoments {
    const LedgerLabels& labels;
    const LedgerRow& row;
    const PairedMoments& moments;

    [[nodiscard]] std::size_t n_arms() const { return labels.arm.size(); }
    /// 0 for what is never paid.
    [[nodiscard]] double mean(std::size_t arm, std::size_t position) const;
};

[[nodiscard]] std::vector<Measure> money_measures(const LedgerMoments& moments);
[[nodiscard]] std::vector<Measure> outcome_measures(const LedgerMoments& moments);
[[nodiscard]] std::vector<Measure> incremental_measures(const LedgerMoments& moments);

}  // namespace forlob
