#pragma once

// What happened to people who depend on one another? An arm in which people wait for each other's
// places, or keep coming, is simulated month by month with the whole replication as one block.

#include <cstdint>
#include <vector>

#include "outcomes/counts.hpp"
#include "outcomes/spells.hpp"
#include "simulate/arrivals.hpp"
#include "simulate/person_month.hpp"
#include "simulate/places.hpp"
#include "simulate/simulate.hpp"

namespace forlob {

/// As Workspace, for a replication instead of a block.
class JointWorkspace {
public:
    /// As Workspace.
    explicit JointWorkspace(std::size_t large = Situations::many) : situations_(large) {}

    /// Turns to another replication, of which `n_people` are there at tick 0.
    void begin(const DrawAddress& address, std::size_t n_people, std::int32_t horizon);

    /// Simulates it in one arm and adds it to `counts`, in which `cells` holds changes from tick to
    /// tick (see sum_over_ticks).
    void simulate(const ArmTables& arm, Counts& counts);

    // Of the arm simulated last.
    /// Behind what `spells` holds.
    void append_spells(Spells& spells);
    /// [person][tick]; those who came later are nowhere before, which is 255
    void write_states(std::span<std::uint8_t> states);
    [[nodiscard]] std::size_t n_people() const { return people_.persons.size(); }
    [[nodiscard]] std::uint64_t person_months() const { return person_months_; }

private:
    [[nodiscard]] std::int32_t first_counted(std::size_t person) const;
    void step_month(const ArmBlock& block, Tick tick);
    void live(const ArmBlock& block, Tick tick);
    void pass_over_gone(const ArmBlock& block);
    [[nodiscard]] std::span<const std::uint32_t> draw(Purpose purpose, Tick tick,
                                                      std::vector<std::uint32_t>& uniforms) const;

    DrawAddress address_;
    std::size_t n_at_start_ = 0;
    std::int32_t horizon_ = 0;
    std::uint64_t person_months_ = 0;
    std::size_t first_ = 0;  ///< to nobody before this person, a multiple of 4, anything happens
    BlockUniforms start_uniforms_;
    SituationsByArm situations_;
    People people_;
    MoveLog moves_;
    Places places_;
    Arrivals arrivals_;
    std::vector<std::uint32_t> transition_, drop_out_, advance_;  ///< [person] of one month
    std::vector<std::uint32_t> struck_, due_;  ///< positions: see month_kernel.hpp
    std::vector<SpellStart> life_;
};

}  // namespace forlob
