#include "outcomes/draw_measure.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace forlob;

TEST_CASE("mean, spread and quantiles of values by hand") {
    // Quantiles of type 7: 0.025 · 4 = 0.1 of the way from the smallest to the next.
    const Spread spread = spread_of(std::vector<double>{5.0, 1.0, 2.0, 4.0, 3.0});
    CHECK(spread.mean == 3.0);
    CHECK(spread.sd == doctest::Approx(std::sqrt(2.5)));
    CHECK(spread.low == doctest::Approx(1.1));
    CHECK(spread.high == doctest::Approx(4.9));
}

TEST_CASE("draws without a value do not count") {
    constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
    const Spread spread = spread_of(std::vector<double>{undefined, 2.0, undefined, 4.0});
    CHECK(spread.mean == 3.0);
    const Spread one = spread_of(std::vector<double>{7.0, undefined});
    CHECK(one.low == 7.0);
    CHECK(one.high == 7.0);
    CHECK(std::isnan(one.sd));
    CHECK(std::isnan(spread_of(std::vector<double>{undefined}).mean));
}

TEST_CASE("differences are within a draw") {
    DrawMeasure measure;
    measure.values = Table<double, 2>({2, 4});  // two arms, two entries each
    const double values[2][4] = {{1, 2, 11, 22}, {3, 4, 33, 44}};
    for (std::size_t draw = 0; draw < 2; ++draw)
        for (std::size_t entry = 0; entry < 4; ++entry)
            measure.values(draw, entry) = values[draw][entry];
    CHECK(entry_by_draw(measure, 2) == std::vector<double>{11, 33});
    CHECK(difference_by_draw(measure, 3, 2, 0) == std::vector<double>{20, 40});
    CHECK(difference_by_draw(measure, 0, 2, 1) == std::vector<double>{-10, -30});
    CHECK(difference_by_draw(measure, 1, 2, 0) == std::vector<double>{0, 0});
}
