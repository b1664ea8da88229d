#include "simulate/lane_kernel.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <vector>

#include "support/hand_model.hpp"
#include "support/instruction_sets.hpp"

using namespace forlob;

namespace {

// `n` states in a ring: everybody moves on with this probability.
LaneTable ring(int n, double leaving) {
    Model model = test::hand_model(n, 4);
    std::vector<std::vector<StatedMove>> moves;
    for (int state = 0; state < n; ++state)
        moves.push_back({{static_cast<StateId>((state + 1) % n), {leaving}}});
    test::build_tables(model, test::moves_by_state(moves));
    return *lane_table(model).table;
}

struct OneMonth {
    std::vector<std::uint32_t> uniforms;  // [person]
    std::vector<std::uint8_t> before, after, top_bytes;
    std::vector<std::uint32_t> words, moves, first_visits, more_in_node;
    std::vector<std::uint16_t> visited;
    std::vector<LanePosition> positions;

    OneMonth(const LaneTable& table, std::vector<std::uint32_t> drawn, std::uint8_t node)
        : uniforms(std::move(drawn)) {
        const std::size_t room = in_whole_groups(uniforms.size());
        before.assign(room, node);
        after.assign(room, 0);
        top_bytes.resize(room);
        words.resize(room);
        for (std::size_t person = 0; person < uniforms.size(); ++person) {
            words[lane_position(person, room / 4)] = uniforms[person];
            top_bytes[person] = static_cast<std::uint8_t>(uniforms[person] >> 24);
        }
        moves.assign(table.n_groups * table.stride * table.stride, 0);
        first_visits.assign(table.n_groups * table.stride, 0);
        more_in_node.assign(table.n_nodes, 0);
        visited.assign(room, static_cast<std::uint16_t>(1U << index(table.state[node])));
        positions.resize(room + lane_group);
    }

    void live(const LaneTable& table) {
        const LaneMonth month{table,         uniforms.size(), words.data(), top_bytes.data(),
                              before.data(), after.data()};
        positions.resize(let_stay(month, positions.data()));
        move_people(month, positions,
                    {moves.data(), first_visits.data(), visited.data(), more_in_node.data()});
        after.resize(uniforms.size());
    }
};

}  // namespace

TEST_CASE("both ends of staying, decided with all bits, with every instruction set") {
    const LaneTable table = ring(4, 0.25 + 0x1p-32);
    // In state 1 the moves to 2 come after staying: up to 0xBFFFFFFE.
    const std::uint8_t node = table.narrow_rows[table.start[0][0]].edges[1].next;
    const std::uint8_t beyond = table.narrow_rows[node].edges[1].next;
    test::for_each_instruction_set([&](std::string_view name) {
        CAPTURE(name);
        OneMonth block(table, {0, 0xBEFFFFFF, 0xBF000000, 0xBFFFFFFE, 0xBFFFFFFF, 0xFFFFFFFF},
                       node);
        block.live(table);
        CHECK(block.positions == std::vector<LanePosition>{2, 3, 4, 5});
        CHECK(block.after == std::vector<std::uint8_t>{node, node, node, node, beyond, beyond});
        CHECK(block.moves[1 * 8 + 2] == 2);
        CHECK(block.first_visits[2] == 2);
        CHECK(block.more_in_node[beyond] == 2);
        CHECK(block.more_in_node[node] == std::uint32_t{0} - 2);
        CHECK(block.visited[3] == 2);
        CHECK(block.visited[4] == 6);
    });
}

TEST_CASE("a state that was visited before is no first visit") {
    const LaneTable table = ring(2, 1.0);
    OneMonth block(table, {0, 1, 2}, table.start[0][0]);
    block.visited[1] = 3;
    block.live(table);
    CHECK(block.first_visits[1] == 2);
    CHECK(block.moves[0 * 8 + 1] == 3);
}

TEST_CASE("everybody may move at once, in blocks of every length, and nobody beyond the last") {
    for (const int n_states : {3, 9, 16}) {
        const LaneTable table = ring(n_states, 1.0);
        test::for_each_instruction_set([&](std::string_view name) {
            CAPTURE(name);
            for (const std::size_t n_people : {1u, 7u, 31u, 32u, 33u, 63u, 64u, 65u, 130u}) {
                OneMonth block(table, std::vector<std::uint32_t>(n_people, 5), table.start[0][0]);
                block.live(table);
                std::vector<LanePosition> all(n_people);
                std::iota(all.begin(), all.end(), LanePosition{0});
                CHECK(block.positions == all);
                CHECK(block.moves[1] == n_people);
            }
        });
    }
}

// One node after the other, so that every table is looked up at every place.
TEST_CASE("up to 256 nodes are looked up, with every instruction set") {
    for (const int months : {3, 14, 15, 20, 31, 50, 63, 90, 127, 150, 254}) {
        const auto cap = static_cast<std::uint16_t>(months);
        Model model = test::hand_model(1, 4);
        model.coordinate_cap[index(Coordinate::months_in_state)] = cap;
        test::HandTables tables;
        tables.cell_axes = [](PhaseId, StateId) {
            return std::vector<test::HandAxis>{{Coordinate::months_in_state, 1}};
        };
        test::build_tables(model, tables);
        const LaneTable table = *lane_table(model).table;
        REQUIRE(table.n_nodes == cap + 1U);
        test::for_each_instruction_set([&](std::string_view name) {
            CAPTURE(name);
            CAPTURE(cap);
            OneMonth block(table, std::vector<std::uint32_t>(table.n_nodes, 77), 0);
            for (std::size_t node = 0; node < table.n_nodes; ++node)
                block.before[node] = static_cast<std::uint8_t>(node);
            block.live(table);
            CHECK(std::equal(block.after.begin(), block.after.end(), table.stays.begin()));
            CHECK(block.positions.empty());
        });
    }
}
