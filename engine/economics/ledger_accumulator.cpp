// From the ledgers of replications to measures of money and outcomes.

#include <fmt/format.h>

#include "base/require.hpp"
#include "economics/ledger.hpp"
#include "economics/ledger_measures.hpp"
#include "economics/ledger_row.hpp"
#include "outcomes/estimate.hpp"

namespace forlob {

struct LedgerAccumulator::State {
    State(const std::vector<Prices>& prices_, LedgerLabels labels_)
        : prices(prices_),
          labels(std::move(labels_)),
          row(prices, labels),
          moments(prices.size(), labels.reference, row.n_values) {}

    template <typename AnyCounts>
    [[nodiscard]] std::vector<double> prepare(const AnyCounts& counts, std::size_t arm) const {
        double persons = labels.n_people;
        for (const auto came : counts.newcomers.values()) persons += static_cast<double>(came);
        return row.of(ledger(counts, prices[arm]), prices[arm], persons);
    }

    const std::vector<Prices>& prices;
    LedgerLabels labels;
    LedgerRow row;
    PairedMoments moments;
};

LedgerAccumulator::LedgerAccumulator(const std::vector<Prices>& prices, LedgerLabels labels)
    : state_(std::make_unique<State>(prices, std::move(labels))) {}

LedgerAccumulator::~LedgerAccumulator() = default;

std::vector<double> LedgerAccumulator::prepare(const Counts& counts, std::size_t arm) const {
    return state_->prepare(counts, arm);
}

std::vector<double> LedgerAccumulator::prepare(const ExpectedCounts& counts,
                                               std::size_t arm) const {
    return state_->prepare(counts, arm);
}

void LedgerAccumulator::add(std::span<const std::vector<double>> prepared) {
    state_->moments.add(std::vector<std::span<const double>>(prepared.begin(), prepared.end()));
}

std::vector<LedgerAccumulator::KeyColumn> LedgerAccumulator::key_outcome_columns() const {
    const LedgerLabels& labels = state_->labels;
    std::vector<KeyColumn> columns;
    if (state_->row.n_payers > 0)
        for (const std::string& payer : labels.payer.labels)
            for (const std::int32_t months : labels.horizon.values)
                columns.push_back(
                    {fmt::format("net_cost_{}_{}_{}", payer, months, labels.words.many),
                     labels.currency, true});
    for (std::size_t outcome = 0; outcome < state_->row.n_outcomes; ++outcome)
        for (const std::int32_t months : labels.horizon.values)
            columns.push_back({fmt::format("outcome_{}_{}_{}", labels.outcome.labels[outcome],
                                           months, labels.words.many),
                               labels.outcome_units[outcome], false});
    return columns;
}

std::vector<double> LedgerAccumulator::key_outcomes(const std::vector<double>& prepared) const {
    const LedgerRow& row = state_->row;
    require(prepared.size() == row.n_values, "key outcomes are made from prepared values");
    std::vector<double> values;
    if (row.n_payers > 0)
        for (std::size_t payer = 0; payer <= row.n_payers; ++payer)
            for (const std::size_t month : row.horizons)
                values.push_back(prepared[row.cumulative(payer, month)]);
    for (std::size_t outcome = 0; outcome < row.n_outcomes; ++outcome)
        for (std::size_t horizon = 0; horizon < row.horizons.size(); ++horizon)
            values.push_back(prepared[row.outcome_total(outcome, horizon)]);
    return values;
}

std::vector<Measure> LedgerAccumulator::measures() const {
    const LedgerMoments moments{state_->labels, state_->row, state_->moments};
    std::vector<Measure> measures = money_measures(moments);
    for (Measure& measure : outcome_measures(moments)) measures.push_back(std::move(measure));
    for (Measure& measure : incremental_measures(moments)) measures.push_back(std::move(measure));
    return measures;
}

}  // namespace forlob
