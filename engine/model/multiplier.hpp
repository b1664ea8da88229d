#pragma once

// What differs between persons and months? Factors as tables over single coordinates, and the
// classes of coordinates between which nothing differs.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/diagnostic.hpp"
#include "input/model_spec.hpp"
#include "input/parameter.hpp"
#include "model/lattice.hpp"
#include "model/vocabulary.hpp"

namespace forlob {

/// What the attributes and frailty of one kind of person are.
struct Kind {
    std::vector<LevelId> levels;  ///< [attribute]; 0 for attributes that no kind distinguishes
    std::size_t frailty = 0;
};

/// A step function over one coordinate.
struct Factor {
    enum class Over { attribute, frailty, coordinate };
    Over over = Over::coordinate;
    AttributeId attribute{};
    Coordinate coordinate = Coordinate::months_in_state;
    std::vector<double> value{};  ///< [level], or [coordinate value]: the last holds from there on

    [[nodiscard]] double at(const Kind& kind, std::span<const std::uint16_t> values) const;
};

/// What is needed to turn an author's factor into a table.
struct FactorContext {
    const Vocabulary& vocabulary;
    const ParameterValues& parameters;
    const CycleSpec& cycle;
    std::int32_t horizon = 0;
    int start_month = 1;               ///< calendar month of tick 0, for month_of_year
    std::optional<ClockId> age_clock;  ///< cycles of age; empty if the population has no ages
};

/// The first cycle of age, counted from 0, that begins at or after so many years.
[[nodiscard]] std::int64_t cycles_of_age(std::int64_t years, const CycleSpec& cycle);

/// Factors must be finite and not negative; anything else is reported at its place.
[[nodiscard]] std::optional<Factor> compile_factor(const FactorSpec& spec,
                                                   const FactorContext& context,
                                                   Diagnostics& diagnostics);

/// Whether factors, rates and the like may have this value: finite, from 0 to 10^9.
[[nodiscard]] bool is_usable_factor(double value);

/// A value that must be finite and not negative, reported as `what` otherwise (and then 1).
[[nodiscard]] double non_negative(const Expression& expression, const char* what,
                                  const ParameterValues& parameters, Diagnostics& diagnostics);

/// Classes of the values of one coordinate, or of kinds, between which none of some factors
/// differs.
struct Classes {
    std::vector<std::uint32_t> class_of;      ///< [value or kind]
    std::vector<std::uint32_t> first_member;  ///< [class] the smallest value or kind in it
};
[[nodiscard]] Classes classes_of_coordinate(Coordinate coordinate, std::uint16_t cap,
                                            std::span<const Factor* const> factors);
[[nodiscard]] Classes classes_of_kinds(const std::vector<Kind>& kinds,
                                       std::span<const Factor* const> factors);

}  // namespace forlob
