#include "report/precision.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/text.hpp"

namespace forlob {
namespace {

// Decimals that show two figures of it.
int decimals_of(double half_width) {
    constexpr int most = 8;
    if (!(half_width > 0.0)) return 2;
    // As it will be printed: 0.0996 rounds to 0.10.
    const int exponent = std::stoi(fmt::format("{:.1e}", half_width).substr(4));
    return std::clamp(1 - exponent, 0, most);
}

}  // namespace

std::string name_for_people(const MainResult& main, const std::string& reference) {
    std::string text = main.text;
    if (!main.where.empty()) text += " (" + main.where + ")";
    if (main.units != "1") text += ", " + main.units;
    if (main.is_difference) text += ", difference to " + reference;
    return text;
}

std::string two_figures(double half_width) { return grouped(half_width, decimals_of(half_width)); }

std::string precise_number(double value, double half_width) {
    if (std::isnan(value)) return "not defined";
    return with_interval(value, half_width, decimals_of(half_width));
}

}  // namespace forlob
