#pragma once

// Is this the number? Comparisons relative to what is expected: of 0, exactly.

#include <span>
#include <string_view>
#include <vector>

namespace forlob::test {

/// Whether `value` differs from `expected` by no more than that share of it. Infinities are equal
/// to themselves, NaN to nothing.
[[nodiscard]] bool is_near(double value, double expected, double relative = 1e-9);

/// Checks each value, saying which one is wrong; requires as many as expected.
void check_values(std::span<const double> found, const std::vector<double>& expected,
                  double relative = 1e-9);

/// Whether the text has these words somewhere.
[[nodiscard]] bool has(std::string_view text, std::string_view words);

}  // namespace forlob::test
