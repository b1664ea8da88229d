#pragma once

// The bits of many neighbouring counters, as fast as this processor can. Private to the module.
//
// Philox of neighbouring counters is the same arithmetic on every lane, but its widening
// multiplication is what compilers vectorise badly: the vector code here is 1.9 to 2.4 times as
// fast as the plain loop (bench/README.md), on every instruction set that the processor turns out
// to have.

#include <cstdint>
#include <span>

#include "random/philox.hpp"

namespace forlob {

/// Writes the four words of `first`, then those of the counters whose word 0 is larger by 1, 2, …:
/// `words.size()` is a multiple of 4, and word 0 wraps around.
void fill_philox(PhiloxCounter first, PhiloxKey key, std::span<std::uint32_t> words) noexcept;

}  // namespace forlob
