#pragma once

// Who are the people of this block, and what is known about each now? Columns, one entry per person.
//
// Between events nothing about a person is written. Coordinates hold their values as of tick
// `as_of`; the months since then were all spent in `state` and `phase`. What the next month depends
// on (row, chances, offers) is kept ready for it, and `due` is the first month at whose end any of it
// would change by time alone: until then a person needs no attention unless chance strikes.

#include <cstdint>
#include <span>
#include <vector>

#include "model/model.hpp"
#include "simulate/arm_tables.hpp"
#include "simulate/block_uniforms.hpp"

namespace forlob {

struct People {
    std::size_t n_people = 0;
    std::size_t n_coordinates = 0;

    // What decides whether anything happens to a person in a month: read by the kernel.
    std::vector<std::uint32_t> stay_low;    ///< as RowTable
    std::vector<std::uint32_t> stay_width;  ///< as RowTable
    std::vector<std::uint32_t> due;         ///< tick
    /// Chance of dropping out and of advancing, as cuts; a certain one is 2^32 − 1 and always due.
    std::vector<std::uint32_t> drop_out_below;
    std::vector<std::uint32_t> advance_below;
    std::size_t n_may_drop_out = 0;  ///< persons with drop_out_below > 0
    std::size_t n_may_advance = 0;   ///< persons with advance_below > 0

    // What an event reads and writes.
    std::vector<StateId> state;
    std::vector<PhaseId> phase;
    std::vector<std::uint32_t> as_of;  ///< tick
    std::vector<std::uint32_t> row;    ///< of the next month
    std::vector<std::uint32_t> cell;
    std::vector<std::uint16_t> coordinates;  ///< [person][coordinate]
    std::vector<std::uint64_t> windows;      ///< [person][windowed clock] months in, latest in bit 0

    // Fixed for life.
    std::vector<std::uint32_t> kind;
    std::vector<std::uint16_t> subgroup;
    std::vector<std::uint32_t> stratum;
    std::vector<std::uint8_t> frailty;  ///< level

    /// Enrolment in one program.
    struct Offer {
        std::vector<std::uint8_t> may_enter;  ///< willing, of the right kind, and not for the last time
        std::vector<std::uint8_t> stands;     ///< may enter, and state, phase and clocks allow it now
        std::size_t n_standing = 0;
    };
    std::vector<Offer> offers;  ///< [program]

    [[nodiscard]] std::span<std::uint16_t> values(std::size_t person) noexcept {
        return {coordinates.data() + person * n_coordinates, n_coordinates};
    }
};

/// Draws the people of a block as they are at tick 0. Nothing is ready for month 1 yet.
void draw_people(const ArmTables& arm, BlockUniforms& uniforms, std::size_t n_people,
                 People& people);

}  // namespace forlob
