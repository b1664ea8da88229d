// Scripted lives: the order of events in a month, as model/program.hpp and model/clock.hpp have it.

#include "simulate/person_month.hpp"

#include <doctest/doctest.h>

#include "support/hand_model.hpp"
#include "support/scripted_person.hpp"

using namespace forlob;
using test::at_share;
using test::highest;
using test::lowest;
using test::ScriptedPerson;
using test::states;

namespace {

constexpr auto months_in_state = Coordinate::months_in_state;
constexpr auto months_in_phase = Coordinate::months_in_phase;
constexpr auto months_in_program = Coordinate::months_in_program;

// 0 benefit, 1 internship, 2 employment: from each to the others with probability 1/4, so that in
// state order a uniform in [0, 1/4), [1/4, 1/2), … goes to 0, 1, 2; half of the range is staying.
constexpr double to_0 = 0.1, to_1 = 0.4, to_2 = 0.9;

Model three_states(std::int32_t horizon = 24) {
    Model model = test::hand_model(3, horizon);
    model.coordinate_cap[index(months_in_state)] = 20;
    model.coordinate_cap[index(months_in_phase)] = 20;
    model.coordinate_cap[index(months_in_program)] = 20;
    return model;
}

test::HandTables quarter_moves() {
    return test::moves_by_state({{{StateId{1}, {0.25}}, {StateId{2}, {0.25}}},
                                 {{StateId{0}, {0.25}}, {StateId{2}, {0.25}}},
                                 {{StateId{0}, {0.25}}, {StateId{1}, {0.25}}}});
}

ScriptedPerson person(Model model) {
    test::build_tables(model, quarter_moves());
    return ScriptedPerson(std::move(model));
}

// Stays, whatever the state: the middle of 0 is 0.25, of 1 and 2 it is 0.5 and 0.75.
void stay(ScriptedPerson& person, int months = 1) {
    const double middle[] = {0.25, 0.5, 0.75};
    for (int month = 0; month < months; ++month) person.live(at_share(middle[person.state()]));
}

}  // namespace

TEST_CASE("a person goes where the uniform falls, in state order, the own state in its place") {
    const double uniform[] = {0.0, 0.2499, 0.2501, 0.4999, 0.5001, 1.0};
    const int from_benefit[] = {0, 0, 0, 0, 1, 2};
    const int from_internship[] = {0, 0, 1, 1, 1, 2};
    for (int i = 0; i < 6; ++i) {
        CAPTURE(i);
        ScriptedPerson first = person(three_states());
        first.live(at_share(uniform[i]));
        CHECK(first.state() == from_benefit[i]);
        Model model = three_states();
        model.population.strata[0].start_states = {StateId{1}};
        ScriptedPerson second = person(model);
        second.live(at_share(uniform[i]));
        CHECK(second.state() == from_internship[i]);
    }
}

TEST_CASE("months in state start at 0, grow by staying, and are 0 again after a move") {
    ScriptedPerson life = person(three_states());
    CHECK(life.value(months_in_state) == 0);
    stay(life, 3);
    CHECK(life.value(months_in_state) == 3);
    life.live(at_share(to_2));
    CHECK(life.state() == 2);
    CHECK(life.value(months_in_state) == 0);
    stay(life);
    CHECK(life.value(months_in_state) == 1);
}

TEST_CASE("values saturate at their cap") {
    Model model = three_states();
    model.coordinate_cap[index(months_in_state)] = 2;
    ScriptedPerson life = person(model);
    stay(life, 5);
    CHECK(life.value(months_in_state) == 2);
}

TEST_CASE("a clock counts the months that begin in its states") {
    Model model = three_states();
    const Coordinate clock = test::add_clock(model, states({2}), 20);
    ScriptedPerson life = person(model);
    stay(life);
    CHECK(life.value(clock) == 0);
    life.live(at_share(to_2));  // the month began in 0
    CHECK(life.value(clock) == 0);
    stay(life);
    CHECK(life.value(clock) == 1);
    life.live(at_share(to_0));  // the month began in 2
    CHECK(life.value(clock) == 2);
    stay(life);
    CHECK(life.value(clock) == 2);
}

TEST_CASE("a clock counts entries, not months") {
    Model model = three_states();
    const Coordinate clock = test::add_clock(model, {}, 20);
    model.clocks[0].on_enter = states({1});
    ScriptedPerson life = person(model);
    life.live(at_share(0.6));  // to 1
    CHECK(life.value(clock) == 1);
    stay(life, 4);
    CHECK(life.value(clock) == 1);
    life.live(at_share(to_0));
    life.live(at_share(0.6));
    CHECK(life.value(clock) == 2);
}

TEST_CASE("entering a state resets a clock after it has counted the month") {
    Model model = three_states();
    const Coordinate clock = test::add_clock(model, states({0, 1}), 20);
    model.clocks[0].resets_on = states({1});
    ScriptedPerson life = person(model);
    stay(life, 3);
    life.live(at_share(0.6));
    CHECK(life.state() == 1);
    CHECK(life.value(clock) == 0);
    stay(life);
    CHECK(life.value(clock) == 1);
}

TEST_CASE("a clock that never started keeps its cap until a reset") {
    Model model = three_states();
    const Coordinate clock = test::add_clock(model, states({0}), 12);
    model.population.strata[0].clock_starts = {{12, 12}};
    model.clocks[0].resets_on = states({1});
    ScriptedPerson life = person(model);
    stay(life, 2);
    CHECK(life.value(clock) == 12);
    life.live(at_share(0.6));
    CHECK(life.value(clock) == 0);
}

TEST_CASE(
    "a window resets its clock when it holds enough months, which need not follow one another") {
    Model model = three_states();
    const Coordinate support = test::add_clock(model, states({0}), 20);
    model.population.strata[0].clock_starts = {{7, 7}};
    model.clocks[0].window = {states({2}), 3, 6};
    ScriptedPerson life = person(model);
    life.live(at_share(to_2));  // month 1 in 0
    stay(life, 2);              // months 2, 3 in 2
    life.live(at_share(to_0));  // month 4 in 2: the third within 6
    CHECK(life.value(support) == 0);
    stay(life);
    CHECK(life.value(support) == 1);
}

TEST_CASE("a window forgets months that are too long ago, and all of them after a reset") {
    Model model = three_states();
    const Coordinate support = test::add_clock(model, states({0}), 20);
    model.clocks[0].window = {states({2}), 2, 4};
    ScriptedPerson life = person(model);
    life.live(at_share(to_2));
    life.live(at_share(to_0));  // month 2 in 2: one
    stay(life, 3);              // months 3, 4, 5 in 0
    CHECK(life.value(support) == 4);
    life.live(at_share(to_2));
    stay(life);  // month 7 in 2: month 2 lies outside months 4 to 7
    CHECK(life.value(support) == 5);
    stay(life);  // month 8 in 2: the second
    CHECK(life.value(support) == 0);
    life.live(at_share(to_0));  // month 9 in 2: forgotten ones do not help
    stay(life);
    CHECK(life.value(support) == 1);
}

TEST_CASE("a reset by a window takes entries of the same month with it") {
    Model model = three_states();
    const Coordinate clock = test::add_clock(model, {}, 20);
    model.clocks[0].on_enter = states({0});
    model.clocks[0].window = {states({2}), 2, 4};
    ScriptedPerson life = person(model);
    life.live(at_share(to_2));
    stay(life);
    life.live(at_share(to_0));  // the second month in 2, and an entry into 0
    CHECK(life.value(clock) == 0);
}

TEST_CASE("entering a program without placement colours the month, which is its first") {
    Model model = three_states();
    test::add_program(model, {Phase{}});
    // Outside nobody moves; inside everybody goes to 2.
    test::HandTables tables;
    tables.moves = [](PhaseId phase, StateId from, std::uint32_t, std::span<const std::uint16_t>) {
        std::vector<StatedMove> moves;
        if (phase != no_phase && from != StateId{2}) moves.push_back({StateId{2}, {1.0}});
        return moves;
    };
    test::build_tables(model, tables);
    ScriptedPerson life(model);
    life.live(highest);
    CHECK(life.phase() == 1);
    CHECK(life.state() == 2);
    CHECK(life.value(months_in_phase) == 1);
    CHECK(life.value(months_in_program) == 1);
    CHECK(life.counts().phase_entries(1, 1) == 1);
}

TEST_CASE("the first month of a program is lived with durations of 0") {
    Model model = three_states();
    test::add_program(model, {Phase{}});
    // In the phase everybody moves to 1 while months in phase and program are 0, and to 2 later.
    test::HandTables tables;
    tables.row_axes = [](PhaseId phase, StateId) {
        std::vector<test::HandAxis> axes;
        if (phase != no_phase)
            axes = {{Coordinate::months_in_phase}, {Coordinate::months_in_program}};
        return axes;
    };
    tables.moves = [](PhaseId phase, StateId from, std::uint32_t,
                      std::span<const std::uint16_t> values) {
        const bool at_once =
            values[index(months_in_phase)] == 0 && values[index(months_in_program)] == 0;
        const StateId to{static_cast<std::uint8_t>(at_once ? 1 : 2)};
        std::vector<StatedMove> moves;
        if (phase != no_phase && from != to) moves.push_back({to, {1.0}});
        return moves;
    };
    test::build_tables(model, tables);
    ScriptedPerson life(model);
    life.live(lowest);
    CHECK(life.state() == 1);
    life.live(lowest);
    CHECK(life.state() == 2);
}

TEST_CASE(
    "entering a program with placement is the move of the month, and its durations start at 0") {
    Model model = three_states();
    Phase placed;
    placed.placement = StateId{1};
    placed.drop_out = cut_at(1.0);
    test::add_program(model, {placed});
    ScriptedPerson life = person(model);
    life.live(at_share(to_2));  // no transition, and no drop-out, in this month
    CHECK(life.state() == 1);
    CHECK(life.phase() == 1);
    CHECK(life.value(months_in_state) == 0);
    CHECK(life.value(months_in_phase) == 0);
    CHECK(life.value(months_in_program) == 0);
    stay(life);
    CHECK(life.phase() == 0);
}

TEST_CASE("a placement where the person already is moves nobody, and still takes the month") {
    Model model = three_states();
    Phase placed;
    placed.placement = StateId{0};
    test::add_program(model, {placed});
    ScriptedPerson life = person(model);
    life.live(at_share(to_2));
    CHECK(life.state() == 0);
    CHECK(life.value(months_in_state) == 1);
    CHECK(life.value(months_in_phase) == 0);
    CHECK(life.life().size() == 1);
}

TEST_CASE("release and the placement of the next phase are one net move") {
    Model model = three_states();
    Phase placed;
    placed.max_months = 2;
    placed.placement = StateId{1};
    placed.release = StateId{0};
    placed.then = PhaseId{2};
    Phase next;
    next.placement = StateId{2};
    const Coordinate entries = test::add_clock(model, {}, 20);
    model.clocks[0].on_enter = states({0});
    test::add_program(model, {placed, next});
    ScriptedPerson life = person(model);
    stay(life, 3);
    CHECK(life.phase() == 2);
    CHECK(life.state() == 2);
    CHECK(life.value(entries) == 0);
    const auto spells = life.life();
    REQUIRE(spells.size() == 3);
    CHECK(spells[2].tick == 3);
    CHECK(spells[2].phase == PhaseId{2});
}

TEST_CASE("a placement back to where the month began is no move at all") {
    Model model = three_states();
    Phase first;
    first.max_months = 2;
    first.then = PhaseId{2};
    Phase second;
    second.placement = StateId{0};
    test::add_program(model, {first, second});
    ScriptedPerson life = person(model);
    stay(life);
    life.live(at_share(to_2));  // to employment, and back by the placement
    CHECK(life.state() == 0);
    CHECK(life.value(months_in_state) == 2);
    CHECK(life.life().size() == 1);
}

TEST_CASE("months in program count through its phases and are 0 after it") {
    Model model = three_states();
    Phase first, second, after;
    first.max_months = 2;
    first.then = PhaseId{2};
    second.max_months = 2;
    second.then = PhaseId{3};
    after.after_program = true;
    after.max_months = 2;
    test::add_program(model, {first, second, after}).after_program = PhaseId{3};
    ScriptedPerson life = person(model);
    const int phases[] = {1, 2, 2, 3, 3, 0, 0};
    const int in_phase[] = {1, 0, 1, 0, 1, 0, 0};
    const int in_program[] = {1, 2, 3, 0, 0, 0, 0};
    for (int month = 0; month < 7; ++month) {
        CAPTURE(month);
        stay(life);
        CHECK(life.phase() == phases[month]);
        CHECK(life.value(months_in_phase) == in_phase[month]);
        CHECK(life.value(months_in_program) == in_program[month]);
    }
    CHECK(life.counts().phase_entries(1, 1) == 1);
    CHECK(life.counts().phase_entries(2, 2) == 1);
    CHECK(life.counts().phase_entries(4, 3) == 1);
    CHECK(life.counts().phase_entries(6, 0) == 1);
}

TEST_CASE("what is certain happens whatever the uniform, and is due") {
    Model model = three_states();
    Phase placed;
    placed.placement = StateId{1};
    placed.drop_out = cut_at(1.0);
    test::add_program(model, {placed});
    ScriptedPerson dropping = person(model);
    stay(dropping);
    CHECK(dropping.due() == 2);
    stay(dropping);  // with the highest uniform for drop-out
    CHECK(dropping.phase() == 0);

    Model other = three_states();
    Phase advancing;
    advancing.min_months = 3;
    advancing.max_months = 9;
    advancing.advance = cut_at(1.0);
    test::add_program(other, {advancing});
    ScriptedPerson life = person(other);
    stay(life);
    CHECK(life.due() == 3);
    stay(life);
    CHECK(life.phase() == 1);
    stay(life);
    CHECK(life.phase() == 0);
}

TEST_CASE("nothing is due before time changes row, cell, chance or phase") {
    Model model = three_states();
    const Coordinate clock = test::add_clock(model, states({0}), 12);
    test::HandTables tables = quarter_moves();
    tables.cell_axes = [&](PhaseId, StateId state) {
        std::vector<test::HandAxis> axes;
        if (state == StateId{0}) axes.push_back({clock, 5});
        return axes;
    };
    test::build_tables(model, tables);
    ScriptedPerson life(model);
    CHECK(life.due() == 5);
    stay(life, 4);
    CHECK(life.due() == 5);
    stay(life);
    CHECK(life.due() == 10);
    life.live(at_share(to_2));
    CHECK(life.due() >= never);
}

TEST_CASE("changes of cells add up to the persons in each") {
    Table<std::uint32_t, 2> cells({4, 3});
    cells(0, 0) = 5;
    --cells(1, 0);
    ++cells(1, 2);
    cells(3, 0) -= 4;
    cells(3, 1) += 4;
    sum_over_ticks(cells);
    const std::uint32_t expected[] = {5, 0, 0, 4, 0, 1, 4, 0, 1, 0, 4, 1};
    CHECK(std::equal(cells.values().begin(), cells.values().end(), expected));
}
