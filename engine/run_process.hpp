#pragma once

// What does the result say of the process between ticks? Measures of models that state intensities,
// from the exact values of every arm and subgroup.

#include <string>
#include <vector>

#include "input/scenario_spec.hpp"
#include "model/model.hpp"
#include "outcomes/measure.hpp"
#include "outcomes/outcomes.hpp"

namespace forlob {

/// Root measures, in the unit of time that the model states its intensities in (or the length of
/// its stated cycle): continuous_mean_stay (arm, state); continuous_next_state (arm, state,
/// next_state), shares; continuous_time_in_state (arm, until, state); continuous_visits (the same),
/// spells per person, one that is there at the start included; continuous_ever_visited (the same),
/// shares; continuous_first_passage (the same), time of those who get there. `until` is horizon or
/// unlimited. With strata: the same names in group "strata" with an axis "stratum" after "arm".
/// Without standard errors, see make_certain.
///
/// Infinite: a stay in a state that nobody leaves, unlimited time where people end. NaN: stays that
/// differ between people of the subgroup or with time; unlimited values where intensities change
/// with time; times to a state that nobody gets to; everything in an arm in which the process is
/// not known (`left_out` says why).
struct ProcessMeasures {
    std::vector<Measure> measures;  ///< none, if the model has no intensities or no arm allows it
    std::vector<Axis> axes;         ///< until, next_state
    std::string left_out;           ///< sentences; may be empty
};
[[nodiscard]] ProcessMeasures process_measures(const ScenarioSpec& scenario,
                                               const std::vector<Model>& models,
                                               const OutcomeLabels& labels);

}  // namespace forlob
