#include "simulate/arm_tables.hpp"

namespace forlob {
namespace {

std::uint64_t latest_months(std::int32_t n) {
    return n >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << n) - 1;
}

}  // namespace

ArmTables::ArmTables(const Model& model)
    : model_(&model),
      n_coordinates_(static_cast<std::size_t>(model.n_coordinates)),
      rows_(model.row_of, model),
      cells_(model.cell_of, model),
      advanced_by_(static_cast<std::size_t>(model.n_states)),
      reset_by_(static_cast<std::size_t>(model.n_states)) {
    for (int phase = 0; phase < model.n_phases; ++phase)
        for (int state = 0; state < model.n_states; ++state)
            for (std::size_t coordinate = 0; coordinate < n_coordinates_; ++coordinate)
                growth_.push_back(counts_in(model, static_cast<PhaseId>(phase),
                                            static_cast<StateId>(state), coordinate)
                                      ? 1
                                      : 0);
    for (std::size_t number = 0; number < model.clocks.size(); ++number) {
        const Clock& clock = model.clocks[number];
        if (clock.cap == 0) continue;  // nothing depends on it
        const std::size_t coordinate = index(coordinate_of(static_cast<ClockId>(number)));
        for (std::size_t state = 0; state < advanced_by_.size(); ++state) {
            const auto entered = static_cast<StateId>(state);
            if (clock.on_enter.contains(entered)) advanced_by_[state].push_back(coordinate);
            if (clock.resets_on.contains(entered)) reset_by_[state].push_back(coordinate);
        }
        if (clock.window)
            windows_.push_back({coordinate, clock.window->in, clock.window->needed,
                                latest_months(clock.window->within)});
    }
}

}  // namespace forlob
