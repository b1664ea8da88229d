#pragma once

// What happened to this block of people, in arms whose people are bytes? All such arms, month by
// month, so that each month's draws are used by every arm while they are next to the core.

#include <cstdint>
#include <span>
#include <vector>

#include "outcomes/counts.hpp"
#include "outcomes/spells.hpp"
#include "random/block_draws.hpp"
#include "simulate/block.hpp"
#include "simulate/lane_kernel.hpp"
#include "simulate/lane_table.hpp"
#include "simulate/move_log.hpp"
#include "simulate/state_history.hpp"

namespace forlob {

/// An arm for the lane kernel. What it points to must outlive it.
struct LaneArm {
    const Model* model = nullptr;
    const LaneTable* table = nullptr;
    Counts* counts =
        nullptr;  ///< what happens is added to; `cells` holds changes from tick to tick
};

class LaneWorkspace {
public:
    /// Simulates the block in all these arms.
    void simulate(const BlockOfPeople& block, std::span<const LaneArm> arms,
                  bool keeps_trajectories);

    // Of the block simulated last, in which trajectories were kept.
    /// Behind what `spells` holds.
    void append_spells(std::size_t arm, Spells& spells);
    /// [person][tick]
    void write_states(std::size_t arm, std::span<std::uint8_t> states) const;

private:
    struct People {
        std::vector<std::uint8_t> before, after;  ///< [person] node at two ticks
        std::vector<std::uint16_t> visited;       ///< [person] states, as bits
        std::vector<std::uint32_t> moves;         ///< [tick][as LaneTable::Edge::move]
        std::vector<std::uint32_t> first_visits;  ///< [tick][as LaneTable::Edge::place]
        std::vector<std::uint32_t> in_node;       ///< [node] persons at the latest tick
        std::vector<std::uint32_t> more_in_node;  ///< [node] as LaneTally
        MoveLog lives;
        bool has_lives = false;
        StateHistory history;
        bool has_history = false;
    };

    void start(const LaneArm& arm, People& people);
    void draw_nodes(const LaneArm& arm, std::vector<std::uint8_t>& nodes);
    void count_start(const LaneArm& arm, People& people) const;
    void note_states(const LaneTable& table, Tick tick, People& people) const;
    void note_moves(const LaneTable& table, std::span<const LanePosition> positions, Tick tick,
                    People& people) const;
    void step(const LaneArm& arm, Tick tick, People& people);
    static void count_nodes(const LaneArm& arm, Tick tick, People& people);
    void finish(const LaneArm& arm, const People& people);
    void record_lives(const LaneArm& arm, const People& people) const;
    [[nodiscard]] std::span<const std::uint32_t> at_start(Purpose purpose);

    BlockOfPeople block_;
    std::int32_t horizon_ = 0;
    BlockDraws draws_;
    BlockUniforms start_draws_;
    std::vector<std::uint32_t> words_;     ///< draws of the month
    std::vector<std::uint8_t> top_bytes_;  ///< their highest bytes
    std::vector<LanePosition> positions_;
    std::vector<People> people_;  ///< [arm]
};

}  // namespace forlob
