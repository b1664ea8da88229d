#include "input/known_names.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "input/readers.hpp"

namespace forlob {

namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string> together(std::vector<std::string> first,
                                  const std::vector<std::string>& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

void report_unknown(const Name& name, std::string_view thing, std::string_view things,
                    const std::vector<std::string>& known, std::string_view where,
                    Diagnostics& diagnostics) {
    diagnostics.error(name.location, fmt::format("unknown {} '{}' in {}", thing, name.text, where),
                      unknown_name_help(name.text, things, known));
}

}  // namespace

KnownNames::KnownNames(const ModelSpec& model, Diagnostics& diagnostics)
    : diagnostics_(&diagnostics), is_monthly_(model.cycle.is_month()) {
    for (const GroupSpec& group : model.groups) groups_.push_back(group.name.text);
    for (const StateSpec& state : model.states) {
        states_.push_back(state.name.text);
        for (const Name& group : state.groups) members_[group.text].push_back(state.name.text);
    }
    for (const ClockSpec& clock : model.clocks) clocks_.push_back(clock.name.text);
    for (const AttributeSpec& attribute : model.attributes) {
        attributes_.push_back(attribute.name.text);
        auto& levels = levels_[attribute.name.text];
        for (const auto& level : attribute.levels) levels.push_back(level.name.text);
    }
}

void KnownNames::state(const Name& name, std::string_view where) const {
    if (contains(states_, name.text)) return;
    if (contains(groups_, name.text)) {
        diagnostics_->error(name.location, fmt::format("'{}' in {} is a group", name.text, where),
                            fmt::format("a single state is needed here; states of '{}': {}",
                                        name.text, fmt::join(members(name.text), ", ")));
        return;
    }
    report_unknown(name, "state", "states", states_, where, *diagnostics_);
}

void KnownNames::state_or_group(const Name& name, std::string_view where) const {
    if (contains(states_, name.text) || contains(groups_, name.text)) return;
    report_unknown(name, "state or group", "states and groups", together(states_, groups_), where,
                   *diagnostics_);
}

void KnownNames::states_and_groups(const std::vector<Name>& names, std::string_view where) const {
    for (const Name& name : names) state_or_group(name, where);
}

bool KnownNames::attribute(const Name& name, std::string_view where) const {
    if (contains(attributes_, name.text)) return true;
    report_unknown(name, "attribute", "attributes", attributes_, where, *diagnostics_);
    return false;
}

void KnownNames::clock(const Name& name, std::string_view where) const {
    if (!contains(clocks_, name.text))
        report_unknown(name, "clock", "clocks", clocks_, where, *diagnostics_);
}

void KnownNames::levels(const Name& attribute, const std::vector<Name>& names,
                        std::string_view where) const {
    const auto known = levels_.find(attribute.text);
    if (known == levels_.end()) return;
    for (const Name& name : names) {
        if (contains(known->second, name.text)) continue;
        diagnostics_->error(
            name.location,
            fmt::format("unknown level '{}' of '{}' in {}", name.text, attribute.text, where),
            unknown_name_help(name.text, "levels", known->second));
    }
}

void KnownNames::all_levels(const Name& attribute, const std::vector<Name>& names,
                            const Location& place, std::string_view where) const {
    levels(attribute, names, where);
    const auto known = levels_.find(attribute.text);
    if (known == levels_.end()) return;
    std::vector<std::string> missing;
    for (const std::string& level : known->second) {
        if (std::none_of(names.begin(), names.end(),
                         [&](const Name& name) { return name.text == level; }))
            missing.push_back(level);
    }
    // A misspelt level is why another seems to be left out: one message is enough.
    if (missing.empty() || names.size() >= known->second.size()) return;
    diagnostics_->error(place,
                        fmt::format("{} leaves out {} of '{}': {}", where,
                                    missing.size() == 1 ? "a level" : "levels", attribute.text,
                                    fmt::join(missing, ", ")),
                        fmt::format("every level is needed: {}", fmt::join(known->second, ", ")));
}

void KnownNames::factor(const FactorSpec& factor, std::string_view where) const {
    if (factor.steps.empty()) return;  // reported when it was read
    const std::string& coordinate = factor.coordinate.text;
    const std::string place = fmt::format("{}.{}", where, coordinate);
    const Name& first = factor.steps.front().key;
    const bool by_number = begins_like_a_number(first.text);
    if (const auto levels = levels_.find(coordinate); levels != levels_.end()) {
        std::vector<Name> keys;
        for (const FactorSpec::Step& step : factor.steps) keys.push_back(step.key);
        if (!by_number)
            return all_levels(factor.coordinate, keys, factor.coordinate.location, place);
        diagnostics_->error(first.location,
                            fmt::format("'{}' in {} is not a level", first.text, place),
                            fmt::format("'{}' is an attribute: give a value for each of {}",
                                        coordinate, fmt::join(levels->second, ", ")));
    } else if (!contains(clocks_, coordinate) && !contains(built_in_coordinates(), coordinate)) {
        const auto known = together(together(attributes_, clocks_), built_in_coordinates());
        report_unknown(factor.coordinate, "coordinate", "coordinates", known, where, *diagnostics_);
    } else if (!is_monthly_ && coordinate.starts_with("month") && !contains(clocks_, coordinate)) {
        const std::string twin = twin_of_month_word(coordinate);
        diagnostics_->error(
            factor.coordinate.location,
            fmt::format("'{}' in {} counts months, but the cycle of the model is no month",
                        coordinate, where),
            twin.empty() ? std::string("it is known in models whose cycle is a month only")
                         : fmt::format("write '{}' and count cycles", twin));
    } else if (!by_number) {
        diagnostics_->error(
            first.location, fmt::format("'{}' in {} is not a whole number", first.text, place),
            fmt::format("'{}' is a number: write steps like {{0: 1.2, 12: 0.9}}", coordinate));
    }
}

void KnownNames::factors(const std::vector<FactorSpec>& factors, std::string_view where) const {
    for (const FactorSpec& one : factors) factor(one, where);
}

void KnownNames::patterns(const std::vector<MovePattern>& patterns, std::string_view where) const {
    for (const MovePattern& pattern : patterns) {
        states_and_groups(pattern.from, where);
        states_and_groups(pattern.to, where);
    }
}

void KnownNames::row(const RowSpec& row, std::string_view where) const {
    for (const MoveSpec& move : row.moves) {
        state(move.to, where);
        factors(move.by, fmt::format("{}.{}.by", where, move.to.text));
    }
}

void KnownNames::clock_start(const ClockStartSpec& start, std::string_view where) const {
    if (!start.given) return;
    std::vector<Name> names;
    for (const auto& [level, value] : start.by_level) names.push_back(level);
    all_levels(*start.given, names, start.given->location, where);
}

std::vector<std::string> KnownNames::members(const std::string& name) const {
    if (const auto group = members_.find(name); group != members_.end()) return group->second;
    return {name};
}

}  // namespace forlob
