#include "model/vocabulary.hpp"

#include <algorithm>

namespace forlob {
namespace {

std::optional<std::size_t> position(const std::vector<std::string>& names,
                                    const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
}

}  // namespace

Vocabulary::Vocabulary(const ModelSpec& model) {
    for (const GroupSpec& group : model.groups) sets_[group.name.text];
    for (std::size_t state = 0; state < model.states.size(); ++state) {
        const StateSpec& spec = model.states[state];
        state_names_.push_back(spec.name.text);
        sets_[spec.name.text].insert(static_cast<StateId>(state));
        for (const Name& group : spec.groups) sets_[group.text].insert(static_cast<StateId>(state));
    }
    for (const AttributeSpec& attribute : model.attributes) {
        attribute_names_.push_back(attribute.name.text);
        level_names_.emplace_back();
        for (const auto& level : attribute.levels) level_names_.back().push_back(level.name.text);
        n_levels_.push_back(attribute.levels.size());
    }
    for (const ClockSpec& clock : model.clocks) clock_names_.push_back(clock.name.text);
}

std::optional<StateId> Vocabulary::state(const Name& name, Diagnostics& diagnostics) const {
    if (const auto found = position(state_names_, name.text)) return static_cast<StateId>(*found);
    diagnostics.error(name.location, "unknown state '" + name.text + "'",
                      unknown_name_help(name.text, "states", state_names_));
    return std::nullopt;
}

StateSet Vocabulary::states(const std::vector<Name>& names, Diagnostics& diagnostics) const {
    StateSet result;
    for (const Name& name : names) {
        if (const auto found = sets_.find(name.text); found != sets_.end()) {
            result.bits |= found->second.bits;
            continue;
        }
        std::vector<std::string> known;
        for (const auto& [known_name, states] : sets_) known.push_back(known_name);
        diagnostics.error(name.location, "unknown state or group '" + name.text + "'",
                          unknown_name_help(name.text, "states and groups", known));
    }
    return result;
}

std::optional<AttributeId> Vocabulary::attribute(const std::string& name) const {
    const auto found = position(attribute_names_, name);
    return found ? std::optional(static_cast<AttributeId>(*found)) : std::nullopt;
}

std::optional<ClockId> Vocabulary::clock(const std::string& name) const {
    const auto found = position(clock_names_, name);
    return found ? std::optional(static_cast<ClockId>(*found)) : std::nullopt;
}

std::optional<AttributeId> Vocabulary::attribute(const Name& name, Diagnostics& diagnostics) const {
    const auto found = attribute(name.text);
    if (!found)
        diagnostics.error(name.location, "unknown attribute '" + name.text + "'",
                          unknown_name_help(name.text, "attributes", attribute_names_));
    return found;
}

std::optional<ClockId> Vocabulary::clock(const Name& name, Diagnostics& diagnostics) const {
    const auto found = clock(name.text);
    if (!found)
        diagnostics.error(name.location, "unknown clock '" + name.text + "'",
                          unknown_name_help(name.text, "clocks", clock_names_));
    return found;
}

std::optional<LevelId> Vocabulary::level(AttributeId attribute, const Name& name,
                                         Diagnostics& diagnostics) const {
    const auto& levels = level_names_[index(attribute)];
    if (const auto found = position(levels, name.text)) return static_cast<LevelId>(*found);
    diagnostics.error(name.location,
                      "unknown level '" + name.text + "' of attribute '" +
                          attribute_names_[index(attribute)] + "'",
                      unknown_name_help(name.text, "levels", levels));
    return std::nullopt;
}

StateSet Vocabulary::all_states() const {
    StateSet all;
    for (std::size_t state = 0; state < state_names_.size(); ++state)
        all.insert(static_cast<StateId>(state));
    return all;
}

StateSet Vocabulary::left() const {
    const auto found = sets_.find("left");
    return found == sets_.end() ? StateSet{} : found->second;
}

}  // namespace forlob
