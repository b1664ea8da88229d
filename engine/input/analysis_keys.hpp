#pragma once

// Keys of uncertainty and calibration: draws, joint distributions, targets, values that are used.
// The part of key_tables() that concerns what is done with a scenario rather than what it is.

#include <vector>

#include "input/keys.hpp"

namespace forlob {

[[nodiscard]] std::vector<KeyTable> analysis_tables();

}  // namespace forlob
