#pragma once

// Which 128 random bits belong to this counter under this key? Philox4x32-10 (Salmon et al., SC'11)
// as a pure function: no state, no seeding, any order, any thread.

#include <array>
#include <cstdint>

namespace forlob {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

/// One round under its own key.
[[nodiscard]] constexpr PhiloxCounter philox_round(const PhiloxCounter& counter,
                                                   const PhiloxKey& key) noexcept {
    const std::uint64_t product_0 = std::uint64_t{0xD2511F53} * counter[0];
    const std::uint64_t product_2 = std::uint64_t{0xCD9E8D57} * counter[2];
    return {static_cast<std::uint32_t>(product_2 >> 32) ^ counter[1] ^ key[0],
            static_cast<std::uint32_t>(product_2),
            static_cast<std::uint32_t>(product_0 >> 32) ^ counter[3] ^ key[1],
            static_cast<std::uint32_t>(product_0)};
}

/// Ten rounds. Pinned to the published known answers in tests/random/philox_test.cpp.
[[nodiscard]] PhiloxCounter philox4x32_10(PhiloxCounter counter, PhiloxKey key) noexcept;

}  // namespace forlob
