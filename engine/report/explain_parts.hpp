#pragma once

// The chapters of an explanation, from what the author wrote.

#include <string>

#include "input/scenario_spec.hpp"
#include "report/explain_texts.hpp"

namespace forlob {

[[nodiscard]] std::string explain_conventions(const ScenarioSpec& scenario,
                                              const explaining::ArmValues& values,
                                              std::size_t width);
/// Exits and relapse; nothing if the model has none.
[[nodiscard]] std::string explain_definitions(const ModelSpec& model, std::size_t width);
/// Inflow; empty for a closed population.
[[nodiscard]] std::string explain_inflow(const ScenarioSpec& scenario, std::size_t width);
[[nodiscard]] std::string explain_states(const ScenarioSpec& scenario, std::size_t width);
/// Attributes, clocks, hazards, modifiers, frailty.
[[nodiscard]] std::string explain_dynamics(const ScenarioSpec& scenario,
                                           const explaining::ArmValues& values, std::size_t width);
/// Names cycles and money as `scenario` does.
[[nodiscard]] std::string explain_program(const ProgramSpec& program, const ScenarioSpec& scenario,
                                          const explaining::ArmValues& values, std::size_t width);
/// Accounts, splits, discounting; payments of programs stand with the programs.
/// What a program pays for and counts.
[[nodiscard]] std::string explain_payments(const ProgramSpec& program, const ScenarioSpec& scenario,
                                           const explaining::ArmValues& values, std::size_t width);
/// Accounts and outcomes with their terms, and what a month in each state comes to.
[[nodiscard]] std::string explain_money(const ScenarioSpec& scenario,
                                        const explaining::ArmValues& values, std::size_t width);
/// Which persons an amount counts, and how it is discounted: one sentence.
[[nodiscard]] std::string explain_counting(const ScenarioSpec& scenario,
                                           const explaining::ArmValues& values);

}  // namespace forlob
