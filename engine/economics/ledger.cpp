#include "economics/ledger.hpp"

#include <algorithm>

namespace forlob {
namespace {

// What persons in their cells, moves or entries at one tick come to: each item by its count.
template <typename Number>
void add_counted(const AmountLists& lists, std::span<const Number> counts, std::span<double> row) {
    if (lists.amounts.empty()) return;
    for_each_counted(counts, [&](std::size_t item, Number count) {
        for (std::uint32_t entry = lists.first[item]; entry < lists.first[item + 1]; ++entry)
            row[lists.amounts[entry].stream] +=
                static_cast<double>(count) * lists.amounts[entry].value;
    });
}

template <typename Number>
void add_counted(const TimedAmounts& amounts, std::size_t tick, std::span<const Number> counts,
                 std::span<double> row) {
    add_counted<Number>(amounts.always, counts, row);
    if (!amounts.of_tick.empty())
        add_counted<Number>(amounts.varying[amounts.of_tick[tick]], counts, row);
}

// Into which months the persons of a tick are counted.
void accrue(const std::vector<const Terms*>& terms, std::size_t tick, std::span<const double> due,
            Table<double, 2>& books) {
    const auto add = [&](std::size_t month, std::size_t stream, double share) {
        if (share != 0.0) books(month, stream) += share * due[stream];
    };
    for (std::size_t stream = 0; stream < due.size(); ++stream) {
        add(tick, stream, terms[stream]->this_month[tick]);
        if (tick + 1 < books.shape()[0]) add(tick + 1, stream, terms[stream]->next_month[tick]);
    }
}

template <typename Number>
Table<double, 2> books_of(const BasicCounts<Number>& counts, const Prices& prices) {
    const std::size_t n_ticks = counts.cells.shape()[0];
    const std::size_t n_streams = prices.n_streams();
    const std::size_t n_pairs = counts.moves.shape()[1] * counts.moves.shape()[2];
    std::vector<const Terms*> terms;
    for (std::size_t stream = 0; stream < n_streams; ++stream)
        terms.push_back(&prices.terms_of_stream(stream));
    Table<double, 2> books({n_ticks, n_streams});
    std::vector<double> due(n_streams);
    for (std::size_t tick = 0; tick < n_ticks; ++tick) {
        std::fill(due.begin(), due.end(), 0.0);
        add_counted<Number>(prices.month_in_cell, tick, counts.cells.row(tick), due);
        accrue(terms, tick, due, books);
        if (tick == 0) add_counted<Number>(prices.start_in_cell, counts.cells.row(0), books.row(0));
        add_counted<Number>(prices.move, tick,
                            counts.moves.values().subspan(tick * n_pairs, n_pairs),
                            books.row(tick));
        add_counted<Number>(prices.priced_move, tick, counts.priced_moves.row(tick),
                            books.row(tick));
        add_counted<Number>(prices.phase_entry, tick, counts.phase_entries.row(tick),
                            books.row(tick));
    }
    return books;
}

}  // namespace

Table<double, 2> ledger(const Counts& counts, const Prices& prices) {
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
