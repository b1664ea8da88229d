#include "exact/continuous.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <unsupported/Eigen/MatrixFunctions>
#include <utility>

#include "base/require.hpp"

namespace forlob {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::RowVectorXd;

MatrixXd generator_of(std::span<const double> intensities, Index n_states) {
    require(intensities.size() == static_cast<std::size_t>(n_states * n_states),
            "there is an intensity for every pair of states");
    MatrixXd generator(n_states, n_states);
    for (Index from = 0; from < n_states; ++from) {
        generator(from, from) = 0.0;
        for (Index to = 0; to < n_states; ++to) {
            if (to == from) continue;
            const double intensity = intensities[static_cast<std::size_t>(from * n_states + to)];
            require(std::isfinite(intensity) && intensity >= 0.0,
                    "intensities are finite and not negative");
            generator(from, to) = intensity;
        }
        generator(from, from) = -generator.row(from).sum();
    }
    return generator;
}

// The law of where a person is, and the expected time spent there so far.
struct Occupation {
    RowVectorXd share;
    RowVectorXd time;
};

// exp of [[Q, I], [0, 0]] · t holds exp(Q t) and its integral from 0 to t.
void pass(const MatrixXd& generator, double length, Occupation& occupation) {
    const Index n = generator.rows();
    MatrixXd bordered = MatrixXd::Zero(2 * n, 2 * n);
    bordered.topLeftCorner(n, n) = generator * length;
    bordered.topRightCorner(n, n) = MatrixXd::Identity(n, n) * length;
    const MatrixXd exponential = bordered.exp();
    occupation.time += occupation.share * exponential.topRightCorner(n, n);
    occupation.share = (occupation.share * exponential.topLeftCorner(n, n)).eval();
}

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

using Reaches = Eigen::Matrix<bool, Eigen::Dynamic, Eigen::Dynamic>;

// Whether any sequence of moves leads from one state to another; each leads to itself.
Reaches reaches_of(const MatrixXd& generator) {
    const Index n = generator.rows();
    Reaches reaches = generator.array() > 0.0;
    reaches.diagonal().setConstant(true);
    for (Index by = 0; by < n; ++by)
        for (Index from = 0; from < n; ++from)
            if (reaches(from, by)) reaches.row(from) = reaches.row(from) || reaches.row(by);
    return reaches;
}

// States that are left for good sooner or later: from them one leads to where none leads back.
std::vector<Index> passing_states(const Reaches& reaches) {
    std::vector<Index> passing;
    for (Index from = 0; from < reaches.rows(); ++from)
        for (Index to = 0; to < reaches.rows(); ++to)
            if (reaches(from, to) && !reaches(to, from)) {
                passing.push_back(from);
                break;
            }
    return passing;
}

// Expected time in the passing states, from each of them: the inverse of minus the generator there.
MatrixXd times_in(const std::vector<Index>& passing, const MatrixXd& generator) {
    const MatrixXd among = -generator(passing, passing);
    return among.partialPivLu().inverse();
}

// First visits to a state, which is made absorbing: probability, and mean time of those who come.
std::pair<double, double> first_visit(const MatrixXd& generator, Index state,
                                      const RowVectorXd& start) {
    MatrixXd until = generator;
    until.row(state).setZero();
    const std::vector<Index> passing = passing_states(reaches_of(until));
    double visited = start(state);
    double waited = 0.0;
    if (!passing.empty()) {
        const MatrixXd times = times_in(passing, until);
        const Eigen::VectorXd comes = times * until(passing, state);
        const RowVectorXd first = start(passing);
        visited += first.dot(comes);
        // Time that is spent somewhere by those who come from there.
        waited = (first * times).dot(comes);
    }
    return {visited, visited > 0.0 ? waited / visited : undefined};
}

std::vector<double> values(const RowVectorXd& row) { return {row.data(), row.data() + row.size()}; }

}  // namespace

ContinuousOutcomes continuous_outcomes(std::span<const IntensityPiece> pieces,
                                       std::span<const double> start) {
    const auto n_states = static_cast<Index>(start.size());
    const RowVectorXd first = Eigen::Map<const RowVectorXd>(start.data(), n_states);
    std::vector<MatrixXd> generators;
    double horizon = 0.0;
    for (const IntensityPiece& piece : pieces) {
        generators.push_back(generator_of(piece.intensity, n_states));
        horizon += piece.length;
    }

    ContinuousOutcomes outcomes;
    Occupation all{first, RowVectorXd::Zero(n_states)};
    RowVectorXd visits = first;
    for (std::size_t piece = 0; piece < pieces.size(); ++piece) {
        const RowVectorXd before = all.time;
        pass(generators[piece], pieces[piece].length, all);
        MatrixXd moves = generators[piece];
        moves.diagonal().setZero();
        visits += (all.time - before) * moves;
    }
    outcomes.share = values(all.share);
    outcomes.time_in_state = values(all.time);
    outcomes.visits = values(visits);

    for (Index state = 0; state < n_states; ++state) {
        Occupation others{first, RowVectorXd::Zero(n_states)};
        others.share(state) = 0.0;  // who starts there has been there at once
        for (std::size_t piece = 0; piece < pieces.size(); ++piece) {
            MatrixXd absorbing = generators[piece];
            absorbing.row(state).setZero();
            pass(absorbing, pieces[piece].length, others);
        }
        const double comes = others.share(state);
        const double visited = first(state) + comes;
        outcomes.ever_visited.push_back(visited);
        // What is spent there after the first visit is not spent before it.
        outcomes.first_passage.push_back(
            visited > 0.0 ? (horizon * comes - others.time(state)) / visited : undefined);
    }
    return outcomes;
}

ContinuousOutcomes unlimited_outcomes(std::span<const double> intensity,
                                      std::span<const double> start) {
    const auto n_states = static_cast<Index>(start.size());
    const RowVectorXd first = Eigen::Map<const RowVectorXd>(start.data(), n_states);
    const MatrixXd generator = generator_of(intensity, n_states);
    const std::vector<Index> passing = passing_states(reaches_of(generator));

    RowVectorXd time = RowVectorXd::Zero(n_states);
    if (!passing.empty()) {
        const RowVectorXd of_passing = first(passing) * times_in(passing, generator);
        time(passing) = of_passing;
    }
    MatrixXd moves = generator;
    moves.diagonal().setZero();
    RowVectorXd visits = first + time * moves;

    ContinuousOutcomes outcomes;
    for (Index state = 0; state < n_states; ++state) {
        const auto [visited, passage] = first_visit(generator, state, first);
        outcomes.ever_visited.push_back(visited);
        outcomes.first_passage.push_back(passage);
        if (visited > 0.0 && std::find(passing.begin(), passing.end(), state) == passing.end()) {
            time(state) = infinite;
            if (generator(state, state) < 0.0) visits(state) = infinite;
        }
    }
    outcomes.time_in_state = values(time);
    outcomes.visits = values(visits);
    return outcomes;
}

}  // namespace forlob
