#pragma once

// Who comes later? The `inflow` of a population, and what an open population rules out.

#include <optional>
#include <string>

#include "input/population_spec.hpp"

namespace forlob {

struct ScenarioSpec;

[[nodiscard]] InflowSpec read_inflow(const YamlNode& node, const std::string& what,
                                     Diagnostics& diagnostics);

/// Places that messages about the cohort point at.
struct CohortPlaces {
    Location size;
    std::optional<Location> trajectories;
};

/// Reports a scenario without anybody, and what populations that people enter later cannot have:
/// amounts that are paid once at the start, and panels.
void check_inflow(const ScenarioSpec& scenario, const CohortPlaces& places,
                  Diagnostics& diagnostics);

}  // namespace forlob
