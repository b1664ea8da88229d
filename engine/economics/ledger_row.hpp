#pragma once

// What of one arm's ledger is kept from replication to replication? A row of numbers whose moments
// become measures. Most pairs of account and payer never occur: only those that do are columns.
// Private to the module.

#include <cstddef>
#include <limits>
#include <vector>

#include "base/table.hpp"
#include "economics/ledger.hpp"

namespace forlob {

/// Position of what is never paid.
inline constexpr std::size_t nothing = std::numeric_limits<std::size_t>::max();

/// Where everything stands in a row: tables one after the other.
class LedgerRow {
public:
    LedgerRow(const std::vector<Prices>& prices, const LedgerLabels& labels);

    /// The row of one arm from its ledger; `persons` are those who were ever there.
    [[nodiscard]] std::vector<double> of(const Table<double, 2>& books, const Prices& prices,
                                         double persons) const;

    [[nodiscard]] std::size_t column(std::size_t payer, std::size_t account) const {
        return column_of_[payer * n_accounts + account];
    }
    // Positions. Columns and horizons may be `nothing`-valued: then so is the position.
    [[nodiscard]] std::size_t cost(std::size_t column, std::size_t month) const {
        return column == nothing ? nothing : column * n_ticks + month;
    }
    [[nodiscard]] std::size_t account_cost(std::size_t column, std::size_t horizon) const {
        return in_columns(first_account_cost_, column, horizon);
    }
    [[nodiscard]] std::size_t account_cost_undiscounted(std::size_t column,
                                                        std::size_t horizon) const {
        return in_columns(first_account_undiscounted_, column, horizon);
    }
    [[nodiscard]] std::size_t cumulative(std::size_t payer, std::size_t month) const {
        return first_cumulative_ + payer * n_ticks + month;
    }
    [[nodiscard]] std::size_t cumulative_undiscounted(std::size_t payer, std::size_t month) const {
        return first_cumulative_undiscounted_ + payer * n_ticks + month;
    }
    [[nodiscard]] std::size_t outcome(std::size_t outcome, std::size_t month) const {
        return first_outcome_ + outcome * n_ticks + month;
    }
    [[nodiscard]] std::size_t outcome_total(std::size_t outcome, std::size_t horizon) const {
        return first_outcome_total_ + outcome * horizons.size() + horizon;
    }
    [[nodiscard]] std::size_t outcome_undiscounted(std::size_t outcome, std::size_t horizon) const {
        return first_outcome_undiscounted_ + outcome * horizons.size() + horizon;
    }
    [[nodiscard]] std::size_t net_benefit(std::size_t threshold, std::size_t horizon) const {
        return first_net_benefit_ + threshold * horizons.size() + horizon;
    }
    /// Of the incremental analysis.
    [[nodiscard]] std::size_t analysis_cost(std::size_t horizon) const;
    [[nodiscard]] std::size_t analysis_effect(std::size_t horizon) const;

    std::size_t n_ticks, n_payers, n_accounts, n_outcomes;
    std::vector<std::size_t> horizons;  ///< months, within the horizon of the run
    std::size_t n_values = 0;

private:
    void add_columns(const std::vector<bool>& used);
    void lay_out();
    [[nodiscard]] std::size_t in_columns(std::size_t first, std::size_t column,
                                         std::size_t horizon) const {
        return column == nothing ? nothing : first + column * horizons.size() + horizon;
    }
    void add_accounts(const Table<double, 2>& books, const Prices& prices, double per_person,
                      std::vector<double>& row) const;
    void add_payers(const Prices& prices, double per_person, std::vector<double>& row) const;
    void add_outcomes(const Table<double, 2>& books, const Prices& prices, double per_person,
                      std::vector<double>& row) const;
    void add_net_benefits(std::vector<double>& row) const;

    std::optional<IncrementalLabels> incremental_;
    std::vector<std::int32_t> thresholds_;
    std::vector<std::vector<std::size_t>> columns_;  ///< [column] the streams that it adds up
    std::vector<std::size_t> account_of_;            ///< [column]
    std::vector<std::size_t> column_of_;             ///< [payer, all last][account]
    std::size_t first_account_cost_ = 0;             ///< [column][month] costs come before
    std::size_t first_account_undiscounted_ = 0;
    std::size_t first_cumulative_ = 0;  ///< [payer, all last][month]
    std::size_t first_cumulative_undiscounted_ = 0;
    std::size_t first_outcome_ = 0;  ///< [outcome][month]
    std::size_t first_outcome_total_ = 0;
    std::size_t first_outcome_undiscounted_ = 0;
    std::size_t first_net_benefit_ = 0;  ///< [threshold][horizon]
};

}  // namespace forlob
