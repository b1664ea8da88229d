#include "exact/recursion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>

#include "base/interrupted.hpp"
#include "exact/augmented.hpp"
#include "exact/follow_rules.hpp"
#include "exact/follow_up.hpp"
#include "exact/layers.hpp"
#include "exact/walk.hpp"

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
             const FollowRules* rules, ExpectedCounts& counts, double n_people,
             const std::atomic<bool>* stop)
        : model_(model),
          states_(states),
          layers_(layers),
          rules_(rules),
          counts_(counts),
          n_people_(n_people),
          stop_(stop),
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
            Walk walk(model_, states_, layers_, follow_up_of(kind, has_shares), counts_, n_alive_,
                      kind, subgroups_[kind]);
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
    // One for all kinds, unless they are followed at once.
    FollowUp* follow_up_of(std::size_t kind, bool together) {
        if (rules_ == nullptr) return nullptr;
        if (together || follow_ups_.empty())
            follow_ups_.emplace_back(model_, *rules_, states_, counts_,
                                     together ? at_start_.size() : 1);
        follow_ups_.back().start(subgroups_[kind]);
        return &follow_ups_.back();
    }

    void live_month(std::int32_t month, std::size_t kind, Walk& walk) {
        if (stop_ != nullptr && stop_->load(std::memory_order_relaxed)) throw Interrupted();
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
    const FollowRules* rules_;
    ExpectedCounts& counts_;
    double n_people_;
    const std::atomic<bool>* stop_;
    std::vector<std::size_t> subgroups_;  ///< [kind]
    StartShares at_start_;
    std::vector<StartShares> of_inflow_;  ///< [inflow]
    std::vector<std::size_t> n_alive_;    ///< [tick]
    std::deque<FollowUp> follow_ups_;     ///< that stay where they are
};

void turn_to(const Model& model, Follow follow, std::optional<AugmentedStates>& states) {
    if (states && states->fits(model))
        states->turn_to(model);
    else
        states.emplace(model, follow);
}

}  // namespace

struct ExactRecursion::State {
    ExactPlan plan;
    std::optional<AugmentedStates> states;
    std::optional<AugmentedStates> followed_states;

    void follow_up(const Model& model, double n_people, ExactCounts& result);
};

// Apart from all else, because what only prices depend on need not be told apart here: exits are
// followed up in far fewer states.
void ExactRecursion::State::follow_up(const Model& model, double n_people, ExactCounts& result) {
    const FollowRules rules(model);
    if (rules.n_slots() == 0) return;
    if (model.definitions.confirm_months > FollowUp::most_confirm_months) {
        result.relapses_left_out = RelapsesLeftOut::confirmed_late;
        return;
    }
    result.relapses_left_out = RelapsesLeftOut::too_many;
    if (result.exits_left_out || !FollowUp::is_small(rules, model.horizon)) return;
    turn_to(model, Follow::dynamics, followed_states);
    const Layers layers(model, false, true);
    ExpectedCounts counts(model);
    try {
        AllKinds(model, *followed_states, layers, &rules, counts, n_people, plan.stop).follow();
    } catch (const TooManyToFollow&) {
        return;
    }
    result.relapses_left_out = RelapsesLeftOut::no;
    result.counts.relapses = std::move(counts.relapses);
    result.counts.censored = std::move(counts.censored);
    result.counts.status = std::move(counts.status);
}

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
    turn_to(model, plan.cells ? Follow::cells : Follow::dynamics, states);
    const bool is_closed = model.population.inflow.empty();
    const Layers layers(model, plan.first_visits && is_closed, plan.exits);
    const double n_people = is_closed ? plan.n_people : model.population.size;
    ExactCounts result;
    result.counts = ExpectedCounts(model);
    result.counts.persons = static_cast<std::uint64_t>(n_people);
    result.not_followed = states->not_followed();
    result.first_visits_left_out = plan.first_visits && !is_closed;
    result.exits_left_out = layers.exits_left_out();
    AllKinds kinds(model, *states, layers, nullptr, result.counts, n_people, plan.stop);
    kinds.follow();
    result.n_augmented_states = kinds.most_alive();
    if (plan.exits && plan.relapses) state_->follow_up(model, n_people, result);
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
