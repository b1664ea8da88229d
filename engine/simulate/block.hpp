#pragma once

// What happened to this block of people? All arms, one after the other, in memory that is used
// again for the next block.

#include <cstdint>
#include <span>
#include <vector>

#include "outcomes/counts.hpp"
#include "outcomes/spells.hpp"
#include "simulate/person_month.hpp"
#include "simulate/simulate.hpp"

namespace forlob {

/// Some neighbouring people of one replication.
struct BlockOfPeople {
    DrawAddress address;  ///< names seed, draw and replication
    PersonId first{};     ///< a multiple of 4
    std::size_t n_people = 0;
};

class Workspace {
public:
    /// A graph of so many situations is forgotten; this changes speed and memory, never results.
    explicit Workspace(std::size_t large = Situations::many) : situations_(large) {}

    /// Turns to another block.
    void begin(const BlockOfPeople& block, std::int32_t horizon);

    /// Simulates the block in one arm and adds it to `counts`, in which `cells` holds changes from
    /// tick to tick (see sum_over_ticks). Arms of one block share its uniforms.
    void simulate(const ArmTables& arm, Counts& counts);

    // Of the arm simulated last.
    /// Behind what `spells` holds.
    void append_spells(Spells& spells);
    /// [person][tick]
    void write_states(std::span<std::uint8_t> states);

private:
    void step_month(const ArmBlock& arm_block, Tick tick);
    void record_lives(const Model& model, Counts& counts);

    BlockOfPeople block_;
    std::int32_t horizon_ = 0;
    BlockUniforms uniforms_;
    SituationsByArm situations_;
    People people_;
    MoveLog moves_;
    std::vector<std::uint32_t> struck_, due_;  ///< positions: see month_kernel.hpp
    std::vector<SpellStart> life_;
};

}  // namespace forlob
