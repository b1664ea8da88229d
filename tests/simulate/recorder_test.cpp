// What a life means, by the definitions of exit, relapse and status.

#include "simulate/recorder.hpp"

#include <doctest/doctest.h>

#include "support/hand_model.hpp"

using namespace forlob;
using test::states;

namespace {

// 0 cash benefit, 1 internship, 2 employment, 3 education, 4 left. Exits are from 0 and 1: on base
// 0 to anything, on base 1 to employment. Relapse is to cash benefit (event 0) or to any of 0,
// 1, 3.
struct Recording {
    Model model = test::hand_model(5, 20);
    Counts counts{model};

    explicit Recording(const std::vector<SpellStart>& life, std::int32_t confirm_months = 1) {
        model.definitions.exit_from = states({0, 1});
        model.definitions.exit_bases = {states({2, 3, 4}), states({2})};
        model.definitions.confirm_months = confirm_months;
        model.definitions.relapse_events = {states({0}), states({0, 1, 3})};
        model.definitions.status_after_months = {3, 12};
        model.definitions.employment = states({2});
        model.definitions.left = states({4});
        test::build_tables(model, {});
        counts = Counts(model);
        Recorder(model.definitions, model.horizon).add(life, 0, counts);
    }

    static std::uint32_t sum(const Table<std::uint32_t, 3>& table) {
        std::uint32_t total = 0;
        for (const std::uint32_t value : table.values()) total += value;
        return total;
    }
    [[nodiscard]] std::uint32_t exits() const { return sum(counts.exits); }
    [[nodiscard]] std::uint32_t relapses() const { return sum(counts.relapses); }
    [[nodiscard]] std::uint32_t censored() const { return sum(counts.censored); }
};

SpellStart spell(int tick, int state) {
    return {static_cast<std::uint16_t>(tick), static_cast<StateId>(state), no_phase};
}

}  // namespace

TEST_CASE("moves are counted at the tick at which they end") {
    const Recording life({spell(0, 0), spell(3, 1), spell(4, 2)});
    CHECK(life.counts.moves(3, 0, 1) == 1);
    CHECK(life.counts.moves(4, 1, 2) == 1);
    CHECK(Recording::sum(life.counts.moves) == 2);
}

TEST_CASE("the first employment counts, also at tick 0, and no later one") {
    CHECK(Recording({spell(0, 2), spell(3, 0), spell(5, 2)}).counts.first_employment(0, 0) == 1);
    const Recording later({spell(0, 0), spell(3, 2), spell(5, 0), spell(6, 2)});
    CHECK(later.counts.first_employment(0, 3) == 1);
    CHECK(later.counts.first_employment(0, 6) == 0);
    const Recording never_employed({spell(0, 0)});
    for (int tick = 0; tick <= 20; ++tick)
        CHECK(never_employed.counts.first_employment(0, tick) == 0);
}

TEST_CASE("an exit counts on every base that has its state") {
    const Recording employed({spell(0, 0), spell(5, 2)});
    CHECK(employed.counts.exits(0, 0, 5) == 1);
    CHECK(employed.counts.exits(0, 1, 5) == 1);
    const Recording educated({spell(0, 1), spell(5, 3)});
    CHECK(educated.counts.exits(0, 0, 5) == 1);
    CHECK(educated.counts.exits(0, 1, 5) == 0);
}

TEST_CASE("a move within what is left, or within what lies outside, is no exit") {
    CHECK(Recording({spell(0, 0), spell(5, 1), spell(6, 0)}).exits() == 0);
    CHECK(Recording({spell(0, 2), spell(5, 3), spell(6, 2)}).exits() == 0);
}

TEST_CASE("without relapse an exit is censored at the horizon") {
    const Recording life({spell(0, 0), spell(5, 2)});
    CHECK(life.relapses() == 0);
    for (int base = 0; base < 2; ++base)
        for (int event = 0; event < 2; ++event) CHECK(life.counts.censored(base, event, 15) == 1);
    CHECK(life.censored() == 4);
}

TEST_CASE("an exit at the horizon is censored after 0 months") {
    const Recording life({spell(0, 0), spell(20, 2)});
    CHECK(life.counts.censored(0, 0, 0) == 1);
}

TEST_CASE("a relapse is counted after its months, each event on its own") {
    // Out at 4, education at 6 (event 1), back on benefit at 9 (event 0).
    const Recording life({spell(0, 0), spell(4, 2), spell(6, 3), spell(9, 0)});
    CHECK(life.counts.relapses(0, 1, 2) == 1);
    CHECK(life.counts.relapses(0, 0, 5) == 1);
    CHECK(life.counts.relapses(1, 0, 5) == 1);
    CHECK(life.relapses() == 4);
    CHECK(life.censored() == 0);
}

TEST_CASE("an event does not happen by exiting into it, but by a return to what was left") {
    // Education is of event 1: exiting into it is no relapse, moving on to benefit is.
    const Recording back({spell(0, 0), spell(4, 3), spell(7, 1)});
    CHECK(back.counts.relapses(0, 1, 3) == 1);
    CHECK(back.counts.relapses(0, 0, 3) == 0);
    // From education into education by way of employment: the second entry is a relapse.
    const Recording again({spell(0, 0), spell(4, 3), spell(7, 2), spell(8, 3)});
    CHECK(again.counts.relapses(0, 1, 4) == 1);
}

TEST_CASE("a return that is no event leaves it open, and the next exit censors it") {
    // Back by internship at 6: event 1, not event 0. Out again at 9.
    const Recording life({spell(0, 0), spell(4, 2), spell(6, 1), spell(9, 3)});
    CHECK(life.counts.relapses(0, 1, 2) == 1);
    CHECK(life.counts.censored(0, 0, 5) == 1);
    CHECK(life.counts.censored(1, 0, 5) == 1);
    CHECK(life.counts.exits(0, 0, 4) == 1);
    CHECK(life.counts.exits(0, 0, 9) == 1);
    CHECK(life.counts.exits(0, 1, 9) == 0);
    CHECK(life.counts.censored(0, 0, 11) == 1);
    CHECK(life.counts.censored(0, 1, 11) == 1);
}

TEST_CASE("leaving the population censors, and is never a relapse") {
    const Recording life({spell(0, 0), spell(4, 2), spell(7, 4)});
    CHECK(life.relapses() == 0);
    CHECK(life.counts.censored(0, 0, 3) == 1);
    CHECK(life.censored() == 4);
}

TEST_CASE("an exit by leaving the population is censored at once") {
    const Recording life({spell(0, 0), spell(4, 4)});
    CHECK(life.counts.exits(0, 0, 4) == 1);
    CHECK(life.counts.exits(0, 1, 4) == 0);
    CHECK(life.counts.censored(0, 0, 0) == 1);
}

TEST_CASE("after a relapse nothing more happens to that exit") {
    const Recording life({spell(0, 0), spell(4, 2), spell(5, 0), spell(6, 1), spell(8, 0)});
    CHECK(life.relapses() == 4);
    CHECK(life.censored() == 0);
}

TEST_CASE("an exit is confirmed by staying outside, wherever, and counted when it happened") {
    CHECK(Recording({spell(0, 0), spell(4, 2), spell(6, 0)}, 3).exits() == 0);
    const Recording kept({spell(0, 0), spell(4, 2), spell(6, 3), spell(7, 0)}, 3);
    CHECK(kept.counts.exits(0, 1, 4) == 1);
    CHECK(kept.counts.relapses(0, 0, 3) == 1);
    CHECK(kept.counts.relapses(0, 1, 2) == 1);
}

TEST_CASE("an exit that the horizon leaves unconfirmed is not counted") {
    CHECK(Recording({spell(0, 0), spell(18, 2)}, 3).exits() == 2);
    CHECK(Recording({spell(0, 0), spell(19, 2)}, 3).exits() == 0);
}

TEST_CASE("an unconfirmed exit does not end the one before") {
    // Out at 2, internship at 6 (not event 0), out for one month at 8, benefit at 9.
    const Recording life({spell(0, 0), spell(2, 2), spell(6, 1), spell(8, 2), spell(9, 0)}, 2);
    CHECK(life.counts.exits(0, 0, 2) == 1);
    CHECK(life.counts.exits(0, 0, 8) == 0);
    CHECK(life.counts.relapses(0, 0, 7) == 1);
}

TEST_CASE("status is the state so many months after the exit, whatever happened since") {
    const Recording life({spell(0, 0), spell(4, 2), spell(7, 0), spell(9, 3), spell(16, 4)});
    CHECK(life.counts.status(0, 0, 0) == 1);  // exit at 4: on benefit at 7
    CHECK(life.counts.status(1, 0, 0) == 1);
    CHECK(life.counts.status(0, 1, 4) == 1);  // and gone at 16
    CHECK(life.counts.status(0, 0, 3) == 1);  // exit at 9: in education at 12
    CHECK(Recording::sum(life.counts.status) == 5);
}

TEST_CASE("status beyond the horizon is not counted") {
    CHECK(Recording::sum(Recording({spell(0, 0), spell(8, 2)}).counts.status) == 4);
    CHECK(Recording::sum(Recording({spell(0, 0), spell(9, 2)}).counts.status) == 2);
}

TEST_CASE("every spell is a visit, the one at the start too, and the first of a state its first") {
    const Recording life({spell(0, 0), spell(3, 2), spell(5, 0), spell(6, 2)});
    CHECK(life.counts.visits(0, 0) == 2);
    CHECK(life.counts.visits(0, 2) == 2);
    CHECK(life.counts.visits(0, 1) == 0);
    CHECK(life.counts.first_visits(0, 0, 0) == 1);
    CHECK(life.counts.first_visits(0, 2, 3) == 1);
    CHECK(Recording::sum(life.counts.first_visits) == 2);
}

TEST_CASE("subgroups are kept apart") {
    Model model = test::hand_model(2, 5);
    model.n_subgroups = 2;
    model.definitions.exit_from = states({0});
    model.definitions.exit_bases = {states({1})};
    model.definitions.relapse_events = {states({0})};
    model.definitions.employment = states({1});
    test::build_tables(model, {});
    Counts counts(model);
    const std::vector<SpellStart> life{spell(0, 0), spell(2, 1)};
    Recorder(model.definitions, 5).add(life, 1, counts);
    CHECK(counts.exits(0, 0, 2) == 0);
    CHECK(counts.exits(1, 0, 2) == 1);
    CHECK(counts.censored(0, 0, 3) == 0);
    CHECK(counts.censored(1, 0, 3) == 1);
    CHECK(counts.first_employment(1, 2) == 1);
    CHECK(counts.first_visits(0, 1, 2) == 0);
    CHECK(counts.first_visits(1, 1, 2) == 1);
    CHECK(counts.visits(1, 1) == 1);
}

TEST_CASE("the spells of a life cover all its ticks") {
    Spells spells;
    append_spells(std::vector<SpellStart>{spell(0, 0), {3, StateId{2}, PhaseId{4}}}, 17, 0, 5,
                  spells);
    append_spells(std::vector<SpellStart>{spell(0, 1)}, 18, 0, 5, spells);
    CHECK(spells == Spells{{17, 17, 18}, {0, 2, 1}, {0, 3, 0}, {3, 3, 6}, {0, 4, 0}});
}

TEST_CASE("a log gives the lives back, however their moves were mixed") {
    MoveLog log;
    log.begin();
    log.add_person(StateId{3});
    log.add_person(StateId{1});
    log.add(1, 2, StateId{4}, PhaseId{1});
    log.add(0, 2, StateId{0}, no_phase);
    log.add(1, 5, StateId{1}, no_phase);
    std::vector<SpellStart> life;
    log.life_of(1, life);
    REQUIRE(life.size() == 3);
    CHECK(life[0].state == StateId{1});
    CHECK(life[1].tick == 2);
    CHECK(life[1].phase == PhaseId{1});
    CHECK(life[2].state == StateId{1});
    log.life_of(0, life);
    REQUIRE(life.size() == 2);
    CHECK(life[1].state == StateId{0});
    log.begin();
    log.add_person(StateId{2});
    log.life_of(0, life);
    CHECK(life.size() == 1);
}
