#pragma once

// Is there such a state, level or clock? The names that a model makes known, and the checks of
// everything that refers to them. `where` is the path of the place in messages.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "input/model_spec.hpp"

namespace forlob {

class KnownNames {
public:
    /// `diagnostics` must outlive the object.
    KnownNames(const ModelSpec& model, Diagnostics& diagnostics);

    // Each reports names that do not exist.
    void state(const Name& name, std::string_view where) const;
    void states_and_groups(const std::vector<Name>& names, std::string_view where) const;
    void state_or_group(const Name& name, std::string_view where) const;
    /// Whether the attribute exists.
    bool attribute(const Name& name, std::string_view where) const;
    void clock(const Name& name, std::string_view where) const;
    /// Levels of an attribute that exists; the second also reports levels that are left out.
    void levels(const Name& attribute, const std::vector<Name>& names,
                std::string_view where) const;
    void all_levels(const Name& attribute, const std::vector<Name>& names, const Location& place,
                    std::string_view where) const;
    /// Every coordinate exists and has the keys of its sort; every level has a factor. Coordinates
    /// that count months exist in models whose cycle is a month.
    void factors(const std::vector<FactorSpec>& factors, std::string_view where) const;
    void patterns(const std::vector<MovePattern>& patterns, std::string_view where) const;
    void row(const RowSpec& row, std::string_view where) const;
    /// Levels only, if the attribute that is given exists.
    void clock_start(const ClockStartSpec& start, std::string_view where) const;

    /// The states that `name` stands for: those of the group, or itself.
    [[nodiscard]] std::vector<std::string> members(const std::string& name) const;
    [[nodiscard]] const std::vector<std::string>& attributes() const { return attributes_; }

private:
    void factor(const FactorSpec& factor, std::string_view where) const;

    Diagnostics* diagnostics_;
    bool is_monthly_ = true;
    std::vector<std::string> states_;
    std::vector<std::string> groups_;
    std::vector<std::string> clocks_;
    std::vector<std::string> attributes_;
    std::map<std::string, std::vector<std::string>> levels_;   ///< by attribute
    std::map<std::string, std::vector<std::string>> members_;  ///< by group
};

}  // namespace forlob
