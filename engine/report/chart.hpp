#pragma once

// What does the comparison look like? One static picture (SVG, no scripts) of three panels: who
// lives on what by month and arm, how fast people relapse, and when the municipality has saved what
// it spent.

#include <string>

#include "results/result.hpp"

namespace forlob {

/// Requires a simulated result. Colours can be told apart by colour-blind readers.
[[nodiscard]] std::string chart_svg(const Result& result);

}  // namespace forlob
