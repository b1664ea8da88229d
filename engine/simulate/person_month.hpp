#pragma once

// What happens to this person this month? The one place where chance becomes a life: the uniforms
// say what happens, the graph of situations where it leads, and here it is noted and counted.

#include <cstdint>
#include <span>

#include "outcomes/counts.hpp"
#include "simulate/arm_tables.hpp"
#include "simulate/block_uniforms.hpp"
#include "simulate/move_log.hpp"
#include "simulate/people.hpp"
#include "simulate/situations.hpp"

namespace forlob {

/// One arm of one block of people. In `counts`, `cells` holds changes from tick to tick, modulo
/// 2^32, until sum_over_ticks makes them counts.
struct ArmBlock {
    const ArmTables& arm;
    Situations& situations;  ///< of the arm
    BlockUniforms& uniforms;
    People& people;
    MoveLog& moves;
    Counts& counts;
};

/// Draws of one month for everyone in the block; those that nobody needs are empty.
struct MonthDraws {
    std::span<const std::uint32_t> transition;
    std::span<const std::uint32_t> drop_out;
    std::span<const std::uint32_t> advance;
};

/// Gets a person ready for the months after tick 0.
void start_life(const ArmBlock& block, std::size_t person);

/// The same for somebody who comes in the month that ends at `tick`, and lives it.
void start_newcomer(const ArmBlock& block, std::size_t person, Tick tick);

/// To whom something may happen in a month: positions, as find_events gives them.
struct MonthEvents {
    std::span<const std::uint32_t> struck;  ///< by their transition or by a chance of their phase
    std::span<const std::uint32_t> due;
};

/// Transition and program step of the month that ends at `tick`, of those whose numbers are `first`
/// more than these positions. Those who were moved on enrolment, refusal or drop-out have had their
/// month. Naming a person to whom nothing happens changes nothing.
void live_month(const ArmBlock& block, const MonthEvents& events, std::size_t first, Tick tick,
                const MonthDraws& draws);

/// Enters a program in the month that ends at `tick`: at once, so that its first phase colours this
/// month's transition, or by a placement that is this month's move.
void enter_program(const ArmBlock& block, std::size_t person, ProgramId program, Tick tick);

/// The move to `state` is this month's: no transition and no program step follow.
void move_person(const ArmBlock& block, std::size_t person, Tick tick, StateId state);

/// Turns changes into counts: each tick's cells are those of the tick before plus its own.
void sum_over_ticks(Table<std::uint32_t, 2>& cells);

}  // namespace forlob
