// Exponential, logarithm and power against matrices that others have computed.

#include "model/generator.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace forlob;

namespace {

// Flows between employment, unemployment and inactivity: months and quarters of the same people.
const TransitionMatrix monthly{3, {0.956, 0.015, 0.029, 0.26, 0.519, 0.221, 0.046, 0.026, 0.928}};
const TransitionMatrix quarterly{3, {0.931, 0.023, 0.046, 0.383, 0.358, 0.259, 0.07, 0.027, 0.903}};

void check_close(const TransitionMatrix& found, const std::vector<double>& expected,
                 double relative = 1e-10) {
    REQUIRE(found.entry.size() == expected.size());
    for (std::size_t entry = 0; entry < expected.size(); ++entry) {
        CAPTURE(entry);
        CHECK(found.entry[entry] == doctest::Approx(expected[entry]).epsilon(relative));
    }
}

// Without the diagonal, which is not part of intensities.
void check_intensities(const TransitionMatrix& found, std::vector<double> expected, double scale) {
    for (std::size_t entry = 0; entry < expected.size(); ++entry)
        expected[entry] = entry % (found.n_states + 1) == 0 ? 0.0 : expected[entry] * scale;
    check_close(found, expected, 1e-9);
}

}  // namespace

TEST_CASE("the exponential of two states is that of a formula") {
    const double out = 0.3;
    const double back = 0.1;
    const TransitionMatrix matrix = exponential({2, {0.0, out, back, 0.0}});
    const double left = out / (out + back) * -std::expm1(-(out + back));
    CHECK(matrix.at(0, 1) == doctest::Approx(left).epsilon(1e-14));
    CHECK(matrix.at(0, 0) == doctest::Approx(1.0 - left).epsilon(1e-14));
    CHECK(matrix.at(1, 0) == doctest::Approx(left / out * back).epsilon(1e-14));
}

TEST_CASE("nothing is where no moves lead, and nobody comes back from where there is no way out") {
    const TransitionMatrix matrix = exponential({4,
                                                 {0, 2, 0, 0,  //
                                                  0, 0, 3, 0,  //
                                                  0, 0, 0, 0,  //
                                                  1, 0, 0, 0}});
    CHECK(matrix.at(1, 0) == 0.0);
    CHECK(matrix.at(0, 3) == 0.0);
    CHECK(matrix.at(2, 2) == 1.0);
    CHECK(matrix.at(0, 2) > 0.0);  // by two moves
    for (std::size_t from = 0; from < 4; ++from) {
        double total = 0.0;
        for (const double share : matrix.row(from)) total += share;
        CHECK(total == doctest::Approx(1.0).epsilon(1e-15));
    }
}

TEST_CASE("powers of a matrix are its steps") {
    check_close(power(monthly, 3),
                {0.8873408059999999, 0.027168477, 0.085490717, 0.463943558, 0.15922012500000002,
                 0.37683631700000003, 0.139214608, 0.04386015199999999, 0.8169252399999998});
    check_close(power(monthly, 1), monthly.entry);
}

TEST_CASE("the logarithm gives the intensities per step") {
    const Logarithm log = logarithm(monthly);
    CHECK(log.is_generator());
    check_intensities(log.intensities,
                      {0, 0.020487392602868977, 0.028219379437112536, 0.3575252952238275, 0,
                       0.3099482702084785, 0.0435149690515759, 0.03662811030331182, 0},
                      1.0);
    check_intensities(logarithm(quarterly).intensities,
                      {0, 0.01255337405279375, 0.014787466674347697, 0.20996360416310647, 0,
                       0.14267066298062572, 0.022041348558106282, 0.014954936424742637, 0},
                      3.0);
}

TEST_CASE("a third of a quarter is the root of its matrix") {
    TransitionMatrix third = logarithm(quarterly).intensities;
    for (double& intensity : third.entry) intensity /= 3.0;
    check_close(exponential(third),
                {0.974354884104496, 0.01053254071466944, 0.015112575180835197, 0.1759219071313697,
                 0.7047175919896773, 0.1193605008789512, 0.022731293312072243, 0.012490248239516666,
                 0.9647784584484121},
                1e-9);
}

TEST_CASE("the exponential of the logarithm is the matrix again") {
    check_close(exponential(logarithm(monthly).intensities), monthly.entry, 1e-12);
}

TEST_CASE("a matrix without generator names the entry") {
    // From the first state two steps are needed to the third, but one step is stated as none.
    const Logarithm log = logarithm({3, {0.7, 0.3, 0.0, 0.0, 0.7, 0.3, 0.0, 0.0, 1.0}});
    REQUIRE(log.negative.has_value());
    CHECK(log.negative->from == 0);
    CHECK(log.negative->to == 2);
    CHECK(log.negative->intensity == doctest::Approx(-std::log(0.7) - 0.3 / 0.7).epsilon(1e-9));
    CHECK_FALSE(log.is_generator());
}

TEST_CASE("a matrix without real logarithm has no generator") {
    CHECK_FALSE(logarithm({2, {0.1, 0.9, 0.9, 0.1}}).is_generator());  // an eigenvalue below 0
    CHECK_FALSE(logarithm({2, {0.0, 1.0, 1.0, 0.0}}).is_generator());
    CHECK_FALSE(logarithm({2, {0.5, 0.5, 0.5, 0.5}}).is_generator());  // one that is 0
}

TEST_CASE("a stay lasts one over all intensities that lead out, and ends by their shares") {
    const Departure leaving = departure(std::vector<double>{0.0, 0.3, 0.1});
    CHECK(leaving.mean_stay == doctest::Approx(2.5));
    CHECK(leaving.next_state[0] == 0.0);
    CHECK(leaving.next_state[1] == doctest::Approx(0.75));
    CHECK(leaving.next_state[2] == doctest::Approx(0.25));
    const Departure caught = departure(std::vector<double>{0.0, 0.0});
    CHECK(std::isinf(caught.mean_stay));
    CHECK(caught.next_state == std::vector<double>{0.0, 0.0});
    CHECK(std::isnan(departure(std::vector<double>{0.0, std::nan("")}).mean_stay));
}
