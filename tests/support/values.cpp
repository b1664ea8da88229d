#include "support/values.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace forlob::test {

bool is_near(double value, double expected, double relative) {
    if (value == expected) return true;
    return std::isfinite(expected) && std::abs(value - expected) <= relative * std::abs(expected);
}

void check_values(std::span<const double> found, const std::vector<double>& expected,
                  double relative) {
    REQUIRE(found.size() == expected.size());
    for (std::size_t position = 0; position < expected.size(); ++position) {
        CAPTURE(position);
        CAPTURE(found[position]);
        CAPTURE(expected[position]);
        CHECK(is_near(found[position], expected[position], relative));
    }
}

bool has(std::string_view text, std::string_view words) {
    return text.find(words) != std::string_view::npos;
}

}  // namespace forlob::test
