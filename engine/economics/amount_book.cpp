#include "economics/amount_book.hpp"

#include <utility>

namespace forlob {

void AmountBook::append(std::size_t item, std::size_t stream, double value) {
    if (value == 0.0) {
        appended_.push_back({none, false});
        return;
    }
    std::uint32_t last = none;
    for (std::uint32_t entry = first_[item]; entry != none; entry = entries_[entry].next) {
        if (entries_[entry].amount.stream == stream) {
            entries_[entry].amount.value += value;
            appended_.push_back({entry, false});
            return;
        }
        last = entry;
    }
    const auto number = static_cast<std::uint32_t>(entries_.size());
    (last == none ? first_[item] : entries_[last].next) = number;
    entries_.push_back({{static_cast<std::uint32_t>(stream), value}, none});
    appended_.push_back({number, true});
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

AmountLists AmountBook::lists(AmountLayout& layout) {
    std::vector<std::uint32_t> position(entries_.size());
    std::uint32_t n = 0;
    for (const std::uint32_t first : first_)
        for (std::uint32_t entry = first; entry != none; entry = entries_[entry].next)
            position[entry] = n++;
    layout.places_ = std::move(appended_);
    for (AmountLayout::Place& place : layout.places_)
        if (place.position != none) place.position = position[place.position];
    layout.is_known_ = true;
    return lists();
}

void make_lists(std::size_t n_items, const FillAmounts& fill, AmountLists& lists,
                AmountLayout& layout) {
    if (AmountBook::is_known(layout)) {
        AmountBook book(lists, layout);
        fill(book, std::nullopt);
        if (book.fits()) return;
    }
    AmountBook book(n_items);
    fill(book, std::nullopt);
    lists = book.lists(layout);
}

void make_timed_amounts(std::size_t n_items, std::size_t n_ticks, bool varies,
                        const FillAmounts& fill, TimedAmounts& amounts, AmountLayout& layout) {
    make_lists(n_items, fill, amounts.always, layout);
    amounts.varying.clear();
    amounts.of_tick.clear();
    if (!varies) return;
    for (std::size_t tick = 0; tick < n_ticks; ++tick) {
        AmountBook book(n_items);
        fill(book, tick);
        AmountLists lists = book.lists();
        // Most amounts hold for many ticks in a row.
        if (amounts.varying.empty() || lists != amounts.varying.back())
            amounts.varying.push_back(std::move(lists));
        amounts.of_tick.push_back(static_cast<std::uint32_t>(amounts.varying.size() - 1));
    }
}

}  // namespace forlob
