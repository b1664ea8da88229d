#include "model/intensity_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace forlob {
namespace {

constexpr double whole_tolerance = 1e-9;

TransitionMatrix empty(std::size_t n_states) {
    return {n_states, std::vector<double>(n_states * n_states, 0.0)};
}

TransitionMatrix stated_matrix(const std::vector<Row>& rows) {
    TransitionMatrix matrix{rows.size(), {}};
    for (const Row& row : rows) {
        const auto shares = probabilities(row, static_cast<int>(rows.size()));
        matrix.entry.insert(matrix.entry.end(), shares.begin(), shares.end());
    }
    return matrix;
}

}  // namespace

CycleMatrix unmoved(std::size_t n_states) {
    CycleMatrix matrix{empty(n_states), empty(n_states)};
    for (std::size_t state = 0; state < n_states; ++state)
        matrix.probabilities.at(state, state) = 1.0;
    return matrix;
}

CycleMatrix matrix_of_intensities(const std::vector<Row>& rows) {
    CycleMatrix matrix{{}, empty(rows.size())};
    for (std::size_t from = 0; from < rows.size(); ++from)
        for (const Move& move : rows[from].moves)
            matrix.intensities.at(from, index(move.to)) = move.hazard.per_cycle;
    matrix.probabilities = exponential(matrix.intensities);
    return matrix;
}

double StatedMatrices::stated_cycles_per_cycle() const {
    const CycleSpec& stated = *source_.scenario.model.stated_cycle;
    return source_.scenario.model.cycle.in(stated.unit) / stated.length;
}

std::optional<CycleMatrix> StatedMatrices::power_of(const std::vector<Row>& rows) const {
    const double steps = stated_cycles_per_cycle();
    if (steps < 0.5 || std::abs(steps - std::round(steps)) > whole_tolerance) return std::nullopt;
    const TransitionMatrix stated = stated_matrix(rows);
    CycleMatrix matrix{power(stated, static_cast<int>(std::lround(steps))), {}};
    Logarithm generator = logarithm(stated);
    for (double& intensity : generator.intensities.entry)
        intensity =
            generator.is_generator() ? intensity * steps : std::numeric_limits<double>::quiet_NaN();
    matrix.intensities = std::move(generator.intensities);
    return matrix;
}

bool StatedMatrices::take_logarithm(std::vector<Row>& rows) {
    const Logarithm generator = logarithm(stated_matrix(rows));
    if (!generator.is_generator()) {
        refuse(generator);
        return false;
    }
    const double steps = stated_cycles_per_cycle();
    for (std::size_t from = 0; from < rows.size(); ++from) {
        rows[from].certain_exit = false;
        for (Move& move : rows[from].moves)
            move.hazard.per_cycle = steps * generator.intensities.at(from, index(move.to));
    }
    return true;
}

void StatedMatrices::refuse(const Logarithm& logarithm) {
    if (is_refused_) return;
    is_refused_ = true;
    const ModelSpec& model = source_.scenario.model;
    const std::string length = model.stated_cycle->length_text();
    std::string message = fmt::format("no intensities make the matrix of {}", length);
    if (logarithm.negative)
        message += fmt::format(": that from '{}' to '{}' would be {:.6g} in {}",
                               model.states[logarithm.negative->from].name.text,
                               model.states[logarithm.negative->to].name.text,
                               logarithm.negative->intensity, length);
    else
        message += ": it has no real logarithm";
    source_.diagnostics.error(
        model.stated_cycle->location, message,
        fmt::format("nobody can live by it in shorter steps, or with modifiers: let the cycle be a "
                    "whole number of times {} and use no modifiers, or state other numbers",
                    length));
}

}  // namespace forlob
