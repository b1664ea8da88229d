#include "model/poisson_table.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace forlob;

namespace {

constexpr std::uint64_t one = std::uint64_t{1} << 53;

// The chance of so many or fewer, read off the numbers that uniforms lead to.
std::uint64_t first_uniform_above(const PoissonTable& table, std::uint32_t number) {
    std::uint64_t low = 0;
    std::uint64_t high = one;
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        if (table.draw(middle) > number)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

}  // namespace

TEST_CASE("each number has its Poisson probability") {
    for (const double mean : {0.2, 1.0, 3.7, 40.0}) {
        CAPTURE(mean);
        const PoissonTable table(mean);
        double chance = std::exp(-mean);
        double until = 0.0;
        for (std::uint32_t number = 0; number < 60; ++number) {
            until += chance;
            CHECK(static_cast<double>(first_uniform_above(table, number)) /
                      static_cast<double>(one) ==
                  doctest::Approx(until).epsilon(1e-13));
            chance *= mean / (number + 1);
        }
    }
}

TEST_CASE("every uniform has a number, the smallest and the largest too") {
    CHECK(PoissonTable(0.0).draw(0) == 0);
    CHECK(PoissonTable(0.0).draw(one - 1) == 0);
    CHECK(PoissonTable(0.2).draw(0) == 0);
    CHECK(PoissonTable(0.2).draw(one - 1) < 20);
    CHECK(PoissonTable(1e6).draw(0) >= 989'000);
    CHECK(PoissonTable(1e6).draw(one / 2) == 1'000'000);
    CHECK(PoissonTable(1e6).draw(one - 1) <= 1'011'000);
}

TEST_CASE("two halves make a uniform of 53 bits") {
    CHECK(uniform53(0, 0) == 0);
    CHECK(uniform53(0xFFFFFFFF, 0xFFFFFFFF) == one - 1);
    CHECK(uniform53(0x80000000, 0) == one / 2);
    CHECK(uniform53(0, 1u << 11) == 1);
}
