#pragma once

// Which of several things is meant? Indices that the compiler does not let anyone mix up.

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace forlob {

enum class StateId : std::uint8_t {};
enum class GroupId : std::uint8_t {};
enum class AttributeId : std::uint8_t {};
enum class LevelId : std::uint8_t {};  ///< a level of one attribute
enum class ClockId : std::uint8_t {};
enum class ProgramId : std::uint8_t {};  ///< position in the arm's list of programs
enum class PhaseId : std::uint8_t {};    ///< 0 is "in no program"; see no_phase
enum class ArmId : std::uint16_t {};
enum class PayerId : std::uint8_t {};
enum class AccountId : std::uint16_t {};
enum class PersonId : std::uint32_t {};  ///< within one replication
enum class ReplicationId : std::uint32_t {};

/// The phase of those who are in no program.
inline constexpr PhaseId no_phase{0};

/// The position in an array that belongs to `id`.
template <typename Id>
requires std::is_enum_v<Id>
[[nodiscard]] constexpr std::size_t index(Id id) noexcept { return static_cast<std::size_t>(id); }

}  // namespace forlob
