#include "simulate/arm_tables.hpp"

#include <algorithm>

namespace forlob {
namespace {

std::vector<bool> all_but(const std::vector<bool>& left_out) {
    std::vector<bool> wanted = left_out;
    wanted.flip();
    return wanted;
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

ArmTables::ArmTables(const Model& model, Detail detail)
    : ArmTables(model, relevance(model, detail)) {}

ArmTables::ArmTables(const Model& model, const Relevance& relevance)
    : model_(&model),
      row_of_(model.row_of, model),
      cell_of_(model.cell_of, model, all_but(relevance.is_price_clock)),
      price_clocks_(model, relevance),
      caps_(relevance.caps) {
    for (std::size_t row = 0; row < model.rows.n_rows(); ++row)
        rows_.push_back(
            {model.rows.stay_low[row], model.rows.stay_width[row], model.rows.first_slot[row]});
    for (std::size_t slot = 0; slot < model.rows.last.size(); ++slot)
        slots_.push_back({model.rows.last[slot], model.rows.target[slot]});
    for (const Phase& phase : model.phases) {
        phases_.push_back(phase_table(phase));
        some_drop_out_ = some_drop_out_ || phases_.back().drop_out_below != 0;
        some_advance_ = some_advance_ || phases_.back().advance_below != 0;
    }
    caps_.resize((caps_.size() + 7) / 8 * 8, 0);
    add_growth(relevance);
    add_clocks();
}

void ArmTables::add_growth(const Relevance& relevance) {
    const auto matters = [&](PhaseId phase, StateId state, std::size_t coordinate) {
        if (coordinate >= relevance.caps.size() || caps_[coordinate] == 0) return false;
        if (coordinate == index(Coordinate::months_in_state))
            return relevance.months_in_state.contains(state);
        if (coordinate == index(Coordinate::months_in_phase))
            return bool{relevance.months_in_phase[index(phase)]};
        return true;
    };
    for (int phase_number = 0; phase_number < model_->n_phases; ++phase_number)
        for (int state_number = 0; state_number < model_->n_states; ++state_number)
            for (std::size_t coordinate = 0; coordinate < caps_.size(); ++coordinate) {
                const auto phase = static_cast<PhaseId>(phase_number);
                const auto state = static_cast<StateId>(state_number);
                growth_.push_back(matters(phase, state, coordinate) &&
                                          counts_in(*model_, phase, state, coordinate)
                                      ? 0xFFFF
                                      : 0);
            }
}

void ArmTables::add_clocks() {
    advanced_by_.resize(static_cast<std::size_t>(model_->n_states));
    reset_by_.resize(static_cast<std::size_t>(model_->n_states));
    for (std::size_t number = 0; number < model_->clocks.size(); ++number) {
        const Clock& clock = model_->clocks[number];
        const std::size_t coordinate = index(coordinate_of(static_cast<ClockId>(number)));
        if (caps_[coordinate] == 0) continue;  // no situation knows it
        for (std::size_t state = 0; state < advanced_by_.size(); ++state) {
            const auto entered = static_cast<StateId>(state);
            if (clock.on_enter.contains(entered)) advanced_by_[state].push_back(coordinate);
            if (clock.resets_on.contains(entered)) reset_by_[state].push_back(coordinate);
        }
        if (clock.window) windows_.push_back(window_of(clock, coordinate));
    }
}

}  // namespace forlob
