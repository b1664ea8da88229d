#pragma once

// Which random number belongs to this person, month and purpose?
//
// Every uniform is a pure function of its address, so that results depend on no thread, block, arm
// or order (semantics.md, 7). Philox counter: {person / 4, tick | sub << 16 | purpose << 24,
// replication, draw}, key: the 64-bit seed. The four words of a block belong to four neighbouring
// persons, so a block of people is filled without shuffling.

#include <cstdint>
#include <span>
#include <string_view>

#include "base/ids.hpp"
#include "base/quantities.hpp"

namespace forlob {

/// What a uniform decides. Append-only: a number once given never means anything else.
enum class Purpose : std::uint8_t {
    stratum = 0,
    frailty = 1,
    start_state = 2,
    clock_start = 3,  ///< sub: clock
    transition = 4,
    enrolment = 5,  ///< sub: program's position in the scenario
    willing = 6,    ///< sub: program's position in the scenario
    advance = 7,
    drop_out = 8,
    queue_order = 9,      ///< tick of the application; sub: program's position in the scenario
    parameter = 10,       ///< value of a parameter in a draw: see parameter_uniform
    inflow = 11,          ///< persons 2n and 2n + 1 are the two halves for inflow n
    queue_drop_out = 12,  ///< sub: program's position in the scenario
};

struct DrawAddress {
    std::uint64_t seed = 0;
    std::uint32_t draw = 0;
    ReplicationId replication{};
    Tick tick{};  ///< 0 … 65535
    Purpose purpose = Purpose::stratum;
    std::uint8_t sub = 0;
};

/// The uniform of one person: an integer in [0, 2^32).
[[nodiscard]] std::uint32_t uniform(const DrawAddress& address, PersonId person) noexcept;

/// The uniforms of persons first, first + 1, …; `first` must be a multiple of 4.
void fill_uniforms(const DrawAddress& address, PersonId first,
                   std::span<std::uint32_t> uniforms) noexcept;

/// The uniform that decides the value of a parameter in a draw: an odd multiple of 2^-53, so never
/// 0 or 1. It depends on the parameter's name alone, not on which others there are. Counter: the
/// halves of the name's 64-bit FNV-1a hash stand in place of person and replication.
[[nodiscard]] double parameter_uniform(std::uint64_t seed, std::uint32_t draw,
                                       std::string_view name) noexcept;

}  // namespace forlob
