#pragma once

// Which value belongs to this uniform? Distributions of parameters by inversion: their quantile at
// a uniform number, so that one number decides one value, and neighbouring numbers give
// neighbouring values. Boost.Math computes the quantiles.

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/table.hpp"

namespace forlob {

/// A family with its standard parameters:
///   normal      mean, standard deviation
///   lognormal   mean and standard deviation of the logarithm
///   beta        alpha, beta
///   gamma       shape, scale
///   triangular  low, mode, high
///   uniform     low, high
///   pert        low, mode, high: a beta on [low, high] with mean (low + 4 mode + high) / 6
struct Law {
    enum class Family { normal, lognormal, beta, gamma, triangular, uniform, pert };
    Family family = Family::uniform;
    double first = 0.0;
    double second = 1.0;
    double third = 0.0;
};

/// The law that a family's name and named arguments stand for: standard parameters, `mean` with
/// `sd` or `se` (the standard error is the standard deviation of what is not known), or the ends
/// `low` and `high` of a central 95 % interval (of a normal, lognormal, beta or gamma; elsewhere
/// the bounds). The arguments must be a form that the family has, with values that make sense.
[[nodiscard]] Law law_of(std::string_view family, const std::map<std::string, double>& arguments);

/// The value below which a share `u` lies, 0 < u < 1. Finite, whatever `u`: what no number can hold
/// becomes the largest or smallest one.
[[nodiscard]] double quantile(const Law& law, double u);

[[nodiscard]] double mean(const Law& law);

/// Φ(z), within (0, 1) whatever z, so that it may be asked for its quantile.
[[nodiscard]] double normal_probability(double z);
/// Φ⁻¹(u).
[[nodiscard]] double normal_quantile(double u);

/// Shares that add up to 1, of a Dirichlet distribution with these concentrations (each greater
/// than 0), from one uniform number each: gamma variables over their sum.
[[nodiscard]] std::vector<double> dirichlet(std::span<const double> concentration,
                                            std::span<const double> u);

/// The lower triangle L with L Lᵀ = `matrix`, which is square and symmetric; empty if the matrix
/// has a negative eigenvalue (beyond rounding), and so is not one of covariances. Eigenvalues of 0
/// are all right: what depends on the others entirely.
[[nodiscard]] Table<double, 2> cholesky(const Table<double, 2>& matrix);

/// L z: normal variables with mean 0 and the covariances L Lᵀ, of independent standard ones.
[[nodiscard]] std::vector<double> correlated(const Table<double, 2>& lower,
                                             std::span<const double> z);

}  // namespace forlob
