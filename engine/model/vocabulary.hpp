#pragma once

// Which thing does this name mean? Names of the author's text resolved to ids and sets.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/ids.hpp"
#include "input/scenario_spec.hpp"
#include "model/lattice.hpp"
#include "model/state_set.hpp"

namespace forlob {

/// The names of a scenario's model. Looking one up that does not exist is reported at its place.
class Vocabulary {
public:
    explicit Vocabulary(const ModelSpec& model);

    [[nodiscard]] std::optional<StateId> state(const Name& name, Diagnostics& diagnostics) const;
    /// States and groups together.
    [[nodiscard]] StateSet states(const std::vector<Name>& names, Diagnostics& diagnostics) const;
    [[nodiscard]] std::optional<AttributeId> attribute(const std::string& name) const;
    [[nodiscard]] std::optional<ClockId> clock(const std::string& name) const;
    [[nodiscard]] std::optional<LevelId> level(AttributeId attribute, const Name& name,
                                               Diagnostics& diagnostics) const;
    /// An attribute that must exist.
    [[nodiscard]] std::optional<AttributeId> attribute(const Name& name,
                                                       Diagnostics& diagnostics) const;
    [[nodiscard]] std::optional<ClockId> clock(const Name& name, Diagnostics& diagnostics) const;

    [[nodiscard]] int n_states() const { return static_cast<int>(state_names_.size()); }
    [[nodiscard]] StateSet all_states() const;
    /// States of the group `left`; empty if there is none.
    [[nodiscard]] StateSet left() const;
    [[nodiscard]] const std::vector<std::size_t>& n_levels() const { return n_levels_; }
    [[nodiscard]] std::size_t n_clocks() const { return clock_names_.size(); }

private:
    std::vector<std::string> state_names_;
    std::map<std::string, StateSet> sets_;  ///< by state and by group
    std::vector<std::string> attribute_names_;
    std::vector<std::vector<std::string>> level_names_;
    std::vector<std::size_t> n_levels_;
    std::vector<std::string> clock_names_;
};

}  // namespace forlob
