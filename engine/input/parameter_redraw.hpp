#pragma once

// What are the parameters of an arm in another draw? The same names and definitions, evaluated
// again and again in an order that is found once.

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "input/parameter.hpp"

namespace forlob {

class ParameterRedraw {
public:
    /// `values` are those of these parameters and overrides, made without mistakes. They must stay
    /// where they are.
    ParameterRedraw(const std::vector<Parameter>& parameters,
                    const std::vector<Override>& overrides, ParameterValues& values);

    /// Makes the values those that are made of the same with these drawn ones. False if one of them
    /// is not finite: what they are then means nothing.
    [[nodiscard]] bool draw(const DrawnValues& drawn);

private:
    struct Step {
        double* value = nullptr;
        Expression definition;
        std::vector<const double*> needed{};  ///< by the names of the definition
        bool is_overridden = false;
        bool is_drawn = false;
    };

    std::map<std::string, std::size_t> step_of_;
    std::vector<Step> steps_;  ///< each after those that it needs
    std::vector<double> arguments_;
};

}  // namespace forlob
