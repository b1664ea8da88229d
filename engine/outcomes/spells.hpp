#pragma once

// Who was where, from when, how long? The trajectories of one arm of one replication, as spells.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/ids.hpp"

namespace forlob {

/// In the place of a state: before a person comes.
inline constexpr std::uint8_t nowhere = 255;

/// One entry per spell, in order of person, then start. A spell is a maximal run of ticks in one
/// state; `months` counts its ticks, so the spells of a person cover 0 … T.
struct Spells {
    std::vector<std::uint32_t> person;
    std::vector<std::uint8_t> state;
    std::vector<std::uint16_t> start;
    std::vector<std::uint16_t> months;
    std::vector<std::uint8_t> phase;  ///< at the start of the spell

    [[nodiscard]] std::size_t size() const { return person.size(); }
    void resize(std::size_t n) {
        person.resize(n);
        state.resize(n);
        start.resize(n);
        months.resize(n);
        phase.resize(n);
    }
    bool operator==(const Spells&) const = default;
};

}  // namespace forlob
