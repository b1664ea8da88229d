// Chains without programs, against closed formulas and numbers worked out by hand.

#include "exact/recursion.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "support/hand_model.hpp"
#include "support/scenario_text.hpp"

using namespace forlob;

namespace {

constexpr StateId first{0}, second{1}, third{2};

Expectation expectation_of(Model model, const test::HandTables& tables) {
    test::build_tables(model, tables);
    return expected_occupancy(model);
}

// Share that has left state 0 for state 1 at the end, when months in state 0 decide.
double share_gone(std::int32_t months, std::vector<double> probability_by_months) {
    Model model = test::hand_model(2, months);
    model.coordinate_cap[index(Coordinate::months_in_state)] =
        static_cast<std::uint16_t>(probability_by_months.size() - 1);
    test::HandTables tables;
    tables.row_axes = [](PhaseId, StateId) {
        return std::vector<test::HandAxis>{{Coordinate::months_in_state, 1}};
    };
    tables.moves = [&](PhaseId, StateId from, std::uint32_t,
                       std::span<const std::uint16_t> values) {
        if (from != first) return std::vector<StatedMove>{};
        return std::vector<StatedMove>{
            {second, {probability_by_months[values[index(Coordinate::months_in_state)]]}}};
    };
    return expectation_of(model, tables).share_in_state(months, 1);
}

}  // namespace

TEST_CASE("two states approach their equilibrium geometrically") {
    const auto found = expectation_of(test::hand_model(2, 40),
                                      test::moves_by_state({{{second, {0.2}}}, {{first, {0.1}}}}));
    for (int tick = 0; tick <= 40; ++tick) {
        // 1/3 + 2/3 · (1 - 0.2 - 0.1)^t, the solution of a two-state chain.
        const double in_first = 1.0 / 3.0 + 2.0 / 3.0 * std::pow(0.7, tick);
        CHECK(found.share_in_state(tick, 0) == doctest::Approx(in_first).epsilon(1e-12));
        CHECK(found.share_in_state(tick, 1) == doctest::Approx(1.0 - in_first).epsilon(1e-12));
    }
    CHECK(found.n_augmented_states == 2);
}

TEST_CASE("moves are the shares that change state in the month") {
    const auto found = expectation_of(
        test::hand_model(3, 2),
        test::moves_by_state({{{second, {0.3}}, {third, {0.2}}}, {{third, {0.5}}}, {}}));
    CHECK(found.moves(1, 0, 1) == doctest::Approx(0.3));
    CHECK(found.moves(1, 0, 2) == doctest::Approx(0.2));
    CHECK(found.moves(2, 0, 1) == doctest::Approx(0.15));
    CHECK(found.moves(2, 1, 2) == doctest::Approx(0.15));
    CHECK(found.moves(2, 0, 0) == 0.0);
    CHECK(found.moves(0, 0, 1) == 0.0);
    CHECK(found.share_in_state(2, 0) == doctest::Approx(0.25));
    CHECK(found.share_in_state(2, 1) == doctest::Approx(0.30));
    CHECK(found.share_in_state(2, 2) == doctest::Approx(0.45));
}

TEST_CASE("nobody is lost, even when a slot is too improbable for a cut point") {
    // 1e-11 is less than half of 2^-32: the compiled row has no slot for it.
    const auto found = expectation_of(
        test::hand_model(3, 120),
        test::moves_by_state({{{second, {0.03}}, {third, {1e-11}}}, {{first, {0.3}}}, {}}));
    for (int tick = 0; tick <= 120; ++tick) {
        double sum = 0.0;
        for (int state = 0; state < 3; ++state) sum += found.share_in_state(tick, state);
        CHECK(sum == doctest::Approx(1.0).epsilon(1e-13));
    }
}

TEST_CASE("strata, start states and frailty are mixed by their shares") {
    // Kinds 0 and 1 (frailty of the first stratum) leave with 0.1 and 0.3, kinds 2 and 3 with 0.5.
    Model model = test::hand_model(2, 2);
    model.n_kinds = 4;
    model.population.frailty = {0.5, 1.5};
    Stratum half = model.population.strata.front();
    half.kind = 2;
    half.start_state = choice({0.25, 0.75});
    half.start_states = {second, first};
    model.population.strata.push_back(half);
    model.population.stratum = choice({0.4, 0.6});
    test::HandTables tables;
    tables.rows_by_kind = true;
    tables.moves = [](PhaseId, StateId from, std::uint32_t kind, std::span<const std::uint16_t>) {
        const double probability[] = {0.1, 0.3, 0.5, 0.5};
        if (from != first) return std::vector<StatedMove>{};
        return std::vector<StatedMove>{{second, {probability[kind]}}};
    };
    const auto found = expectation_of(model, tables);
    CHECK(found.share_in_state(0, 0) == doctest::Approx(0.85));
    // 0.4 · (0.9² + 0.7²) / 2 + 0.6 · 0.75 · 0.5²
    CHECK(found.share_in_state(2, 0) == doctest::Approx(0.2 * (0.81 + 0.49) + 0.1125));
}

TEST_CASE("the month decides when hazards follow the calendar") {
    Model model = test::hand_model(2, 3);
    test::HandTables tables;
    tables.row_axes = [](PhaseId, StateId) {
        return std::vector<test::HandAxis>{{Coordinate::month, 1}};
    };
    tables.moves = [](PhaseId, StateId from, std::uint32_t, std::span<const std::uint16_t> values) {
        if (from != first) return std::vector<StatedMove>{};
        return std::vector<StatedMove>{{second, {0.1 * values[index(Coordinate::month)]}}};
    };
    const auto found = expectation_of(model, tables);
    CHECK(found.share_in_state(1, 0) == doctest::Approx(0.9));
    CHECK(found.share_in_state(2, 0) == doctest::Approx(0.9 * 0.8));
    CHECK(found.share_in_state(3, 0) == doctest::Approx(0.9 * 0.8 * 0.7));
}

TEST_CASE("T7 a monthly hazard of 7.161 percent brings 59.0 percent back in a year") {
    CHECK(share_gone(12, {0.07161}) == doctest::Approx(0.590).epsilon(1e-3));
}

TEST_CASE("T8 front-loaded relapse: 32.1 percent by month 3 and 59.0 percent by month 12") {
    CHECK(share_gone(3, {0.12112, 0.12112, 0.12112, 0.05449}) ==
          doctest::Approx(0.321).epsilon(1e-3));
    CHECK(share_gone(12, {0.12112, 0.12112, 0.12112, 0.05449}) ==
          doctest::Approx(0.590).epsilon(1e-3));
}

TEST_CASE("T9 an exit hazard of 3.584 percent gives 28.0 percent in nine months") {
    CHECK(share_gone(9, {0.03584}) == doctest::Approx(0.280).epsilon(1e-3));
}

TEST_CASE("T13 a hazard ratio of 1.461 lifts 46.5 percent in 18 months to 59.9 percent") {
    test::ScenarioText text;
    text.horizon = 18;
    text.clocks.clear();
    text.transitions =
        "  benefit: {employment: 0.03415}\n  internship: {benefit: 1}\n  employment: {benefit: "
        "0}\n";
    const auto plain = expected_occupancy(text.models().front());
    CHECK(plain.share_in_state(18, 2) == doctest::Approx(0.465).epsilon(1e-3));
    text.modifiers = "[{label: IPS, moves: [{from: benefit, to: employment}], factor: 1.461}]";
    const auto supported = expected_occupancy(text.models().front());
    CHECK(supported.share_in_state(18, 2) == doctest::Approx(0.599).epsilon(1e-3));
}

TEST_CASE("a clock with a window that hazards depend on is refused by name") {
    Model model = test::hand_model(2, 5);
    const Coordinate clock = test::add_clock(model, test::states({0}), 4);
    model.clocks.back().name = "support_months";
    model.clocks.back().window = ClockWindow{test::states({1}), 2, 13};
    test::HandTables tables = test::moves_by_state({{{second, {0.5}}}, {}});
    test::build_tables(model, tables);
    CHECK_NOTHROW(static_cast<void>(expected_occupancy(model)));  // only prices could depend on it

    Model used = test::hand_model(2, 5);
    used.clocks = model.clocks;
    used.coordinate_cap.push_back(4);
    used.coordinate_used_by_dynamics.push_back(true);
    ++used.n_coordinates;
    used.population.strata.front().clock_starts = {{0, 0}};
    tables.row_axes = [&](PhaseId, StateId) { return std::vector<test::HandAxis>{{clock, 1}}; };
    tables.moves = [](PhaseId, StateId from, std::uint32_t, std::span<const std::uint16_t> values) {
        if (from != first) return std::vector<StatedMove>{};
        return std::vector<StatedMove>{{second, {0.1 * (1 + values[4])}}};
    };
    test::build_tables(used, tables);
    CHECK_THROWS_WITH_AS(
        static_cast<void>(expected_occupancy(used)),
        "exact recursion cannot follow clock 'support_months': hazards or eligibility depend on "
        "it, and 'resets_after' makes it depend on every single month of a window of 13, where 12 "
        "can be followed; simulate instead",
        NotExact);
}

TEST_CASE("more partly willing programs than can be mixed are refused") {
    Model model = test::hand_model(2, 2);
    for (int program = 0; program < 13; ++program)
        test::add_program(model, {Phase{}}).willing_probability = 0.5;
    test::build_tables(model, test::moves_by_state({{}, {}}));
    CHECK_THROWS_WITH_AS(static_cast<void>(expected_occupancy(model)),
                         "exact recursion can follow at most 12 programs for which only a share of "
                         "people is willing; simulate instead",
                         NotExact);
    model.programs.back().willing_probability = 1.0;
    CHECK_NOTHROW(static_cast<void>(expected_occupancy(model)));
}
