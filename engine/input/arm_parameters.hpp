#pragma once

// Which parameters does an arm have, and does every formula find the ones it names?

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "input/parameter.hpp"
#include "input/scenario_spec.hpp"

namespace forlob {

/// The parameters of the scenario, its model, population and economy, and of the arm's programs.
[[nodiscard]] std::vector<Parameter> parameters_of(const ScenarioSpec& scenario,
                                                   const ArmSpec& arm);

/// The overrides that the arm's parameters have: the scenario's, as far as the arm has such a
/// parameter, then its own. Later ones win.
[[nodiscard]] std::vector<Override> overrides_of(const ScenarioSpec& scenario, const ArmSpec& arm);

[[nodiscard]] bool sets(const std::vector<Override>& overrides, const std::string& name);

/// What a parameter is worth without draws and calibration, in the first arm that takes the value
/// of a draw (has the parameter, and does not set it), or else in the first arm that has it.
/// Nothing, if no arm has it. Mistakes in formulas are for others to report.
[[nodiscard]] std::optional<double> undrawn_value(const ScenarioSpec& scenario,
                                                  const std::string& name);

/// The tables of the scenario's model and economy, and of the arm's programs. They live as long as
/// the scenario.
[[nodiscard]] std::vector<const TableSpec*> tables_of(const ScenarioSpec& scenario,
                                                      const ArmSpec& arm);

/// Gives every arm the overrides that are meant for several: those of `overrides` whose name only
/// some arms have become overrides of these arms, in front of their own. A name that no arm has is
/// reported.
void distribute_overrides(ScenarioSpec& scenario, Diagnostics& diagnostics);

/// The names of the parameters of all arms, each once.
[[nodiscard]] std::vector<std::string> parameter_names(const ScenarioSpec& scenario);

/// Reports columns of the file of draws that are parameters of no arm.
void check_draw_columns(const ScenarioSpec& scenario, Diagnostics& diagnostics);

/// Reports, for every arm: parameters defined twice or in a circle, overrides of unknown names,
/// names in formulas that the arm does not have, coordinates, clocks, attributes and tables where a
/// formula cannot depend on a person, and names with two meanings. Each mistake once.
void check_arm_parameters(const ScenarioSpec& scenario, Diagnostics& diagnostics);

/// The same for a file on its own: formulas may name parameters of other files, so that only those
/// that rest on nothing else are checked.
void check_parameters_alone(const std::vector<Parameter>& parameters, Diagnostics& diagnostics);

}  // namespace forlob
