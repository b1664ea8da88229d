#pragma once

// Who are the people of this block, and what is known about each now?
//
// Between events nothing about a person is written. Everybody is in a situation (situations.hpp)
// since some tick; price clocks hold their values as of a tick of their own. What the next month
// depends on (row, chances, offers) is kept ready for it, and `due` is the first month at whose end
// any of it would change by time alone: until then a person needs no attention unless chance
// strikes.

#include <cstdint>
#include <vector>

#include "model/model.hpp"
#include "simulate/arm_tables.hpp"
#include "simulate/block_uniforms.hpp"

namespace forlob {

/// What an event reads and writes about one person: half a cache line.
struct Person {
    std::uint32_t situation = 0;
    std::uint32_t since = 0;  ///< tick at which the situation began
    std::uint32_t cell = 0;
    std::uint32_t first_slot = 0;  ///< of the row of the next month
    std::uint32_t kind = 0;        ///< fixed for life, as is `subgroup`
    std::uint16_t subgroup = 0;
    StateId state{};
    PhaseId phase = no_phase;
    std::uint32_t priced = 0;     ///< tick as of which the price clocks stand
    std::uint32_t price_due = 0;  ///< tick at which they change the cell, or a window may be full
};

struct People {
    std::vector<Person> persons;
    std::size_t n_coordinates = 0;
    std::vector<std::uint16_t> coordinates;    ///< [person][coordinate] when they came
    std::vector<std::uint16_t> price_clocks;   ///< [person][clock] as PriceClocks
    std::vector<std::uint64_t> price_windows;  ///< [person][clock] as PriceClocks

    // What decides whether anything happens to a person in a month: read by the kernel.
    std::vector<std::uint32_t> stay_low;        ///< as RowTable
    std::vector<std::uint32_t> stay_width;      ///< as RowTable
    std::vector<std::uint32_t> due;             ///< tick
    std::vector<std::uint32_t> drop_out_below;  ///< as PhaseTable
    std::vector<std::uint32_t> advance_below;   ///< as PhaseTable, 0 until then
    std::uint32_t n_may_drop_out = 0;           ///< persons with drop_out_below > 0
    std::uint32_t n_may_advance = 0;            ///< persons with advance_below > 0

    std::vector<std::uint32_t> n_in_phase;  ///< [phase] persons

    /// Enrolment in one program.
    struct Offer {
        std::vector<std::uint8_t> may_enter;  ///< willing, of the right kind, not for the last time
        std::vector<std::uint8_t> stands;  ///< may enter, and state, phase and clocks allow it now
        std::uint32_t n_standing = 0;
    };
    std::vector<Offer> offers;  ///< [program]

    std::vector<std::uint32_t> stratum;  ///< position in Population::strata

    [[nodiscard]] std::uint16_t* values(std::size_t person) noexcept {
        return coordinates.data() + person * n_coordinates;
    }
};

/// Draws the people of a block as they are at tick 0. Nothing is ready for month 1 yet.
void draw_people(const ArmTables& arm, BlockUniforms& uniforms, std::size_t n_people,
                 People& people);

}  // namespace forlob
