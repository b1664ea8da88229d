#pragma once

// Is this state among those? A set of at most 64 states as one word.

#include <bit>
#include <cstdint>

#include "base/ids.hpp"

namespace forlob {

struct StateSet {
    std::uint64_t bits = 0;

    [[nodiscard]] constexpr bool contains(StateId state) const noexcept {
        return (bits >> index(state)) & 1U;
    }
    constexpr void insert(StateId state) noexcept { bits |= std::uint64_t{1} << index(state); }
    [[nodiscard]] constexpr bool empty() const noexcept { return bits == 0; }
    [[nodiscard]] constexpr int size() const noexcept { return std::popcount(bits); }
    bool operator==(const StateSet&) const = default;
};

}  // namespace forlob
