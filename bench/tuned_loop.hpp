#pragma once

// What would somebody write by hand who only wanted this one model, fast? The reference that the
// engine's speed is compared with.

#include <cstdint>
#include <vector>

namespace forlob::bench {

/// Persons by state at the end of month 1, 2, …: the plain model (typical_model.hpp) by a scalar
/// loop over people with xoshiro256++ and 64-bit thresholds, without branches.
[[nodiscard]] std::vector<std::uint64_t> tuned_loop(std::uint64_t seed, std::uint32_t n_people,
                                                    std::int32_t horizon);

}  // namespace forlob::bench
