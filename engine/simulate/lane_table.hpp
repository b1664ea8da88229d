#pragma once

// What can a person be, if all that their future depends on fits in one byte?
//
// Where nobody is in a program and nothing depends on the calendar, what a person will do depends
// on their kind, their state, and coordinates that grow by one a month until they do not matter any
// more. All combinations that somebody can ever be in, with those merged that lead to the same
// rows, cells and moves for ever, are numbered: the *nodes*. From a node, staying leads to one
// other node, and every slot of the row to one more. If there are at most 256, a person is a byte,
// a month is a table look-up, and people fit into the lanes of vectors (lane_kernel.hpp).

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulate/arm_tables.hpp"

namespace forlob {

/// A table by node.
template <typename T>
using ByNode = std::array<T, 256>;

struct LaneTable {
    std::size_t n_nodes = 0;
    // By node: what decides whether somebody can be passed over in a month, for whole vectors.
    ByNode<std::uint8_t> stays{};       ///< node a month later, if the person stays
    ByNode<std::uint8_t> safe_low{};    ///< the person stays whatever the other bits are, if the
    ByNode<std::uint8_t> safe_width{};  ///< highest byte of the uniform − safe_low < safe_width

    // What decides about everybody else: of each node the cut points of its row, and what the slots
    // between them lead to, side by side.
    struct Edge {
        std::uint16_t move = 0;       ///< (group · stride + from) · stride + to
        std::uint16_t place = 0;      ///< group · stride + to
        std::uint16_t state_bit = 0;  ///< 1 << to
        std::uint8_t next = 0;        ///< node a month later
    };
    template <std::size_t n_slots>
    struct Row {
        std::array<std::uint32_t, n_slots> last;  ///< as RowTable; beyond the row 2^32 - 1
        std::array<Edge, n_slots> edges;
    };
    std::vector<Row<8>> narrow_rows;  ///< [node] with at most 8 states
    std::vector<Row<16>> wide_rows;   ///< [node] with more
    std::size_t stride = 0;           ///< of states where moves are counted: 8 or 16

    // Where a person is counted. A group of people are counted alike: they have the same subgroup,
    // and the same cell in every state if possible. Nobody leaves their group.
    ByNode<StateId> state{};
    ByNode<std::uint16_t> group{};
    ByNode<std::uint32_t> cell{};
    std::size_t n_groups = 0;
    std::vector<std::uint16_t> subgroup;  ///< [group]
    /// [group · n_states + state]; empty if cells also depend on how long somebody has been there,
    /// so that they have to be counted by node.
    std::vector<std::uint32_t> cell_of_place;

    /// [stratum · frailty levels + level] nodes of Stratum::start_states.
    std::vector<std::vector<std::uint8_t>> start;
};

/// The table of an arm, or why there is none.
struct LaneTableOrReason {
    std::optional<LaneTable> table;
    std::string reason;  ///< "it has programs"; empty if there is a table
};
[[nodiscard]] LaneTableOrReason lane_table(const Model& model);

}  // namespace forlob
