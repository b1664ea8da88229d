#pragma once

// What does one person-month in a cell cost, one move, one entry? Amounts of one arm by account and
// payer: the only thing that pricing needs besides counts.

#include <cstdint>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "input/scenario_spec.hpp"
#include "model/model.hpp"

namespace forlob {

/// Accounts of a scenario: those of the economy, then the payments of every program in the
/// scenario's order, named "program.payment".
struct AccountInfo {
    std::string name;
    Label label;
    AccountSpec::Direction direction = AccountSpec::Direction::expense;
};
[[nodiscard]] std::vector<AccountInfo> accounts_of(const ScenarioSpec& scenario);

/// An amount in the currency, of one account and payer; incomes of the payer are negative.
struct Amount {
    std::uint32_t stream = 0;  ///< account · n_payers + payer
    double value = 0.0;
};

/// Lists of amounts, one list per item (cell, move, phase).
struct AmountLists {
    std::vector<std::uint32_t> first;  ///< [item], one more than items
    std::vector<Amount> amounts;
};

struct Prices {
    std::size_t n_accounts = 0;
    std::size_t n_payers = 0;
    AmountLists month_in_cell;  ///< [cell] per person-month
    AmountLists start_in_cell;  ///< [cell] once, at tick 0
    AmountLists move;           ///< [from · n_states + to] per move
    AmountLists phase_entry;    ///< [phase] per entry
    EconomySpec::Accrual accrual = EconomySpec::Accrual::start;
    std::vector<double> discount_factor;  ///< [tick]
};

/// The prices of every arm. A program's amounts per month and per entry are paid for its
/// participants, its amounts at the start for everybody in the arms that have it. Throws InputError
/// with every value that makes no sense (a negative expense, shares that do not add up …) at its
/// place.
[[nodiscard]] std::vector<Prices> price_arms(const ScenarioSpec& scenario,
                                             const std::vector<Model>& models);

/// (1 + r)^-years or exp(-r · years), years counted from `from_tick` (0 or 1) by the length of a
/// cycle, for ticks 0 … horizon. Before from_tick: 1.
[[nodiscard]] std::vector<double> discount_factors(double rate_per_year,
                                                   EconomySpec::Discounting form, int from_tick,
                                                   std::int32_t horizon, const CycleSpec& cycle);

}  // namespace forlob
