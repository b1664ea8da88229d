// The graph of situations: what it knows, what it forgets, and that neither changes a life.

#include "simulate/situations.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "simulate/block.hpp"
#include "simulate/joint.hpp"
#include "support/hand_model.hpp"

using namespace forlob;
using test::states;

namespace {

constexpr auto months_in_state = Coordinate::months_in_state;

// Three states, each left with probability 1/4 for each other one. Rows depend on months in state 0
// and on a clock that state 1 resets; cells on a clock that nothing else depends on, which is reset
// by months in state 2. A program of two phases has chances, a placement and a way back.
struct Fixture {
    Model model = test::hand_model(3, 40);
    Coordinate since = test::add_clock(model, states({0, 2}), 6);
    Coordinate ladder = test::add_clock(model, states({0, 1}), 9);

    Fixture() {
        model.clocks[0].resets_on = states({1});
        model.clocks[1].window = {states({2}), 4, 12};
        model.clocks[1].on_enter = states({0});
        model.population.strata[0].clock_starts = {{0, 5}, {0, 9}};
        model.coordinate_cap[index(months_in_state)] = 5;
        Phase search, placed;
        search.min_months = 2;
        search.max_months = 6;
        search.advance = cut_at(0.4);
        search.drop_out = cut_at(0.1);
        search.then = PhaseId{2};
        placed.max_months = 3;
        placed.placement = StateId{1};
        placed.release = StateId{0};
        Program& program = test::add_program(model, {search, placed});
        program.to_month.reset();
        program.enrolment = cut_at(0.2);
        program.clocks = {{since, 2, 6}};
        test::HandTables tables;
        tables.row_axes = [this](PhaseId, StateId state) {
            std::vector<test::HandAxis> axes{{since, 3}};
            if (state == StateId{0}) axes.push_back({months_in_state, 2});
            return axes;
        };
        tables.cell_axes = [this](PhaseId phase, StateId state) {
            std::vector<test::HandAxis> axes;
            if (state != StateId{2}) axes.push_back({ladder, 1});
            if (phase != no_phase) axes.push_back({Coordinate::months_in_phase, 2});
            return axes;
        };
        tables.moves = [](PhaseId phase, StateId from, std::uint32_t,
                          std::span<const std::uint16_t> values) {
            std::vector<StatedMove> moves;
            const double chance = phase == no_phase ? 0.1 : 0.2 / (1 + values[4]);
            for (std::uint8_t to = 0; to < 3; ++to)
                if (StateId{to} != from) moves.push_back({StateId{to}, {chance}});
            return moves;
        };
        test::build_tables(model, tables);
    }
};

// 400 lives, however many are lived before them with the same graph.
Counts live(const ArmTables& arm, std::uint32_t n_before, std::size_t large = Situations::many) {
    Workspace workspace(large);
    Counts counts(arm.model());
    for (std::uint32_t replication = 0; replication <= n_before; ++replication) {
        DrawAddress address;
        address.replication = static_cast<ReplicationId>(n_before - replication);
        counts.clear();
        workspace.begin({address, PersonId{0}, 400}, arm.model().horizon);
        workspace.simulate(arm, counts);
    }
    return counts;
}

}  // namespace

TEST_CASE("what situations tell apart changes no count: price clocks may stand beside them") {
    const Fixture fixture;
    const ArmTables with(fixture.model, Detail::everything), without(fixture.model);
    CHECK(with.price_clocks().n_clocks() == 0);
    CHECK(without.price_clocks().n_clocks() == 1);
    CHECK(live(with, 0) == live(without, 0));
}

TEST_CASE("what a graph has learnt from other lives changes no count") {
    const Fixture fixture;
    const ArmTables arm(fixture.model);
    CHECK(live(arm, 0) == live(arm, 5));
}

TEST_CASE("what a graph forgets changes no count") {
    const Fixture fixture;
    const ArmTables arm(fixture.model);
    CHECK(live(arm, 0) == live(arm, 3, 1));
}

TEST_CASE("what a graph forgets while people share places changes no count") {
    Fixture fixture;
    fixture.model.resources.resize(1);
    fixture.model.resources[0].places.assign(41, 25);
    fixture.model.programs[0].queue.emplace();
    fixture.model.programs[0].queue->resources = {0};
    fixture.model.programs[0].queue->limit = 30;
    fixture.model.phases[1].uses = 1;
    fixture.model.phases[2].uses = 1;
    const ArmTables arm(fixture.model);
    const auto live_together = [&](std::size_t large) {
        JointWorkspace workspace(large);
        Counts counts(arm.model());
        workspace.begin({}, 400, arm.model().horizon);
        workspace.simulate(arm, counts);
        return counts;
    };
    CHECK(live_together(1) == live_together(Situations::many));
    CHECK(live_together(1).queues.waiting(0, 40) > 0);
}

TEST_CASE("only what matters is told apart") {
    const Fixture fixture;
    const Relevance matters = relevance(fixture.model, Detail::what_matters);
    // Steps of 2 up to 5 and of 3 up to 6; the offer begins at 2.
    CHECK(matters.caps[index(months_in_state)] == 4);
    CHECK(matters.caps[index(fixture.since)] == 6);
    CHECK(matters.caps[index(Coordinate::month)] == 0);
    CHECK(matters.caps[index(fixture.ladder)] == 0);
    CHECK(matters.is_price_clock[index(fixture.ladder)]);
    CHECK_FALSE(matters.is_price_clock[index(fixture.since)]);
    CHECK(matters.months_in_state == states({0}));
    CHECK(matters.months_in_phase == std::vector<bool>{false, true, true});
}

TEST_CASE("the same event leads to the same situation, and is worked out once") {
    const Fixture fixture;
    const ArmTables arm(fixture.model);
    Situations situations(arm);
    const std::uint16_t at_start[] = {0, 0, 0, 1, 0, 0, 0, 0};
    const std::uint32_t first = situations.start(StateId{0}, at_start);
    CHECK(situations.start(StateId{0}, at_start) == first);
    const Event move{.state = StateId{1}};
    const std::uint32_t next = situations.after(first, 1, move).situation;
    const std::size_t n_known = situations.size();
    CHECK(situations.after(first, 1, move).situation == next);
    CHECK(situations.size() == n_known);
    CHECK(situations[next].state == StateId{1});
    // A month later it is another event, though it leads to the same place: state 1 resets the
    // clock, and months in it do not matter.
    CHECK(situations.after(first, 2, move).situation == next);
}

TEST_CASE("people begin in the situation of their own state and values, whoever began before") {
    const Fixture fixture;
    const ArmTables arm(fixture.model);
    Situations situations(arm);
    const std::uint16_t early[] = {0, 0, 0, 1, 0, 0, 0, 0};
    const std::uint16_t late[] = {0, 0, 0, 1, 4, 0, 0, 0};
    const std::uint32_t first = situations.start(StateId{0}, early);
    const std::uint32_t second = situations.start(StateId{0}, late);
    const std::uint32_t third = situations.start(StateId{2}, late);
    CHECK(situations.size() == 3);
    CHECK(situations.value(first, 0, fixture.since) == 0);
    CHECK(situations.value(second, 0, fixture.since) == 4);
    CHECK(situations[third].state == StateId{2});
    CHECK(situations.start(StateId{0}, early) == first);
    situations.clear();
    CHECK(situations.start(StateId{0}, late) == 0);
    CHECK(situations.value(0, 0, fixture.since) == 4);
}

TEST_CASE("a situation lasts until time changes something, and is then over") {
    const Fixture fixture;
    const ArmTables arm(fixture.model);
    Situations situations(arm);
    const std::uint16_t at_start[] = {0, 0, 0, 1, 0, 0, 0, 0};
    const std::uint32_t first = situations.start(StateId{0}, at_start);
    CHECK(situations[first].months == 2);  // months in state, and the offer opens
    const NextSituation next = situations.when_over(first);
    CHECK(next.begins_phase == 0);
    CHECK(situations.value(next.situation, 0, fixture.since) == 2);
    CHECK(situations.value(next.situation, 3, fixture.since) == 5);
    CHECK(situations.value(next.situation, 9, fixture.since) == 6);
    CHECK(situations.offers(situations[first].offers)[0] == 0);
    CHECK(situations.offers(situations[next.situation].offers)[0] == 1);
    CHECK(situations.when_over(first).situation == next.situation);
}

TEST_CASE("a situation that another graph takes over is the same situation") {
    const Fixture fixture;
    const ArmTables arm(fixture.model);
    Situations one(arm), other(arm);
    const std::uint16_t at_start[] = {3, 0, 0, 1, 4, 0, 0, 0};
    const std::uint32_t known = one.when_over(one.start(StateId{0}, at_start)).situation;
    const std::uint32_t taken = other.take_over(one, known);
    CHECK(other.size() == 1);
    CHECK(other[taken].row == one[known].row);
    CHECK(other[taken].months == one[known].months);
    CHECK(other.value(taken, 0, fixture.since) == one.value(known, 0, fixture.since));
    CHECK(other.value(taken, 0, months_in_state) == one.value(known, 0, months_in_state));
}
