#include "exact/recursion.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "exact/augmented.hpp"

namespace forlob {
namespace {

constexpr std::size_t most_partly_willing = 12;

// Who is unwilling for life: every combination of programs with its share of all people.
std::vector<std::pair<ClosedPrograms, double>> unwilling(const Model& model) {
    std::vector<std::pair<ClosedPrograms, double>> combinations{{0, 1.0}};
    std::size_t n_partly_willing = 0;
    for (std::size_t program = 0; program < model.programs.size(); ++program) {
        const double share = model.programs[program].willing_probability;
        if (share >= 1.0) continue;
        if (share > 0.0 && ++n_partly_willing > most_partly_willing)
            throw NotExact(
                fmt::format("exact recursion can follow at most {} programs for which only a share "
                            "of people is "
                            "willing; simulate instead",
                            most_partly_willing));
        std::vector<std::pair<ClosedPrograms, double>> next;
        for (const auto& [closed, weight] : combinations) {
            if (share > 0.0) next.emplace_back(closed, weight * share);
            next.emplace_back(closed | ClosedPrograms{1} << program, weight * (1.0 - share));
        }
        combinations = std::move(next);
    }
    return combinations;
}

// Follows the people of one kind through all months, and adds them up.
class KindRecursion {
public:
    KindRecursion(const Model& model, AugmentedStates& states, std::uint32_t kind)
        : model_(model), states_(states), kind_(kind) {}

    void follow(const std::vector<NodeShare>& start, Expectation& expectation,
                std::vector<std::size_t>& n_alive) {
        now_.assign(states_.size(), 0.0);
        for (const NodeShare& place : start) add(now_, place.node, place.share);
        note(0, expectation, n_alive);
        for (std::int32_t month = 1; month <= model_.horizon; ++month) {
            next_.assign(states_.size(), 0.0);
            enrol(month, expectation);
            pass_month(month, expectation);
            std::swap(now_, next_);
            note(static_cast<std::size_t>(month), expectation, n_alive);
        }
    }

private:
    void add(std::vector<double>& shares, NodeId node, double share) const {
        if (index(node) >= shares.size()) shares.resize(states_.size(), 0.0);
        shares[index(node)] += share;
    }

    void note(std::size_t tick, Expectation& expectation, std::vector<std::size_t>& n_alive) const {
        for (std::size_t number = 0; number < now_.size(); ++number) {
            if (now_[number] <= 0.0) continue;
            const Node& node = states_.node(NodeId(number));
            expectation.share_in_state(tick, index(node.state)) += now_[number];
            expectation.share_in_phase(tick, index(node.phase)) += now_[number];
            ++n_alive[tick];
        }
    }

    void enrol(std::int32_t month, Expectation& expectation) {
        const std::size_t n_nodes = now_.size();
        for (std::size_t number = 0; number < n_nodes; ++number) {
            const NodeId from{static_cast<std::uint32_t>(number)};
            for (std::size_t program = 0; program < model_.programs.size(); ++program) {
                const Program& offer = model_.programs[program];
                const double entering = now_[number] * offer.enrolment_probability;
                if (entering <= 0.0 || offer.kind_is_eligible[kind_] == 0 ||
                    !states_.is_offered(from, program, month))
                    continue;
                // Those who enter are offered nothing more; the others the arm's next program.
                const AugmentedStates::Entry entry = states_.enter(from, program);
                now_[number] -= entering;
                add(entry.is_placed ? next_ : now_, entry.node, entering);
                if (entry.is_placed) note_move(month, from, entry.node, entering, expectation);
            }
        }
    }

    void pass_month(std::int32_t month, Expectation& expectation) {
        const RowTable& rows = model_.rows;
        for (std::size_t number = 0; number < now_.size(); ++number) {
            if (now_[number] <= 0.0) continue;
            const NodeId from{static_cast<std::uint32_t>(number)};
            const std::uint32_t row = states_.row(from, kind_, month);
            // Slots too improbable for a cut point are left out of a row: shares must still add up.
            double total = 0.0;
            for (std::uint32_t slot = rows.first_slot[row]; slot < rows.first_slot[row + 1]; ++slot)
                total += rows.probability[slot];
            const double here = now_[number] / total;
            for (std::uint32_t slot = rows.first_slot[row]; slot < rows.first_slot[row + 1];
                 ++slot) {
                const double moving = here * rows.probability[slot];
                for (const NodeShare& branch : states_.after_transition(from, rows.target[slot])) {
                    add(next_, branch.node, moving * branch.share);
                    note_move(month, from, branch.node, moving * branch.share, expectation);
                }
            }
        }
    }

    void note_move(std::int32_t month, NodeId from, NodeId to, double share,
                   Expectation& expectation) const {
        const std::size_t origin = index(states_.node(from).state);
        const std::size_t destination = index(states_.node(to).state);
        if (origin != destination) expectation.moves(month, origin, destination) += share;
    }

    const Model& model_;
    AugmentedStates& states_;
    std::uint32_t kind_;
    std::vector<double> now_;   ///< [node] at the tick before the month
    std::vector<double> next_;  ///< [node] at its end
};

}  // namespace

Expectation expected_occupancy(const Model& model) {
    constexpr std::size_t most_programs = 64;
    if (model.programs.size() > most_programs)
        throw NotExact(fmt::format(
            "exact recursion can follow at most {} programs in an arm; simulate instead",
            most_programs));
    AugmentedStates states(model);
    const auto combinations = unwilling(model);

    std::vector<std::vector<NodeShare>> start(static_cast<std::size_t>(model.n_kinds));
    const auto& population = model.population;
    const double share_of_frailty = 1.0 / static_cast<double>(population.frailty.size());
    for (std::size_t number = 0; number < population.strata.size(); ++number) {
        const Stratum& stratum = population.strata[number];
        const double of_stratum = population.stratum.probability[number] * share_of_frailty;
        for (const NodeShare& place : states.start(stratum))
            for (const auto& [closed, share] : combinations) {
                const NodeShare person{states.closed(place.node, closed),
                                       of_stratum * place.share * share};
                for (std::size_t level = 0; level < population.frailty.size(); ++level)
                    start[stratum.kind + level].push_back(person);
            }
    }

    const std::size_t n_ticks = static_cast<std::size_t>(model.horizon) + 1;
    const auto n_states = static_cast<std::size_t>(model.n_states);
    Expectation expectation{Table<double, 2>({n_ticks, n_states}),
                            Table<double, 2>({n_ticks, model.phases.size()}),
                            Table<double, 3>({n_ticks, n_states, n_states}), 0};
    std::vector<std::size_t> n_alive(n_ticks, 0);
    for (std::size_t kind = 0; kind < start.size(); ++kind)
        if (!start[kind].empty())
            KindRecursion(model, states, static_cast<std::uint32_t>(kind))
                .follow(start[kind], expectation, n_alive);
    expectation.n_augmented_states = *std::max_element(n_alive.begin(), n_alive.end());
    return expectation;
}

}  // namespace forlob
