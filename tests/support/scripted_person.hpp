#pragma once

// One person whose chances are written down: each month gets the uniforms that the test wants.

#include <cstdint>
#include <vector>

#include "simulate/enrolment.hpp"
#include "simulate/person_month.hpp"

namespace forlob::test {

inline constexpr std::uint32_t lowest = 0;            ///< every chance strikes
inline constexpr std::uint32_t highest = 0xFFFFFFFF;  ///< no chance strikes

/// The uniform that falls on this share of the way from 0 to 1.
[[nodiscard]] constexpr std::uint32_t at_share(double share) {
    return static_cast<std::uint32_t>(share * 4294967295.0);
}

class ScriptedPerson {
public:
    explicit ScriptedPerson(Model model);
    ScriptedPerson(const ScriptedPerson&) = delete;
    ScriptedPerson& operator=(const ScriptedPerson&) = delete;

    /// The next month: enrolment (whose chances must be certain or impossible), then transition and
    /// program step with these uniforms.
    void live(std::uint32_t transition, std::uint32_t drop_out = highest,
              std::uint32_t advance = highest);

    [[nodiscard]] int tick() const { return tick_; }
    [[nodiscard]] int state() const { return static_cast<int>(people_.persons[0].state); }
    [[nodiscard]] int phase() const { return static_cast<int>(people_.persons[0].phase); }
    [[nodiscard]] int value(Coordinate coordinate) const {
        const Person& person = people_.persons[0];
        return situations_.value(person.situation, static_cast<std::uint32_t>(tick_) - person.since,
                                 coordinate);
    }
    /// The first tick at which something changes by time alone.
    [[nodiscard]] std::uint32_t due() const { return people_.due[0]; }
    [[nodiscard]] const Counts& counts() const { return counts_; }
    [[nodiscard]] std::vector<SpellStart> life() const;

private:
    Model model_;
    ArmTables arm_;
    Situations situations_;
    BlockUniforms uniforms_;
    People people_;
    MoveLog moves_;
    Counts counts_;
    int tick_ = 0;
};

}  // namespace forlob::test
