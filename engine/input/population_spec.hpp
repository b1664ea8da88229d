#pragma once

// Who are the people at the start? The plain form of a file of kind `population`.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "input/file_set.hpp"
#include "input/model_spec.hpp"

namespace forlob {

/// Shares that add up to 1 (checked when values are known, to within 1e-6).
struct SharesSpec {
    std::vector<std::pair<Name, Expression>> shares;  ///< level or state → share
    Location location;
};

/// Distribution of one attribute, possibly given the level of one that stands before it.
struct AttributeSharesSpec {
    Name attribute;
    std::optional<Name> given;
    std::vector<std::pair<Name, SharesSpec>> by_level;  ///< if given: one per level of `given`
    SharesSpec shares;                                  ///< else
};

/// Weighted rows from a CSV file: a column per attribute, and `weight`.
struct PopulationRows {
    std::vector<std::string> attributes;
    struct Row {
        std::vector<std::string> levels;  ///< one per attribute
        double weight = 0.0;
        Location location;
    };
    std::vector<Row> rows;
    Location location;
};

struct PopulationSpec {
    std::string title;
    std::vector<Parameter> parameters;
    std::vector<JointDistribution> joint;
    /// In order; those with `given` after their giver.
    std::vector<AttributeSharesSpec> attributes;
    std::optional<PopulationRows> rows;                   ///< joint distribution of its attributes
    AttributeSharesSpec start_state;                      ///< `attribute` unused: shares of states
    std::vector<std::pair<Name, ClockStartSpec>> clocks;  ///< overrides a clock's `starts`
    /// Start age: years from–to (inclusive), equally likely month by month, per level of `given`.
    std::optional<ClockStartSpec> age_years;
    Location location;
};

/// Reads a file of kind `population`, and from `files` the CSV file that it names.
[[nodiscard]] std::optional<PopulationSpec> read_population(const YamlNode& root, FileSet& files,
                                                            Diagnostics& diagnostics);

}  // namespace forlob
