#pragma once

// Does an event of probability p happen at this uniform? Decisions compare integers, so that a
// last-bit difference between maths libraries practically never changes a life (semantics.md, 7).

#include <cmath>
#include <cstdint>

namespace forlob {

/// An event happens when `uniform < below`. 2^32 is certain, 0 impossible.
struct Cut {
    std::uint64_t below = 0;

    [[nodiscard]] constexpr bool happens(std::uint32_t uniform) const noexcept {
        return uniform < below;
    }
    [[nodiscard]] constexpr bool is_certain() const noexcept { return below >> 32 != 0; }
    [[nodiscard]] constexpr bool is_impossible() const noexcept { return below == 0; }
    bool operator==(const Cut&) const = default;
};

inline constexpr double two_to_32 = 4294967296.0;

/// Requires 0 <= probability <= 1. Rounds to a multiple of 2^-32.
[[nodiscard]] inline Cut cut_at(double probability) noexcept {
    return {static_cast<std::uint64_t>(std::llround(probability * two_to_32))};
}

/// The whole number in [low, high] that `uniform` falls on, each equally likely to within 2^-32.
[[nodiscard]] constexpr std::uint32_t spread(std::uint32_t uniform, std::uint32_t low,
                                             std::uint32_t high) noexcept {
    return low + static_cast<std::uint32_t>(
                     (std::uint64_t{uniform} * (std::uint64_t{high} - low + 1)) >> 32);
}

}  // namespace forlob
