#include "exact/continuous.hpp"

#include <Eigen/Dense>
#include <cmath>
#include <limits>
#include <unsupported/Eigen/MatrixFunctions>

#include "base/require.hpp"

namespace forlob {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::RowVectorXd;

MatrixXd generator(const IntensityPiece& piece, Index n_states) {
    require(piece.intensity.size() == static_cast<std::size_t>(n_states * n_states),
            "there is an intensity for every pair of states");
    MatrixXd generator(n_states, n_states);
    for (Index from = 0; from < n_states; ++from) {
        generator(from, from) = 0.0;
        for (Index to = 0; to < n_states; ++to) {
            if (to == from) continue;
            const double intensity =
                piece.intensity[static_cast<std::size_t>(from * n_states + to)];
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

std::vector<double> values(const RowVectorXd& row) { return {row.data(), row.data() + row.size()}; }

}  // namespace

ContinuousOutcomes continuous_outcomes(std::span<const IntensityPiece> pieces,
                                       std::span<const double> start) {
    const auto n_states = static_cast<Index>(start.size());
    const RowVectorXd first = Eigen::Map<const RowVectorXd>(start.data(), n_states);
    std::vector<MatrixXd> generators;
    double horizon = 0.0;
    for (const IntensityPiece& piece : pieces) {
        generators.push_back(generator(piece, n_states));
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
        Occupation until{first, RowVectorXd::Zero(n_states)};
        for (std::size_t piece = 0; piece < pieces.size(); ++piece) {
            MatrixXd absorbing = generators[piece];
            absorbing.row(state).setZero();
            pass(absorbing, pieces[piece].length, until);
        }
        const double visited = until.share(state);
        outcomes.ever_visited.push_back(visited);
        // What is spent there after the first visit is not spent before it.
        outcomes.first_passage.push_back(visited > 0.0 ? horizon - until.time(state) / visited
                                                       : std::numeric_limits<double>::quiet_NaN());
    }
    return outcomes;
}

}  // namespace forlob
