#pragma once

// Which 128 random bits belong to this counter under this key? Philox4x32-10 (Salmon et al., SC'11)
// as a pure function: no state, no seeding, any order, any thread.

#include <array>
#include <cstdint>

namespace forlob {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

/// Ten rounds. Pinned to the published known answers in tests/random/philox_test.cpp.
[[nodiscard]] PhiloxCounter philox4x32_10(PhiloxCounter counter, PhiloxKey key) noexcept;

}  // namespace forlob
