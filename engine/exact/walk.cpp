#include "exact/walk.hpp"

#include <bit>
#include <utility>

namespace forlob {

Walk::Walk(const Model& model, AugmentedStates& states, const Layers& layers, FollowUp* follow_up,
           ExpectedCounts& counts, std::vector<std::size_t>& n_alive, std::size_t kind,
           std::size_t subgroup)
    : model_(model),
      states_(states),
      layers_(layers),
      follow_up_(follow_up),
      counts_(counts),
      n_alive_(n_alive),
      kind_(static_cast<std::uint32_t>(kind)),
      subgroup_(subgroup) {
    for (std::size_t program = 0; program < model_.programs.size(); ++program)
        if (model_.programs[program].kind_is_eligible[kind] != 0 &&
            model_.programs[program].enrolment_probability > 0.0)
            eligible_ |= ClosedPrograms{1} << program;
    now_.begin(layers_.n());
}

void Walk::come(const std::vector<NodeShare>& places, double people) {
    now_.reserve(states_.size());
    std::vector<double> person(layers_.n());
    layers_.start(person);
    for (const NodeShare& place : places) {
        double* there = now_.at(place.node);
        for (std::size_t layer = 0; layer < person.size(); ++layer)
            there[layer] += people * place.share * person[layer];
        counts_.visits(subgroup_, index(states_.state(place.node))) += people * place.share;
    }
}

void Walk::start() { note(0); }

void Walk::live_month(std::int32_t month) {
    next_.begin(layers_.n());
    next_.reserve(states_.size());
    if (follow_up_ != nullptr) follow_up_->begin_month(month);
    enrol(month);
    pass_month(month);
    std::swap(now_, next_);
    if (follow_up_ != nullptr) follow_up_->end_month();
    note(static_cast<std::size_t>(month));
}

void Walk::note(std::size_t tick) {
    const auto cells = counts_.cells.row(tick);
    for (const NodeId node : now_.nodes()) {
        double* here = now_.at(node);
        if (here[0] <= 0.0) continue;
        cells[states_.cell(node, kind_, static_cast<std::int32_t>(tick))] += here[0];
        if (layers_.n() > 1)
            layers_.arrive(tick, states_.state(node), subgroup_, {here, layers_.n()}, counts_);
        ++n_alive_[tick];
    }
}

void Walk::enrol(std::int32_t month) {
    ClosedPrograms open = 0;
    for (std::size_t program = 0; program < model_.programs.size(); ++program) {
        const Program& offer = model_.programs[program];
        if (month >= offer.from_month && (!offer.to_month || month <= *offer.to_month))
            open |= ClosedPrograms{1} << program;
    }
    open &= eligible_;
    if (open == 0) return;
    const std::size_t n_nodes = now_.nodes().size();
    for (std::size_t number = 0; number < n_nodes; ++number) {
        const NodeId from = now_.nodes()[number];
        // Those who enter are offered nothing more; the others the arm's next program.
        for (ClosedPrograms offers = states_.offered(from) & open; offers != 0;
             offers &= offers - 1)
            enter(month, from, static_cast<std::size_t>(std::countr_zero(offers)));
    }
}

void Walk::enter(std::int32_t month, NodeId from, std::size_t program) {
    const double share = model_.programs[program].enrolment_probability;
    const AugmentedStates::Entry entry = states_.enter(from, program);
    now_.reserve(states_.size());
    next_.reserve(states_.size());
    double* there = (entry.is_placed ? next_ : now_).at(entry.node);
    double* here = now_.at(from);
    if (here[0] <= 0.0) return;
    const double entering = here[0] * share;
    for (std::size_t layer = 0; layer < layers_.n(); ++layer) {
        there[layer] += here[layer] * share;
        here[layer] *= 1.0 - share;
    }
    if (follow_up_ != nullptr && follow_up_->is_anybody(from)) {
        if (entry.is_placed)
            follow_up_->go(from, entry.node, share);
        else
            follow_up_->enter(from, entry.node, share);
        follow_up_->keep(from, 1.0 - share);
    }
    counts_.phase_entries(month, index(states_.phase(entry.node))) += entering;
    const StateId origin = states_.state(from);
    const StateId destination = states_.state(entry.node);
    if (origin == destination) return;
    note_move(month, from, destination, entering);
    if (!layers_.is_exit(origin, destination)) return;
    layers_.add_exit(static_cast<std::size_t>(month), destination, entering, {there, layers_.n()});
    if (follow_up_ != nullptr) follow_up_->exit(entry.node, entering);
}

void Walk::note_move(std::int32_t month, NodeId from, StateId to, double people) {
    counts_.moves(month, index(states_.state(from)), index(to)) += people;
    if (!model_.priced_moves.empty())
        if (const auto move = model_.priced_move(states_.cell(from, kind_, month - 1), to))
            counts_.priced_moves(month, *move) += people;
    counts_.visits(subgroup_, index(to)) += people;
}

void Walk::pass_month(std::int32_t month) {
    for (const NodeId from : now_.nodes()) {
        if (now_.at(from)[0] <= 0.0) continue;
        const std::uint32_t row = states_.row(from, kind_, month);
        if (index(from) >= ways_.size()) ways_.resize(states_.size());
        if (ways_[index(from)].row != row) {
            find_way(from, row);
            next_.reserve(states_.size());
        }
        pass_node(month, from, ways_[index(from)]);
    }
}

void Walk::pass_node(std::int32_t month, NodeId from, const Way& way) {
    const std::size_t n_layers = layers_.n();
    const double* here = now_.at(from);
    const bool is_followed = follow_up_ != nullptr && follow_up_->is_anybody(from);
    for (std::uint32_t number = way.first; number < way.first + way.count; ++number) {
        const Edge& edge = edges_[number];
        double* there = next_.at(edge.to);
        for (std::size_t layer = 0; layer < n_layers; ++layer)
            there[layer] += here[layer] * edge.probability;
        if (is_followed) follow_up_->go(from, edge.to, edge.probability);
        if (!edge.moves && !edge.begins_phase) continue;
        const double moving = here[0] * edge.probability;
        if (edge.begins_phase)
            counts_.phase_entries(month, index(states_.phase(edge.to))) += moving;
        if (!edge.moves) continue;
        note_move(month, from, states_.state(edge.to), moving);
        if (!edge.exits) continue;
        layers_.add_exit(static_cast<std::size_t>(month), states_.state(edge.to), moving,
                         {there, n_layers});
        if (follow_up_ != nullptr) follow_up_->exit(edge.to, moving);
    }
}

void Walk::find_way(NodeId from, std::uint32_t row) {
    found_.clear();
    const RowTable& rows = model_.rows;
    // Slots too improbable for a cut point are left out of a row: shares must still add up.
    double total = 0.0;
    for (std::uint32_t slot = rows.first_slot[row]; slot < rows.first_slot[row + 1]; ++slot)
        total += rows.probability[slot];
    const StateId origin = states_.state(from);
    for (std::uint32_t slot = rows.first_slot[row]; slot < rows.first_slot[row + 1]; ++slot) {
        const double probability = rows.probability[slot] / total;
        if (probability <= 0.0) continue;
        for (const Branch& branch : states_.after_transition(from, rows.target[slot])) {
            const StateId destination = states_.state(branch.node);
            found_.push_back({branch.node, branch.begins_phase, origin != destination,
                              layers_.is_exit(origin, destination),
                              probability * states_.share(from, branch)});
        }
    }
    if (ways_.size() < states_.size()) ways_.resize(states_.size());
    Way& way = ways_[index(from)];
    way.row = row;
    way.count = static_cast<std::uint32_t>(found_.size());
    if (way.count > way.room) {
        way.first = static_cast<std::uint32_t>(edges_.size());
        way.room = way.count;
        edges_.resize(edges_.size() + way.count);
    }
    std::copy(found_.begin(), found_.end(), edges_.begin() + way.first);
}

}  // namespace forlob
