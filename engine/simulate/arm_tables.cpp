#include "simulate/arm_tables.hpp"

#include <algorithm>

namespace forlob {
namespace {

std::uint64_t latest_months(std::int32_t n) {
    return n >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << n) - 1;
}

PhaseTable phase_table(const Phase& phase) {
    PhaseTable table;
    if (phase.max_months) table.ends_after = static_cast<std::uint32_t>(*phase.max_months);
    if (phase.drop_out.is_certain())
        table.ends_after = 1;
    else
        table.drop_out_below = static_cast<std::uint32_t>(phase.drop_out.below);
    if (!phase.min_months || phase.advance.is_impossible()) return table;
    const auto min_months = static_cast<std::uint32_t>(*phase.min_months);
    if (phase.advance.is_certain()) {
        table.ends_after = std::min(table.ends_after, min_months);
    } else {
        table.advance_below = static_cast<std::uint32_t>(phase.advance.below);
        table.advance_from = min_months;
    }
    return table;
}

}  // namespace

ArmTables::ArmTables(const Model& model)
    : model_(&model), row_of_(model.row_of, model), cell_of_(model.cell_of, model) {
    for (std::size_t row = 0; row < model.rows.n_rows(); ++row)
        rows_.push_back(
            {model.rows.stay_low[row], model.rows.stay_width[row], model.rows.first_slot[row]});
    for (const Phase& phase : model.phases) phases_.push_back(phase_table(phase));
    for (const Program& program : model.programs)
        if (!program.clocks.empty()) offers_depend_on_clocks_ = true;
    add_coordinates();
    add_clocks();
}

void ArmTables::add_coordinates() {
    caps_ = model_->coordinate_cap;
    const std::size_t n_coordinates = caps_.size();
    caps_.resize((n_coordinates + 7) / 8 * 8, 0);
    for (int phase = 0; phase < model_->n_phases; ++phase)
        for (int state = 0; state < model_->n_states; ++state)
            for (std::size_t coordinate = 0; coordinate < caps_.size(); ++coordinate)
                growth_.push_back(coordinate < n_coordinates &&
                                          counts_in(*model_, static_cast<PhaseId>(phase),
                                                    static_cast<StateId>(state), coordinate)
                                      ? 0xFFFF
                                      : 0);
}

void ArmTables::add_clocks() {
    advanced_by_.resize(static_cast<std::size_t>(model_->n_states));
    reset_by_.resize(static_cast<std::size_t>(model_->n_states));
    for (std::size_t number = 0; number < model_->clocks.size(); ++number) {
        const Clock& clock = model_->clocks[number];
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
