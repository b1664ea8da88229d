#pragma once

// Which parameters are free, and what shall the model reproduce? The `calibrate:` of a scenario.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "input/model_spec.hpp"

namespace forlob {

struct FreeParameter {
    Name name;
    double low = 0.0;
    double high = 1.0;
    std::optional<double> start;  ///< of the first start; default the parameter's value
    /// Distances are ratios: small values get as much attention as large ones.
    bool is_logarithmic = false;
};

/// What an arm shall come to at one or several ticks.
struct TargetSpec {
    Name arm;
    std::vector<Name> states;  ///< states and groups
    bool ever = false;         ///< those who have ever been there; else those who are
    double per = 1.0;          ///< values are shares times this
    double weight = 1.0;       ///< of the squared relative distance
    struct Point {
        std::int32_t tick = 0;
        double value = 0.0;
        std::optional<double> se;       ///< Gaussian
        std::optional<std::int64_t> n;  ///< binomial: persons observed
        std::optional<double> within;   ///< reached when no farther away
        Location location;
    };
    std::vector<Point> points;
    Location location;
};

struct CalibrateSpec {
    std::vector<FreeParameter> free;
    std::vector<TargetSpec> targets;
    std::uint32_t starts = 8;
    Location location;
};

/// Reports what is missing or contradicts itself; names of other files are for others to check.
[[nodiscard]] std::optional<CalibrateSpec> read_calibrate(const YamlNode& node,
                                                          Diagnostics& diagnostics);

}  // namespace forlob
