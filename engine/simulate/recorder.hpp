#pragma once

// What does one life add to the counts? Moves, visits, exits, relapses, status after exit and first
// employment, by the definitions of semantics.md, section 8; and the spells themselves.

#include <cstdint>
#include <span>
#include <vector>

#include "outcomes/counts.hpp"
#include "outcomes/spells.hpp"
#include "simulate/move_log.hpp"

namespace forlob {

class Recorder {
public:
    /// `definitions` must outlive it.
    Recorder(const Definitions& definitions, std::int32_t horizon);

    /// Adds a life that begins at tick 0, or at that of a newcomer, to the counts of its subgroup.
    /// Cells and phase entries are not the recorder's.
    ///
    /// An exit happens at the first tick outside `exit_from`, in a state of one of the bases, if
    /// the person stays outside for `confirm_months` ticks (this one included) within the horizon.
    /// It is followed up until the person enters a state of `left`, exits again, or the horizon
    /// ends. A relapse is a move, after the exit, into a state of the event from one that is not of
    /// the event, or into `exit_from`. At the same tick, leaving comes before relapse, and relapse
    /// before a new exit.
    void add(std::span<const SpellStart> life, std::size_t subgroup, Counts& counts);

private:
    [[nodiscard]] std::int32_t start(std::size_t spell) const { return life_[spell].tick; }
    void add_spells(std::size_t subgroup, Counts& counts);
    [[nodiscard]] bool is_exit(std::size_t spell) const;
    [[nodiscard]] std::size_t find_exit(std::size_t spell) const;
    [[nodiscard]] bool is_relapse(std::size_t spell, StateSet event) const;
    void add_exit(std::size_t exit, std::size_t next_exit, std::size_t subgroup, Counts& counts);
    void follow_up(std::size_t exit, std::size_t next_exit, std::size_t event, Counts& counts);
    void add_status(std::size_t exit, std::size_t window, Counts& counts);

    const Definitions* definitions_;
    std::int32_t horizon_;
    StateSet some_base_;  ///< where an exit may lead
    std::span<const SpellStart> life_;
    std::vector<std::size_t> groups_;  ///< subgroup · n_bases + base, of the bases of one exit
};

/// Appends a life to the spells of its arm, from the tick on at which the person is first counted.
void append_spells(std::span<const SpellStart> life, std::uint32_t person, std::int32_t first_tick,
                   std::int32_t horizon, Spells& spells);

/// Writes where a person is at ticks 0 … horizon, from the tick on at which they are first counted.
void write_states(std::span<const SpellStart> life, std::int32_t first_tick,
                  std::span<std::uint8_t> states);

}  // namespace forlob
