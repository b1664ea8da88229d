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

// Where people come in: [kind] shares, of all kinds together 1.
using StartShares = std::vector<std::vector<NodeShare>>;

// Follows the people of one kind through the months, and adds them up.
class KindRecursion {
public:
    KindRecursion(const Model& model, AugmentedStates& states, std::uint32_t kind)
        : model_(model), states_(states), kind_(kind) {}

    // Before `start`, and before each month: those who come.
    void enter(const std::vector<NodeShare>& places, double persons) {
        for (const NodeShare& place : places) add(now_, place.node, persons * place.share);
    }

    void start(Expectation& expectation, std::vector<std::size_t>& n_alive) {
        note(0, expectation, n_alive);
    }

    void live_month(std::int32_t month, Expectation& expectation,
                    std::vector<std::size_t>& n_alive) {
        next_.assign(states_.size(), 0.0);
        enrol(month, expectation);
        pass_month(month, expectation);
        std::swap(now_, next_);
        note(static_cast<std::size_t>(month), expectation, n_alive);
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

// Shares of people of each kind and place; of an inflow, as they come.
StartShares start_shares(const Model& model, AugmentedStates& states,
                         const std::vector<std::pair<ClosedPrograms, double>>& combinations,
                         const Inflow* inflow) {
    StartShares start(static_cast<std::size_t>(model.n_kinds));
    const auto& population = model.population;
    const double share_of_frailty = 1.0 / static_cast<double>(population.frailty.size());
    for (std::size_t number = 0; number < population.strata.size(); ++number) {
        Stratum stratum = population.strata[number];
        if (inflow != nullptr && !inflow->start.empty()) {
            stratum.start_state = inflow->start[number].choice;
            stratum.start_states = inflow->start[number].states;
        }
        const double of_stratum = population.stratum.probability[number] * share_of_frailty;
        for (const NodeShare& place : states.start(stratum))
            for (const auto& [closed, share] : combinations) {
                const NodeShare person{states.closed(place.node, closed),
                                       of_stratum * place.share * share};
                for (std::size_t level = 0; level < population.frailty.size(); ++level)
                    start[stratum.kind + level].push_back(person);
            }
    }
    return start;
}

// Persons who come in a month, when everybody's tick before it is known.
double expected_number(const Inflow& inflow, std::int32_t month, const Expectation& expectation) {
    const double amount = inflow.amount[static_cast<std::size_t>(month)];
    if (inflow.kind != Inflow::Kind::share) return amount;
    double persons = 0.0;
    for (std::size_t state = 0; state < expectation.share_in_state.shape()[1]; ++state)
        if (inflow.of.contains(static_cast<StateId>(state)))
            persons += expectation.share_in_state(month - 1, state);
    return amount * persons;
}

bool has_shares(const Model& model) {
    return std::any_of(model.population.inflow.begin(), model.population.inflow.end(),
                       [](const Inflow& inflow) { return inflow.kind == Inflow::Kind::share; });
}

void refuse(const Model& model) {
    constexpr std::size_t most_programs = 64;
    if (model.programs.size() > most_programs)
        throw NotExact(fmt::format(
            "exact recursion can follow at most {} programs in an arm; simulate instead",
            most_programs));
    for (const Program& program : model.programs)
        if (program.queue)
            throw NotExact(
                fmt::format("exact recursion cannot follow the places and the queue of program "
                            "'{}': who gets a "
                            "place depends on who else applies; simulate instead",
                            program.name));
}

}  // namespace

Expectation expected_occupancy(const Model& model) {
    refuse(model);
    AugmentedStates states(model);
    const auto combinations = unwilling(model);
    const StartShares cohort = start_shares(model, states, combinations, nullptr);
    std::vector<StartShares> newcomers;
    for (const Inflow& inflow : model.population.inflow)
        newcomers.push_back(start_shares(model, states, combinations, &inflow));

    const std::size_t n_ticks = static_cast<std::size_t>(model.horizon) + 1;
    const auto n_states = static_cast<std::size_t>(model.n_states);
    Expectation expectation{Table<double, 2>({n_ticks, n_states}),
                            Table<double, 2>({n_ticks, model.phases.size()}),
                            Table<double, 3>({n_ticks, n_states, n_states}), 0,
                            newcomers.empty() ? static_cast<double>(model.population.size) : 1.0};
    const double n_at_start = newcomers.empty() ? 1.0 : model.population.size;
    std::vector<std::size_t> n_alive(n_ticks, 0);
    const auto begin = [&](std::size_t kind) {
        KindRecursion recursion(model, states, static_cast<std::uint32_t>(kind));
        recursion.enter(cohort[kind], n_at_start);
        recursion.start(expectation, n_alive);
        return recursion;
    };
    const auto live = [&](std::int32_t month, std::size_t kind, KindRecursion& recursion) {
        for (std::size_t inflow = 0; inflow < newcomers.size(); ++inflow)
            recursion.enter(newcomers[inflow][kind],
                            expected_number(model.population.inflow[inflow], month, expectation));
        recursion.live_month(month, expectation, n_alive);
    };

    // One kind after the other, unless how many come depends on where all the others are.
    if (!has_shares(model)) {
        for (std::size_t kind = 0; kind < cohort.size(); ++kind) {
            if (cohort[kind].empty()) continue;
            KindRecursion recursion = begin(kind);
            for (std::int32_t month = 1; month <= model.horizon; ++month)
                live(month, kind, recursion);
        }
    } else {
        std::vector<std::pair<std::size_t, KindRecursion>> kinds;
        for (std::size_t kind = 0; kind < cohort.size(); ++kind)
            if (!cohort[kind].empty()) kinds.emplace_back(kind, begin(kind));
        for (std::int32_t month = 1; month <= model.horizon; ++month)
            for (auto& [kind, recursion] : kinds) live(month, kind, recursion);
    }
    expectation.n_augmented_states = *std::max_element(n_alive.begin(), n_alive.end());
    return expectation;
}

}  // namespace forlob
