#include "simulate/enrolment.hpp"

#include <doctest/doctest.h>

#include "support/hand_model.hpp"
#include "support/scripted_person.hpp"

using namespace forlob;
using test::at_share;
using test::ScriptedPerson;
using test::states;

namespace {

// Two states; a uniform below 1/2 leads to 0, any other to 1.
test::HandTables coin_moves() {
    return test::moves_by_state({{{StateId{1}, {0.5}}}, {{StateId{0}, {0.5}}}});
}

ScriptedPerson person(Model model) {
    test::build_tables(model, coin_moves());
    return ScriptedPerson(std::move(model));
}

void go(ScriptedPerson& person, int state, int months = 1) {
    for (int month = 0; month < months; ++month) person.live(at_share(state == 0 ? 0.2 : 0.8));
}

Phase one_month() {
    Phase phase;
    phase.max_months = 1;
    return phase;
}

}  // namespace

TEST_CASE("a program is offered from its first month to its last") {
    for (int from = 1; from <= 4; ++from) {
        CAPTURE(from);
        Model model = test::hand_model(2, 9);
        Program& program = test::add_program(model, {one_month()});
        program.from_month = from;
        program.to_month = 2;
        ScriptedPerson life = person(model);
        go(life, 0, 4);
        const Counts& counts = life.counts();
        for (int tick = 1; tick <= 4; ++tick)
            CHECK(counts.phase_entries(tick, 1) == (tick >= from && tick <= 2 ? 1 : 0));
    }
}

TEST_CASE("a program without a last month goes on, and who may return does so in the next month") {
    Model model = test::hand_model(2, 9);
    test::add_program(model, {one_month()}).to_month.reset();
    ScriptedPerson life = person(model);
    go(life, 0, 9);
    for (int tick = 1; tick <= 9; ++tick) CHECK(life.counts().phase_entries(tick, 1) == 1);
}

TEST_CASE("who may not return does not") {
    Model model = test::hand_model(2, 9);
    Program& program = test::add_program(model, {one_month()});
    program.to_month.reset();
    program.repeat = false;
    ScriptedPerson life = person(model);
    go(life, 0, 9);
    CHECK(life.counts().phase_entries(1, 1) == 1);
    for (int tick = 2; tick <= 9; ++tick) CHECK(life.counts().phase_entries(tick, 1) == 0);
}

TEST_CASE("eligible is who was in one of the states at the end of the month before") {
    Model model = test::hand_model(2, 9);
    Program& program = test::add_program(model, {Phase{}});
    program.to_month.reset();
    program.states = states({1});
    ScriptedPerson life = person(model);
    go(life, 0);
    go(life, 1);
    CHECK(life.phase() == 0);
    go(life, 0);
    CHECK(life.phase() == 1);
}

TEST_CASE("eligible is who is of the right kind and willing") {
    Model wrong = test::hand_model(2, 9);
    test::add_program(wrong, {Phase{}}).kind_is_eligible = {0};
    ScriptedPerson first = person(wrong);
    go(first, 0);
    CHECK(first.phase() == 0);
    Model unwilling = test::hand_model(2, 9);
    test::add_program(unwilling, {Phase{}}).willing = cut_at(0.0);
    ScriptedPerson second = person(unwilling);
    go(second, 0);
    CHECK(second.phase() == 0);
}

TEST_CASE("nobody enters where the chance is 0") {
    Model model = test::hand_model(2, 9);
    test::add_program(model, {Phase{}}).enrolment = cut_at(0.0);
    ScriptedPerson life = person(model);
    go(life, 0);
    CHECK(life.phase() == 0);
}

TEST_CASE("a clock opens and closes a program, as of the end of the month before") {
    Model model = test::hand_model(2, 20);
    const Coordinate clock = test::add_clock(model, states({0}), 9);
    Program& program = test::add_program(model, {one_month()});
    program.to_month.reset();
    program.clocks = {{clock, 3, 5}};
    ScriptedPerson life = person(model);
    go(life, 0, 9);
    for (int tick = 1; tick <= 9; ++tick) {
        CAPTURE(tick);
        CHECK(life.counts().phase_entries(tick, 1) == (tick >= 4 && tick <= 6 ? 1 : 0));
    }
}

TEST_CASE("the largest months of a range may mean or more") {
    Model model = test::hand_model(2, 20);
    const Coordinate clock = test::add_clock(model, states({0}), 4);
    Program& program = test::add_program(model, {one_month()});
    program.to_month.reset();
    program.clocks = {{clock, 3, 65535}};
    ScriptedPerson life = person(model);
    go(life, 0, 12);
    CHECK(life.counts().phase_entries(3, 1) == 0);
    CHECK(life.counts().phase_entries(4, 1) == 1);
    CHECK(life.counts().phase_entries(12, 1) == 1);
}

TEST_CASE("programs are offered in order, and a person is in one at a time") {
    Model model = test::hand_model(2, 9);
    test::add_program(model, {one_month()}).to_month = 2;
    test::add_program(model, {one_month()}).to_month.reset();
    ScriptedPerson life = person(model);
    go(life, 0, 4);
    const int first[] = {1, 1, 0, 0};
    const int second[] = {0, 0, 1, 1};
    for (int month = 0; month < 4; ++month) {
        CAPTURE(month);
        CHECK(life.counts().phase_entries(month + 1, 1) == first[month]);
        CHECK(life.counts().phase_entries(month + 1, 2) == second[month]);
    }
}

TEST_CASE("whoever is in a program is not offered another, whoever is in the time after one is") {
    Model model = test::hand_model(2, 9);
    Phase inside, after;
    inside.max_months = 3;
    inside.then = PhaseId{2};
    after.after_program = true;
    after.max_months = 6;
    Program& first = test::add_program(model, {inside, after});
    first.after_program = PhaseId{2};
    test::add_program(model, {Phase{}}).to_month.reset();
    ScriptedPerson life = person(model);
    const int phases[] = {1, 1, 2, 3, 3};
    for (const int phase : phases) {
        go(life, 0);
        CHECK(life.phase() == phase);
    }
}
