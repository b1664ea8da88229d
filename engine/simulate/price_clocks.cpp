#include "simulate/price_clocks.hpp"

#include <algorithm>

namespace forlob {

PriceClocks::PriceClocks(const Model& model, const Relevance& relevance) : entries_(1) {
    for (std::size_t number = 0; number < model.clocks.size(); ++number) {
        const Clock& clock = model.clocks[number];
        const std::size_t coordinate = index(coordinate_of(static_cast<ClockId>(number)));
        if (clock.cap == 0 || !relevance.is_price_clock[coordinate]) continue;
        if (clock.window) windows_.push_back(window_of(clock, clocks_.size()));
        clocks_.push_back({coordinate, clock.cap, clock.counts, clock.on_enter, clock.resets_on});
    }
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

void PriceClocks::pass(StateId from, StateId to, std::uint32_t months, std::uint16_t* values,
                       std::uint64_t* noted) const noexcept {
    for (std::size_t number = 0; number < clocks_.size(); ++number) {
        const PriceClock& clock = clocks_[number];
        std::uint32_t value = values[number];
        value += clock.counts.contains(from) ? months : 0U;
        value += to != from && clock.on_enter.contains(to) ? 1U : 0U;
        values[number] = static_cast<std::uint16_t>(std::min<std::uint32_t>(value, clock.cap));
    }
    if (months > 0)
        for (std::size_t number = 0; number < windows_.size(); ++number)
            if (pass_window(windows_[number], from, months, noted[number]))
                values[windows_[number].clock] = 0;
    if (to == from) return;
    for (std::size_t number = 0; number < clocks_.size(); ++number)
        if (clocks_[number].resets_on.contains(to)) values[number] = 0;
}

}  // namespace forlob
