#include "simulate/timed_lattice.hpp"

#include <algorithm>

namespace forlob {

bool counts_in(const Model& model, PhaseId phase, StateId state, std::size_t coordinate) {
    switch (static_cast<Coordinate>(coordinate)) {
        case Coordinate::months_in_state:
        case Coordinate::month:
            return true;
        case Coordinate::months_in_phase:
            return phase != no_phase;
        case Coordinate::months_in_program: {
            const Phase& here = model.phases[index(phase)];
            return here.program.has_value() && !here.after_program;
        }
        default:
            return model.clocks[coordinate - index(Coordinate::first_clock)].counts.contains(state);
    }
}

std::uint32_t append_axis(const Lattice::Axis& axis, bool counts,
                          std::vector<TimedNumber>& entries) {
    const auto first = static_cast<std::uint32_t>(entries.size());
    for (const std::uint32_t offset : axis.offset) entries.push_back({offset, never});
    if (!counts) return first;
    // Backwards: a value with the offset of the next one holds a month longer than that.
    for (std::size_t value = axis.offset.size() - 1; value-- > 0;) {
        TimedNumber& here = entries[first + value];
        const TimedNumber& next = entries[first + value + 1];
        if (here.number != next.number)
            here.months = 1;
        else if (next.months != never)
            here.months = next.months + 1;
    }
    return first;
}

TimedLattice::TimedLattice(const Lattice& lattice, const Model& model,
                           const std::vector<bool>& wanted)
    : entries_(1), kind_offsets_(static_cast<std::size_t>(model.n_kinds), 0) {
    const auto is_wanted = [&](const Lattice::Axis& axis) {
        return wanted.empty() || wanted[index(axis.coordinate)];
    };
    std::ptrdiff_t most_axes = 0;
    for (const Lattice::Context& stated : lattice.contexts)
        most_axes =
            std::max(most_axes, std::count_if(stated.axes.begin(), stated.axes.end(), is_wanted));
    const auto n_axes = static_cast<std::size_t>(most_axes);
    const auto n_states = static_cast<std::size_t>(model.n_states);
    for (std::size_t number = 0; number < lattice.contexts.size(); ++number) {
        const Lattice::Context& stated = lattice.contexts[number];
        const auto phase = static_cast<PhaseId>(number / n_states);
        const auto state = static_cast<StateId>(number % n_states);
        Context context{stated.base, 0, static_cast<std::uint32_t>(axes_.size())};
        if (!stated.kind_offset.empty()) {
            context.first_kind = static_cast<std::uint32_t>(kind_offsets_.size());
            kind_offsets_.insert(kind_offsets_.end(), stated.kind_offset.begin(),
                                 stated.kind_offset.end());
        }
        contexts_.push_back(context);
        const std::size_t n_before = axes_.size();
        for (const Lattice::Axis& axis : stated.axes)
            if (is_wanted(axis))
                axes_.push_back(
                    {append_axis(axis, counts_in(model, phase, state, index(axis.coordinate)),
                                 entries_),
                     static_cast<std::uint16_t>(index(axis.coordinate)), 0xFFFF});
        axes_.resize(n_before + n_axes);
        axes_.push_back({0, no_axis, 0});
    }
}

}  // namespace forlob
