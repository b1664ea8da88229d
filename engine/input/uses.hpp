#pragma once

// Where does a specification use formulas and coordinates? All of them in one list, for checks that
// concern every one.

#include <string>
#include <vector>

#include "input/economy_spec.hpp"
#include "input/model_spec.hpp"
#include "input/population_spec.hpp"
#include "input/program_spec.hpp"

namespace forlob {

/// Every expression but the values of parameters, and those of timed_expressions_of. The pointers
/// live as long as the specification.
[[nodiscard]] std::vector<const Expression*> expressions_of(const ModelSpec& model);
[[nodiscard]] std::vector<const Expression*> expressions_of(const PopulationSpec& population);
[[nodiscard]] std::vector<const Expression*> expressions_of(const EconomySpec& economy);
[[nodiscard]] std::vector<const Expression*> expressions_of(const ProgramSpec& program);

/// Those that may also name the cycle, by one of names_of_time(): `month` in monthly models only.
[[nodiscard]] std::vector<const Expression*> timed_expressions_of(const PopulationSpec& population);
[[nodiscard]] std::vector<const Expression*> timed_expressions_of(const ProgramSpec& program);
[[nodiscard]] std::vector<std::string> names_of_time(const CycleSpec& cycle);
/// Those of them that may depend on a person: they may also name coordinates, clocks, attributes
/// with values, and tables.
[[nodiscard]] std::vector<const Expression*> values_of(const ModelSpec& model);
[[nodiscard]] std::vector<const Expression*> values_of(const EconomySpec& economy);
[[nodiscard]] std::vector<const Expression*> values_of(const ProgramSpec& program);

/// Every factor on a hazard.
[[nodiscard]] std::vector<const FactorSpec*> factors_of(const ModelSpec& model);
[[nodiscard]] std::vector<const FactorSpec*> factors_of(const ProgramSpec& program);

/// Every factor on an amount.
[[nodiscard]] std::vector<const FactorSpec*> amount_factors_of(const EconomySpec& economy);
[[nodiscard]] std::vector<const FactorSpec*> amount_factors_of(const ProgramSpec& program);

/// Formulas over the ticks of a run, which may name more than parameters (names_in_weights).
[[nodiscard]] std::vector<const Expression*> tick_formulas_of(const EconomySpec& economy);
[[nodiscard]] std::vector<const Expression*> tick_formulas_of(const ProgramSpec& program);

}  // namespace forlob
