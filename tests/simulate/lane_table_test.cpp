#include "simulate/lane_table.hpp"

#include <doctest/doctest.h>

#include "support/hand_model.hpp"

using namespace forlob;

namespace {

constexpr StateId benefit{0}, work{1}, pension{2};

// Leaving benefit depends on months in it, in classes of `width`, up to `cap`.
Model three_states(std::uint16_t cap, std::uint16_t width) {
    Model model = test::hand_model(3, 24);
    model.coordinate_cap[index(Coordinate::months_in_state)] = cap;
    test::HandTables tables;
    tables.row_axes = [=](PhaseId, StateId state) {
        return state == benefit ? std::vector<test::HandAxis>{{Coordinate::months_in_state, width}}
                                : std::vector<test::HandAxis>{};
    };
    tables.moves = [](PhaseId, StateId state, std::uint32_t,
                      std::span<const std::uint16_t> values) {
        const double leaving = 0.25 / (1.0 + values[index(Coordinate::months_in_state)]);
        return state == benefit ? std::vector<StatedMove>{{work, {leaving}}, {pension, {0.25}}}
               : state == work  ? std::vector<StatedMove>{{benefit, {0.5}}, {pension, {0.25}}}
                                : std::vector<StatedMove>{};
    };
    test::build_tables(model, tables);
    return model;
}

LaneTable table_of(const Model& model) {
    const auto found = lane_table(model);
    REQUIRE(found.reason == "");
    REQUIRE(found.table.has_value());
    return *found.table;
}

std::string reason_of(const Model& model) {
    const auto found = lane_table(model);
    CHECK(!found.table);
    return found.reason;
}

}  // namespace

TEST_CASE("a node per month that matters in a state, and one per state in which none does") {
    const LaneTable table = table_of(three_states(5, 2));
    // Benefit 0 to 4, of which 4 stands for all later months; work; pension.
    CHECK(table.n_nodes == 7);
    std::uint8_t node = table.start.front().front();
    for (int month = 0; month < 4; ++month) {
        CHECK(table.state[node] == benefit);
        CHECK(table.stays[node] != node);
        node = table.stays[node];
    }
    CHECK(table.stays[node] == node);
}

TEST_CASE("moves lead to the node of somebody who has just come") {
    const LaneTable table = table_of(three_states(5, 1));
    const std::uint8_t start = table.start.front().front();
    const auto& row = table.narrow_rows[start];
    // benefit 0.5, work 0.25, pension 0.25
    CHECK(row.last[0] == 0x7FFFFFFF);
    CHECK(row.last[1] == 0xBFFFFFFF);
    CHECK(row.last[2] == 0xFFFFFFFF);
    CHECK(row.last[3] == 0xFFFFFFFF);
    CHECK(row.edges[0].next == table.stays[start]);
    const std::uint8_t working = row.edges[1].next;
    CHECK(table.state[working] == work);
    CHECK(table.narrow_rows[working].edges[0].next == start);
    CHECK(row.edges[1].move == 0 * 8 + 1);
    CHECK(row.edges[1].place == 1);
    CHECK(row.edges[1].state_bit == 2);
}

TEST_CASE("bytes are safe that lie wholly within staying") {
    Model model = test::hand_model(3, 4);
    // State 1 stays from 0x02000001 to 0xFDFFFFFE: bytes 3 to 0xFC.
    const double byte = 1.0 / 256.0;
    const double least = 0x1p-32;
    test::build_tables(
        model,
        test::moves_by_state({{{StateId{1}, {1.0}}},
                              {{StateId{0}, {2 * byte + least}}, {StateId{2}, {2 * byte + least}}},
                              {}}));
    const LaneTable table = table_of(model);
    const auto node_in = [&](std::size_t state) {
        std::size_t node = 0;
        while (table.state[node] != static_cast<StateId>(state)) ++node;
        return node;
    };
    CHECK(table.safe_width[node_in(0)] == 0);  // nobody stays
    CHECK(table.safe_low[node_in(1)] == 3);
    CHECK(table.safe_width[node_in(1)] == 0xFA);
    CHECK(table.safe_low[node_in(2)] == 0);  // everybody does: the last uniform is looked at
    CHECK(table.safe_width[node_in(2)] == 0xFF);
}

TEST_CASE("kinds that nobody could tell apart share nodes, subgroups do not") {
    Model model = three_states(3, 1);
    model.n_kinds = 2;
    model.n_subgroups = 2;
    Stratum other = model.population.strata.front();
    other.kind = 1;
    model.population.strata.push_back(other);
    model.population.stratum = choice({0.5, 0.5});
    CHECK(table_of(model).n_nodes == table_of(three_states(3, 1)).n_nodes);
    CHECK(table_of(model).n_groups == 1);
    model.population.strata.back().subgroup = 1;
    CHECK(table_of(model).n_nodes == 2 * table_of(three_states(3, 1)).n_nodes);
    CHECK(table_of(model).subgroup == std::vector<std::uint16_t>{0, 1});
}

TEST_CASE("nodes count cells only where cells change while people stay") {
    Model model = three_states(3, 1);
    CHECK(table_of(model).cell_of_place == std::vector<std::uint32_t>{0, 1, 2});
    for (Lattice::Context& context : model.cell_of.contexts)
        context.axes.push_back({Coordinate::months_in_state, {0, 0, 0, 0}});
    CHECK(table_of(model).cell_of_place.empty());
}

TEST_CASE("what does not fit into a byte is said") {
    CHECK(reason_of(three_states(300, 1)) ==
          "kind, state and what counts months have more than 256 combinations");
    CHECK(table_of(three_states(253, 1)).n_nodes == 256);
    CHECK(reason_of(three_states(254, 1)) ==
          "kind, state and what counts months have more than 256 combinations");

    Model many = test::hand_model(17, 4);
    test::build_tables(many, {});
    CHECK(reason_of(many) == "it has more than 16 states");

    Model with_program = test::hand_model(3, 4);
    test::add_program(with_program, {Phase{}});
    test::build_tables(with_program, {});
    CHECK(reason_of(with_program) == "it has programs");

    Model with_inflow = three_states(3, 1);
    with_inflow.population.inflow.emplace_back();
    CHECK(reason_of(with_inflow) == "people share places, or keep coming");

    Model by_month = three_states(3, 1);
    by_month.row_of.contexts[1].axes.push_back(
        {Coordinate::month, std::vector<std::uint32_t>(25, 0)});
    CHECK(lane_table(by_month).table.has_value());
    by_month.row_of.contexts[1].axes.back().offset.back() = 1;
    CHECK(reason_of(by_month) == "moves depend on the month");

    Model with_clock = test::hand_model(3, 4);
    test::add_clock(with_clock, test::states({0}), 5);
    test::build_tables(with_clock, {});
    CHECK(lane_table(with_clock).table.has_value());
    with_clock.population.strata.front().clock_starts.front() = {1, 2};
    CHECK(reason_of(with_clock) == "a clock starts at a random month");
    with_clock.population.strata.front().clock_starts.front() = {1, 1};
    with_clock.clocks.front().window = ClockWindow{test::states({1}), 2, 3};
    CHECK(reason_of(with_clock) == "a clock is reset after months within a window");
}

TEST_CASE("people whose moves cost by who makes them are not bytes") {
    Model model = test::hand_model(2, 5);
    test::build_tables(model, test::moves_by_state({{{StateId{1}, {0.5}}}, {}}));
    CHECK(lane_table(model).table.has_value());
    model.first_priced_move = {0, 1, 1};
    model.priced_moves = {{0, StateId{1}}};
    CHECK(lane_table(model).reason == "what a move costs depends on who makes it");
}
