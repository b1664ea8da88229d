#include "input/parameter_redraw.hpp"

#include <algorithm>
#include <cmath>

#include "base/require.hpp"

namespace forlob {

ParameterRedraw::ParameterRedraw(const std::vector<Parameter>& parameters,
                                 const std::vector<Override>& overrides, ParameterValues& values) {
    const auto place_of = [&](const std::string& name) { return &values.values_.at(name); };
    std::map<std::string, Step> all;
    for (const Parameter& parameter : parameters)
        all.emplace(parameter.name,
                    Step{place_of(parameter.name), parameter.value, {}, false, false});
    for (const Override& one : overrides) {
        Step& step = all.at(one.name);
        step.definition = one.value;
        step.is_overridden = true;
    }
    // Those that need only what has a place already, again and again.
    while (step_of_.size() < all.size()) {
        const std::size_t n_before = steps_.size();
        for (const auto& [name, step] : all) {
            const auto& names = step.definition.names();
            if (step_of_.contains(name) ||
                !std::all_of(names.begin(), names.end(),
                             [&](const std::string& one) { return step_of_.contains(one); }))
                continue;
            step_of_.emplace(name, steps_.size());
            steps_.push_back(step);
            for (const std::string& one : names) steps_.back().needed.push_back(place_of(one));
        }
        require(steps_.size() > n_before, "parameters are not defined in a circle");
    }
}

bool ParameterRedraw::draw(const DrawnValues& drawn) {
    for (Step& step : steps_) step.is_drawn = false;
    for (const auto& [name, value] : drawn) {
        const auto found = step_of_.find(name);
        if (found == step_of_.end() || steps_[found->second].is_overridden) continue;
        steps_[found->second].is_drawn = true;
        *steps_[found->second].value = value;
    }
    for (const Step& step : steps_) {
        if (step.is_drawn) continue;
        arguments_.clear();
        for (const double* needed : step.needed) arguments_.push_back(*needed);
        *step.value = step.definition.evaluate_in_order(arguments_);
        if (!std::isfinite(*step.value)) return false;
    }
    return true;
}

}  // namespace forlob
