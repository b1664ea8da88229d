#pragma once

// What happened to this block of people, in every arm?

#include <cstdint>
#include <memory>
#include <vector>

#include "outcomes/counts.hpp"
#include "outcomes/spells.hpp"
#include "simulate/arm_tables.hpp"
#include "simulate/block_uniforms.hpp"
#include "simulate/move_log.hpp"
#include "simulate/people.hpp"
#include "simulate/simulate.hpp"

namespace forlob {

/// Some neighbouring people of one replication.
struct Block {
    DrawAddress address;  ///< names seed, draw and replication
    PersonId first{};     ///< a multiple of 4
    std::size_t n_people = 0;
};

/// What is only kept when trajectories are recorded.
struct BlockTrajectories {
    std::vector<Spells> spells;  ///< [arm]
    Persons persons;             ///< of this block
};

/// The memory that a block needs while it is simulated; used again for the next one.
class Workspace {
public:
    /// Simulates the block in one arm: adds to `counts`, in which `cells` holds changes from tick to
    /// tick (see sum_over_ticks). Fills `trajectories` unless it is null. All arms of a block must
    /// follow one another, so that they share its uniforms: `begin` goes before the first.
    void begin(const Block& block, std::int32_t horizon);
    void simulate(const ArmTables& arm, Counts& counts);
    /// The lives of the arm that was simulated last.
    void append_spells_to(Spells& spells, std::int32_t horizon) const;
    void append_persons_to(Persons& persons) const;

private:
    Block block_;
    BlockUniforms uniforms_;
    People people_;
    MoveLog moves_;
    std::vector<std::uint8_t> marked_;
    std::vector<std::uint32_t> positions_;
    std::vector<SpellStart> life_;
};

}  // namespace forlob
