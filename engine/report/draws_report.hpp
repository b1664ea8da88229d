#pragma once

// What does the uncertainty of the parameters do to the answer? The part of the comparison that is
// made from draws, as text.

#include <string>

#include "results/result.hpp"

namespace forlob {

/// Empty for a result without draws. Money at the last horizon; outcomes; acceptability.
[[nodiscard]] std::string draws_text(const Result& result, std::size_t width);

}  // namespace forlob
