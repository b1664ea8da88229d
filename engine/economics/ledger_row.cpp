#include "economics/ledger_row.hpp"

#include <algorithm>

#include "base/require.hpp"
#include "economics/incremental.hpp"

namespace forlob {
namespace {

// Streams of money in which anything is paid, in any arm.
std::vector<bool> used_streams(const std::vector<Prices>& prices) {
    std::vector<bool> used(prices.front().n_streams(), false);
    const auto note = [&](const AmountLists& lists) {
        for (const Amount& amount : lists.amounts) used[amount.stream] = true;
    };
    for (const Prices& arm : prices) {
        for (const TimedAmounts* timed :
             {&arm.month_in_cell, &arm.move, &arm.priced_move, &arm.phase_entry}) {
            note(timed->always);
            for (const AmountLists& lists : timed->varying) note(lists);
        }
        note(arm.start_in_cell);
    }
    return used;
}

}  // namespace

LedgerRow::LedgerRow(const std::vector<Prices>& prices, const LedgerLabels& labels)
    : n_ticks(labels.month.size()),
      n_payers(prices.front().n_payers),
      n_accounts(prices.front().n_accounts),
      n_outcomes(prices.front().n_outcomes),
      incremental_(labels.incremental),
      thresholds_(labels.threshold.values) {
    for (const std::int32_t months : labels.horizon.values)
        horizons.push_back(std::min(static_cast<std::size_t>(months), n_ticks - 1));
    add_columns(used_streams(prices));
    lay_out();
}

void LedgerRow::lay_out() {
    const auto take = [&](std::size_t n) {
        const std::size_t first = n_values;
        n_values += n;
        return first;
    };
    const std::size_t n_horizons = horizons.size();
    const std::size_t n_bearers = n_payers > 0 ? n_payers + 1 : 0;  // and all together
    take(columns_.size() * n_ticks);
    first_account_cost_ = take(columns_.size() * n_horizons);
    first_account_undiscounted_ = take(columns_.size() * n_horizons);
    first_cumulative_ = take(n_bearers * n_ticks);
    first_cumulative_undiscounted_ = take(n_bearers * n_ticks);
    first_outcome_ = take(n_outcomes * n_ticks);
    first_outcome_total_ = take(n_outcomes * n_horizons);
    first_outcome_undiscounted_ = take(n_outcomes * n_horizons);
    first_net_benefit_ = take(incremental_ ? thresholds_.size() * n_horizons : 0);
}

void LedgerRow::add_columns(const std::vector<bool>& used) {
    column_of_.assign((n_payers + 1) * n_accounts, nothing);
    for (std::size_t account = 0; account < n_accounts; ++account) {
        std::vector<std::size_t> streams;
        for (std::size_t payer = 0; payer < n_payers; ++payer) {
            const std::size_t stream = account * n_payers + payer;
            if (!used[stream]) continue;
            column_of_[payer * n_accounts + account] = columns_.size();
            columns_.push_back({stream});
            streams.push_back(stream);
        }
        if (streams.size() > 1) columns_.push_back(streams);
        // A single payer is all payers.
        if (!streams.empty()) column_of_[n_payers * n_accounts + account] = columns_.size() - 1;
        account_of_.resize(columns_.size(), account);
    }
}

std::size_t LedgerRow::analysis_cost(std::size_t horizon) const {
    require(incremental_.has_value(), "there is an incremental analysis");
    return incremental_->account
               ? account_cost(column(incremental_->payer, *incremental_->account), horizon)
               : cumulative(incremental_->payer, horizons[horizon]);
}

std::size_t LedgerRow::analysis_effect(std::size_t horizon) const {
    require(incremental_.has_value(), "there is an incremental analysis");
    return outcome_total(incremental_->effect, horizon);
}

std::vector<double> LedgerRow::of(const Table<double, 2>& books, const Prices& prices,
                                  double persons) const {
    const double per_person = persons > 0.0 ? 1.0 / persons : 0.0;
    std::vector<double> row(n_values, 0.0);
    add_accounts(books, prices, per_person, row);
    if (n_payers > 0) add_payers(prices, per_person, row);
    add_outcomes(books, prices, per_person, row);
    if (incremental_) add_net_benefits(row);
    return row;
}

void LedgerRow::add_accounts(const Table<double, 2>& books, const Prices& prices, double per_person,
                             std::vector<double>& row) const {
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        const Terms& terms = prices.terms_of_account(account_of_[column]);
        double discounted = 0.0;
        double undiscounted = 0.0;
        std::vector<double> until(n_ticks);
        std::vector<double> until_undiscounted(n_ticks);
        for (std::size_t month = 0; month < n_ticks; ++month) {
            double money = 0.0;
            for (const std::size_t stream : columns_[column]) money += books(month, stream);
            row[cost(column, month)] = money;
            discounted += money * terms.discount[month];
            undiscounted += money;
            until[month] = discounted * per_person;
            until_undiscounted[month] = undiscounted * per_person;
        }
        for (std::size_t horizon = 0; horizon < horizons.size(); ++horizon) {
            row[account_cost(column, horizon)] = until[horizons[horizon]];
            row[account_cost_undiscounted(column, horizon)] = until_undiscounted[horizons[horizon]];
        }
    }
}

// What is discounted alike is added up before it is discounted.
void LedgerRow::add_payers(const Prices& prices, double per_person,
                           std::vector<double>& row) const {
    for (std::size_t payer = 0; payer <= n_payers; ++payer) {
        double discounted = 0.0;
        double undiscounted = 0.0;
        for (std::size_t month = 0; month < n_ticks; ++month) {
            for (std::size_t terms = 0; terms < prices.terms.size(); ++terms) {
                double money = 0.0;
                for (std::size_t account = 0; account < n_accounts; ++account) {
                    const std::size_t of_account = column(payer, account);
                    if (of_account != nothing && prices.terms_of[account] == terms)
                        money += row[cost(of_account, month)];
                }
                discounted += money * prices.terms[terms].discount[month];
                undiscounted += money;
            }
            row[cumulative(payer, month)] = discounted * per_person;
            row[cumulative_undiscounted(payer, month)] = undiscounted * per_person;
        }
    }
}

void LedgerRow::add_outcomes(const Table<double, 2>& books, const Prices& prices, double per_person,
                             std::vector<double>& row) const {
    for (std::size_t number = 0; number < n_outcomes; ++number) {
        const Terms& terms = prices.terms_of_outcome(number);
        double discounted = 0.0;
        double undiscounted = 0.0;
        for (std::size_t month = 0; month < n_ticks; ++month) {
            const double amount = books(month, prices.outcome_stream(number));
            row[outcome(number, month)] = amount;
            discounted += amount * terms.discount[month];
            undiscounted += amount;
            for (std::size_t horizon = 0; horizon < horizons.size(); ++horizon) {
                if (horizons[horizon] != month) continue;
                row[outcome_total(number, horizon)] = discounted * per_person;
                row[outcome_undiscounted(number, horizon)] = undiscounted * per_person;
            }
        }
    }
}

void LedgerRow::add_net_benefits(std::vector<double>& row) const {
    for (std::size_t horizon = 0; horizon < horizons.size(); ++horizon) {
        const std::size_t cost_at = analysis_cost(horizon);
        const double cost = cost_at == nothing ? 0.0 : row[cost_at];
        for (std::size_t threshold = 0; threshold < thresholds_.size(); ++threshold)
            row[net_benefit(threshold, horizon)] =
                net_monetary_benefit(cost, row[analysis_effect(horizon)], thresholds_[threshold]);
    }
}

}  // namespace forlob
