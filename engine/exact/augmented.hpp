#pragma once

// Where can a person be, if all that the future depends on counts as part of where they are? States
// of the model, extended by phase and by the clocks that hazards, phases and eligibility look at
// (and, if asked to, prices), and the moves between them.
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
    /// [coordinate]; `month`, which everybody shares, is 0. Then the months that windows remember,
    /// as bits, the latest first.
    std::vector<std::uint16_t> values;
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

/// One way in which a month can end, after its transition. Which there are is a matter of
/// structure; how probable they are follows from the phase's numbers.
struct Branch {
    enum class When : std::uint8_t { always, drops_out, ends, goes_on };
    NodeId node{};
    When when = When::always;
    bool begins_phase = false;  ///< the node's phase, perhaps the same one again
};

/// What must be told apart: what dynamics depend on, or cells (prices, subgroups) as well.
enum class Follow { dynamics, cells };

class AugmentedStates {
public:
    /// Throws NotExact, naming the clock, if a window of more than 12 months decides about a clock
    /// that dynamics depend on. `model` must live until another one is turned to.
    AugmentedStates(const Model& model, Follow follow);
    AugmentedStates(const AugmentedStates&) = delete;
    AugmentedStates& operator=(const AugmentedStates&) = delete;

    /// Whether the model differs from the present one in numbers only: probabilities, shares,
    /// months of offer, strata.
    [[nodiscard]] bool fits(const Model& model) const;
    /// Reads the numbers of another model that fits. Nodes and branches stay.
    void turn_to(const Model& model) { model_ = &model; }

    [[nodiscard]] std::size_t size() const { return nodes_.size(); }
    [[nodiscard]] const Node& node(NodeId id) const { return nodes_[index(id)].node; }
    [[nodiscard]] StateId state(NodeId id) const { return nodes_[index(id)].state; }
    [[nodiscard]] PhaseId phase(NodeId id) const { return nodes_[index(id)].phase; }

    /// Clocks that only cells depend on and that windows make too long to follow: their value is
    /// taken to be 0.
    [[nodiscard]] const std::vector<ClockId>& not_followed() const { return not_followed_; }

    /// Where the people of a stratum are at tick 0, all programs open: shares add up to 1.
    [[nodiscard]] std::vector<NodeShare> start(const Stratum& stratum);
    /// The same place with these programs closed.
    [[nodiscard]] NodeId closed(NodeId open, ClosedPrograms programs);

    /// Programs (as bits) that those of the right kind are offered while they are open.
    [[nodiscard]] ClosedPrograms offered(NodeId id) const { return nodes_[index(id)].offered; }

    /// Where those are who enter a program: at the end of the month if its first phase places them,
    /// else before the month's transition.
    struct Entry {
        NodeId node{};
        bool is_placed = false;
    };
    [[nodiscard]] Entry enter(NodeId from, std::size_t program);

    /// The row of a month's transition, and the cell at a tick.
    [[nodiscard]] std::uint32_t row(NodeId id, std::uint32_t kind, std::int32_t month) const;
    [[nodiscard]] std::uint32_t cell(NodeId id, std::uint32_t kind, std::int32_t tick) const;

    /// Where those are at the end of the month whom the transition takes to `to`: shares add up
    /// to 1. Valid until the next call.
    [[nodiscard]] std::span<const Branch> after_transition(NodeId from, StateId to);
    [[nodiscard]] double share(NodeId from, const Branch& branch) const;

private:
    /// A node with all that is asked often.
    struct Known {
        Node node;
        StateId state{};
        PhaseId phase = no_phase;
        std::uint32_t context = 0;
        std::uint32_t row = 0;   ///< what kind and month are added to
        std::uint32_t cell = 0;  ///< the same
        ClosedPrograms offered = 0;
    };
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
    /// What nodes and branches are made from: models that agree on it share them.
    struct Structure {
        explicit Structure(const Model& model);
        int n_states = 0;
        int n_kinds = 0;
        std::vector<Clock> clocks;
        std::vector<std::uint16_t> coordinate_cap;
        Lattice row_of, cell_of;
        std::vector<Phase> phases;
        std::vector<Program> programs;
    };

    void note_axes(const Lattice& lattice, std::vector<std::uint16_t>& clock_cap);
    void note_programs();
    void note_cells();
    void note_windows();
    [[nodiscard]] bool is_in_program(PhaseId phase) const;
    [[nodiscard]] ClosedPrograms offers_of(const Node& node) const;
    [[nodiscard]] std::vector<double> start_values(const ClockRange& range,
                                                   std::size_t clock) const;
    [[nodiscard]] Ending begin(StateId state, PhaseId phase, std::uint16_t months_in_program) const;
    [[nodiscard]] NodeId end_month(const Node& from, const Ending& ending);
    void pass_clocks(StateId from, StateId to, Node& node) const;
    [[nodiscard]] NodeId number(Node node);
    void look_ahead(NodeId from, StateId to);

    const Model* model_;
    Structure structure_;
    std::vector<std::uint16_t> state_cap_;      ///< [state] of months_in_state
    std::vector<std::uint16_t> phase_cap_;      ///< [phase] of months_in_phase
    std::vector<std::uint16_t> program_cap_;    ///< [program] of months_in_program
    std::vector<std::uint16_t> clock_cap_;      ///< [clock]; 0: nothing depends on it
    std::vector<std::size_t> window_position_;  ///< [clock] in Node::values; 0: no window to follow
    std::size_t n_values_ = 0;                  ///< of a node
    std::vector<ClockId> not_followed_;
    std::vector<const Lattice::Axis*> row_month_axis_;   ///< [context] of the structure, or nullptr
    std::vector<const Lattice::Axis*> cell_month_axis_;  ///< [context] the same for cells

    std::vector<Known> nodes_;
    std::unordered_map<Node, NodeId, NodeHash> numbers_;  ///< only ever asked, never walked through
    std::vector<Branches> branches_;                      ///< [node · n_states + to]
    std::vector<Branch> all_branches_;
    std::vector<Entry> entries_;   ///< [node · programs + program]
    std::vector<bool> has_entry_;  ///< [the same]
};

}  // namespace forlob
