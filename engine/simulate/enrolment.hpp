#pragma once

// Who enters which program this month? Offers are kept as columns, so that a month in which nobody
// could enrol costs nothing, and one in which everybody might costs one pass.

#include <cstdint>
#include <span>

#include "simulate/person_month.hpp"

namespace forlob {

/// Whether the program is offered in the month that ends at `tick`.
[[nodiscard]] bool is_open(const Program& program, Tick tick) noexcept;

/// Sets which offers stand for a person as they are now.
void set_offers(const ArmTables& arm, People& people, std::size_t person);

/// The same where offers depend on clocks. Returns the months after which they change by time
/// alone.
std::uint32_t ready_offers(const ArmTables& arm, People& people, std::size_t person);

/// The enrolment of the month that ends at `tick`: programs in the order of offer, all with a place
/// for everybody (else see places.hpp). `marked` and
/// `positions` are scratch columns of the block.
void enrol(const ArmBlock& block, Tick tick, std::span<std::uint8_t> marked,
           std::span<std::uint32_t> positions);

}  // namespace forlob
