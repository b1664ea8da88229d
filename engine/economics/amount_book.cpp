#include "economics/amount_book.hpp"

#include <utility>

namespace forlob {

void AmountBook::add(std::size_t item, std::size_t stream, double value) {
    if (value == 0.0) return;
    std::uint32_t last = none;
    for (std::uint32_t entry = first_[item]; entry != none; entry = entries_[entry].next) {
        if (entries_[entry].amount.stream == stream) {
            entries_[entry].amount.value += value;
            return;
        }
        last = entry;
    }
    (last == none ? first_[item] : entries_[last].next) =
        static_cast<std::uint32_t>(entries_.size());
    entries_.push_back({{static_cast<std::uint32_t>(stream), value}, none});
}

AmountLists AmountBook::lists() const {
    AmountLists lists;
    lists.first.reserve(first_.size() + 1);
    lists.amounts.reserve(entries_.size());
    lists.first.push_back(0);
    for (const std::uint32_t first : first_) {
        for (std::uint32_t entry = first; entry != none; entry = entries_[entry].next)
            lists.amounts.push_back(entries_[entry].amount);
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
