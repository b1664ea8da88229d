#include "exact/recursion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <optional>

#include "exact/augmented.hpp"
#include "exact/layers.hpp"

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

// The people at one tick: in every node that anybody is in, one number per layer.
class People {
public:
    void begin(std::size_t n_layers) {
        n_layers_ = n_layers;
        nodes_.clear();
        ++now_;
    }
    /// Room for this many nodes; pointers into it are lost.
    void reserve(std::size_t n_nodes) {
        if (since_.size() >= n_nodes) return;
        since_.resize(n_nodes, 0);
        value_.resize(n_nodes * n_layers_);
    }
    /// The layers of a node, which begin at 0.
    [[nodiscard]] double* at(NodeId node) {
        double* layers = value_.data() + index(node) * n_layers_;
        if (since_[index(node)] != now_) {
            since_[index(node)] = now_;
            nodes_.push_back(node);
            std::fill_n(layers, n_layers_, 0.0);
        }
        return layers;
    }
    /// In the order they were met.
    [[nodiscard]] const std::vector<NodeId>& nodes() const { return nodes_; }

private:
    std::size_t n_layers_ = 1;
    std::uint64_t now_ = 0;
    std::vector<std::uint64_t> since_;  ///< [node] the beginning at which it was last met
    std::vector<double> value_;         ///< [node · layers + layer]
    std::vector<NodeId> nodes_;
};

// Follows the people of one kind through the months, and adds them up.
class Walk {
public:
    /// `n_alive` [tick] counts nodes.
    Walk(const Model& model, AugmentedStates& states, const Layers& layers, ExpectedCounts& counts,
         std::vector<std::size_t>& n_alive, std::size_t kind, std::size_t subgroup)
        : model_(model),
          states_(states),
          layers_(layers),
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

    /// Before `start`, and before each month: those who come, so many for each of the shares.
    void come(const std::vector<NodeShare>& places, double people) {
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

    void start() { note(0); }

    void live_month(std::int32_t month) {
        next_.begin(layers_.n());
        next_.reserve(states_.size());
        enrol(month);
        pass_month(month);
        std::swap(now_, next_);
        note(static_cast<std::size_t>(month));
    }

private:
    static constexpr std::uint32_t no_row = std::numeric_limits<std::uint32_t>::max();

    /// Where those in a node go whose month has this row; the same month after month until the row
    /// is another.
    struct Way {
        std::uint32_t row = no_row;
        std::uint32_t first = 0;  ///< in edges_
        std::uint32_t count = 0;
        std::uint32_t room = 0;
    };
    struct Edge {
        NodeId to{};
        bool begins_phase = false;
        bool moves = false;
        bool exits = false;
        double probability = 0.0;
    };

    void note(std::size_t tick) {
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

    void enrol(std::int32_t month) {
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

    void enter(std::int32_t month, NodeId from, std::size_t program) {
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
        counts_.phase_entries(month, index(states_.phase(entry.node))) += entering;
        const StateId origin = states_.state(from);
        const StateId destination = states_.state(entry.node);
        if (origin == destination) return;
        note_move(month, origin, destination, entering);
        if (layers_.is_exit(origin, destination))
            layers_.add_exit(static_cast<std::size_t>(month), destination, entering,
                             {there, layers_.n()});
    }

    void note_move(std::int32_t month, StateId from, StateId to, double people) {
        counts_.moves(month, index(from), index(to)) += people;
        counts_.visits(subgroup_, index(to)) += people;
    }

    void pass_month(std::int32_t month) {
        const std::size_t n_layers = layers_.n();
        for (const NodeId from : now_.nodes()) {
            const double* here = now_.at(from);
            if (here[0] <= 0.0) continue;
            const std::uint32_t row = states_.row(from, kind_, month);
            if (index(from) >= ways_.size()) ways_.resize(states_.size());
            if (ways_[index(from)].row != row) {
                find_way(from, row);
                next_.reserve(states_.size());
            }
            const Way& way = ways_[index(from)];
            for (std::uint32_t number = way.first; number < way.first + way.count; ++number) {
                const Edge& edge = edges_[number];
                double* there = next_.at(edge.to);
                for (std::size_t layer = 0; layer < n_layers; ++layer)
                    there[layer] += here[layer] * edge.probability;
                if (!edge.moves && !edge.begins_phase) continue;
                const double moving = here[0] * edge.probability;
                if (edge.begins_phase)
                    counts_.phase_entries(month, index(states_.phase(edge.to))) += moving;
                if (!edge.moves) continue;
                note_move(month, states_.state(from), states_.state(edge.to), moving);
                if (edge.exits)
                    layers_.add_exit(static_cast<std::size_t>(month), states_.state(edge.to),
                                     moving, {there, n_layers});
            }
        }
    }

    void find_way(NodeId from, std::uint32_t row) {
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

    const Model& model_;
    AugmentedStates& states_;
    const Layers& layers_;
    ExpectedCounts& counts_;
    std::vector<std::size_t>& n_alive_;  ///< [tick]
    std::uint32_t kind_;
    std::size_t subgroup_;
    ClosedPrograms eligible_ = 0;
    People now_;             ///< at the tick before the month
    People next_;            ///< at its end
    std::vector<Way> ways_;  ///< [node]
    std::vector<Edge> edges_;
    std::vector<Edge> found_;
};

// Where people come in: [kind] shares, of all kinds together 1.
using StartShares = std::vector<std::vector<NodeShare>>;

// Of everybody at tick 0, or of an inflow.
StartShares start_shares(const Model& model, AugmentedStates& states, const Inflow* inflow) {
    const auto combinations = unwilling(model);
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

std::vector<std::size_t> subgroups_of_kinds(const Model& model) {
    std::vector<std::size_t> subgroups(static_cast<std::size_t>(model.n_kinds), 0);
    for (const Stratum& stratum : model.population.strata)
        for (std::size_t level = 0; level < model.population.frailty.size(); ++level)
            subgroups[stratum.kind + level] = stratum.subgroup;
    return subgroups;
}

// Persons who come in a month, when everybody's tick before it is known.
double expected_number(const Model& model, const Inflow& inflow, std::int32_t month,
                       const ExpectedCounts& counts) {
    const double amount = inflow.amount[static_cast<std::size_t>(month)];
    if (inflow.kind != Inflow::Kind::share) return amount;
    double people = 0.0;
    for_each_counted(counts.cells.row(month - 1), [&](std::size_t cell, double persons_in) {
        if (inflow.of.contains(model.cells[cell].state)) people += persons_in;
    });
    return amount * people;
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
                            "'{}': who gets a place depends on who else applies; simulate instead",
                            program.name));
}

// All kinds of people, from the start to the horizon.
class AllKinds {
public:
    AllKinds(const Model& model, AugmentedStates& states, const Layers& layers,
             ExpectedCounts& counts, double n_people)
        : model_(model),
          states_(states),
          layers_(layers),
          counts_(counts),
          n_people_(n_people),
          subgroups_(subgroups_of_kinds(model)),
          at_start_(start_shares(model, states, nullptr)),
          n_alive_(static_cast<std::size_t>(model.horizon) + 1, 0) {
        for (const Inflow& inflow : model.population.inflow)
            of_inflow_.push_back(start_shares(model, states, &inflow));
    }

    // One kind after the other, unless how many come depends on where all the others are.
    void follow() {
        const auto& inflow = model_.population.inflow;
        const bool has_shares = std::any_of(inflow.begin(), inflow.end(), [](const Inflow& one) {
            return one.kind == Inflow::Kind::share;
        });
        std::vector<std::pair<std::size_t, Walk>> together;
        for (std::size_t kind = 0; kind < at_start_.size(); ++kind) {
            if (at_start_[kind].empty()) continue;
            Walk walk(model_, states_, layers_, counts_, n_alive_, kind, subgroups_[kind]);
            walk.come(at_start_[kind], n_people_);
            walk.start();
            if (has_shares)
                together.emplace_back(kind, std::move(walk));
            else
                for (std::int32_t month = 1; month <= model_.horizon; ++month)
                    live_month(month, kind, walk);
        }
        if (!together.empty())
            for (std::int32_t month = 1; month <= model_.horizon; ++month)
                for (auto& [kind, walk] : together) live_month(month, kind, walk);
    }

    [[nodiscard]] std::size_t most_alive() const {
        return *std::max_element(n_alive_.begin(), n_alive_.end());
    }

private:
    void live_month(std::int32_t month, std::size_t kind, Walk& walk) {
        for (std::size_t number = 0; number < of_inflow_.size(); ++number) {
            const double people =
                expected_number(model_, model_.population.inflow[number], month, counts_);
            walk.come(of_inflow_[number][kind], people);
            for (const NodeShare& place : of_inflow_[number][kind])
                counts_.newcomers(subgroups_[kind], month) += people * place.share;
        }
        walk.live_month(month);
    }

    const Model& model_;
    AugmentedStates& states_;
    const Layers& layers_;
    ExpectedCounts& counts_;
    double n_people_;
    std::vector<std::size_t> subgroups_;  ///< [kind]
    StartShares at_start_;
    std::vector<StartShares> of_inflow_;  ///< [inflow]
    std::vector<std::size_t> n_alive_;    ///< [tick]
};

}  // namespace

struct ExactRecursion::State {
    ExactPlan plan;
    std::optional<AugmentedStates> states;
};

ExactRecursion::ExactRecursion(const ExactPlan& plan) : state_(std::make_unique<State>()) {
    state_->plan = plan;
}

ExactRecursion::~ExactRecursion() = default;
ExactRecursion::ExactRecursion(ExactRecursion&&) noexcept = default;
ExactRecursion& ExactRecursion::operator=(ExactRecursion&&) noexcept = default;

ExactCounts ExactRecursion::count(const Model& model) {
    refuse(model);
    auto& states = state_->states;
    const ExactPlan& plan = state_->plan;
    if (states && states->fits(model))
        states->turn_to(model);
    else
        states.emplace(model, plan.cells ? Follow::cells : Follow::dynamics);

    const bool is_closed = model.population.inflow.empty();
    const Layers layers(model, plan.first_visits && is_closed, plan.exits);
    const double n_people = is_closed ? plan.n_people : model.population.size;
    ExactCounts result;
    result.counts = ExpectedCounts(model);
    result.counts.persons = static_cast<std::uint64_t>(n_people);
    result.not_followed = states->not_followed();
    result.first_visits_left_out = plan.first_visits && !is_closed;
    result.exits_left_out = layers.exits_left_out();
    AllKinds kinds(model, *states, layers, result.counts, n_people);
    kinds.follow();
    result.n_augmented_states = kinds.most_alive();
    return result;
}

ExactCounts expected_counts(const Model& model, const ExactPlan& plan) {
    return ExactRecursion(plan).count(model);
}

Expectation expected_occupancy(const Model& model) {
    ExactPlan plan;
    plan.cells = false;
    plan.first_visits = false;
    plan.exits = false;
    const ExactCounts found = expected_counts(model, plan);
    const std::size_t n_ticks = static_cast<std::size_t>(model.horizon) + 1;
    Expectation expectation{
        Table<double, 2>({n_ticks, static_cast<std::size_t>(model.n_states)}),
        Table<double, 2>({n_ticks, model.phases.size()}), found.counts.moves,
        found.n_augmented_states,
        model.population.inflow.empty() ? static_cast<double>(model.population.size) : 1.0};
    for (std::size_t tick = 0; tick < n_ticks; ++tick)
        for_each_counted(found.counts.cells.row(tick), [&](std::size_t number, double people) {
            const Cell& cell = model.cells[number];
            expectation.share_in_state(tick, index(cell.state)) += people;
            expectation.share_in_phase(tick, index(cell.phase)) += people;
        });
    return expectation;
}

}  // namespace forlob
