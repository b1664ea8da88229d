#pragma once

// What do a simulated and an exact result have in common? Steps of `run` that both take.

#include <string>
#include <vector>

#include "economics/ledger.hpp"
#include "input/scenario_spec.hpp"
#include "model/model.hpp"
#include "outcomes/outcomes.hpp"
#include "results/result.hpp"
#include "results/result_file.hpp"
#include "run.hpp"

namespace forlob {

/// A result that knows its scenario, and no numbers yet.
[[nodiscard]] Result described(const ScenarioSpec& scenario, const std::vector<Model>& models,
                               const RunOptions& options, std::string method);

/// The axes that measures have, in the order of the file.
[[nodiscard]] std::vector<Axis> axes_of_measures(const OutcomeLabels& labels,
                                                 const LedgerLabels& money,
                                                 const std::vector<Measure>& measures);

/// What the file must know before the first replication, whose key outcomes are in `columns`.
[[nodiscard]] ResultLayout layout_of(const ScenarioSpec& scenario, const OutcomeLabels& labels,
                                     std::vector<ReplicationColumn> columns);

}  // namespace forlob
