#include "economics/amount_book.hpp"

#include <utility>

namespace forlob {
namespace {

constexpr std::size_t typical_amounts = 8;  // of an item

}  // namespace

void AmountBook::add(std::size_t item, std::size_t stream, double value) {
    if (value == 0.0) return;
    for (Amount& known : items_[item]) {
        if (known.stream != stream) continue;
        known.value += value;
        return;
    }
    if (items_[item].empty()) items_[item].reserve(typical_amounts);
    items_[item].push_back({static_cast<std::uint32_t>(stream), value});
}

AmountLists AmountBook::lists() const {
    AmountLists lists;
    lists.first.push_back(0);
    for (const auto& item : items_) {
        lists.amounts.insert(lists.amounts.end(), item.begin(), item.end());
        lists.first.push_back(static_cast<std::uint32_t>(lists.amounts.size()));
    }
    return lists;
}

TimedAmounts timed_amounts(
    std::size_t n_items, std::size_t n_ticks, bool varies,
    const std::function<void(AmountBook&, std::optional<std::size_t>)>& fill) {
    TimedAmounts amounts;
    AmountBook always(n_items);
    fill(always, std::nullopt);
    amounts.always = always.lists();
    if (!varies) return amounts;
    for (std::size_t tick = 0; tick < n_ticks; ++tick) {
        AmountBook book(n_items);
        fill(book, tick);
        AmountLists lists = book.lists();
        // Most amounts hold for many ticks in a row.
        if (amounts.varying.empty() || lists != amounts.varying.back())
            amounts.varying.push_back(std::move(lists));
        amounts.of_tick.push_back(static_cast<std::uint32_t>(amounts.varying.size() - 1));
    }
    return amounts;
}

}  // namespace forlob
