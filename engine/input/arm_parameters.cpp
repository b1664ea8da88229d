#include "input/arm_parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "base/utf8.hpp"
#include "input/uses.hpp"

namespace forlob {

namespace {

void append(const std::vector<Parameter>& more, std::vector<Parameter>& parameters) {
    parameters.insert(parameters.end(), more.begin(), more.end());
}

bool has(const std::vector<Parameter>& parameters, const std::string& name) {
    return std::any_of(parameters.begin(), parameters.end(),
                       [&](const Parameter& one) { return one.name == name; });
}

bool is_same(const Diagnostic& one, const Diagnostic& other) {
    return one.location.file == other.location.file && one.location.line == other.location.line &&
           one.location.column == other.location.column && one.message == other.message;
}

// Arms share most parameters and so most mistakes.
void add_new(const Diagnostics& found, Diagnostics& diagnostics) {
    for (const Diagnostic& one : found.all()) {
        const auto& known = diagnostics.all();
        if (std::none_of(known.begin(), known.end(),
                         [&](const Diagnostic& other) { return is_same(one, other); }))
            diagnostics.error(one.location, one.message, one.help);
    }
}

// The part of an expression's place where `name` stands, if the formula stands in the text as is.
Location place_of(const Expression& expression, const std::string& name) {
    Location place = expression.location();
    const std::string& text = expression.text();
    if (std::cmp_not_equal(place.width, n_characters(text))) return place;
    const auto is_part_of_name = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    };
    for (std::size_t at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        if ((at > 0 && is_part_of_name(text[at - 1])) ||
            (end < text.size() && is_part_of_name(text[end])))
            continue;
        place.column += static_cast<int>(n_characters(text.substr(0, at)));
        place.width = static_cast<int>(name.size());
        break;
    }
    return place;
}

struct ArmNames {
    std::string arm;
    std::vector<Parameter> parameters;
    std::vector<std::size_t> programs;
};

using Names = std::vector<std::string>;

// Reports the names in `expression` that some of `arms`, all of which use it, do not have, and that
// do not mean something of their own there.
void check_names(const Expression& expression, const std::vector<const ArmNames*>& arms,
                 const Names& built_in, Diagnostics& diagnostics) {
    for (const std::string& name : expression.names()) {
        if (std::find(built_in.begin(), built_in.end(), name) != built_in.end()) continue;
        std::vector<std::string> lacking;
        const Parameter* elsewhere = nullptr;
        for (const ArmNames* arm : arms) {
            const auto found = std::find_if(arm->parameters.begin(), arm->parameters.end(),
                                            [&](const Parameter& one) { return one.name == name; });
            if (found == arm->parameters.end())
                lacking.push_back(arm->arm);
            else
                elsewhere = &*found;
        }
        if (lacking.empty()) continue;
        const Location place = place_of(expression, name);
        if (elsewhere == nullptr) {
            std::vector<std::string> known = built_in;
            for (const Parameter& one : arms.front()->parameters) known.push_back(one.name);
            diagnostics.error(place, fmt::format("unknown parameter '{}'", name),
                              unknown_name_help(name, "parameters", known));
        } else {
            diagnostics.error(
                place,
                fmt::format("unknown parameter '{}' in arm '{}'", name, fmt::join(lacking, "', '")),
                fmt::format("only a program of other arms defines it ({}:{}): define it in the "
                            "scenario or the model instead",
                            elsewhere->location.file->name, elsewhere->location.line));
        }
    }
}

void check_all_names(const std::vector<const Expression*>& expressions,
                     const std::vector<const ArmNames*>& arms, Diagnostics& diagnostics,
                     const Names& built_in = {}) {
    if (arms.empty()) return;
    for (const Expression* expression : expressions)
        check_names(*expression, arms, built_in, diagnostics);
}

}  // namespace

std::vector<Parameter> parameters_of(const ScenarioSpec& scenario, const ArmSpec& arm) {
    std::vector<Parameter> parameters = scenario.parameters;
    append(scenario.model.parameters, parameters);
    append(scenario.population.parameters, parameters);
    append(scenario.economy.parameters, parameters);
    for (const std::size_t program : arm.programs)
        append(scenario.programs[program].parameters, parameters);
    return parameters;
}

void distribute_overrides(ScenarioSpec& scenario, Diagnostics& diagnostics) {
    std::vector<std::vector<Parameter>> parameters;  // [arm]
    std::vector<std::vector<Override>> own;          // [arm] overrides that not all arms share
    for (const ArmSpec& arm : scenario.arms) {
        parameters.push_back(parameters_of(scenario, arm));
        own.emplace_back();
    }
    std::vector<Override> shared;
    for (Override& one : scenario.overrides) {
        const auto n_arms = std::count_if(parameters.begin(), parameters.end(),
                                          [&](const auto& known) { return has(known, one.name); });
        if (n_arms == 0) {
            std::vector<std::string> known;
            for (const auto& of_arm : parameters)
                for (const Parameter& parameter : of_arm)
                    if (std::find(known.begin(), known.end(), parameter.name) == known.end())
                        known.push_back(parameter.name);
            diagnostics.error(one.name_location,
                              fmt::format("no arm has a parameter '{}'", one.name),
                              unknown_name_help(one.name, "parameters", known));
        } else if (std::cmp_equal(n_arms, scenario.arms.size())) {
            shared.push_back(std::move(one));
        } else {
            for (std::size_t arm = 0; arm < own.size(); ++arm)
                if (has(parameters[arm], one.name)) own[arm].push_back(one);
        }
    }
    scenario.overrides = std::move(shared);
    for (std::size_t arm = 0; arm < own.size(); ++arm) {
        auto& overrides = scenario.arms[arm].overrides;
        overrides.insert(overrides.begin(), own[arm].begin(), own[arm].end());
    }
}

void check_arm_parameters(const ScenarioSpec& scenario, Diagnostics& diagnostics) {
    std::vector<ArmNames> arms;
    for (const ArmSpec& arm : scenario.arms) {
        arms.push_back({arm.name.text, parameters_of(scenario, arm), arm.programs});
        std::vector<Override> overrides = scenario.overrides;
        overrides.insert(overrides.end(), arm.overrides.begin(), arm.overrides.end());
        Diagnostics found;
        static_cast<void>(ParameterValues(arms.back().parameters, overrides, found));
        add_new(found, diagnostics);
    }
    std::vector<const ArmNames*> all;
    for (const ArmNames& arm : arms) all.push_back(&arm);
    check_all_names(expressions_of(scenario.model), all, diagnostics);
    check_all_names(expressions_of(scenario.population), all, diagnostics);
    const Names time = names_of_time(scenario.model.cycle);
    check_all_names(timed_expressions_of(scenario.population), all, diagnostics, time);
    check_all_names(expressions_of(scenario.economy), all, diagnostics);
    for (std::size_t program = 0; program < scenario.programs.size(); ++program) {
        std::vector<const ArmNames*> users;
        for (const ArmNames& arm : arms)
            if (std::find(arm.programs.begin(), arm.programs.end(), program) != arm.programs.end())
                users.push_back(&arm);
        check_all_names(expressions_of(scenario.programs[program]), users, diagnostics);
        check_all_names(timed_expressions_of(scenario.programs[program]), users, diagnostics, time);
    }
}

void check_parameters_alone(const std::vector<Parameter>& parameters, Diagnostics& diagnostics) {
    std::vector<Parameter> closed = parameters;
    const auto rests_on_others = [&](const Parameter& one) {
        const auto& names = one.value.names();
        return std::any_of(names.begin(), names.end(),
                           [&](const std::string& name) { return !has(closed, name); });
    };
    while (true) {
        const auto open = std::find_if(closed.begin(), closed.end(), rests_on_others);
        if (open == closed.end()) break;
        closed.erase(open);
    }
    static_cast<void>(ParameterValues(closed, {}, diagnostics));
}

}  // namespace forlob
