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

/// People who enter during the run.
struct InflowSpec {
    enum class Kind { number, poisson, share };
    Kind kind = Kind::number;
    /// Persons per cycle, their mean, or a share of those in `of`; over parameters and `cycle`.
    Expression amount{0.0};
    std::vector<Name> of;         ///< states and groups, of a share
    std::int32_t from_cycle = 1;  ///< first cycle in which they come
    std::optional<std::int32_t> to_cycle;
    std::optional<AttributeSharesSpec> start;  ///< as PopulationSpec::start_state, in its place
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
    std::vector<InflowSpec> inflow;
    Location location;
};

/// The start of a population or of an inflow: a state, or shares of states. `what` names it in
/// messages.
[[nodiscard]] AttributeSharesSpec read_start(const YamlNode& node, const std::string& what,
                                             Diagnostics& diagnostics);

/// Reads a file of kind `population`, and from `files` the CSV file that it names.
[[nodiscard]] std::optional<PopulationSpec> read_population(const YamlNode& root, FileSet& files,
                                                            Diagnostics& diagnostics);

}  // namespace forlob
