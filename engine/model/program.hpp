#pragma once

// What is offered, to whom, and what comes after? Programs as state machines of phases.
//
// Month t of a person (semantics.md, 5 and 6):
//   inflow      new people come, as if they had been there at t - 1.
//   enrolment   those in no program (or in an `after` phase) at t - 1 are offered the arm's
//   programs
//               in order. Entering without placement: the first phase begins at once and colours
//               this month's transition. Entering with placement: the placement is the month's
//               move; there is no further transition and no program step in this month. Programs
//               with a queue: see simulate/places.hpp.
//   transition  drawn from the row of (phase, state, kind, coordinates).
//   program     months_in_phase and months_in_program advance by one. Then the first that applies:
//               1. the transition changed the state and the phase's `on_enter` names the new state;
//               2. drop-out (probability per month) ends the participation;
//               3. months_in_phase has reached max_months, or has reached min_months and `advance`
//                  happens: the phase ends by its length. Those still in `placement` are moved to
//                  `release`, then `then` begins.
//               A phase that begins sets months_in_phase to 0 and, if it has a placement, moves the
//               person there (unless they are there). A chain of zero-length phases is refused.
//   leaving     the program ends in `after_program`: no_phase, or an automatic phase in which the
//               effects with `months_after` still act; it counts as being in no program for
//               enrolment and prices, and ends by its length or by a new enrolment.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ids.hpp"
#include "model/cut.hpp"
#include "model/lattice.hpp"
#include "model/state_set.hpp"

namespace forlob {

inline constexpr PhaseId stay_in_phase{255};

/// Limited places of a program.
struct Resource {
    std::string name;  ///< "talks.seats"
    std::string label;
    bool is_stock = true;  ///< held in phases that use it and given back; else new every month
    std::vector<std::uint32_t> places;  ///< [tick] in the month that ends there; tick 0 as month 1
};

/// How places of a program are given to those who apply.
struct Queue {
    std::vector<std::size_t> resources;  ///< positions in Model::resources: one place of each
    std::uint32_t limit = 0xFFFFFFFF;    ///< most who wait
    Cut drop_out;                        ///< per month
    std::uint32_t at_start = 0;          ///< persons who wait at tick 0, if so many are eligible
    std::optional<StateId> when_refused;
    std::optional<StateId> when_dropped;
};

struct Phase {
    std::string name;  ///< "isu_dialogue.search"; empty for no_phase
    std::string label;
    std::optional<ProgramId> program;  ///< nothing for no_phase
    bool after_program = false;        ///< an automatic phase that lets effects run out
    std::optional<std::int32_t> min_months;
    std::optional<std::int32_t> max_months;
    Cut advance;
    double advance_probability = 0.0;  ///< unrounded twins of the cuts, for recursion
    Cut drop_out;
    double drop_out_probability = 0.0;
    std::uint64_t uses = 0;  ///< bit = position in Model::resources, of stocks only
    std::optional<StateId> placement;
    std::optional<StateId> release;
    PhaseId then = no_phase;  ///< also where drop-out leads: see Program::after_program
    std::vector<PhaseId>
        on_enter;  ///< [state] phase that entering the state leads to, or stay_in_phase
};

struct ClockCondition {
    Coordinate clock = Coordinate::first_clock;
    std::uint16_t low = 0;
    std::uint16_t high = 0;  ///< inclusive; the clock's cap stands for "or more"
    bool operator==(const ClockCondition&) const = default;
};

struct Program {
    std::string name;
    std::string label;
    std::size_t scenario_position = 0;  ///< in ScenarioSpec::programs: names its random numbers
    StateSet states;
    std::vector<std::uint8_t> kind_is_eligible;  ///< [kind] 0 or 1
    std::vector<ClockCondition> clocks;
    std::int32_t from_month = 1;
    std::optional<std::int32_t> to_month;
    Cut enrolment;  ///< per month
    double enrolment_probability = 1.0;
    Cut willing;  ///< per person, once for life
    double willing_probability = 1.0;
    bool repeat = true;
    PhaseId first_phase = no_phase;
    PhaseId after_program = no_phase;  ///< where `end` and drop-out lead
    std::optional<Queue> queue;        ///< nothing: there is a place for everybody
};

}  // namespace forlob
