#include "model/generator.hpp"

#include <Eigen/Dense>
#include <cmath>
#include <limits>
#include <numeric>
#include <unsupported/Eigen/MatrixFunctions>

#include "base/require.hpp"

namespace forlob {
namespace {

using Eigen::Index;
using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr double negative_tolerance = 1e-9;
// How far the exponential of a logarithm may be from the matrix.
constexpr double agreement = 1e-9;

RowMajor as_matrix(const TransitionMatrix& matrix) {
    const auto n = static_cast<Index>(matrix.n_states);
    return Eigen::Map<const RowMajor>(matrix.entry.data(), n, n);
}

TransitionMatrix as_transitions(const RowMajor& matrix) {
    return {static_cast<std::size_t>(matrix.rows()),
            {matrix.data(), matrix.data() + matrix.size()}};
}

// Whether a sequence of moves leads from one state to another: [from · n + to].
std::vector<bool> reachable(const TransitionMatrix& intensities) {
    const std::size_t n = intensities.n_states;
    std::vector<bool> reaches(n * n, false);
    for (std::size_t from = 0; from < n; ++from)
        for (std::size_t to = 0; to < n; ++to)
            reaches[from * n + to] = from == to || intensities.at(from, to) > 0.0;
    for (std::size_t by = 0; by < n; ++by)
        for (std::size_t from = 0; from < n; ++from)
            for (std::size_t to = 0; to < n; ++to)
                if (reaches[from * n + by] && reaches[by * n + to]) reaches[from * n + to] = true;
    return reaches;
}

// Rounding leaves tiny numbers where nothing leads, some of them negative.
void clean(const std::vector<bool>& reaches, TransitionMatrix& probabilities) {
    const std::size_t n = probabilities.n_states;
    for (std::size_t from = 0; from < n; ++from) {
        double total = 0.0;
        for (std::size_t to = 0; to < n; ++to) {
            double& probability = probabilities.at(from, to);
            if (!reaches[from * n + to] || probability < 0.0) probability = 0.0;
            total += probability;
        }
        for (std::size_t to = 0; to < n; ++to) probabilities.at(from, to) /= total;
    }
}

}  // namespace

TransitionMatrix exponential(const TransitionMatrix& intensities) {
    RowMajor generator = as_matrix(intensities);
    for (Index from = 0; from < generator.rows(); ++from) {
        generator(from, from) = 0.0;
        for (Index to = 0; to < generator.cols(); ++to)
            require(std::isfinite(generator(from, to)) && generator(from, to) >= 0.0,
                    "intensities are finite and not negative");
        generator(from, from) = -generator.row(from).sum();
    }
    TransitionMatrix probabilities = as_transitions(generator.exp());
    clean(reachable(intensities), probabilities);
    return probabilities;
}

Logarithm logarithm(const TransitionMatrix& probabilities) {
    const RowMajor matrix = as_matrix(probabilities);
    const RowMajor log = matrix.log();
    Logarithm result;
    result.intensities = as_transitions(log);
    result.is_real = log.allFinite();
    if (!result.is_real) return result;
    for (std::size_t from = 0; from < probabilities.n_states; ++from)
        for (std::size_t to = 0; to < probabilities.n_states; ++to) {
            double& intensity = result.intensities.at(from, to);
            if (from != to && intensity < -negative_tolerance &&
                (!result.negative || intensity < result.negative->intensity))
                result.negative = {from, to, intensity};
            // What is as good as 0 is: a state that nobody leaves stays one.
            if (from == to || intensity < 0.0 || probabilities.at(from, to) <= 0.0) intensity = 0.0;
        }
    // The real part of a complex logarithm is no logarithm.
    if (!result.negative)
        result.is_real =
            (as_matrix(exponential(result.intensities)) - matrix).cwiseAbs().maxCoeff() < agreement;
    else
        result.is_real = (RowMajor(log.exp()) - matrix).cwiseAbs().maxCoeff() < agreement;
    return result;
}

Departure departure(std::span<const double> intensities) {
    const double all = std::accumulate(intensities.begin(), intensities.end(), 0.0);
    if (all <= 0.0)
        return {std::numeric_limits<double>::infinity(),
                std::vector<double>(intensities.size(), 0.0)};
    Departure result{1.0 / all, {}};
    for (const double intensity : intensities) result.next_state.push_back(intensity / all);
    return result;
}

TransitionMatrix power(const TransitionMatrix& probabilities, int steps) {
    require(steps >= 1, "a power of transition matrices has at least one step");
    const RowMajor step = as_matrix(probabilities);
    RowMajor all = step;
    for (int done = 1; done < steps; ++done) all = (all * step).eval();
    return as_transitions(all);
}

}  // namespace forlob
