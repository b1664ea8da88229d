#pragma once

// How full were the places, and how long did people wait? The tables of limited places.

#include <cstddef>
#include <string>

#include "results/result.hpp"

namespace forlob {

/// A table for every resource; empty if no arm has limited places.
[[nodiscard]] std::string resources_text(const Result& result, std::size_t width);

}  // namespace forlob
