// Clocks and programs, one rule at a time, with shares worked out by hand.

#include "exact/augmented.hpp"

#include <doctest/doctest.h>

#include "exact/recursion.hpp"
#include "support/hand_model.hpp"

using namespace forlob;

namespace {

constexpr StateId benefit{0}, job{1}, pension{2};
constexpr PhaseId phase_one{1}, phase_two{2};
using Moves = std::vector<StatedMove>;
using Values = std::span<const std::uint16_t>;

Expectation expectation_of(Model model, const test::HandTables& tables) {
    test::build_tables(model, tables);
    return expected_occupancy(model);
}

// Share in a state, or in a phase, at ticks 0, 1, 2, …
std::vector<double> column(const Table<double, 2>& table, std::size_t number) {
    std::vector<double> shares;
    for (std::size_t tick = 0; tick < table.shape()[0]; ++tick)
        shares.push_back(table(tick, number));
    return shares;
}
std::vector<double> in_state(const Expectation& found, StateId state) {
    return column(found.share_in_state, index(state));
}
std::vector<double> in_phase(const Expectation& found, PhaseId phase) {
    return column(found.share_in_phase, index(phase));
}

void check_shares(const std::vector<double>& found, const std::vector<double>& expected) {
    REQUIRE(found.size() == expected.size());
    for (std::size_t tick = 0; tick < found.size(); ++tick) {
        CAPTURE(tick);
        CHECK(found[tick] == doctest::Approx(expected[tick]).epsilon(1e-12));
    }
}

// Rows of every context depend on one coordinate, value by value.
test::HandTables moves_over(Coordinate coordinate,
                            std::function<Moves(StateId from, std::uint16_t value)> moves) {
    test::HandTables tables;
    tables.row_axes = [coordinate](PhaseId, StateId) {
        return std::vector<test::HandAxis>{{coordinate, 1}};
    };
    tables.moves = [coordinate, moves = std::move(moves)](PhaseId, StateId from, std::uint32_t,
                                                          Values values) {
        return moves(from, values[index(coordinate)]);
    };
    return tables;
}

Phase months_long(std::int32_t months, PhaseId then) {
    Phase phase;
    phase.max_months = months;
    phase.then = then;
    return phase;
}

const test::HandTables nobody_moves = test::moves_by_state({{}, {}, {}});

}  // namespace

TEST_CASE("months in a state begin again with every move") {
    Model model = test::hand_model(2, 7);
    model.coordinate_cap[index(Coordinate::months_in_state)] = 5;
    // Out of benefit for certain in the third month there, back at once.
    const auto tables =
        moves_over(Coordinate::months_in_state, [](StateId from, std::uint16_t months) {
            if (from == job) return Moves{{benefit, {1.0}}};
            return months >= 2 ? Moves{{job, {1.0}}} : Moves{};
        });
    check_shares(in_state(expectation_of(model, tables), job), {0, 0, 0, 1, 0, 0, 0, 1});
}

TEST_CASE("a clock counts the months that begin in its states, and holds elsewhere") {
    Model model = test::hand_model(3, 3);
    const Coordinate clock = test::add_clock(model, test::states({0}), 2);
    // Half leave benefit each month; two months of benefit lead from the job to pension.
    const auto tables = moves_over(clock, [](StateId from, std::uint16_t months) {
        if (from == benefit) return Moves{{job, {0.5}}};
        return from == job && months >= 2 ? Moves{{pension, {1.0}}} : Moves{};
    });
    const auto found = expectation_of(model, tables);
    check_shares(in_state(found, benefit), {1, 0.5, 0.25, 0.125});
    check_shares(in_state(found, job), {0, 0.5, 0.75, 0.5 + 0.125});
    check_shares(in_state(found, pension), {0, 0, 0, 0.25});
}

TEST_CASE("a clock saturates at the last value that matters") {
    Model model = test::hand_model(2, 60);
    const Coordinate clock = test::add_clock(model, test::states({0}), 2);
    const auto tables = moves_over(clock, [](StateId from, std::uint16_t months) {
        return from == benefit ? Moves{{job, {months >= 2 ? 0.5 : 0.25}}} : Moves{};
    });
    const auto found = expectation_of(model, tables);
    CHECK(found.share_in_state(4, 0) == doctest::Approx(0.75 * 0.75 * 0.5 * 0.5));
    CHECK(found.n_augmented_states <=
          4);  // 0, 1, 2 or more on benefit; those in a job do not matter
}

TEST_CASE("never is later than every threshold until a reset") {
    Model model = test::hand_model(2, 5);
    const Coordinate clock = test::add_clock(model, test::states({0, 1}), 3);
    model.clocks.back().resets_on = test::states({1});
    model.population.strata.front().clock_starts = {{3, 3}};
    // Half of those move whom the event has not reached for three months; all come back at once.
    const auto tables = moves_over(clock, [](StateId from, std::uint16_t months) {
        if (from == job) return Moves{{benefit, {1.0}}};
        return months >= 3 ? Moves{{job, {0.5}}} : Moves{};
    });
    check_shares(in_state(expectation_of(model, tables), job),
                 {0, 0.5, 0.25, 0.125, 0.0625, 0.25 + 0.03125});
}

TEST_CASE("a clock may count entries") {
    Model model = test::hand_model(2, 6);
    const Coordinate clock = test::add_clock(model, {}, 2);
    model.clocks.back().on_enter = test::states({1});
    const auto tables = moves_over(clock, [](StateId from, std::uint16_t entries) {
        if (from == job) return Moves{{benefit, {1.0}}};
        return entries < 2 ? Moves{{job, {1.0}}} : Moves{};
    });
    check_shares(in_state(expectation_of(model, tables), job), {0, 1, 0, 1, 0, 0, 0});
}

TEST_CASE("in a month that counts and resets, the reset comes last") {
    Model model = test::hand_model(3, 3);
    const Coordinate clock = test::add_clock(model, test::states({0}), 5);
    model.clocks.back().on_enter = test::states({1});
    model.clocks.back().resets_on = test::states({1});
    // A clock that stands at 0 in the job leads to pension.
    const auto tables = moves_over(clock, [](StateId from, std::uint16_t value) {
        if (from == benefit) return Moves{{job, {1.0}}};
        return from == job && value == 0 ? Moves{{pension, {1.0}}} : Moves{};
    });
    check_shares(in_state(expectation_of(model, tables), pension), {0, 0, 1, 1});
}

TEST_CASE("months of a start range are equally likely") {
    Model model = test::hand_model(2, 2);
    const Coordinate clock = test::add_clock(model, test::states({0}), 6);
    model.population.strata.front().clock_starts = {{1, 5}};
    const auto tables = moves_over(clock, [](StateId from, std::uint16_t months) {
        return from == benefit && months >= 4 ? Moves{{job, {1.0}}} : Moves{};
    });
    check_shares(in_state(expectation_of(model, tables), job), {0, 0.4, 0.6});
}

TEST_CASE("a phase of fixed length is followed by the next, which lasts without one") {
    Model model = test::hand_model(3, 4);
    test::add_program(model, {months_long(2, phase_two), Phase{}});
    const auto found = expectation_of(model, nobody_moves);
    check_shares(in_phase(found, phase_one), {0, 1, 0, 0, 0});
    check_shares(in_phase(found, phase_two), {0, 0, 1, 1, 1});
    check_shares(in_phase(found, no_phase), {1, 0, 0, 0, 0});
}

TEST_CASE("between its minimum and maximum a phase is left by chance") {
    Model model = test::hand_model(3, 5);
    Phase phase = months_long(4, no_phase);
    phase.min_months = 2;
    phase.advance_probability = 0.25;
    test::add_program(model, {phase});
    check_shares(in_phase(expectation_of(model, nobody_moves), phase_one),
                 {0, 1, 0.75, 0.5625, 0, 0});
}

TEST_CASE("a placement on entry is the month's move, and only those still there are released") {
    Model model = test::hand_model(3, 4);
    Phase placed = months_long(2, phase_two);
    placed.placement = job;
    placed.release = benefit;
    test::add_program(model, {placed, Phase{}});
    // From the placement half a month's people go on to pension, from benefit everybody would.
    const auto found =
        expectation_of(model, test::moves_by_state({{{pension, {1.0}}}, {{pension, {0.5}}}, {}}));
    // Month 1 is the placement, months 2 and 3 are the phase's two, then a quarter is released.
    check_shares(in_state(found, job), {0, 1, 0.5, 0, 0});
    check_shares(in_state(found, benefit), {1, 0, 0, 0.25, 0});
    check_shares(in_state(found, pension), {0, 0, 0.5, 0.75, 1});
    check_shares(in_phase(found, phase_one), {0, 1, 1, 0, 0});
    CHECK(found.moves(1, 0, 1) == doctest::Approx(1.0));
    CHECK(found.moves(3, 1, 0) == doctest::Approx(0.25));
    CHECK(found.moves(3, 1, 2) == doctest::Approx(0.25));
}

TEST_CASE("a phase with a placement that begins later moves people then") {
    Model model = test::hand_model(3, 3);
    Phase placed;
    placed.placement = job;
    test::add_program(model, {months_long(1, phase_two), placed});
    const auto found = expectation_of(model, nobody_moves);
    check_shares(in_state(found, job), {0, 1, 1, 1});
    check_shares(in_phase(found, phase_two), {0, 1, 1, 1});
    CHECK(found.moves(1, 0, 1) == doctest::Approx(1.0));
}

TEST_CASE("entering a state leads to another phase before chance and length are asked") {
    Model model = test::hand_model(3, 2);
    Phase search = months_long(1, no_phase);
    search.drop_out_probability = 1.0;
    search.on_enter = {stay_in_phase, phase_two, stay_in_phase};
    test::add_program(model, {search, Phase{}});
    const auto found =
        expectation_of(model, test::moves_by_state({{{job, {0.3}}, {pension, {0.1}}}, {}, {}}));
    check_shares(in_phase(found, phase_two), {0, 0.3, 0.3});
    check_shares(in_phase(found, no_phase), {1, 0.7, 0.7});
}

TEST_CASE("only a change of state enters it") {
    Model model = test::hand_model(3, 3);
    Phase search;
    search.on_enter = {no_phase, stay_in_phase, stay_in_phase};
    test::add_program(model, {search});
    check_shares(in_phase(expectation_of(model, nobody_moves), phase_one), {0, 1, 1, 1});
}

TEST_CASE("drop-out takes its share before the length ends the phase") {
    Model model = test::hand_model(3, 3);
    Phase phase = months_long(2, phase_two);
    phase.drop_out_probability = 0.1;
    test::add_program(model, {phase, Phase{}});
    const auto found = expectation_of(model, nobody_moves);
    check_shares(in_phase(found, phase_one), {0, 0.9, 0, 0});
    check_shares(in_phase(found, phase_two), {0, 0, 0.81, 0.81});
    check_shares(in_phase(found, no_phase), {1, 0.1, 0.19, 0.19});
}

TEST_CASE("enrolment happens in its months only, with its probability") {
    Model model = test::hand_model(3, 5);
    Program& program = test::add_program(model, {Phase{}});
    program.from_month = 2;
    program.to_month = 3;
    program.enrolment_probability = 0.5;
    check_shares(in_phase(expectation_of(model, nobody_moves), phase_one),
                 {0, 0, 0.5, 0.75, 0.75, 0.75});
}

TEST_CASE("who is unwilling stays so for life") {
    Model model = test::hand_model(3, 3);
    Program& program = test::add_program(model, {Phase{}});
    program.to_month.reset();
    program.enrolment_probability = 0.5;
    program.willing_probability = 0.4;
    check_shares(in_phase(expectation_of(model, nobody_moves), phase_one), {0, 0.2, 0.3, 0.35});
}

TEST_CASE("nobody enters a program that nobody is willing to enter") {
    Model model = test::hand_model(3, 2);
    test::add_program(model, {Phase{}}).willing_probability = 0.0;
    check_shares(in_phase(expectation_of(model, nobody_moves), no_phase), {1, 1, 1});
}

TEST_CASE("willingness for two programs is drawn for each on its own") {
    Model model = test::hand_model(3, 1);
    test::add_program(model, {Phase{}}).willing_probability = 0.5;
    test::add_program(model, {Phase{}}).willing_probability = 0.2;
    const auto found = expectation_of(model, nobody_moves);
    check_shares(in_phase(found, phase_one), {0, 0.5});
    check_shares(in_phase(found, phase_two), {0, 0.1});
}

TEST_CASE("a program that does not repeat is entered once") {
    for (const bool repeat : {false, true}) {
        CAPTURE(repeat);
        Model model = test::hand_model(3, 4);
        Program& program = test::add_program(model, {months_long(1, no_phase)});
        program.to_month.reset();
        program.repeat = repeat;
        program.enrolment_probability = 0.5;
        // The phase colours one month and ends with it: who is in it is seen by the job only.
        test::HandTables tables;
        tables.moves = [](PhaseId phase, StateId from, std::uint32_t, Values) {
            return phase == phase_one && from == benefit ? Moves{{job, {0.5}}} : Moves{};
        };
        const auto found = expectation_of(model, tables);
        if (repeat)
            check_shares(in_state(found, benefit), {1, 0.75, 0.5625, 0.421875, 0.31640625});
        else  // half of those who enter: at most half of all
            check_shares(in_state(found, job), {0, 0.25, 0.375, 0.4375, 0.46875});
    }
}

TEST_CASE("states, kinds and clocks decide who is eligible") {
    Model model = test::hand_model(3, 3);
    model.n_kinds = 2;
    model.population.frailty = {1.0, 1.0};
    test::add_clock(model, test::states({0, 1}), 9);
    model.population.strata.front().start_state = choice({0.5, 0.5});
    model.population.strata.front().start_states = {benefit, job};
    Program& program = test::add_program(model, {Phase{}});
    program.to_month.reset();
    program.states = test::states({0});
    program.kind_is_eligible = {1, 0};
    program.clocks = {{Coordinate::first_clock, 1, 1}};
    // A quarter: benefit and kind 0. The clock stands at 1 at tick 1 and lets them in in month 2.
    check_shares(in_phase(expectation_of(model, nobody_moves), phase_one), {0, 0, 0.25, 0.25});
}

TEST_CASE("programs are offered in order, the second to those the first leaves") {
    Model model = test::hand_model(3, 2);
    test::add_program(model, {Phase{}}).enrolment_probability = 0.4;
    Program& second = test::add_program(model, {Phase{}});
    second.enrolment_probability = 0.5;
    second.to_month.reset();
    const auto found = expectation_of(model, nobody_moves);
    check_shares(in_phase(found, phase_one), {0, 0.4, 0.4});
    check_shares(in_phase(found, phase_two), {0, 0.3, 0.45});
}

TEST_CASE("a phase without placement colours the month it is entered in") {
    Model model = test::hand_model(3, 2);
    test::add_program(model, {Phase{}});
    test::HandTables tables;
    tables.moves = [](PhaseId phase, StateId from, std::uint32_t, Values) {
        if (from != benefit) return Moves{};
        return Moves{{job, {phase == phase_one ? 0.5 : 0.1}}};
    };
    check_shares(in_state(expectation_of(model, tables), benefit), {1, 0.5, 0.25});
}

TEST_CASE("months in the program go on from phase to phase, and count from its entry") {
    Model model = test::hand_model(3, 4);
    model.coordinate_cap[index(Coordinate::months_in_program)] = 9;
    test::add_program(model, {months_long(2, phase_two), Phase{}}).from_month = 1;
    const auto tables =
        moves_over(Coordinate::months_in_program, [](StateId from, std::uint16_t m) {
            return from == benefit ? Moves{{job, {0.1 * m}}} : Moves{};
        });
    check_shares(in_state(expectation_of(model, tables), benefit),
                 {1, 1, 0.9, 0.9 * 0.8, 0.9 * 0.8 * 0.7});
}

TEST_CASE("months in a phase begin again with each phase") {
    Model model = test::hand_model(3, 4);
    model.coordinate_cap[index(Coordinate::months_in_phase)] = 9;
    test::add_program(model, {months_long(2, phase_two), Phase{}});
    const auto tables = moves_over(Coordinate::months_in_phase, [](StateId from, std::uint16_t m) {
        return from == benefit ? Moves{{job, {0.1 * m}}} : Moves{};
    });
    check_shares(in_state(expectation_of(model, tables), benefit), {1, 1, 0.9, 0.9, 0.81});
}

TEST_CASE("after a program people are outside it, until its effects run out or they enter again") {
    Model model = test::hand_model(3, 6);
    model.coordinate_cap[index(Coordinate::months_in_program)] = 9;
    Phase after = months_long(2, no_phase);
    after.after_program = true;
    Program& program = test::add_program(model, {months_long(1, phase_two), after});
    program.after_program = phase_two;
    test::HandTables tables;
    tables.row_axes = [](PhaseId, StateId) {
        return std::vector<test::HandAxis>{{Coordinate::months_in_program, 1}};
    };
    tables.moves = [](PhaseId phase, StateId from, std::uint32_t, Values values) {
        if (from != benefit || phase != phase_two) return Moves{};
        return Moves{{job, {values[index(Coordinate::months_in_program)] == 0 ? 0.5 : 0.1}}};
    };
    const auto found = expectation_of(model, tables);
    check_shares(in_phase(found, phase_two), {0, 1, 1, 0, 0, 0, 0});
    check_shares(in_state(found, benefit), {1, 1, 0.5, 0.25, 0.25, 0.25, 0.25});

    program.to_month = 2;
    // Enters again in month 2, out of the phase that follows the first time.
    check_shares(in_state(expectation_of(model, tables), benefit),
                 {1, 1, 1, 0.5, 0.25, 0.25, 0.25});
}

TEST_CASE("several moves within a month are one net move for clocks") {
    Model model = test::hand_model(3, 3);
    const Coordinate clock = test::add_clock(model, {}, 3);
    model.clocks.back().on_enter = test::states({0, 1});
    Phase search;
    search.on_enter = {stay_in_phase, phase_two, stay_in_phase};
    Phase back;
    back.placement = benefit;
    test::add_program(model, {search, back});
    // Everybody finds a job in month 1, and the second phase puts them back on benefit at once: no
    // entry is counted. One that was counted would lead to pension.
    test::HandTables tables;
    tables.row_axes = [clock](PhaseId, StateId) { return std::vector<test::HandAxis>{{clock, 1}}; };
    tables.moves = [](PhaseId phase, StateId from, std::uint32_t, Values values) {
        if (phase == phase_one && from == benefit) return Moves{{job, {1.0}}};
        return values[4] > 0 && from == benefit ? Moves{{pension, {1.0}}} : Moves{};
    };
    const auto found = expectation_of(model, tables);
    check_shares(in_state(found, benefit), {1, 1, 1, 1});
    CHECK(found.moves(1, 0, 1) == 0.0);
    check_shares(in_phase(found, phase_two), {0, 1, 1, 1});
}
