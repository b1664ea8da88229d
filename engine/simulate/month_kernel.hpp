#pragma once

// To whom does anything happen this month? The loop over everyone, every month.
//
// Most months of most people are like the one before. The kernel finds the others: those whose draw
// lies outside the part of their row that means staying, those who are due, and those whose chance
// of leaving a phase strikes. It reads plain columns and writes one; it allocates nothing, throws
// nothing, decides nothing, and knows nothing of rows, phases or arms. It may mark a person to whom
// nothing happens in the end, but never misses one: what happens is decided exactly, person by
// person, in person_month.cpp.

#include <cstddef>
#include <cstdint>
#include <span>

namespace forlob {

/// Columns of a block, of equal length.
struct MonthColumns {
    std::span<const std::uint32_t> uniform;     ///< transition draws of the month
    std::span<const std::uint32_t> stay_low;    ///< the person stays if uniform − stay_low
    std::span<const std::uint32_t> stay_width;  ///< < stay_width in unsigned arithmetic
    std::span<const std::uint32_t> due;         ///< tick
};

/// Writes 1 for those who move or are due at `tick`, 0 for the others.
void mark_movers(const MonthColumns& columns, std::uint32_t tick,
                 std::span<std::uint8_t> marked) noexcept;

/// Marks those with uniform < below, too.
void mark_struck(std::span<const std::uint32_t> uniform, std::span<const std::uint32_t> below,
                 std::span<std::uint8_t> marked) noexcept;

/// Positions of the marked, ascending; returns how many there are. Marks are 0 or 1, and
/// `positions` has room for one more than the people: what lies beyond the marked ones is scratch.
std::size_t collect_marked(std::span<const std::uint8_t> marked,
                           std::span<std::uint32_t> positions) noexcept;

}  // namespace forlob
