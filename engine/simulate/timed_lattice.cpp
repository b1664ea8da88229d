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

TimedLattice::TimedLattice(const Lattice& lattice, const Model& model)
    : entries_(1), kind_offsets_(static_cast<std::size_t>(model.n_kinds), 0) {
    std::size_t n_axes = 0;
    for (const Lattice::Context& stated : lattice.contexts)
        n_axes = std::max(n_axes, stated.axes.size());
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
        for (const Lattice::Axis& axis : stated.axes)
            axes_.push_back(append(axis, counts_in(model, phase, state, index(axis.coordinate))));
        axes_.resize(axes_.size() + n_axes - stated.axes.size());
        axes_.push_back({0, no_axis, 0});
    }
}

TimedLattice::Axis TimedLattice::append(const Lattice::Axis& axis, bool counts) {
    const auto first = static_cast<std::uint32_t>(entries_.size());
    for (const std::uint32_t offset : axis.offset) entries_.push_back({offset, never});
    if (counts) {
        // Backwards: a value with the offset of the next one holds a month longer than that.
        for (std::size_t value = axis.offset.size() - 1; value-- > 0;) {
            Entry& here = entries_[first + value];
            const Entry& next = entries_[first + value + 1];
            if (here.offset != next.offset)
                here.months = 1;
            else if (next.months != never)
                here.months = next.months + 1;
        }
    }
    return {first, static_cast<std::uint16_t>(index(axis.coordinate)), 0xFFFF};
}

}  // namespace forlob
