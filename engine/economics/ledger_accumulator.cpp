// From the ledgers of replications to measures of money. Most pairs of account and payer never
// occur: only those that do are columns whose moments are kept.

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/require.hpp"
#include "economics/ledger.hpp"
#include "outcomes/estimate.hpp"

namespace forlob {
namespace {

constexpr double not_defined = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t nothing = std::numeric_limits<std::size_t>::max();

// Streams in which anything is paid, in any arm.
std::vector<bool> used_streams(const std::vector<Prices>& prices) {
    std::vector<bool> used(prices.front().n_accounts * prices.front().n_payers, false);
    for (const Prices& arm : prices)
        for (const AmountLists* lists :
             {&arm.month_in_cell, &arm.start_in_cell, &arm.move, &arm.phase_entry})
            for (const Amount& amount : lists->amounts) used[amount.stream] = true;
    return used;
}

// A row of prepared values: tables one after the other.
struct RowLayout {
    RowLayout(const std::vector<Prices>& prices, const LedgerLabels& labels);

    void add_columns(const std::vector<bool>& used);

    [[nodiscard]] std::size_t column(std::size_t payer, std::size_t account) const {
        return column_of[payer * n_accounts + account];
    }
    // Positions in the row; `nothing` for what is never paid.
    [[nodiscard]] std::size_t cost(std::size_t column, std::size_t month) const {
        return column == nothing ? nothing : column * n_ticks + month;
    }
    [[nodiscard]] std::size_t account_cost(std::size_t column, std::size_t horizon) const {
        return column == nothing ? nothing
                                 : first_account_cost + column * horizons.size() + horizon;
    }
    [[nodiscard]] std::size_t cumulative(std::size_t payer, std::size_t month) const {
        return first_cumulative + payer * n_ticks + month;
    }
    [[nodiscard]] std::size_t undiscounted(std::size_t payer, std::size_t horizon) const {
        return first_undiscounted + payer * horizons.size() + horizon;
    }

    std::size_t n_ticks, n_payers, n_accounts;
    std::vector<std::size_t> horizons;              ///< months, within the horizon of the run
    std::vector<std::vector<std::size_t>> columns;  ///< [column] the streams that it adds up
    std::vector<std::size_t> column_of;             ///< [payer, all last][account]
    std::size_t first_account_cost = 0;  ///< [column][horizon]; [column][month] costs come before
    std::size_t first_cumulative = 0;    ///< [payer, all last][month]
    std::size_t first_undiscounted = 0;  ///< [payer, all last][horizon]
    std::size_t n_values = 0;
};

RowLayout::RowLayout(const std::vector<Prices>& prices, const LedgerLabels& labels)
    : n_ticks(labels.month.size()),
      n_payers(prices.front().n_payers),
      n_accounts(prices.front().n_accounts) {
    for (const std::int32_t months : labels.horizon.values)
        horizons.push_back(std::min(static_cast<std::size_t>(months), n_ticks - 1));
    add_columns(used_streams(prices));
    first_account_cost = columns.size() * n_ticks;
    first_cumulative = first_account_cost + columns.size() * horizons.size();
    first_undiscounted = first_cumulative + (n_payers + 1) * n_ticks;
    n_values = first_undiscounted + (n_payers + 1) * horizons.size();
}

void RowLayout::add_columns(const std::vector<bool>& used) {
    column_of.assign((n_payers + 1) * n_accounts, nothing);
    for (std::size_t account = 0; account < n_accounts; ++account) {
        std::vector<std::size_t> streams;
        for (std::size_t payer = 0; payer < n_payers; ++payer) {
            const std::size_t stream = account * n_payers + payer;
            if (!used[stream]) continue;
            column_of[payer * n_accounts + account] = columns.size();
            columns.push_back({stream});
            streams.push_back(stream);
        }
        if (streams.size() > 1) columns.push_back(streams);
        // A single payer is all payers.
        if (!streams.empty()) column_of[n_payers * n_accounts + account] = columns.size() - 1;
    }
}

struct Estimate {
    double mean = 0.0, standard_error = 0.0, difference = 0.0, difference_standard_error = 0.0;
};

void append(const Estimate& estimate, Measure& measure) {
    measure.mean.push_back(estimate.mean);
    measure.standard_error.push_back(estimate.standard_error);
    measure.difference.push_back(estimate.difference);
    measure.difference_standard_error.push_back(estimate.difference_standard_error);
}

Measure empty_measure(std::string name, std::string long_name, std::string long_name_da,
                      std::vector<std::string> axes) {
    Measure measure;
    measure.name = std::move(name);
    measure.long_name = std::move(long_name);
    measure.long_name_da = std::move(long_name_da);
    measure.axes = std::move(axes);
    return measure;
}

}  // namespace

struct LedgerAccumulator::State {
    State(const std::vector<Prices>& prices_, LedgerLabels labels_)
        : prices(prices_),
          labels(std::move(labels_)),
          layout(prices, labels),
          moments(prices.size(), labels.reference, layout.n_values) {}

    [[nodiscard]] Estimate estimate(std::size_t arm, std::size_t value) const;
    /// Of every arm, the values at these positions of the row.
    [[nodiscard]] Measure money(Measure measure, const std::vector<std::size_t>& positions) const;
    [[nodiscard]] Measure cost() const;
    [[nodiscard]] Measure account_cost() const;
    [[nodiscard]] std::vector<Measure> net_costs() const;
    [[nodiscard]] Measure break_even() const;

    const std::vector<Prices>& prices;
    LedgerLabels labels;
    RowLayout layout;
    PairedMoments moments;
};

Estimate LedgerAccumulator::State::estimate(std::size_t arm, std::size_t value) const {
    if (value == nothing) {
        const double error = moments.n() < 2 ? not_defined : 0.0;
        return {0.0, error, 0.0, error};
    }
    return {moments.mean(arm, value), moments.standard_error(arm, value),
            moments.difference(arm, value), moments.difference_standard_error(arm, value)};
}

Measure LedgerAccumulator::State::money(Measure measure,
                                        const std::vector<std::size_t>& positions) const {
    measure.units = labels.currency;
    measure.is_money = true;
    for (std::size_t arm = 0; arm < prices.size(); ++arm)
        for (const std::size_t position : positions) append(estimate(arm, position), measure);
    return measure;
}

Measure LedgerAccumulator::State::cost() const {
    std::vector<std::size_t> positions;
    for (std::size_t month = 0; month < layout.n_ticks; ++month)
        for (std::size_t payer = 0; payer <= layout.n_payers; ++payer)
            for (std::size_t account = 0; account < layout.n_accounts; ++account)
                positions.push_back(layout.cost(layout.column(payer, account), month));
    return money(empty_measure("cost", "Cost of the cohort, undiscounted",
                               "Udgift for hele gruppen, ikke tilbagediskonteret",
                               {"arm", labels.words.one, "payer", "account"}),
                 positions);
}

Measure LedgerAccumulator::State::account_cost() const {
    std::vector<std::size_t> positions;
    for (std::size_t payer = 0; payer <= layout.n_payers; ++payer)
        for (std::size_t account = 0; account < layout.n_accounts; ++account)
            for (std::size_t horizon = 0; horizon < layout.horizons.size(); ++horizon)
                positions.push_back(layout.account_cost(layout.column(payer, account), horizon));
    return money(empty_measure("account_cost", "Cost per person by account, discounted",
                               "Udgift pr. person efter konto, tilbagediskonteret",
                               {"arm", "payer", "account", "horizon"}),
                 positions);
}

std::vector<Measure> LedgerAccumulator::State::net_costs() const {
    const CycleWords& words = labels.words;
    std::vector<std::size_t> at_horizons;
    std::vector<std::size_t> undiscounted;
    std::vector<std::size_t> by_month;
    for (std::size_t payer = 0; payer <= layout.n_payers; ++payer) {
        for (std::size_t horizon = 0; horizon < layout.horizons.size(); ++horizon) {
            at_horizons.push_back(layout.cumulative(payer, layout.horizons[horizon]));
            undiscounted.push_back(layout.undiscounted(payer, horizon));
        }
        for (std::size_t month = 0; month < layout.n_ticks; ++month)
            by_month.push_back(layout.cumulative(payer, month));
    }
    return {
        money(empty_measure("net_cost", "Net cost per person until the horizon, discounted",
                            "Nettoudgift pr. person i perioden, tilbagediskonteret",
                            {"arm", "payer", "horizon"}),
              at_horizons),
        money(empty_measure("net_cost_undiscounted",
                            "Net cost per person until the horizon, undiscounted",
                            "Nettoudgift pr. person i perioden, ikke tilbagediskonteret",
                            {"arm", "payer", "horizon"}),
              undiscounted),
        money(empty_measure("cumulative_net_cost",
                            fmt::format("Net cost per person by {}, discounted", words.one),
                            fmt::format("Nettoudgift pr. person til og med {}, tilbagediskonteret",
                                        words.the_da),
                            {"arm", "payer", words.one}),
              by_month)};
}

Measure LedgerAccumulator::State::break_even() const {
    const CycleWords& words = labels.words;
    Measure measure = empty_measure(
        "break_even_" + words.one,
        fmt::format("{} from which the saving against the reference stays positive",
                    capitalised(words.one)),
        fmt::format("{} hvorfra besparelsen i forhold til referencen forbliver positiv",
                    capitalised(words.one_da)),
        {"arm", "payer"});
    measure.units = words.many;
    for (std::size_t arm = 0; arm < prices.size(); ++arm)
        for (std::size_t payer = 0; payer <= layout.n_payers; ++payer) {
            std::vector<double> saving;
            for (std::size_t month = 0; month < layout.n_ticks; ++month)
                saving.push_back(-moments.difference(arm, layout.cumulative(payer, month)));
            append({static_cast<double>(break_even_month(saving)), not_defined, not_defined,
                    not_defined},
                   measure);
        }
    return measure;
}

LedgerAccumulator::LedgerAccumulator(const std::vector<Prices>& prices, LedgerLabels labels)
    : state_(std::make_unique<State>(prices, std::move(labels))) {}

LedgerAccumulator::~LedgerAccumulator() = default;

std::vector<double> LedgerAccumulator::prepare(const Counts& counts, std::size_t arm) const {
    const RowLayout& layout = state_->layout;
    const Prices& prices = state_->prices[arm];
    const Table<double, 2> books = ledger(counts, prices);
    std::uint64_t persons = state_->labels.n_people;
    for (const std::uint32_t came : counts.newcomers.values()) persons += came;
    const double per_person = persons == 0 ? 0.0 : 1.0 / static_cast<double>(persons);
    std::vector<double> values(layout.n_values, 0.0);
    for (std::size_t column = 0; column < layout.columns.size(); ++column) {
        double discounted = 0.0;
        std::vector<double> until(layout.n_ticks);
        for (std::size_t month = 0; month < layout.n_ticks; ++month) {
            double money = 0.0;
            for (const std::size_t stream : layout.columns[column]) money += books(month, stream);
            values[layout.cost(column, month)] = money;
            discounted += money * prices.discount_factor[month];
            until[month] = discounted * per_person;
        }
        for (std::size_t horizon = 0; horizon < layout.horizons.size(); ++horizon)
            values[layout.account_cost(column, horizon)] = until[layout.horizons[horizon]];
    }
    for (std::size_t payer = 0; payer <= layout.n_payers; ++payer) {
        double discounted = 0.0;
        double undiscounted = 0.0;
        for (std::size_t month = 0; month < layout.n_ticks; ++month) {
            double money = 0.0;
            for (std::size_t account = 0; account < layout.n_accounts; ++account) {
                const std::size_t column = layout.column(payer, account);
                if (column != nothing) money += values[layout.cost(column, month)];
            }
            discounted += money * prices.discount_factor[month];
            undiscounted += money;
            values[layout.cumulative(payer, month)] = discounted * per_person;
            for (std::size_t horizon = 0; horizon < layout.horizons.size(); ++horizon)
                if (layout.horizons[horizon] == month)
                    values[layout.undiscounted(payer, horizon)] = undiscounted * per_person;
        }
    }
    return values;
}

void LedgerAccumulator::add(std::span<const std::vector<double>> prepared) {
    state_->moments.add(std::vector<std::span<const double>>(prepared.begin(), prepared.end()));
}

std::vector<std::string> LedgerAccumulator::key_outcome_names() const {
    const LedgerLabels& labels = state_->labels;
    std::vector<std::string> names;
    for (const std::string& payer : labels.payer.labels)
        for (const std::int32_t months : labels.horizon.values)
            names.push_back(fmt::format("net_cost_{}_{}_{}", payer, months, labels.words.many));
    return names;
}

std::vector<double> LedgerAccumulator::key_outcomes(const std::vector<double>& prepared) const {
    const RowLayout& layout = state_->layout;
    require(prepared.size() == layout.n_values, "key outcomes are made from prepared values");
    std::vector<double> values;
    for (std::size_t payer = 0; payer <= layout.n_payers; ++payer)
        for (const std::size_t month : layout.horizons)
            values.push_back(prepared[layout.cumulative(payer, month)]);
    return values;
}

std::vector<Measure> LedgerAccumulator::measures() const {
    std::vector<Measure> measures{state_->cost()};
    for (Measure& measure : state_->net_costs()) measures.push_back(std::move(measure));
    measures.push_back(state_->account_cost());
    measures.push_back(state_->break_even());
    return measures;
}

}  // namespace forlob
