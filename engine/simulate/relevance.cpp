#include "simulate/relevance.hpp"

#include <algorithm>

namespace forlob {
namespace {

constexpr std::size_t months_in_state = index(Coordinate::months_in_state);
constexpr std::size_t months_in_phase = index(Coordinate::months_in_phase);

// The largest value that an axis tells apart from the one before.
std::uint16_t last_change(const Lattice::Axis& axis) {
    std::size_t value = axis.offset.size() - 1;
    while (value > 0 && axis.offset[value] == axis.offset[value - 1]) --value;
    return static_cast<std::uint16_t>(value);
}

void raise(std::uint16_t& cap, std::int32_t value) {
    cap = std::max(cap, static_cast<std::uint16_t>(value));
}

void need_conditions(const Model& model, std::vector<std::uint16_t>& caps) {
    for (const Program& program : model.programs)
        for (const ClockCondition& condition : program.clocks) {
            const std::size_t clock = index(condition.clock);
            raise(caps[clock], condition.low);
            // The clock's cap stands for "or more".
            if (condition.high < model.coordinate_cap[clock])
                raise(caps[clock], condition.high + 1);
        }
}

void need_phases(const Model& model, Relevance& relevance) {
    for (std::size_t phase = 0; phase < model.phases.size(); ++phase)
        for (const auto& months : {model.phases[phase].min_months, model.phases[phase].max_months})
            if (months) {
                raise(relevance.caps[months_in_phase], *months);
                relevance.months_in_phase[phase] = true;
            }
}

// Axes of those coordinates that are not price clocks.
void need_axes(const Model& model, const Lattice& lattice, Relevance& relevance) {
    const auto n_states = static_cast<std::size_t>(model.n_states);
    for (std::size_t context = 0; context < lattice.contexts.size(); ++context)
        for (const Lattice::Axis& axis : lattice.contexts[context].axes) {
            const std::size_t coordinate = index(axis.coordinate);
            const std::uint16_t value = last_change(axis);
            if (value == 0 || relevance.is_price_clock[coordinate]) continue;
            raise(relevance.caps[coordinate], value);
            if (coordinate == months_in_state)
                relevance.months_in_state.insert(static_cast<StateId>(context % n_states));
            if (coordinate == months_in_phase) relevance.months_in_phase[context / n_states] = true;
        }
}

Relevance of_everything(const Model& model) {
    Relevance all;
    all.caps = model.coordinate_cap;
    all.is_price_clock.assign(all.caps.size(), false);
    all.months_in_state.bits = ~std::uint64_t{0};
    all.months_in_phase.assign(model.phases.size(), true);
    return all;
}

}  // namespace

Relevance relevance(const Model& model, Detail detail) {
    if (detail == Detail::everything) return of_everything(model);
    Relevance found;
    const std::size_t n_coordinates = model.coordinate_cap.size();
    found.caps.assign(n_coordinates, 0);
    found.is_price_clock.assign(n_coordinates, false);
    found.months_in_phase.assign(model.phases.size(), false);
    need_conditions(model, found.caps);
    need_phases(model, found);
    need_axes(model, model.row_of, found);
    for (std::size_t clock = index(Coordinate::first_clock); clock < n_coordinates; ++clock)
        found.is_price_clock[clock] = found.caps[clock] == 0;
    need_axes(model, model.cell_of, found);
    return found;
}

}  // namespace forlob
