#pragma once

// Who enters which program this month? Offers are kept as columns, so that a month in which nobody
// could enrol costs nothing, and one in which everybody might costs one pass.

#include <cstdint>
#include <span>

#include "simulate/person_month.hpp"

namespace forlob {

/// Whether the program is offered in the month that ends at `tick`.
[[nodiscard]] bool is_open(const Program& program, Tick tick) noexcept;

/// Sets which offers stand for a person who may be in a situation in which `allowed` are
/// (Situations::offers).
void set_offers(People& people, std::size_t person, const std::uint8_t* allowed);

/// The enrolment of the month that ends at `tick`: programs in the order of offer, all with a place
/// for everybody (else see places.hpp). `positions` is scratch with room for everybody.
void enrol(const ArmBlock& block, Tick tick, std::span<std::uint32_t> positions);

}  // namespace forlob
