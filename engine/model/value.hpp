#pragma once

// What is this number for this person in this month? Formulas over parameters, coordinates, clocks,
// attributes and tables, and what they depend on.
//
//   const ValueContext context(scenario, arm, vocabulary, parameters, ValueUse::transition);
//   const Value value = compile_value(move.value, "probability", context, diagnostics);
//   value.at(kind, coordinates);
//
// Names and what they are: `cycle` (or `month`): of a transition, the number 1 … T of its cycle; at
// a tick, the tick. `cycles_in_state` and the like: cycles. `age`: years, with fractions. A clock:
// its cycles, and infinity when it is `never`. `month_of_year`: 1 … 12. An attribute: the value of
// its level. A table: what stands there.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "input/scenario_spec.hpp"
#include "model/multiplier.hpp"
#include "model/reach.hpp"
#include "model/vocabulary.hpp"

namespace forlob {

/// What is needed to compile the values of one arm. Everything it is made of must outlive it.
struct ValueContext {
    /// `values` are the parameters of this arm.
    ValueContext(const ScenarioSpec& all, const ArmSpec& arm, const Vocabulary& known,
                 const ParameterValues& values, ValueUse when);

    const ScenarioSpec& scenario;
    const Vocabulary& vocabulary;
    const ParameterValues& parameters;
    ValueUse use;
    std::vector<const TableSpec*> tables;
    std::optional<ClockId> age_clock;
    std::vector<CoordinateReach> reach;  ///< [coordinate]
};

/// A number that may depend on a person. Cheap to copy; may be read by any number of threads.
class Value {
public:
    /// The same for everybody and always.
    explicit Value(double constant = 0.0) : constant_(constant) {}

    [[nodiscard]] bool is_constant() const { return formula_ == nullptr; }

    /// NaN or infinite if the formula has no value there: the caller checks the range, because only
    /// it knows which values make sense and which coordinates occur together. `coordinates` are the
    /// person's, indexed by Coordinate.
    [[nodiscard]] double at(const Kind& kind, std::span<const std::uint16_t> coordinates) const {
        return formula_ == nullptr ? constant_ : dependent(kind, coordinates);
    }

    /// What it depends on: a factor per attribute or coordinate, whose values only mark classes
    /// between which the value does not differ (for `enumerate`). Empty if it is constant. The
    /// largest value of a coordinate that matters is the last of the factor's table.
    [[nodiscard]] const std::vector<Factor>& dependence() const;

    /// Why it is no number there, if that is known ("table 'm' begins at 35, 'age' is 30"); else
    /// empty.
    [[nodiscard]] std::string why_none(const Kind& kind,
                                       std::span<const std::uint16_t> coordinates) const;

private:
    friend Value compile_value(const Expression&, const char*, const ValueContext&, Diagnostics&);
    struct Formula;
    [[nodiscard]] double dependent(const Kind& kind,
                                   std::span<const std::uint16_t> coordinates) const;

    double constant_ = 0.0;
    std::shared_ptr<const Formula> formula_;
};

/// Reports names that mean nothing, as part of `what`; the value is then 0. Whether the numbers
/// make sense is for the caller.
[[nodiscard]] Value compile_value(const Expression& expression, const char* what,
                                  const ValueContext& context, Diagnostics& diagnostics);

/// The names of attributes that values of these expressions may depend on, by themselves or through
/// a table; none twice.
[[nodiscard]] std::vector<std::string> attributes_named_in(
    const std::vector<const Expression*>& values, const std::vector<const TableSpec*>& tables,
    const ModelSpec& model);

/// "age 71, cycle 12, history long": the coordinates that these factors tell apart, at one place.
[[nodiscard]] std::string place_of(const std::vector<const Factor*>& factors, const Kind& kind,
                                   std::span<const std::uint16_t> coordinates,
                                   const ValueContext& context);

}  // namespace forlob
