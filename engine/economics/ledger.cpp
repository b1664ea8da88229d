#include "economics/ledger.hpp"

#include <algorithm>

namespace forlob {
namespace {

// What persons in their cells, moves or entries at one tick cost: each item by its count.
template <typename Number>
void add_counted(const AmountLists& lists, std::span<const Number> counts, std::span<double> row) {
    if (lists.amounts.empty()) return;
    for_each_counted(counts, [&](std::size_t item, Number count) {
        for (std::uint32_t entry = lists.first[item]; entry < lists.first[item + 1]; ++entry)
            row[lists.amounts[entry].stream] +=
                static_cast<double>(count) * lists.amounts[entry].value;
    });
}

void add_share(std::span<const double> due, double share, std::span<double> row) {
    for (std::size_t stream = 0; stream < due.size(); ++stream) row[stream] += share * due[stream];
}

// Into which months the persons of a tick are counted.
void accrue(EconomySpec::Accrual accrual, std::size_t tick, std::span<const double> due,
            Table<double, 2>& books) {
    using Accrual = EconomySpec::Accrual;
    const bool has_next = tick + 1 < books.shape()[0];
    switch (accrual) {
        case Accrual::start:
            if (has_next) add_share(due, 1.0, books.row(tick + 1));
            break;
        case Accrual::end:
            if (tick > 0) add_share(due, 1.0, books.row(tick));
            break;
        case Accrual::half_cycle:
            if (tick > 0) add_share(due, 0.5, books.row(tick));
            if (has_next) add_share(due, 0.5, books.row(tick + 1));
            break;
        case Accrual::all_ticks:
            add_share(due, 1.0, books.row(tick));
            break;
    }
}

template <typename Number>
Table<double, 2> books_of(const BasicCounts<Number>& counts, const Prices& prices) {
    const std::size_t n_ticks = counts.cells.shape()[0];
    const std::size_t n_streams = prices.n_accounts * prices.n_payers;
    const std::size_t n_pairs = counts.moves.shape()[1] * counts.moves.shape()[2];
    Table<double, 2> books({n_ticks, n_streams});
    std::vector<double> due(n_streams);
    for (std::size_t tick = 0; tick < n_ticks; ++tick) {
        std::fill(due.begin(), due.end(), 0.0);
        add_counted<Number>(prices.month_in_cell, counts.cells.row(tick), due);
        accrue(prices.accrual, tick, due, books);
        if (tick == 0) add_counted<Number>(prices.start_in_cell, counts.cells.row(0), books.row(0));
        add_counted<Number>(prices.move, counts.moves.values().subspan(tick * n_pairs, n_pairs),
                            books.row(tick));
        add_counted<Number>(prices.phase_entry, counts.phase_entries.row(tick), books.row(tick));
    }
    return books;
}

}  // namespace

Table<double, 2> ledger(const Counts& counts, const Prices& prices) {
    return books_of(counts, prices);
}

Table<double, 2> ledger(const TotalCounts& counts, const Prices& prices) {
    return books_of(counts, prices);
}

Table<double, 2> ledger(const ExpectedCounts& counts, const Prices& prices) {
    return books_of(counts, prices);
}

std::int32_t break_even_month(const std::vector<double>& cumulative_saving) {
    const auto& saving = cumulative_saving;
    std::size_t month = saving.size();
    while (month > 0 && saving[month - 1] >= 0.0) --month;
    // Months before anything differs break even with nothing.
    std::size_t first_difference = 0;
    while (first_difference < saving.size() && saving[first_difference] == 0.0) ++first_difference;
    month = std::max({month, first_difference, std::size_t{1}});
    return month < saving.size() ? static_cast<std::int32_t>(month) : 0;
}

}  // namespace forlob
