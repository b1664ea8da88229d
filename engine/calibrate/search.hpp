#pragma once

// Where is this function smallest? Bounded search without derivatives from one start (NLopt), and
// starts that spread evenly over the box (Sobol points).

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace forlob {

/// Of a point of the unit cube.
using Objective = std::function<double(std::span<const double>)>;

struct Minimum {
    std::vector<double> at;
    double value = 0.0;
    std::size_t n_evaluations = 0;
};

/// A local minimum within the unit cube: a quadratic model is fitted (BOBYQA; subplex where there
/// is a single parameter), and fitted again with small steps where it ended. What is not a number,
/// or infinite, counts as very bad. Exceptions of `objective` arrive at the caller.
[[nodiscard]] Minimum minimise(const Objective& objective, std::vector<double> start);

/// n points of the unit cube with so many coordinates: the same ones every time.
[[nodiscard]] std::vector<std::vector<double>> spread_points(std::size_t n_coordinates,
                                                             std::size_t n);

}  // namespace forlob
