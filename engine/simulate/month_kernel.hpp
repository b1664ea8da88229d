#pragma once

// To whom does anything happen this month? The loop over everyone, every month.
//
// Most months of most people are like the one before. The kernel finds the others: those whose draw
// lies outside the part of their row that means staying, those whose chance of leaving a phase
// strikes, and those who are due. It reads plain columns and writes positions; it allocates
// nothing, throws nothing, decides nothing, and knows nothing of rows, phases or arms. It may find
// a person to whom nothing happens in the end, but never misses one: what happens is decided
// exactly, person by person, in person_month.cpp.
//
// The columns of a block lie in the first cache, 32 bits for a person each. A vector of people is
// compared at once, and what comes of it is one bit for each; only those found are touched one by
// one. `plain` holds the same functions as
// loops: what they mean, and what runs where there are no vectors.

#include <cstddef>
#include <cstdint>
#include <span>

namespace forlob {

/// It strikes those with uniform < below. Both are empty if nobody has the chance.
struct ChanceColumns {
    std::span<const std::uint32_t> uniform;
    std::span<const std::uint32_t> below;
};

/// Columns of a block, of equal length.
struct MonthColumns {
    std::span<const std::uint32_t> uniform;     ///< transition draws of the month
    std::span<const std::uint32_t> stay_low;    ///< the person stays if uniform − stay_low
    std::span<const std::uint32_t> stay_width;  ///< < stay_width in unsigned arithmetic
    std::span<const std::uint32_t> due;         ///< tick
    ChanceColumns drop_out;
    ChanceColumns advance;
};

/// How many were found.
struct Found {
    std::size_t n_struck = 0;
    std::size_t n_due = 0;
    bool operator==(const Found&) const = default;
};

/// Ascending positions, which have room for everybody, of those who may move or are struck by a
/// chance, and of the others who are due at `tick`.
Found find_events(const MonthColumns& columns, std::uint32_t tick, std::span<std::uint32_t> struck,
                  std::span<std::uint32_t> due) noexcept;

/// Ascending positions, likewise, of those with stands = 1 (else 0) and uniform < below; returns
/// how many.
std::size_t find_accepted(std::span<const std::uint8_t> stands,
                          std::span<const std::uint32_t> uniform, std::uint32_t below,
                          std::span<std::uint32_t> positions) noexcept;

namespace plain {

Found find_events(const MonthColumns& columns, std::uint32_t tick, std::span<std::uint32_t> struck,
                  std::span<std::uint32_t> due) noexcept;
std::size_t find_accepted(std::span<const std::uint8_t> stands,
                          std::span<const std::uint32_t> uniform, std::uint32_t below,
                          std::span<std::uint32_t> positions) noexcept;

}  // namespace plain

}  // namespace forlob
