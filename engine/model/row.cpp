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

// Not cleared when a buffer of them is made: that would take longer than all the rest of a row.
struct Share {
    StateId to;
    double value;
};

// Cut::below of cut_at, without calling std::llround: rows are made of little else.
constexpr std::uint64_t end_at(double probability) {
    const double scaled = probability * two_to_32;
    const auto whole = static_cast<std::int64_t>(scaled);
    const bool is_up = scaled - static_cast<double>(whole) >= 0.5;
    return static_cast<std::uint64_t>(whole) + (is_up ? 1U : 0U);
}

// `shares` are in state order, the origin among them.
std::uint32_t append_shares(StateId origin, std::span<const Share> shares, RowTable& table) {
    const auto number = static_cast<std::uint32_t>(table.n_rows());
    if (table.first_slot.empty()) table.first_slot.push_back(0);

    std::array<std::uint32_t, most_states> last;
    std::array<StateId, most_states> target;
    std::array<double, most_states> probability;
    std::size_t n_slots = 0;
    std::uint32_t low = 0;
    std::uint32_t width = 0;
    std::uint64_t below = 0;
    double cumulative = 0.0;
    std::size_t last_possible = 0;
    for (std::size_t i = 0; i < shares.size(); ++i)
        if (shares[i].value > 0.0) last_possible = i;
    for (std::size_t i = 0; i <= last_possible; ++i) {
        cumulative += shares[i].value;
        // The last slot ends at 2^32 whatever rounding says, so that every uniform has a slot.
        const std::uint64_t end =
            i == last_possible ? std::uint64_t{1} << 32 : end_at(std::min(cumulative, 1.0));
        if (end <= below) continue;
        if (shares[i].to == origin) {
            low = static_cast<std::uint32_t>(below);
            width =
                end - below > 0xFFFFFFFFU ? 0xFFFFFFFFU : static_cast<std::uint32_t>(end - below);
        }
        last[n_slots] = static_cast<std::uint32_t>(end - 1);
        target[n_slots] = shares[i].to;
        probability[n_slots++] = shares[i].value;
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
    std::array<Share, most_states> shares;
    double total = 0.0;
    for (const double one : hazard) total += one;
    // A certain exit whose moves are all switched off has nowhere to go.
    if (total <= 0.0) {
        shares[0] = {origin, 1.0};
        return append_shares(origin, {shares.data(), 1}, table);
    }
    // As `probabilities`, without a place for every state.
    const double leaving = certain_exit ? 1.0 : -std::expm1(-total);
    std::size_t n = 0;
    for (; n < to.size() && to[n] < origin; ++n) shares[n] = {to[n], leaving * (hazard[n] / total)};
    shares[n] = {origin, 1.0 - leaving};
    for (; n < to.size(); ++n) shares[n + 1] = {to[n], leaving * (hazard[n] / total)};
    return append_shares(origin, {shares.data(), n + 1}, table);
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
    std::array<Share, most_states> shares;
    for (std::size_t state = 0; state < share.size(); ++state)
        shares[state] = {static_cast<StateId>(state), share[state]};
    return append_shares(origin, {shares.data(), share.size()}, *this);
}

}  // namespace forlob
