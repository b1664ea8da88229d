#pragma once

// What did it cost, and whom? Counts × prices → account × payer × month; then net results by horizon,
// differences, break-even. A pure function of counts and prices: simulation knows no prices.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/table.hpp"
#include "economics/price.hpp"
#include "outcomes/counts.hpp"
#include "outcomes/measure.hpp"

namespace forlob {

/// Undiscounted DKK of the whole cohort: [month 0 … T][stream = account · n_payers + payer].
/// Month 0 holds what is paid once at the start. A month-in-state amount of month m counts the
/// persons at tick m − 1 (accrual `start`), m (`end`), the mean of both (`half_cycle`), or, with
/// `all_ticks`, those at tick m in month m and those at tick 0 in month 0.
[[nodiscard]] Table<double, 2> ledger(const Counts& counts, const Prices& prices);
[[nodiscard]] Table<double, 2> ledger(const TotalCounts& counts, const Prices& prices);

/// The first month from which on the cumulative saving never falls below 0 again until the horizon,
/// or 0 when there is none. `saving` is cumulative, [month 0 … T]; months with no saving at all from
/// the start on (all zero) have no break-even.
[[nodiscard]] std::int32_t break_even_month(const std::vector<double>& cumulative_saving);

struct LedgerLabels {
    Axis arm, month, payer, account, horizon;
    std::size_t reference = 0;
    std::uint32_t n_people = 0;
};

/// Collects the ledgers of replications, in order, by one thread.
class LedgerAccumulator {
public:
    LedgerAccumulator(const std::vector<Prices>& prices, LedgerLabels labels);
    ~LedgerAccumulator();

    /// `ledgers[arm]` is ledger(...).values() of that arm's counts in one replication.
    void add(const std::vector<std::vector<double>>& ledgers);

    /// Names and values of key outcomes of one replication and arm, for /replications: discounted net
    /// cost per person by payer and horizon. Thread-safe.
    [[nodiscard]] std::vector<std::string> key_outcome_names() const;
    [[nodiscard]] std::vector<double> key_outcomes(const std::vector<double>& ledger,
                                                   std::size_t arm) const;

    /// All money is DKK; expenses positive, incomes negative, so net = sum over accounts:
    /// cost (arm, month, payer, account) of the cohort, undiscounted;
    /// net_cost (arm, payer, horizon) per person, discounted; net_cost_undiscounted, its twin;
    /// account_cost (arm, payer, account, horizon) per person, discounted;
    /// cumulative_net_cost (arm, payer, month) per person, discounted;
    /// break_even_month (arm, payer): of the mean cumulative saving against the reference, 0 if none,
    /// no standard error.
    /// A net *gain* is the negative difference of net_cost. Payer axis as given, all payers together
    /// last (label "all").
    [[nodiscard]] std::vector<Measure> measures() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace forlob
