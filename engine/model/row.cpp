#include "model/row.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/require.hpp"
#include "model/append_row.hpp"
#include "model/cut.hpp"

namespace forlob {
namespace {

constexpr double certainty_tolerance = 1e-9;
constexpr std::size_t most_states = most_states_of_row;

// Cut::below of cut_at, without calling std::llround: rows are made of little else.
constexpr std::uint64_t end_at(double probability) {
    const double scaled = probability * two_to_32;
    const auto whole = static_cast<std::int64_t>(scaled);
    const bool is_up = scaled - static_cast<double>(whole) >= 0.5;
    return static_cast<std::uint64_t>(whole) + (is_up ? 1U : 0U);
}

// `to` is in state order, the origin among them.
std::uint32_t append_shares(StateId origin, std::span<const StateId> to,
                            std::span<const double> share, RowTable& table) {
    const auto number = static_cast<std::uint32_t>(table.n_rows());
    if (table.first_slot.empty()) table.first_slot.push_back(0);

    // Not cleared: that would take longer than all the rest of a row.
    std::array<std::uint32_t, most_states> last;
    std::array<StateId, most_states> target;
    std::array<double, most_states> probability;
    std::size_t n_slots = 0;
    std::uint32_t low = 0;
    std::uint32_t width = 0;
    std::uint64_t below = 0;
    double cumulative = 0.0;
    std::size_t last_possible = share.size() - 1;
    while (last_possible > 0 && !(share[last_possible] > 0.0)) --last_possible;
    for (std::size_t i = 0; i <= last_possible; ++i) {
        cumulative += share[i];
        // The last slot ends at 2^32 whatever rounding says, so that every uniform has a slot.
        const std::uint64_t end =
            i == last_possible ? std::uint64_t{1} << 32 : end_at(std::min(cumulative, 1.0));
        if (end <= below) continue;
        if (to[i] == origin) {
            low = static_cast<std::uint32_t>(below);
            width =
                end - below > 0xFFFFFFFFU ? 0xFFFFFFFFU : static_cast<std::uint32_t>(end - below);
        }
        last[n_slots] = static_cast<std::uint32_t>(end - 1);
        target[n_slots] = to[i];
        probability[n_slots++] = share[i];
        below = end;
    }
    table.last.insert(table.last.end(), last.data(), last.data() + n_slots);
    table.target.insert(table.target.end(), target.data(), target.data() + n_slots);
    table.probability.insert(table.probability.end(), probability.data(),
                             probability.data() + n_slots);
    table.first_slot.push_back(static_cast<std::uint32_t>(table.last.size()));
    table.stay_low.push_back(low);
    table.stay_width.push_back(width);
    return number;
}

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

std::uint32_t append_row(StateId origin, bool certain_exit, std::span<const StateId> to,
                         std::span<const double> hazard, RowTable& table) {
    std::array<StateId, most_states> target;
    std::array<double, most_states> share;
    double total = 0.0;
    for (const double one : hazard) total += one;
    // A certain exit whose moves are all switched off has nowhere to go.
    if (total <= 0.0) {
        target[0] = origin;
        share[0] = 1.0;
        return append_shares(origin, {target.data(), 1}, {share.data(), 1}, table);
    }
    // As `probabilities`, without a place for every state.
    const double leaving = certain_exit ? 1.0 : -std::expm1(-total);
    std::size_t n = 0;
    for (; n < to.size() && to[n] < origin; ++n) target[n] = to[n];
    target[n] = origin;
    std::copy(to.begin() + static_cast<std::ptrdiff_t>(n), to.end(), target.begin() + n + 1);
    for (std::size_t move = 0; move < n; ++move) share[move] = leaving * (hazard[move] / total);
    share[n] = 1.0 - leaving;
    for (std::size_t move = n; move < to.size(); ++move)
        share[move + 1] = leaving * (hazard[move] / total);
    return append_shares(origin, {target.data(), to.size() + 1}, {share.data(), to.size() + 1},
                         table);
}

std::uint32_t RowTable::append(const Row& row, int n_states) {
    require(std::cmp_less(row.moves.size(), n_states), "no destination occurs twice");
    std::array<StateId, most_states> to;
    std::array<double, most_states> hazard;
    for (std::size_t move = 0; move < row.moves.size(); ++move) {
        to[move] = row.moves[move].to;
        hazard[move] = row.moves[move].hazard.per_cycle;
    }
    return append_row(row.origin, row.certain_exit, {to.data(), row.moves.size()},
                      {hazard.data(), row.moves.size()}, *this);
}

std::uint32_t RowTable::append(StateId origin, std::span<const double> share) {
    require(share.size() <= most_states, "there are at most 64 states");
    std::array<StateId, most_states> to;
    for (std::size_t state = 0; state < share.size(); ++state)
        to[state] = static_cast<StateId>(state);
    return append_shares(origin, {to.data(), share.size()}, share, *this);
}

}  // namespace forlob
