#pragma once

// What did it cost, and whom? Counts × prices → account × payer × month; then net results by
// horizon, differences, break-even. A pure function of counts and prices: simulation knows no
// prices.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/table.hpp"
#include "economics/price.hpp"
#include "outcomes/counts.hpp"
#include "outcomes/measure.hpp"

namespace forlob {

/// Undiscounted money of the whole cohort: [month 0 … T][stream = account · n_payers + payer].
/// Month 0 holds what is paid once at the start. A month-in-state amount of month m counts the
/// persons at tick m − 1 (accrual `start`), m (`end`), the mean of both (`half_cycle`), or, with
/// `all_ticks`, those at tick m in month m and those at tick 0 in month 0.
[[nodiscard]] Table<double, 2> ledger(const Counts& counts, const Prices& prices);
[[nodiscard]] Table<double, 2> ledger(const TotalCounts& counts, const Prices& prices);

/// The first month, 1 … T, from which on the cumulative saving never falls below 0 again until the
/// horizon, or 0 when there is none. `saving` is cumulative, [month 0 … T]. Months before anything
/// is saved or lost do not count: who never saves anything never breaks even.
[[nodiscard]] std::int32_t break_even_month(const std::vector<double>& cumulative_saving);

struct LedgerLabels {
    Axis arm, month, payer, account, horizon;
    CycleWords words;
    std::size_t reference = 0;
    std::uint32_t n_people = 0;  ///< at tick 0
    std::string currency;        ///< unit of all money
};

/// Collects the ledgers of replications.
class LedgerAccumulator {
public:
    /// `prices` must outlive it.
    LedgerAccumulator(const std::vector<Prices>& prices, LedgerLabels labels);
    ~LedgerAccumulator();

    /// What one arm of one replication costs, for `add` and `key_outcomes`. Thread-safe.
    [[nodiscard]] std::vector<double> prepare(const Counts& counts, std::size_t arm) const;

    /// What `prepare` made of every arm of one replication. In order, by one thread.
    void add(std::span<const std::vector<double>> prepared);

    /// Names and values of key outcomes of one replication and arm, for /replications: discounted
    /// net cost per person by payer and horizon. Thread-safe.
    [[nodiscard]] std::vector<std::string> key_outcome_names() const;
    [[nodiscard]] std::vector<double> key_outcomes(const std::vector<double>& prepared) const;

    /// "Per person" is per person who was ever there: the cohort and, of each replication, those
    /// who came later. All money is in the currency; expenses positive, incomes negative, so net =
    /// sum over accounts: cost (arm, month, payer, account) of the cohort, undiscounted; net_cost
    /// (arm, payer, horizon) per person, discounted; net_cost_undiscounted, its twin; account_cost
    /// (arm, payer, account, horizon) per person, discounted; cumulative_net_cost (arm, payer,
    /// month) per person, discounted; break_even_month (arm, payer): of the mean cumulative saving
    /// against the reference, 0 if none; in models whose cycle is no month break_even_cycle, and
    /// axes `cycle`; no standard error and no difference (NaN). A net *gain* is the negative
    /// difference of net_cost. Payer axis as given, all payers together last (label "all").
    [[nodiscard]] std::vector<Measure> measures() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace forlob
