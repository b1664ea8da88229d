#pragma once

// Axes of measures that tests make up.

#include <string>
#include <vector>

#include "outcomes/measure.hpp"

namespace forlob::test {

/// Whose labels are its texts, too.
[[nodiscard]] Axis labelled(std::string name, std::vector<std::string> labels);
/// 0 … n − 1.
[[nodiscard]] Axis numbered(std::string name, int n);

}  // namespace forlob::test
