#include "input/calibration_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "input/arm_parameters.hpp"

namespace forlob {

namespace {

void check_free(const FreeParameter& free, const ScenarioSpec& scenario,
                const std::vector<const ArmSpec*>& arms, Diagnostics& diagnostics) {
    bool is_known = false;
    bool is_free = false;
    std::vector<std::string> names;
    for (const ArmSpec* arm : arms)
        for (const Parameter& parameter : parameters_of(scenario, *arm)) {
            if (std::find(names.begin(), names.end(), parameter.name) == names.end())
                names.push_back(parameter.name);
            if (parameter.name != free.name.text) continue;
            is_known = true;
            is_free = is_free || !(sets(scenario.overrides, parameter.name) ||
                                   sets(arm->overrides, parameter.name));
        }
    if (!is_known)
        diagnostics.error(free.name.location,
                          fmt::format("no arm with a target has a parameter '{}'", free.name.text),
                          unknown_name_help(free.name.text, "parameters", names));
    else if (!is_free)
        diagnostics.error(free.name.location,
                          fmt::format("'{}' is free, but has a value that is set", free.name.text),
                          "remove it from 'set' and 'use', or from 'free'");
}

// Targets are shares of the people of tick 0, by exact recursion.
void check_followed(const TargetSpec& target, const ScenarioSpec& scenario, const KnownNames& known,
                    Diagnostics& diagnostics) {
    const auto members_of = [&](const std::vector<Name>& names) {
        std::set<std::string> members;
        for (const Name& name : names)
            for (std::string& one : known.members(name.text)) members.insert(std::move(one));
        return members;
    };
    const auto states = members_of(target.states);
    if (!target.ever || states.size() < 2 ||
        states == members_of(scenario.model.definitions.employment))
        return;
    diagnostics.error(
        target.location, "a target for those who have ever been in several states",
        "this is followed where they are the 'employment' of the model's definitions: "
        "name them there, or name a single state here");
}

}  // namespace

void check_calibration(const ScenarioSpec& scenario, const KnownNames& known,
                       Diagnostics& diagnostics) {
    if (!scenario.calibrate) return;
    if (!scenario.population.inflow.empty())
        diagnostics.error(scenario.calibrate->location,
                          "a population with inflow cannot be calibrated",
                          "targets are shares of the people who are there from the start: leave "
                          "out 'inflow' for the calibration");
    std::vector<std::string> names;
    for (const ArmSpec& arm : scenario.arms) names.push_back(arm.name.text);
    std::vector<const ArmSpec*> arms;
    for (const TargetSpec& target : scenario.calibrate->targets) {
        const auto found =
            std::find_if(scenario.arms.begin(), scenario.arms.end(),
                         [&](const ArmSpec& arm) { return arm.name.text == target.arm.text; });
        if (found != scenario.arms.end())
            arms.push_back(&*found);
        else if (!target.arm.text.empty())
            diagnostics.error(target.arm.location, fmt::format("unknown arm '{}'", target.arm.text),
                              unknown_name_help(target.arm.text, "arms", names));
        known.states_and_groups(target.states, "target");
        check_followed(target, scenario, known, diagnostics);
        for (const TargetSpec::Point& point : target.points)
            if (scenario.horizon_months > 0 && point.tick > scenario.horizon_months)
                diagnostics.error(point.location,
                                  fmt::format("tick {} is beyond the horizon", point.tick),
                                  fmt::format("the horizon is {}", scenario.horizon_months));
    }
    if (arms.empty()) return;
    for (const FreeParameter& free : scenario.calibrate->free)
        check_free(free, scenario, arms, diagnostics);
}

}  // namespace forlob
