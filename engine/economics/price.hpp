#pragma once

// What does one person-month in a cell cost, one move, one entry, and what is it worth? Amounts of
// one arm by stream: the only thing that pricing needs besides counts.

#include <cstdint>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "economics/terms.hpp"
#include "input/scenario_spec.hpp"
#include "model/model.hpp"

namespace forlob {

/// Accounts of a scenario: those of the economy, then the payments of every program in the
/// scenario's order, named "program.payment".
struct AccountInfo {
    std::string name;
    Label label;
};
[[nodiscard]] std::vector<AccountInfo> accounts_of(const ScenarioSpec& scenario);

/// Outcomes of a scenario's economy, in its order.
struct OutcomeInfo {
    std::string name;
    Label label;
    std::string unit;
};
[[nodiscard]] std::vector<OutcomeInfo> outcomes_of(const ScenarioSpec& scenario);

/// An amount of one stream: money of an account and payer (incomes of the payer are negative), or
/// an outcome in its unit.
struct Amount {
    std::uint32_t stream = 0;
    double value = 0.0;

    bool operator==(const Amount&) const = default;
};

/// Lists of amounts, one list per item (cell, move, phase).
struct AmountLists {
    std::vector<std::uint32_t> first;  ///< [item], one more than items
    std::vector<Amount> amounts;

    bool operator==(const AmountLists&) const = default;
};

/// What one item is worth: always, and besides at single ticks.
struct TimedAmounts {
    AmountLists always;
    std::vector<AmountLists> varying{};    ///< different ones, by when they are first needed
    std::vector<std::uint32_t> of_tick{};  ///< [tick] which of them; empty: none at any tick
};

struct Prices {
    std::size_t n_accounts = 0;
    std::size_t n_payers = 0;
    std::size_t n_outcomes = 0;
    TimedAmounts month_in_cell;         ///< [cell] per person-month
    AmountLists start_in_cell;          ///< [cell] once, at tick 0
    TimedAmounts move;                  ///< [from · n_states + to] per move, whoever moves
    TimedAmounts priced_move;           ///< [position in Model::priced_moves] per move
    TimedAmounts phase_entry;           ///< [phase] per entry
    std::vector<Terms> terms;           ///< those that differ
    std::vector<std::size_t> terms_of;  ///< [account, then outcome] which of them

    [[nodiscard]] std::size_t n_streams() const { return n_accounts * n_payers + n_outcomes; }
    [[nodiscard]] std::size_t stream(std::size_t account, std::size_t payer) const {
        return account * n_payers + payer;
    }
    [[nodiscard]] std::size_t outcome_stream(std::size_t outcome) const {
        return n_accounts * n_payers + outcome;
    }
    [[nodiscard]] const Terms& terms_of_account(std::size_t account) const {
        return terms[terms_of[account]];
    }
    [[nodiscard]] const Terms& terms_of_outcome(std::size_t outcome) const {
        return terms[terms_of[n_accounts + outcome]];
    }
    [[nodiscard]] const Terms& terms_of_stream(std::size_t stream) const {
        const std::size_t n_money = n_accounts * n_payers;
        return stream < n_money ? terms_of_account(stream / n_payers)
                                : terms_of_outcome(stream - n_money);
    }
};

/// The prices of every arm. A program's amounts per month and per entry are paid for its
/// participants, its amounts at the start for everybody in the arms that have it. Throws InputError
/// with every value that makes no sense (a negative expense, shares that do not add up …) at its
/// place.
[[nodiscard]] std::vector<Prices> price_arms(const ScenarioSpec& scenario,
                                             const std::vector<Model>& models);

}  // namespace forlob
