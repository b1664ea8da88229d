#pragma once

// What do a model's intensities say of time itself, apart from ticks? Of one arm, for the people of
// every subgroup: how long they stay, where they go next, and what happens to them until the
// horizon and without end.

#include <optional>
#include <string>
#include <vector>

#include "exact/continuous.hpp"
#include "model/generator.hpp"
#include "model/model.hpp"

namespace forlob {

/// People who are alike in what is reported, at tick 0.
struct ProcessGroup {
    double share = 0.0;  ///< of all people
    /// Until the horizon, time in cycles, of a person of the group. `share` is not given.
    ContinuousOutcomes until_horizon;
    /// Without end. Nothing if the intensities of anybody change with time: what they are after the
    /// horizon is not known.
    std::optional<ContinuousOutcomes> unlimited;
    /// [state]; nothing of a state where intensities differ between people or times.
    std::vector<std::optional<Departure>> departure;
};

struct Process {
    std::vector<ProcessGroup> group;  ///< as they were asked for
    std::string left_out;             ///< why there is nothing; then `group` is empty
};

/// `groups` are sets of subgroups (Model::n_subgroups); nobody may be in one. Intensities hold for
/// a cycle: they change at ticks only. Why there may be nothing: intensities are not known; people
/// take part in programs, which begin and end at ticks; people come later; intensities depend on a
/// clock that does not run for everybody alike. Requires a model with intensities.
[[nodiscard]] Process continuous_process(const Model& model,
                                         const std::vector<std::vector<int>>& groups);

}  // namespace forlob
