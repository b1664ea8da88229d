#pragma once

// Which values do the uncertain parameters have in each draw? From distributions, joint
// distributions and the file of draws of a scenario (semantics.md, Draws).

#include <cstddef>
#include <string>
#include <vector>

#include "base/table.hpp"
#include "input/scenario_spec.hpp"

namespace forlob {

struct ParameterDraws {
    std::vector<std::string> names;  ///< in the order of the files
    Table<double, 2> values;         ///< [draw][parameter]
    /// Uncertain parameters that are not drawn, because every arm that has them sets their value.
    std::vector<std::string> set;

    [[nodiscard]] std::size_t n() const { return values.shape()[0]; }
    [[nodiscard]] DrawnValues of(std::size_t draw) const;
};

/// The draws of a scenario that has `draws`. A value is a function of the seed, the number of the
/// draw and the parameter's name. Throws InputError when there is nothing to draw, when shares of a
/// Dirichlet do not add up to 1, or when two programs have different parameters of one name.
[[nodiscard]] ParameterDraws draw_parameters(const ScenarioSpec& scenario);

}  // namespace forlob
