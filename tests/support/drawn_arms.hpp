#pragma once

// What does a draw make of the arms? Models and prices to the last bit, compiled draw after draw,
// and compiled for once with the same values set.

#include <cstddef>
#include <string>
#include <vector>

#include "economics/price_compiler.hpp"
#include "input/scenario_spec.hpp"
#include "model/model_compiler.hpp"

namespace forlob::test {

/// The bits of all models and prices, or the text of the mistakes.
using ArmBits = std::vector<std::string>;

/// Of the scenario that sets these values, for all arms that do not set others.
[[nodiscard]] ArmBits arms_with(ScenarioSpec scenario, const DrawnValues& values);

class DrawnArms {
public:
    /// The scenario must outlive it.
    explicit DrawnArms(const ScenarioSpec& scenario) : models_(scenario), prices_(scenario) {}

    [[nodiscard]] ArmBits draw(const DrawnValues& values);
    /// How often everything was compiled anew.
    [[nodiscard]] std::size_t n_anew() const { return models_.shape(); }

private:
    ModelCompiler models_;
    PriceCompiler prices_;
};

}  // namespace forlob::test
