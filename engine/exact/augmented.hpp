#pragma once

// Where can a person be, if all that the future depends on counts as part of where they are? States
// of the model, extended by phase and by the clocks that hazards, phases and eligibility look at,
// and the moves between them.
//
// Written from the rules in model/program.hpp and model/clock.hpp, apart from the simulation, which
// it is compared with. Values are kept no finer than anything can tell them apart: otherwise there
// would be too many to follow.

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "model/model.hpp"

namespace forlob {

/// Number of an augmented state, in the order they were met.
enum class NodeId : std::uint32_t {};

/// Programs (bit = position in the arm) that a person will not enter, or not again.
using ClosedPrograms = std::uint64_t;

struct Node {
    StateId state{};
    PhaseId phase = no_phase;
    ClosedPrograms closed = 0;
    std::vector<std::uint16_t> values;  ///< [coordinate]; `month`, which everybody shares, is 0
    bool operator==(const Node&) const = default;
};

struct NodeHash {
    [[nodiscard]] std::size_t operator()(const Node& node) const noexcept;
};

/// A share of those who are somewhere.
struct NodeShare {
    NodeId node{};
    double share = 0.0;
};

class AugmentedStates {
public:
    /// `model` must outlive it. Throws NotExact, naming the clock, if a window decides about a
    /// clock that dynamics depend on.
    explicit AugmentedStates(const Model& model);

    [[nodiscard]] std::size_t size() const { return nodes_.size(); }
    [[nodiscard]] const Node& node(NodeId id) const { return nodes_[index(id)]; }

    /// Where the people of a stratum are at tick 0, all programs open: shares add up to 1.
    [[nodiscard]] std::vector<NodeShare> start(const Stratum& stratum);
    /// The same place with these programs closed.
    [[nodiscard]] NodeId closed(NodeId open, ClosedPrograms programs);

    /// Whether those of the right kind are offered the program in this month.
    [[nodiscard]] bool is_offered(NodeId id, std::size_t program, std::int32_t month) const;

    /// Where those are who enter a program: at the end of the month if its first phase places them,
    /// else before the month's transition.
    struct Entry {
        NodeId node{};
        bool is_placed = false;
    };
    [[nodiscard]] Entry enter(NodeId from, std::size_t program);

    /// The row of a month's transition.
    [[nodiscard]] std::uint32_t row(NodeId id, std::uint32_t kind, std::int32_t month) const;

    /// Where those are at the end of the month whom the transition takes to `to`: shares add up
    /// to 1. Valid until the next call.
    [[nodiscard]] std::span<const NodeShare> after_transition(NodeId from, StateId to);

private:
    struct Branches {
        std::uint32_t first = 0;
        std::uint32_t count = 0;  ///< 0: not looked at yet
    };
    /// What the program makes of a month before clocks are read.
    struct Ending {
        StateId state{};
        PhaseId phase = no_phase;
        std::uint16_t months_in_phase = 0;
        std::uint16_t months_in_program = 0;
    };

    void note_axes();
    void note_programs();
    void refuse_windows() const;
    [[nodiscard]] bool is_in_program(PhaseId phase) const;
    [[nodiscard]] std::vector<double> start_values(const ClockRange& range,
                                                   std::size_t clock) const;
    [[nodiscard]] Ending begin(StateId state, PhaseId phase, std::uint16_t months_in_program) const;
    [[nodiscard]] NodeId end_month(const Node& from, const Ending& ending);
    [[nodiscard]] NodeId number(Node node);
    void look_ahead(NodeId from, StateId to);

    const Model& model_;
    std::vector<std::uint16_t> state_cap_;          ///< [state] of months_in_state
    std::vector<std::uint16_t> phase_cap_;          ///< [phase] of months_in_phase
    std::vector<std::uint16_t> program_cap_;        ///< [program] of months_in_program
    std::vector<std::uint16_t> clock_cap_;          ///< [clock]; 0: nothing depends on it
    std::vector<const Lattice::Axis*> month_axis_;  ///< [context], or nullptr

    std::vector<Node> nodes_;
    std::unordered_map<Node, NodeId, NodeHash> numbers_;  ///< only ever asked, never walked through
    std::vector<std::uint32_t> row_;  ///< [node] what kind and month are added to
    std::vector<Branches> branches_;  ///< [node · n_states + to]
    std::vector<NodeShare> shares_;
};

}  // namespace forlob
