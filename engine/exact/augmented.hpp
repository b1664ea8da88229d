#pragma once

// Where can a person be, if all that the future depends on counts as part of where they are? States of
// the model, extended by phase and by the clocks that hazards, phases and eligibility look at, and
// the moves between them.
//
// Written from the rules in model/program.hpp and model/clock.hpp, apart from the simulation, which
// it is compared with. Values are kept no finer than anything can tell them apart: otherwise there
// would be too many to follow.

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "model/model.hpp"

namespace forlob {

/// Number of an augmented state, in the order they were met.
enum class NodeId : std::uint32_t {};

/// Programs that a person cannot enter (any more): not willing, or entered and not repeatable.
using ClosedPrograms = std::uint64_t;

struct Node {
    StateId state{};
    PhaseId phase = no_phase;
    ClosedPrograms closed = 0;
    std::vector<std::uint16_t> values;  ///< [coordinate], `month` always 0
    auto operator<=>(const Node&) const = default;
};

/// A share of those who are somewhere.
struct NodeShare {
    NodeId node{};
    double share = 0.0;
};

class AugmentedStates {
public:
    /// Throws NotExact, naming the feature, if dynamics depend on more than nodes can hold.
    explicit AugmentedStates(const Model& model);

    [[nodiscard]] std::size_t size() const { return nodes_.size(); }
    [[nodiscard]] const Node& node(NodeId id) const { return nodes_[index(id)]; }

    /// Where the persons of a stratum are at tick 0, before `closed` is known (all 0).
    [[nodiscard]] std::vector<NodeShare> start(const Stratum& stratum);
    /// The same place with other programs closed.
    [[nodiscard]] NodeId with_closed(NodeId from, ClosedPrograms closed);

    /// Whether someone here is offered this program in month `month`, if they are of the right kind.
    [[nodiscard]] bool is_offered(NodeId id, std::size_t program, std::int32_t month) const;
    /// Entering a program: with a placement where one is at the end of the month, else where one is
    /// before the month's transition.
    struct Entry {
        NodeId node{};
        bool is_placed = false;
    };
    [[nodiscard]] Entry enter(NodeId from, std::size_t program);

    /// Row of the month's transition.
    [[nodiscard]] std::uint32_t row(NodeId id, std::uint32_t kind, std::int32_t month) const;

    /// Where those are at the end of the month whom the transition takes to `to`: shares add up to 1.
    [[nodiscard]] std::span<const NodeShare> after_transition(NodeId from, StateId to);

private:
    struct Branches {
        std::uint32_t first = 0;
        std::uint32_t count = 0;  ///< 0: not yet known
    };

    void find_caps();
    void refuse_windows() const;
    [[nodiscard]] std::uint16_t cap(std::size_t coordinate, PhaseId phase, StateId state) const;
    [[nodiscard]] NodeId number(Node node);
    [[nodiscard]] bool is_in_program(PhaseId phase) const;
    /// The clocks at the end of a month that leads to `to`; months_in_phase and months_in_program are
    /// as they stand.
    [[nodiscard]] Node moved(const Node& from, StateId to) const;
    [[nodiscard]] Node begun(Node node, PhaseId phase) const;
    [[nodiscard]] NodeId finished(const Node& from, StateId to, PhaseId phase, bool begins);
    void add_branches(NodeId from, StateId to);

    const Model* model_;
    std::vector<std::uint16_t> state_cap_;    ///< [state] of months_in_state
    std::vector<std::uint16_t> phase_cap_;    ///< [phase] of months_in_phase
    std::vector<std::uint16_t> program_cap_;  ///< [phase] of months_in_program
    std::vector<std::uint16_t> clock_cap_;    ///< [clock]; 0: nothing depends on it
    std::vector<Node> nodes_;
    std::map<Node, NodeId> numbers_;
    std::vector<Branches> branches_;  ///< [node · n_states + to]
    std::vector<NodeShare> shares_;
    std::vector<std::uint32_t> row_;          ///< [node] without kind and month
};

}  // namespace forlob
