#pragma once

// Where did everybody go? The moves of one arm of one block, written month by month, read life by
// life. Outcomes are defined on lives (was it a relapse? where were they a year later?), so they
// are worked out when the lives are whole, and the months stay fast.

#include <cstdint>
#include <vector>

#include "base/ids.hpp"
#include "base/quantities.hpp"

namespace forlob {

/// The start of a run of ticks in one state; it lasts until the next one of the same person.
/// Somebody who comes in month t begins at t - 1, from which they live the month, and is first
/// counted at t.
struct SpellStart {
    std::uint16_t tick = 0;
    StateId state{};
    PhaseId phase = no_phase;  ///< at that tick
};

class MoveLog {
public:
    /// Forgets everything.
    void begin() {
        entries_.clear();
        latest_.clear();
        first_of_newcomer_.clear();
    }

    /// Persons 0, 1, 2, … of the block, in this order, before anybody moves.
    void add_person(StateId start_state) {
        latest_.push_back(static_cast<std::uint32_t>(latest_.size()));
        entries_.push_back({{0, start_state, no_phase}, none});
    }

    /// The next person, who comes in the month that ends at `tick`. After all of add_person.
    void add_newcomer(Tick tick, StateId start_state) {
        const auto number = static_cast<std::uint32_t>(entries_.size());
        first_of_newcomer_.push_back(number);
        latest_.push_back(number);
        entries_.push_back(
            {{static_cast<std::uint16_t>(tick.index - 1), start_state, no_phase}, none});
    }
    /// The phase of a newcomer at the end of the month in which they came, if they have not moved.
    void set_start_phase(std::size_t person, PhaseId phase) {
        if (latest_[person] == first_of(person)) entries_[latest_[person]].spell.phase = phase;
    }

    void add(std::size_t person, std::uint32_t tick, StateId state, PhaseId phase) {
        const auto number = static_cast<std::uint32_t>(entries_.size());
        entries_[latest_[person]].next = number;
        latest_[person] = number;
        entries_.push_back({{static_cast<std::uint16_t>(tick), state, phase}, none});
    }

    /// The spells of one person, in order of time, into `life`.
    void life_of(std::size_t person, std::vector<SpellStart>& life) const {
        life.clear();
        for (auto number = first_of(person); number != none; number = entries_[number].next)
            life.push_back(entries_[number].spell);
    }

private:
    static constexpr std::uint32_t none = 0xFFFFFFFF;
    struct Entry {
        SpellStart spell;
        std::uint32_t next = none;  ///< the same person's
    };
    [[nodiscard]] std::uint32_t first_of(std::size_t person) const {
        const std::size_t n_at_start = latest_.size() - first_of_newcomer_.size();
        return person < n_at_start ? static_cast<std::uint32_t>(person)
                                   : first_of_newcomer_[person - n_at_start];
    }

    std::vector<Entry> entries_;  ///< the first one of each person stands at the person's number
    std::vector<std::uint32_t> latest_;  ///< [person] number of the last entry
    std::vector<std::uint32_t>
        first_of_newcomer_;  ///< number of the first entry of those who came later
};

}  // namespace forlob
