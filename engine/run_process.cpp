#include "run_process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "exact/process.hpp"
#include "input/intensities.hpp"

namespace forlob {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t n_until = 2;  // until the horizon, and without end

std::vector<Axis> process_axes(const OutcomeLabels& labels) {
    Axis until;
    until.name = "until";
    until.long_name = "How long is followed";
    until.long_name_da = "Hvor længe der følges";
    until.labels = {"horizon", "unlimited"};
    until.texts = {"Until the horizon", "Without end"};
    until.danish = {"Indtil horisonten", "Uden ende"};
    Axis next = labels.state;
    next.name = "next_state";
    next.long_name = "State that follows";
    next.long_name_da = "Tilstand der følger";
    return {std::move(until), std::move(next)};
}

// Values of one arm and group of people, measure by measure, row-major over the other axes.
struct GroupValues {
    std::vector<double> mean_stay, next_state, time, visits, ever, passage;
};

// Everything is unknown until it is set.
GroupValues unknown(std::size_t n_states) {
    const std::vector<double> each(n_states, undefined);
    const std::vector<double> twice(n_until * n_states, undefined);
    return {each, std::vector<double>(n_states * n_states, undefined), twice, twice, twice, twice};
}

GroupValues values_of(const ProcessGroup& group, double time_per_cycle) {
    const std::size_t n_states = group.departure.size();
    GroupValues values = unknown(n_states);
    for (std::size_t state = 0; state < n_states; ++state) {
        if (!group.departure[state]) continue;
        values.mean_stay[state] = time_per_cycle * group.departure[state]->mean_stay;
        std::copy(group.departure[state]->next_state.begin(),
                  group.departure[state]->next_state.end(),
                  values.next_state.begin() + static_cast<std::ptrdiff_t>(state * n_states));
    }
    const auto put = [&](const ContinuousOutcomes& outcomes, std::size_t until) {
        for (std::size_t state = 0; state < n_states; ++state) {
            const std::size_t entry = until * n_states + state;
            values.time[entry] = time_per_cycle * outcomes.time_in_state[state];
            values.visits[entry] = outcomes.visits[state];
            values.ever[entry] = outcomes.ever_visited[state];
            values.passage[entry] = time_per_cycle * outcomes.first_passage[state];
        }
    };
    put(group.until_horizon, 0);
    if (group.unlimited) put(*group.unlimited, 1);
    return values;
}

struct ProcessPlan {
    const char* name;
    std::vector<std::string> axes;  ///< after arm (and stratum)
    std::string units;
    const char* long_name;
    const char* long_name_da;
    std::vector<double> GroupValues::*values;
};

std::vector<ProcessPlan> plans(const std::string& times) {
    const std::vector<std::string> until{"until", "state"};
    return {{"continuous_mean_stay",
             {"state"},
             times,
             "Mean length of a stay, in continuous time",
             "Gennemsnitlig varighed af et ophold, i kontinuert tid",
             &GroupValues::mean_stay},
            {"continuous_next_state",
             {"state", "next_state"},
             "1",
             "Probability of the state that a stay ends in, in continuous time",
             "Sandsynlighed for tilstanden som et ophold ender i, i kontinuert tid",
             &GroupValues::next_state},
            {"continuous_time_in_state", until, times,
             "Time in the state per person, in continuous time",
             "Tid i tilstanden per person, i kontinuert tid", &GroupValues::time},
            {"continuous_visits", until, "1", "Stays in the state per person, in continuous time",
             "Ophold i tilstanden per person, i kontinuert tid", &GroupValues::visits},
            {"continuous_ever_visited", until, "1",
             "Share that has been in the state, in continuous time",
             "Andel der har været i tilstanden, i kontinuert tid", &GroupValues::ever},
            {"continuous_first_passage", until, times,
             "Time to the first visit among those who get there, in continuous time",
             "Tid til det første besøg blandt dem der når dertil, i kontinuert tid",
             &GroupValues::passage}};
}

// [arm][group] in order, and why not.
class ProcessOfArms {
public:
    ProcessOfArms(const ScenarioSpec& scenario, const std::vector<Model>& models,
                  const OutcomeLabels& labels)
        : labels_(labels), times_(plural_of(intensity_unit(scenario.model))) {
        const double time_per_cycle = scenario.model.cycle.in(intensity_unit(scenario.model));
        std::vector<std::vector<int>> groups = labels.subgroups_of_stratum;
        std::vector<int> everybody(static_cast<std::size_t>(models.front().n_subgroups));
        std::iota(everybody.begin(), everybody.end(), 0);
        groups.insert(groups.begin(), std::move(everybody));
        for (const Model& model : models) {
            const Process process = continuous_process(model, groups);
            std::vector<GroupValues> values(groups.size(), unknown(labels.state.size()));
            for (std::size_t group = 0; group < process.group.size(); ++group)
                values[group] = values_of(process.group[group], time_per_cycle);
            note(model.arm, process);
            of_arm_.push_back(std::move(values));
        }
    }

    [[nodiscard]] ProcessMeasures measures() const {
        ProcessMeasures result;
        result.left_out = left_out_;
        if (!is_known_) return result;
        for (const ProcessPlan& plan : plans(times_)) {
            result.measures.push_back(measure(plan, 1));
            if (of_arm_.front().size() > 1)
                result.measures.push_back(measure(plan, of_arm_.front().size()));
        }
        result.axes = process_axes(labels_);
        return result;
    }

private:
    void note(const std::string& arm, const Process& process) {
        is_known_ = is_known_ || process.left_out.empty();
        if (!process.left_out.empty())
            left_out_ += fmt::format("{}What happens between ticks is left out of arm '{}': {}.",
                                     left_out_.empty() ? "" : " ", arm, process.left_out);
        else if (!process.group.front().unlimited && !is_noted_) {
            left_out_ += fmt::format(
                "{}Intensities change with time: continuous values without end are left out.",
                left_out_.empty() ? "" : " ");
            is_noted_ = true;
        }
    }

    [[nodiscard]] Measure measure(const ProcessPlan& plan, std::size_t n_groups) const {
        Measure measure;
        measure.name = plan.name;
        measure.axes = {"arm"};
        if (n_groups > 1) {
            measure.group = "strata";
            measure.axes.push_back("stratum");
        }
        measure.axes.insert(measure.axes.end(), plan.axes.begin(), plan.axes.end());
        measure.units = plan.units;
        measure.long_name = plan.long_name;
        measure.long_name_da = plan.long_name_da;
        for (const std::vector<GroupValues>& arm : of_arm_)
            for (std::size_t group = 0; group < n_groups; ++group) {
                const auto& values = arm[group].*plan.values;
                const auto& reference = of_arm_[labels_.reference][group].*plan.values;
                for (std::size_t entry = 0; entry < values.size(); ++entry) {
                    measure.mean.push_back(values[entry]);
                    // Of two that have no end there is no difference.
                    measure.difference.push_back(values[entry] - reference[entry]);
                }
            }
        return measure;
    }

    const OutcomeLabels& labels_;
    std::string times_;
    std::vector<std::vector<GroupValues>> of_arm_;
    std::string left_out_;
    bool is_known_ = false;  ///< in any arm
    bool is_noted_ = false;
};

}  // namespace

ProcessMeasures process_measures(const ScenarioSpec& scenario, const std::vector<Model>& models,
                                 const OutcomeLabels& labels) {
    if (models.front().intensities.empty()) return {};
    return ProcessOfArms(scenario, models, labels).measures();
}

}  // namespace forlob
