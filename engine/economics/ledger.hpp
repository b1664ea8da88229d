#pragma once

// What did it cost, and whom, and what came of it? Counts × prices → stream × month; then net
// results and outcomes by horizon, differences, break-even, incremental analysis. A pure function
// of counts and prices: simulation knows no prices.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/table.hpp"
#include "economics/price.hpp"
#include "outcomes/counts.hpp"
#include "outcomes/measure.hpp"

namespace forlob {

/// Undiscounted amounts of the whole cohort: [month 0 … T][stream]. Month 0 holds what is due once
/// at the start. Amounts per month count the persons of ticks by the terms of their stream, moves
/// and entries fall in the month that ends at their tick.
[[nodiscard]] Table<double, 2> ledger(const Counts& counts, const Prices& prices);
[[nodiscard]] Table<double, 2> ledger(const ExpectedCounts& counts, const Prices& prices);

/// The first month, 1 … T, from which on the cumulative saving never falls below 0 again until the
/// horizon, or 0 when there is none. `saving` is cumulative, [month 0 … T]. Months before anything
/// is saved or lost do not count: who never saves anything never breaks even.
[[nodiscard]] std::int32_t break_even_month(const std::vector<double>& cumulative_saving);

/// Between the units of measures whose outcomes have different ones, in the order of their axis.
inline constexpr const char* unit_separator = "; ";

/// Cost and effect of the incremental analysis.
struct IncrementalLabels {
    std::size_t payer = 0;               ///< position on the payer axis: a payer, or all
    std::optional<std::size_t> account;  ///< of that account only
    std::size_t effect = 0;              ///< outcome
    std::string cost_text, effect_text;  ///< for people
    std::string effect_unit;
};

struct LedgerLabels {
    Axis arm, month, payer, account, horizon;  ///< without payers there is no money
    Axis outcome, threshold;                   ///< empty if there are none
    CycleWords words;
    std::size_t reference = 0;
    std::uint32_t n_people = 0;              ///< at tick 0
    std::string currency;                    ///< unit of all money
    std::vector<std::string> outcome_units;  ///< [outcome]
    std::optional<IncrementalLabels> incremental;
};

/// Collects the ledgers of replications.
class LedgerAccumulator {
public:
    /// `prices` must outlive it.
    LedgerAccumulator(const std::vector<Prices>& prices, LedgerLabels labels);
    ~LedgerAccumulator();

    /// What one arm of one replication costs and brings, for `add` and `key_outcomes`. Thread-safe.
    [[nodiscard]] std::vector<double> prepare(const Counts& counts, std::size_t arm) const;
    [[nodiscard]] std::vector<double> prepare(const ExpectedCounts& counts, std::size_t arm) const;

    /// What `prepare` made of every arm of one replication. In order, by one thread.
    void add(std::span<const std::vector<double>> prepared);

    /// Names and values of key outcomes of one replication and arm, for /replications: discounted
    /// net cost per person by payer and horizon, then discounted outcomes per person. Thread-safe.
    struct KeyColumn {
        std::string name, units;
        bool is_money = false;
    };
    [[nodiscard]] std::vector<KeyColumn> key_outcome_columns() const;
    [[nodiscard]] std::vector<double> key_outcomes(const std::vector<double>& prepared) const;

    /// "Per person" is per person who was ever there: the cohort and, of each replication, those
    /// who came later.
    ///
    /// With payers, all money in the currency; expenses positive, incomes negative, so that net is
    /// the sum over accounts:
    /// cost (arm, month, payer, account) of the cohort, undiscounted;
    /// net_cost (arm, payer, horizon) per person, discounted;
    /// account_cost (arm, payer, account, horizon) per person, discounted;
    /// cumulative_net_cost (arm, payer, month) per person, discounted;
    /// the twins of these three undiscounted, named …_undiscounted;
    /// break_even_month (arm, payer): of the mean cumulative saving against the reference, 0 if
    /// none, NaN if the saving is not known (in models whose cycle is no month it is
    /// break_even_cycle, and axes are `cycle`); no standard error and no difference (NaN). A net
    /// *gain* is the negative difference of net_cost. Payer axis as given, all payers together last
    /// (label "all").
    ///
    /// With outcomes: outcome_by_month (arm, month, outcome) of the cohort, undiscounted;
    /// outcome_total (arm, outcome, horizon) per person, discounted, and
    /// outcome_total_undiscounted.
    ///
    /// With an incremental analysis, all per person and discounted: analysis_cost and
    /// analysis_effect (arm, horizon), the totals it is made of; dominance (arm, horizon), a value
    /// of Dominance; incremental_cost, incremental_effect and icer (arm, horizon), NaN where they
    /// are not defined; these four of the means, without standard error. With thresholds:
    /// net_monetary_benefit (arm, threshold, horizon), and best_arm (arm, threshold, horizon), 1
    /// for the arm with the largest mean benefit.
    [[nodiscard]] std::vector<Measure> measures() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace forlob
