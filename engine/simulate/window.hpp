#pragma once

// When does a clock start again because of where somebody has been? Windows of clocks
// (model/clock.hpp), as 64 months in one word.

#include <cstddef>
#include <cstdint>

#include "model/clock.hpp"
#include "simulate/timed_lattice.hpp"

namespace forlob {

/// A clock that is reset by a window.
struct Window {
    std::size_t clock = 0;  ///< where its value stands
    StateSet in;
    int needed = 0;
    std::uint64_t within = 0;  ///< mask of the months that count, the latest in bit 0
};

/// How many months are noted. (std::popcount is a call where not all processors have the
/// instruction, and a call in the middle of an event costs more than this.)
[[nodiscard]] constexpr int n_noted(std::uint64_t noted) noexcept {
    noted -= noted >> 1 & 0x5555555555555555;
    noted = (noted & 0x3333333333333333) + (noted >> 2 & 0x3333333333333333);
    noted = (noted + (noted >> 4)) & 0x0F0F0F0F0F0F0F0F;
    return static_cast<int>(noted * 0x0101010101010101 >> 56);
}

/// Requires that `clock` has a window.
[[nodiscard]] inline Window window_of(const Clock& clock, std::size_t position) {
    const ClockWindow& stated = *clock.window;
    const std::uint64_t within =
        stated.within >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << stated.within) - 1;
    return {position, stated.in, stated.needed, within};
}

/// Lets months pass that were all spent in `from`, none of which but the last may fill the window.
/// Returns whether that one did: the clock is to become 0, and `noted` is.
[[nodiscard]] inline bool pass_window(const Window& window, StateId from, std::uint32_t months,
                                      std::uint64_t& noted) noexcept {
    const std::uint64_t is_in = window.in.contains(from) ? ~std::uint64_t{0} : 0;
    const std::uint64_t kept = months < 64 ? noted << months : 0;
    const std::uint64_t added = months < 64 ? is_in & ~(~std::uint64_t{0} << months) : is_in;
    noted = (kept | added) & window.within;
    if (is_in == 0 || n_noted(noted) < window.needed) return false;
    noted = 0;
    return true;
}

/// Months in `state` after which the window could be full at the earliest.
[[nodiscard]] inline std::uint32_t months_to_fill(const Window& window, StateId state,
                                                  std::uint64_t noted) noexcept {
    if (!window.in.contains(state)) return never;
    const int missing = window.needed - n_noted(noted);
    return static_cast<std::uint32_t>(missing > 1 ? missing : 1);
}

}  // namespace forlob
