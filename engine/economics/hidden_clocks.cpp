#include "economics/hidden_clocks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace forlob {
namespace {

constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

bool is_hidden(const Lattice::Axis& axis, std::span<const ClockId> hidden) {
    return std::any_of(hidden.begin(), hidden.end(),
                       [&](ClockId clock) { return axis.coordinate == coordinate_of(clock); });
}

// The amounts of an item by stream.
std::vector<double> by_stream(const AmountLists& lists, std::size_t item, std::size_t n_streams) {
    std::vector<double> amounts(n_streams, 0.0);
    for (std::uint32_t entry = lists.first[item]; entry < lists.first[item + 1]; ++entry)
        amounts[lists.amounts[entry].stream] += lists.amounts[entry].value;
    return amounts;
}

// Sums of shares are equal up to rounding.
bool differ(double a, double b) {
    return std::abs(a - b) > 1e-9 * std::max(std::abs(a), std::abs(b));
}

class WithoutClocks {
public:
    WithoutClocks(const Prices& prices, const Model& model, std::span<const ClockId> hidden)
        : prices_(prices),
          model_(model),
          hidden_(hidden),
          n_streams_(prices.n_streams()),
          result_{prices, prices, std::vector<bool>(prices.n_accounts, false),
                  std::vector<bool>(prices.n_accounts + prices.n_outcomes, false)} {}

    PricesWithoutClocks find() {
        if (hidden_.empty()) return std::move(result_);
        hide(&Prices::month_in_cell);
        hide(prices_.start_in_cell, result_.by_payer.start_in_cell, result_.together.start_in_cell);
        if (model_.priced_moves.empty()) return std::move(result_);
        first_item_ = model_.first_priced_move;
        hide(&Prices::priced_move);
        return std::move(result_);
    }

private:
    void hide(TimedAmounts Prices::*timed) {
        const TimedAmounts& amounts = prices_.*timed;
        TimedAmounts& by_payer = result_.by_payer.*timed;
        TimedAmounts& together = result_.together.*timed;
        hide(amounts.always, by_payer.always, together.always);
        for (std::size_t number = 0; number < amounts.varying.size(); ++number)
            hide(amounts.varying[number], by_payer.varying[number], together.varying[number]);
    }

    // The items of a cell are the cell itself, or the moves that begin in it: equally many in every
    // cell of a context.
    [[nodiscard]] std::size_t first_item(std::size_t cell) const {
        return first_item_.empty() ? cell : first_item_[cell];
    }

    void hide(const AmountLists& lists, AmountLists& by_payer, AmountLists& together) {
        by_payer = {{0}, {}};
        together = {{0}, {}};
        for (const Lattice::Context& context : model_.cell_of.contexts) {
            varies_.assign(n_streams_, false);
            account_varies_.assign(prices_.n_accounts + prices_.n_outcomes, false);
            for (const Lattice::Axis& axis : context.axes)
                if (is_hidden(axis, hidden_)) compare(lists, context, axis);
            std::vector<bool> sum_varies(n_streams_, false);
            for (std::size_t stream = 0; stream < n_streams_; ++stream)
                sum_varies[stream] = account_varies_[account_of(stream)];
            const std::size_t end = first_item(context.base + context.size);
            for (std::size_t item = first_item(context.base); item < end; ++item) {
                append(lists, item, varies_, by_payer);
                append(lists, item, sum_varies, together);
            }
        }
    }

    // Amounts at every value of the clock with those at its first.
    void compare(const AmountLists& lists, const Lattice::Context& context,
                 const Lattice::Axis& axis) {
        std::vector<std::uint32_t> offsets = axis.offset;
        std::sort(offsets.begin(), offsets.end());
        offsets.erase(std::unique(offsets.begin(), offsets.end()), offsets.end());
        if (offsets.size() < 2) return;
        const std::uint32_t stride = offsets[1];
        for (std::uint32_t place = 0; place < context.size; ++place) {
            if (place / stride % offsets.size() != 0) continue;
            const std::size_t cell = context.base + place;
            const std::size_t n_items = first_item(cell + 1) - first_item(cell);
            for (std::size_t item = 0; item < n_items; ++item) {
                const auto first = by_stream(lists, first_item(cell) + item, n_streams_);
                for (std::size_t value = 1; value < offsets.size(); ++value)
                    note(first,
                         by_stream(lists, first_item(cell + offsets[value]) + item, n_streams_));
            }
        }
    }

    // The account of a stream of money; the outcomes come after the accounts.
    [[nodiscard]] std::size_t account_of(std::size_t stream) const {
        const std::size_t n_money = prices_.n_accounts * prices_.n_payers;
        return stream < n_money ? stream / prices_.n_payers : prices_.n_accounts + stream - n_money;
    }

    void note(const std::vector<double>& first, const std::vector<double>& other) {
        for (std::size_t outcome = 0; outcome < prices_.n_outcomes; ++outcome) {
            const std::size_t stream = prices_.outcome_stream(outcome);
            if (!differ(first[stream], other[stream])) continue;
            varies_[stream] = true;
            account_varies_[prices_.n_accounts + outcome] = true;
            result_.is_amount[prices_.n_accounts + outcome] = true;
        }
        for (std::size_t account = 0; account < prices_.n_accounts; ++account) {
            double sum = 0.0;
            double other_sum = 0.0;
            for (std::size_t payer = 0; payer < prices_.n_payers; ++payer) {
                const std::size_t stream = account * prices_.n_payers + payer;
                if (differ(first[stream], other[stream])) {
                    varies_[stream] = true;
                    result_.is_split[account] = true;
                }
                sum += first[stream];
                other_sum += other[stream];
            }
            if (differ(sum, other_sum)) {
                account_varies_[account] = true;
                result_.is_amount[account] = true;
            }
        }
    }

    void append(const AmountLists& lists, std::size_t item, const std::vector<bool>& unknown,
                AmountLists& made) const {
        for (std::uint32_t entry = lists.first[item]; entry < lists.first[item + 1]; ++entry)
            if (!unknown[lists.amounts[entry].stream]) made.amounts.push_back(lists.amounts[entry]);
        for (std::size_t stream = 0; stream < n_streams_; ++stream)
            if (unknown[stream])
                made.amounts.push_back({static_cast<std::uint32_t>(stream), not_known});
        made.first.push_back(static_cast<std::uint32_t>(made.amounts.size()));
    }

    const Prices& prices_;
    const Model& model_;
    std::span<const ClockId> hidden_;
    std::size_t n_streams_;
    PricesWithoutClocks result_;
    std::vector<std::uint32_t> first_item_;  ///< [cell], one more than cells; empty: cells
    std::vector<bool> varies_;               ///< [stream] in the context at hand
    std::vector<bool> account_varies_;       ///< [account] the same for the sum of payers
};

}  // namespace

PricesWithoutClocks prices_without_clocks(const Prices& prices, const Model& model,
                                          std::span<const ClockId> hidden) {
    return WithoutClocks(prices, model, hidden).find();
}

}  // namespace forlob
