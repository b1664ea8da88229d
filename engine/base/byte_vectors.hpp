#pragma once

// What can be done with many bytes at once? Two things that trajectories need, in vectors as wide
// as the processor has them. The same on every instruction set.

#include <cstddef>
#include <cstdint>

namespace forlob {

/// Sets bit i % 64 of bits[i / 64] where bytes[i] is another one than bytes[i − 1], and clears the
/// others, for i < n and up to the end of the last word. bytes[−1] is read, too.
void find_changes(const std::uint8_t* bytes, std::size_t n, std::uint64_t* bits) noexcept;

/// to[column · n_rows + row] = from[row · row_length + column].
void transpose(const std::uint8_t* from, std::size_t row_length, std::size_t n_rows,
               std::size_t n_columns, std::uint8_t* to) noexcept;

}  // namespace forlob
