// The simulation against chains whose expectations are known in closed form.

#include <doctest/doctest.h>

#include <cmath>

#include "simulate/simulate.hpp"
#include "support/hand_model.hpp"
#include "support/simulated.hpp"
#include "support/tolerance.hpp"

using namespace forlob;

namespace {

constexpr std::uint32_t n_people = 1U << 20;

Counts simulated(const Model& model) {
    return test::simulated({model}, test::one_replication(7, n_people))[0].arms[0];
}

// In standard errors of a share among n_people.
double distance(std::uint32_t people, double share) {
    const double error = std::sqrt(share * (1.0 - share) * n_people);
    return std::abs(people - share * n_people) / error;
}

}  // namespace

// Hypothesis: a state that is left with probability 0.1 a month and never entered still holds 0.9^t
// of the people at tick t. Standard errors are 293 people (t = 1) to 507. 36 comparisons at a joint
// false-alarm rate of 1e-6 allow 5.5 of them: an error of 0.0003 a month would be missed half the
// time.
TEST_CASE("sojourns are geometric" * doctest::test_suite("statistical")) {
    Model model = test::hand_model(2, 36);
    test::build_tables(model, test::moves_by_state({{{StateId{1}, {0.1}}}, {}}));
    const Counts counts = simulated(model);
    double worst = 0.0, worst_if_wrong = 0.0;
    for (int tick = 1; tick <= 36; ++tick) {
        worst = std::max(worst, distance(counts.cells(tick, 0), std::pow(0.9, tick)));
        worst_if_wrong =
            std::max(worst_if_wrong, distance(counts.cells(tick, 0), std::pow(0.899, tick)));
    }
    CHECK(worst <= test::allowed_standard_errors(36));
    CHECK(worst_if_wrong > test::allowed_standard_errors(36));  // teeth: 0.101 a month
}

// Hypothesis: with 0.03 from state 0 to 1 and 0.05 back, the share in state 1 at tick t is
// 0.375 (1 − 0.92^t). Standard errors are at most 496 people. 48 comparisons allow 5.6 of them.
TEST_CASE("a chain of two states approaches its equilibrium" * doctest::test_suite("statistical")) {
    Model model = test::hand_model(2, 48);
    test::build_tables(model,
                       test::moves_by_state({{{StateId{1}, {0.03}}}, {{StateId{0}, {0.05}}}}));
    const Counts counts = simulated(model);
    double worst = 0.0, worst_if_wrong = 0.0;
    for (int tick = 1; tick <= 48; ++tick) {
        const auto employed = counts.cells(tick, 1);
        worst = std::max(worst, distance(employed, 0.375 * (1.0 - std::pow(0.92, tick))));
        worst_if_wrong = std::max(
            worst_if_wrong, distance(employed, 0.031 / 0.081 * (1.0 - std::pow(0.919, tick))));
    }
    CHECK(worst <= test::allowed_standard_errors(48));
    CHECK(worst_if_wrong > test::allowed_standard_errors(48));  // teeth: 0.031 instead of 0.03
}

// Hypothesis: those who dropped out of a phase of at most 12 months with probability 0.05 a month
// by tick t are 1 − 0.95^t, and 0.95^11 are still in it at tick 11, of whom the rest leaves at 12.
TEST_CASE("drop-out is geometric until the phase ends" * doctest::test_suite("statistical")) {
    Model model = test::hand_model(1, 13);
    Phase phase;
    phase.max_months = 12;
    phase.drop_out = cut_at(0.05);
    test::add_program(model, {phase});
    test::build_tables(model, {});
    const Counts counts = simulated(model);
    double worst = 0.0;
    for (int tick = 1; tick <= 11; ++tick)
        worst = std::max(worst, distance(counts.cells(tick, 1), std::pow(0.95, tick)));
    CHECK(worst <= test::allowed_standard_errors(11));
    CHECK(counts.cells(12, 1) == 0);
    CHECK(distance(counts.cells(11, 1), std::pow(0.948, 11)) > test::allowed_standard_errors(11));
}

// Hypothesis: of those eligible 0.2 enrol each month and 0.6 ever would, so that by tick t
// 0.6 (1 − 0.8^t) have entered.
TEST_CASE("enrolment is geometric among the willing" * doctest::test_suite("statistical")) {
    Model model = test::hand_model(1, 24);
    Program& program = test::add_program(model, {Phase{}});
    program.to_month.reset();
    program.enrolment = cut_at(0.2);
    program.willing = cut_at(0.6);
    test::build_tables(model, {});
    const Counts counts = simulated(model);
    double worst = 0.0;
    for (int tick = 1; tick <= 24; ++tick)
        worst = std::max(worst, distance(counts.cells(tick, 1), 0.6 * (1.0 - std::pow(0.8, tick))));
    CHECK(worst <= test::allowed_standard_errors(24));
    CHECK(distance(counts.cells(24, 1), 0.603 * (1.0 - std::pow(0.8, 24))) >
          test::allowed_standard_errors(24));
}
