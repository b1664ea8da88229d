#pragma once

// What does a matrix of intensities make of a cycle, and which intensities make a given matrix?
// Exponential, logarithm and power of transition matrices of one step.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace forlob {

/// Row by row: [from · n_states + to].
struct TransitionMatrix {
    std::size_t n_states = 0;
    std::vector<double> entry{};

    [[nodiscard]] double& at(std::size_t from, std::size_t to) {
        return entry[from * n_states + to];
    }
    [[nodiscard]] double at(std::size_t from, std::size_t to) const {
        return entry[from * n_states + to];
    }
    [[nodiscard]] std::span<const double> row(std::size_t from) const {
        return std::span(entry).subspan(from * n_states, n_states);
    }
};

/// exp of the matrix whose entries off the diagonal are `intensities` and whose rows add up to 0;
/// the diagonal given is not read. Probabilities: never negative, rows add up to 1, exactly 0 where
/// no sequence of moves leads. Requires intensities that are finite and not negative.
[[nodiscard]] TransitionMatrix exponential(const TransitionMatrix& intensities);

/// The intensities whose exponential is a matrix of probabilities, or why there are none.
struct Logarithm {
    TransitionMatrix intensities;  ///< the diagonal is 0
    bool is_real = true;           ///< whether the matrix has a real principal logarithm at all
    struct Negative {
        std::size_t from = 0;
        std::size_t to = 0;
        double intensity = 0.0;
    };
    std::optional<Negative> negative;  ///< the most negative entry, if it is below -1e-9

    [[nodiscard]] bool is_generator() const { return is_real && !negative; }
};
[[nodiscard]] Logarithm logarithm(const TransitionMatrix& probabilities);

/// How long a stay lasts on average, in the unit of time of the intensities, and where it ends.
struct Departure {
    double mean_stay = 0.0;          ///< infinite of a state that nobody leaves
    std::vector<double> next_state;  ///< [to] probabilities; all 0 of a state that nobody leaves
    bool operator==(const Departure&) const = default;
};
/// `intensities` are those of one state: [to], the own state's 0. NaN of intensities that are not
/// known.
[[nodiscard]] Departure departure(std::span<const double> intensities);

/// The matrix of so many steps; at least 1.
[[nodiscard]] TransitionMatrix power(const TransitionMatrix& probabilities, int steps);

}  // namespace forlob
