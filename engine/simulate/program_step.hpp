#pragma once

// Which phase, and which state, comes after this month in a phase? The rules of model/program.hpp,
// for one person, without looking at anything else about them.

#include <cstdint>

#include "model/model.hpp"

namespace forlob {

/// One person's month in a phase: what chance made of it.
struct PhaseMonth {
    PhaseId phase = no_phase;           ///< a phase other than no_phase
    StateId from{};                     ///< at t − 1
    StateId to{};                       ///< where the transition leads
    std::uint32_t months_in_phase = 0;  ///< this month included
    std::uint32_t drop_out_uniform = 0;
    std::uint32_t advance_uniform = 0;
};

struct PhaseOutcome {
    StateId state{};  ///< at t: release and placement may have moved the person once more
    PhaseId phase = no_phase;
    bool begins = false;  ///< a phase begins, perhaps the same one again
};

[[nodiscard]] PhaseOutcome program_step(const Model& model, const PhaseMonth& month) noexcept;

}  // namespace forlob
