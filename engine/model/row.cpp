#include "model/row.hpp"

#include <cmath>

#include "base/require.hpp"
#include "model/cut.hpp"

namespace forlob {
namespace {

constexpr double certainty_tolerance = 1e-9;

}  // namespace

Row row_from_probabilities(StateId origin, std::span<const StatedMove> stated) {
    double total = 0.0;
    for (const StatedMove& move : stated) {
        require(move.probability.value >= 0.0, "stated probabilities are not negative");
        total += move.probability.value;
    }
    require(total <= 1.0 + certainty_tolerance, "stated probabilities add up to at most 1");

    Row row{.origin = origin, .moves = {}, .certain_exit = total >= 1.0 - certainty_tolerance};
    // log1p keeps small probabilities exact: -ln(1 - P) loses ten digits at P = 1e-10.
    const double hazard_per_probability = row.certain_exit ? 1.0
                                          : total == 0.0   ? 0.0
                                                           : -std::log1p(-total) / total;
    for (const StatedMove& move : stated)
        row.moves.push_back({move.to, {move.probability.value * hazard_per_probability}});
    return row;
}

std::vector<double> probabilities(const Row& row, int n_states) {
    std::vector<double> result(static_cast<std::size_t>(n_states), 0.0);
    double total = 0.0;
    for (const Move& move : row.moves) total += move.hazard.per_cycle;
    // A certain exit whose moves are all switched off has nowhere to go.
    if (total <= 0.0) {
        result[index(row.origin)] = 1.0;
        return result;
    }
    const double leaving = row.certain_exit ? 1.0 : -std::expm1(-total);
    for (const Move& move : row.moves)
        result[index(move.to)] += leaving * (move.hazard.per_cycle / total);
    result[index(row.origin)] = 1.0 - leaving;
    return result;
}

std::uint32_t RowTable::append(const Row& row, int n_states) {
    return append(row.origin, probabilities(row, n_states));
}

std::uint32_t RowTable::append(StateId origin, std::span<const double> share) {
    const auto number = static_cast<std::uint32_t>(n_rows());
    if (first_slot.empty()) first_slot.push_back(0);

    std::uint32_t low = 0;
    std::uint32_t width = 0;
    std::uint64_t below = 0;
    double cumulative = 0.0;
    std::size_t last_possible = index(origin);
    for (std::size_t state = 0; state < share.size(); ++state)
        if (share[state] > 0.0) last_possible = state;
    for (std::size_t state = 0; state <= last_possible; ++state) {
        cumulative += share[state];
        // The last slot ends at 2^32 whatever rounding says, so that every uniform has a slot.
        const std::uint64_t end = state == last_possible ? std::uint64_t{1} << 32
                                                         : cut_at(std::fmin(cumulative, 1.0)).below;
        if (end <= below) continue;
        if (state == index(origin)) {
            low = static_cast<std::uint32_t>(below);
            width =
                end - below > 0xFFFFFFFFU ? 0xFFFFFFFFU : static_cast<std::uint32_t>(end - below);
        }
        last.push_back(static_cast<std::uint32_t>(end - 1));
        target.push_back(static_cast<StateId>(state));
        probability.push_back(share[state]);
        below = end;
    }
    first_slot.push_back(static_cast<std::uint32_t>(last.size()));
    stay_low.push_back(low);
    stay_width.push_back(width);
    return number;
}

}  // namespace forlob
