#pragma once

// How many come, if so many come on average? Poisson numbers by inversion of one uniform, decided
// between integers.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace forlob {

/// A uniform of 53 bits from two of 32.
[[nodiscard]] constexpr std::uint64_t uniform53(std::uint32_t high, std::uint32_t low) noexcept {
    return (std::uint64_t{high} << 32 | low) >> 11;
}

class PoissonTable {
public:
    /// Requires a finite mean of at most 10^7, not negative.
    explicit PoissonTable(double mean);

    /// The number that belongs to a uniform below 2^53: each has its probability to within 2^-53.
    [[nodiscard]] std::uint32_t draw(std::uint64_t uniform) const noexcept;

private:
    std::uint32_t first_ = 0;           ///< smaller numbers are less likely than 2^-53 together
    std::vector<std::uint64_t> below_;  ///< [number − first] the number or less if uniform < below
};

}  // namespace forlob
