#include "simulate/program_step.hpp"

namespace forlob {

PhaseOutcome program_step(const Model& model, const PhaseMonth& month) noexcept {
    const Phase& phase = model.phases[index(month.phase)];
    const auto begin = [&](PhaseId next, StateId state) {
        return PhaseOutcome{model.phases[index(next)].placement.value_or(state), next, true};
    };

    if (month.to != month.from) {
        const PhaseId named = phase.on_enter[index(month.to)];
        if (named != stay_in_phase) return begin(named, month.to);
    }
    if (phase.drop_out.happens(month.drop_out_uniform))
        return begin(model.programs[index(*phase.program)].after_program, month.to);
    const auto has_lasted = [&](const std::optional<std::int32_t>& months) {
        return months && month.months_in_phase >= static_cast<std::uint32_t>(*months);
    };
    if (has_lasted(phase.max_months) ||
        (has_lasted(phase.min_months) && phase.advance.happens(month.advance_uniform))) {
        const bool is_released = phase.release && phase.placement == month.to;
        return begin(phase.then, is_released ? *phase.release : month.to);
    }
    return {month.to, month.phase, false};
}

}  // namespace forlob
