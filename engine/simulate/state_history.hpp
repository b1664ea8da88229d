#pragma once

// Where was everybody? States of a block of people, written month by month, read person by person:
// as bytes, or as spells.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "outcomes/spells.hpp"

namespace forlob {

class StateHistory {
public:
    /// Forgets everything and has room for so many people at ticks 0 … n_ticks − 1.
    void begin(std::size_t n_people, std::size_t n_ticks);

    /// [person] states at a tick, to be written; has room for whole vectors of 64 people.
    [[nodiscard]] std::uint8_t* at(std::size_t tick) { return by_tick_.data() + tick * room_; }

    /// Of everybody, [person][tick].
    void write_states(std::span<std::uint8_t> states) const;

    /// Of everybody, of whom the first has the number `first_person`, behind what `spells` holds.
    /// Nobody is in a phase.
    void append_spells(std::uint32_t first_person, Spells& spells);

private:
    std::size_t find_starts(std::size_t n);
    void fill_months(std::size_t n, Spells& spells) const;

    std::size_t n_people_ = 0;
    std::size_t n_ticks_ = 0;
    std::size_t room_ = 0;  ///< for people at one tick
    std::vector<std::uint8_t> by_tick_;
    std::vector<std::uint8_t> by_person_;  ///< of some people: [person][tick]
    std::vector<std::uint64_t> starts_;    ///< of spells, as bits of `by_person_`
};

}  // namespace forlob
