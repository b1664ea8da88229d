#include "outcomes/counts.hpp"

namespace forlob {

template <typename Number>
BasicCounts<Number>::BasicCounts(const Model& model) {
    const Definitions& definitions = model.definitions;
    const std::size_t n_ticks = static_cast<std::size_t>(model.horizon) + 1;
    const auto n_states = static_cast<std::size_t>(model.n_states);
    const auto n_subgroups = static_cast<std::size_t>(model.n_subgroups);
    const std::size_t n_bases = definitions.exit_bases.size();
    const std::size_t n_events = definitions.relapse_events.size();
    using Two = Table<Number, 2>;
    using Three = Table<Number, 3>;
    cells = Two({n_ticks, model.cells.size()});
    moves = Three({n_ticks, n_states, n_states});
    priced_moves = Two({n_ticks, model.priced_moves.size()});
    phase_entries = Two({n_ticks, static_cast<std::size_t>(model.n_phases)});
    exits = Three({n_subgroups, n_bases, n_ticks});
    relapses = Three({n_subgroups * n_bases, n_events, n_ticks});
    censored = Three({n_subgroups * n_bases, n_events, n_ticks});
    status = Three({n_subgroups * n_bases, definitions.status_after_months.size(), n_states});
    first_employment = Two({n_subgroups, n_ticks});
    first_visits = Three({n_subgroups, n_states, n_ticks});
    visits = Two({n_subgroups, n_states});
    newcomers = Two({n_subgroups, n_ticks});
    queues = QueueTables<Number>(model);
}

template <typename Number>
void BasicCounts<Number>::clear() {
    persons = 0;
    cells.fill(0);
    moves.fill(0);
    priced_moves.fill(0);
    phase_entries.fill(0);
    exits.fill(0);
    relapses.fill(0);
    censored.fill(0);
    status.fill(0);
    first_employment.fill(0);
    first_visits.fill(0);
    visits.fill(0);
    newcomers.fill(0);
    queues.clear();
}

template struct BasicCounts<std::uint32_t>;
template struct BasicCounts<std::uint64_t>;
template struct BasicCounts<double>;

template <typename Integer>
Table<std::uint64_t, 2> persons_in_state(const BasicCounts<Integer>& counts, const Model& model,
                                         int subgroup) {
    const std::size_t n_ticks = counts.cells.shape()[0];
    Table<std::uint64_t, 2> persons({n_ticks, static_cast<std::size_t>(model.n_states)});
    for (std::size_t tick = 0; tick < n_ticks; ++tick) {
        for_each_counted(counts.cells.row(tick), [&](std::size_t number, Integer persons_in) {
            const Cell& cell = model.cells[number];
            if (subgroup < 0 || cell.subgroup == subgroup)
                persons(tick, index(cell.state)) += persons_in;
        });
    }
    return persons;
}

template <typename Integer>
Table<std::uint64_t, 2> persons_in_phase(const BasicCounts<Integer>& counts, const Model& model) {
    const std::size_t n_ticks = counts.cells.shape()[0];
    Table<std::uint64_t, 2> persons({n_ticks, static_cast<std::size_t>(model.n_phases)});
    for (std::size_t tick = 0; tick < n_ticks; ++tick) {
        for_each_counted(counts.cells.row(tick), [&](std::size_t number, Integer persons_in) {
            persons(tick, index(model.cells[number].phase)) += persons_in;
        });
    }
    return persons;
}

template Table<std::uint64_t, 2> persons_in_state(const BasicCounts<std::uint32_t>&, const Model&,
                                                  int);
template Table<std::uint64_t, 2> persons_in_state(const BasicCounts<std::uint64_t>&, const Model&,
                                                  int);
template Table<std::uint64_t, 2> persons_in_phase(const BasicCounts<std::uint32_t>&, const Model&);
template Table<std::uint64_t, 2> persons_in_phase(const BasicCounts<std::uint64_t>&, const Model&);

}  // namespace forlob
