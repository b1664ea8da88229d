#pragma once

// How far may an estimate lie from the truth before the code is to blame?

#include <cstddef>
#include <cstdint>
#include <span>

namespace forlob::test {

/// Standard errors that the largest of `comparisons` normal deviations exceeds with probability
/// 1e-6 (two-sided, Bonferroni): 4.89 for 1, 5.16 for 4, 5.73 for 100.
[[nodiscard]] double allowed_standard_errors(std::size_t comparisons);

/// Largest distance between counts of independent people and stated shares, in standard errors of
/// the binomial. Infinite where a share of 0 or 1 is contradicted by a single person.
[[nodiscard]] double worst_distance(std::span<const std::uint64_t> counts,
                                    std::span<const double> shares);

}  // namespace forlob::test
