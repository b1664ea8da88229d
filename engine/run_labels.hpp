#pragma once

// What are the rows and columns of the results called? Axes of a scenario's measures, made from the
// names and labels of its files.

#include "economics/ledger.hpp"
#include "input/scenario_spec.hpp"
#include "model/model.hpp"
#include "outcomes/outcomes.hpp"
#include "outcomes/queues.hpp"
#include "results/result_file.hpp"

namespace forlob {

[[nodiscard]] CycleWords cycle_words(const ScenarioSpec& scenario);
[[nodiscard]] OutcomeLabels outcome_labels(const ScenarioSpec& scenario,
                                           const std::vector<Model>& models);
[[nodiscard]] QueueLabels queue_labels(const ScenarioSpec& scenario,
                                       const std::vector<Model>& models);
[[nodiscard]] LedgerLabels ledger_labels(const ScenarioSpec& scenario);
/// Attributes as axes of their levels, for the table of persons.
[[nodiscard]] std::vector<Axis> attribute_axes(const ModelSpec& model);

}  // namespace forlob
