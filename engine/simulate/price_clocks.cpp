#include "simulate/price_clocks.hpp"

namespace forlob {

PriceClocks::PriceClocks(const Model& model, const Relevance& relevance) : entries_(1) {
    for (std::size_t number = 0; number < model.clocks.size(); ++number) {
        const Clock& clock = model.clocks[number];
        const std::size_t coordinate = index(coordinate_of(static_cast<ClockId>(number)));
        if (clock.cap == 0 || !relevance.is_price_clock[coordinate]) continue;
        clocks_.push_back({.counts = clock.counts,
                           .on_enter = clock.on_enter,
                           .resets_on = clock.resets_on,
                           .cap = clock.cap,
                           .has_window = clock.window.has_value(),
                           .coordinate = coordinate});
        if (clock.window) clocks_.back().window = window_of(clock, clocks_.size() - 1);
    }
    n_clocks_ = clocks_.size();
    add_axes(model);
}

void PriceClocks::add_axes(const Model& model) {
    const auto n_states = static_cast<std::size_t>(model.n_states);
    axes_.resize(model.cell_of.contexts.size() * clocks_.size());
    for (std::size_t context = 0; context < model.cell_of.contexts.size(); ++context)
        for (const Lattice::Axis& stated : model.cell_of.contexts[context].axes)
            for (std::size_t clock = 0; clock < clocks_.size(); ++clock) {
                if (index(stated.coordinate) != clocks_[clock].coordinate) continue;
                const auto state = static_cast<StateId>(context % n_states);
                axes_[context * clocks_.size() + clock] = {
                    append_axis(stated, clocks_[clock].counts.contains(state), entries_), 0xFFFF};
            }
}

}  // namespace forlob
