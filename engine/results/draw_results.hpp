#pragma once

// What did the draws of parameters show? Plain values, as the file keeps them in /draws.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/table.hpp"
#include "economics/acceptability.hpp"
#include "outcomes/draw_measure.hpp"

namespace forlob {

struct DrawResults {
    std::string method;                ///< how every draw was evaluated: as Result::method
    std::uint32_t n_replications = 0;  ///< per draw and arm; 0 if evaluated exactly
    std::vector<std::string> parameters;
    Table<double, 2> parameter_values;  ///< [draw][parameter]
    std::vector<std::string> set;       ///< uncertain parameters whose value every arm sets
    std::vector<DrawMeasure> measures;  ///< over axes of the result

    /// What is weighed, if there is an effect: sentences for people, and the numbers.
    std::string cost;
    std::string effect;
    std::string effect_unit;
    std::optional<Acceptability> acceptability;

    [[nodiscard]] std::size_t n() const { return parameter_values.shape()[0]; }
};

}  // namespace forlob
