#pragma once

// Where do the people of one kind go? One step of recursion after the other over augmented states,
// in all layers at once.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "exact/augmented.hpp"
#include "exact/follow_up.hpp"
#include "exact/layers.hpp"
#include "model/model.hpp"
#include "outcomes/counts.hpp"

namespace forlob {

/// The people at one tick: in every node that anybody is in, one number per layer.
class LayeredPeople {
public:
    void begin(std::size_t n_layers) {
        n_layers_ = n_layers;
        nodes_.clear();
        ++now_;
    }
    /// Room for this many nodes; pointers into it are lost.
    void reserve(std::size_t n_nodes) {
        if (since_.size() >= n_nodes) return;
        since_.resize(n_nodes, 0);
        value_.resize(n_nodes * n_layers_);
    }
    /// The layers of a node, which begin at 0.
    [[nodiscard]] double* at(NodeId node) {
        double* layers = value_.data() + index(node) * n_layers_;
        if (since_[index(node)] != now_) {
            since_[index(node)] = now_;
            nodes_.push_back(node);
            std::fill_n(layers, n_layers_, 0.0);
        }
        return layers;
    }
    /// In the order they were met.
    [[nodiscard]] const std::vector<NodeId>& nodes() const { return nodes_; }

private:
    std::size_t n_layers_ = 1;
    std::uint64_t now_ = 0;
    std::vector<std::uint64_t> since_;  ///< [node] the beginning at which it was last met
    std::vector<double> value_;         ///< [node · layers + layer]
    std::vector<NodeId> nodes_;
};

/// Follows the people of one kind through the months, and adds them up.
class Walk {
public:
    /// `n_alive` [tick] counts nodes. `follow_up`, which has nobody yet, may be nullptr: then exits
    /// are not followed up.
    Walk(const Model& model, AugmentedStates& states, const Layers& layers, FollowUp* follow_up,
         ExpectedCounts& counts, std::vector<std::size_t>& n_alive, std::size_t kind,
         std::size_t subgroup);

    /// Before `start`, and before each month: those who come, so many for each of the shares.
    void come(const std::vector<NodeShare>& places, double people);

    void start();
    void live_month(std::int32_t month);

private:
    static constexpr std::uint32_t no_row = std::numeric_limits<std::uint32_t>::max();

    /// Where those in a node go whose month has this row; the same month after month until the row
    /// is another.
    struct Way {
        std::uint32_t row = no_row;
        std::uint32_t first = 0;  ///< in edges_
        std::uint32_t count = 0;
        std::uint32_t room = 0;
    };
    struct Edge {
        NodeId to{};
        bool begins_phase = false;
        bool moves = false;
        bool exits = false;
        double probability = 0.0;
    };

    void note(std::size_t tick);
    void enrol(std::int32_t month);
    void enter(std::int32_t month, NodeId from, std::size_t program);
    void note_move(std::int32_t month, NodeId from, StateId to, double people);
    void pass_month(std::int32_t month);
    void pass_node(std::int32_t month, NodeId from, const Way& way);
    void find_way(NodeId from, std::uint32_t row);

    const Model& model_;
    AugmentedStates& states_;
    const Layers& layers_;
    FollowUp* follow_up_;
    ExpectedCounts& counts_;
    std::vector<std::size_t>& n_alive_;  ///< [tick]
    std::uint32_t kind_;
    std::size_t subgroup_;
    ClosedPrograms eligible_ = 0;
    LayeredPeople now_;      ///< at the tick before the month
    LayeredPeople next_;     ///< at its end
    std::vector<Way> ways_;  ///< [node]
    std::vector<Edge> edges_;
    std::vector<Edge> found_;
};

}  // namespace forlob
