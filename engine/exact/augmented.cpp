#include "exact/augmented.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/require.hpp"
#include "exact/recursion.hpp"

namespace forlob {
namespace {

constexpr std::size_t months_in_state = index(Coordinate::months_in_state);
constexpr std::size_t months_in_phase = index(Coordinate::months_in_phase);
constexpr std::size_t months_in_program = index(Coordinate::months_in_program);
constexpr std::size_t first_clock = index(Coordinate::first_clock);
constexpr std::size_t most_nodes = std::size_t{1} << 22;

// From this value on the axis says the same.
std::uint16_t last_change(const Lattice::Axis& axis) {
    std::size_t value = axis.offset.size();
    while (value > 1 && axis.offset[value - 1] == axis.offset[value - 2]) --value;
    return static_cast<std::uint16_t>(value - 1);
}

void raise(std::uint16_t& cap, std::uint16_t value) { cap = std::max(cap, value); }

std::uint16_t one_more(std::uint16_t value, std::uint16_t cap) {
    return value < cap ? static_cast<std::uint16_t>(value + 1) : cap;
}

ClosedPrograms bit(std::size_t program) { return ClosedPrograms{1} << program; }

}  // namespace

std::size_t NodeHash::operator()(const Node& node) const noexcept {
    std::uint64_t hash = index(node.state) | index(node.phase) << 8;
    const auto mix = [&hash](std::uint64_t value) {
        hash = (hash ^ value) * 0x9E3779B97F4A7C15U;
        hash ^= hash >> 29;
    };
    mix(node.closed);
    for (const std::uint16_t value : node.values) mix(value);
    return hash;
}

AugmentedStates::AugmentedStates(const Model& model)
    : model_(model),
      state_cap_(static_cast<std::size_t>(model.n_states), 0),
      phase_cap_(model.phases.size(), 0),
      program_cap_(model.programs.size(), 0),
      clock_cap_(model.clocks.size(), 0),
      month_axis_(model.row_of.contexts.size(), nullptr) {
    note_axes();
    note_programs();
    refuse_windows();
}

void AugmentedStates::note_axes() {
    const auto n_states = static_cast<std::size_t>(model_.n_states);
    for (std::size_t context = 0; context < model_.row_of.contexts.size(); ++context) {
        const std::size_t phase = context / n_states;
        for (const Lattice::Axis& axis : model_.row_of.contexts[context].axes) {
            const std::uint16_t last = last_change(axis);
            if (axis.coordinate == Coordinate::months_in_state)
                raise(state_cap_[context % n_states], last);
            else if (axis.coordinate == Coordinate::months_in_phase)
                raise(phase_cap_[phase], last);
            else if (axis.coordinate == Coordinate::month)
                month_axis_[context] = &axis;
            else if (axis.coordinate >= Coordinate::first_clock)
                raise(clock_cap_[index(axis.coordinate) - first_clock], last);
            else if (is_in_program(static_cast<PhaseId>(phase)))
                raise(program_cap_[index(*model_.phases[phase].program)], last);
        }
    }
}

void AugmentedStates::note_programs() {
    for (std::size_t phase = 0; phase < model_.phases.size(); ++phase)
        for (const auto& months :
             {model_.phases[phase].min_months, model_.phases[phase].max_months})
            raise(phase_cap_[phase], static_cast<std::uint16_t>(months.value_or(0)));
    for (const Program& program : model_.programs)
        for (const ClockCondition& condition : program.clocks) {
            std::uint16_t& cap = clock_cap_[index(condition.clock) - first_clock];
            raise(cap, condition.low);
            // An upper end at the model's own cap means "or more".
            if (condition.high < model_.coordinate_cap[index(condition.clock)])
                raise(cap, static_cast<std::uint16_t>(condition.high + 1));
        }
}

void AugmentedStates::refuse_windows() const {
    for (std::size_t clock = 0; clock < model_.clocks.size(); ++clock)
        if (clock_cap_[clock] > 0 && model_.clocks[clock].window)
            throw NotExact(
                fmt::format("exact recursion cannot follow clock '{}': hazards or eligibility "
                            "depend on it, and "
                            "'resets_after' makes it depend on every single month of its window; "
                            "simulate instead",
                            model_.clocks[clock].name));
}

bool AugmentedStates::is_in_program(PhaseId phase) const {
    const Phase& spec = model_.phases[index(phase)];
    return spec.program && !spec.after_program;
}

NodeId AugmentedStates::number(Node node) {
    const auto [place, is_new] = numbers_.try_emplace(std::move(node), NodeId(nodes_.size()));
    if (!is_new) return place->second;
    if (nodes_.size() >= most_nodes)
        throw NotExact(fmt::format(
            "exact recursion would have to follow more than {} combinations of state, phase and "
            "clocks; let hazards depend on fewer clocks or steps, or simulate instead",
            most_nodes));
    nodes_.push_back(place->first);
    const Node& added = nodes_.back();
    const Lattice::Context& context =
        model_.row_of.contexts[model_.context(added.phase, added.state)];
    std::uint32_t row = context.base;
    for (const Lattice::Axis& axis : context.axes)
        if (axis.coordinate != Coordinate::month)
            row += axis.offset[added.values[index(axis.coordinate)]];
    row_.push_back(row);
    branches_.resize(branches_.size() + static_cast<std::size_t>(model_.n_states));
    return place->second;
}

// Shares of the clock's values at tick 0, all beyond its cap together.
std::vector<double> AugmentedStates::start_values(const ClockRange& range,
                                                  std::size_t clock) const {
    std::vector<double> shares(clock_cap_[clock] + 1U, 0.0);
    const double share = 1.0 / (range.high - range.low + 1.0);
    for (std::uint32_t value = range.low; value <= range.high; ++value)
        shares[std::min<std::size_t>(value, clock_cap_[clock])] += share;
    return shares;
}

std::vector<NodeShare> AugmentedStates::start(const Stratum& stratum) {
    std::vector<std::pair<Node, double>> places;
    for (std::size_t choice = 0; choice < stratum.start_states.size(); ++choice) {
        Node node;
        node.state = stratum.start_states[choice];
        node.values.assign(first_clock + model_.clocks.size(), 0);
        places.emplace_back(std::move(node), stratum.start_state.probability[choice]);
    }
    for (std::size_t clock = 0; clock < model_.clocks.size(); ++clock) {
        if (clock_cap_[clock] == 0) continue;
        const std::vector<double> shares = start_values(stratum.clock_starts[clock], clock);
        std::vector<std::pair<Node, double>> spread;
        for (const auto& [node, share] : places)
            for (std::size_t value = 0; value < shares.size(); ++value) {
                if (shares[value] <= 0.0) continue;
                spread.emplace_back(node, share * shares[value]);
                spread.back().first.values[first_clock + clock] = static_cast<std::uint16_t>(value);
            }
        places = std::move(spread);
    }
    std::vector<NodeShare> result;
    for (auto& [node, share] : places)
        if (share > 0.0) result.push_back({number(std::move(node)), share});
    return result;
}

NodeId AugmentedStates::closed(NodeId open, ClosedPrograms programs) {
    Node node = nodes_[index(open)];
    node.closed |= programs;
    return number(std::move(node));
}

bool AugmentedStates::is_offered(NodeId id, std::size_t program, std::int32_t month) const {
    const Node& here = nodes_[index(id)];
    const Program& offer = model_.programs[program];
    if (is_in_program(here.phase) || (here.closed & bit(program)) != 0) return false;
    if (month < offer.from_month || (offer.to_month && month > *offer.to_month)) return false;
    return offer.states.contains(here.state) &&
           std::all_of(offer.clocks.begin(), offer.clocks.end(), [&](const ClockCondition& clock) {
               const std::uint16_t value = here.values[index(clock.clock)];
               return value >= clock.low && value <= clock.high;
           });
}

AugmentedStates::Entry AugmentedStates::enter(NodeId from, std::size_t program) {
    const Program& offer = model_.programs[program];
    Node node = nodes_[index(from)];
    if (!offer.repeat) node.closed |= bit(program);
    const auto& placement = model_.phases[index(offer.first_phase)].placement;
    if (placement) return {end_month(node, begin(node.state, offer.first_phase, 0)), true};
    node.phase = offer.first_phase;
    node.values[months_in_phase] = 0;
    node.values[months_in_program] = 0;
    return {number(std::move(node)), false};
}

std::uint32_t AugmentedStates::row(NodeId id, std::uint32_t kind, std::int32_t month) const {
    const Node& here = nodes_[index(id)];
    const std::size_t number = model_.context(here.phase, here.state);
    const Lattice::Context& context = model_.row_of.contexts[number];
    std::uint32_t row = row_[index(id)];
    if (!context.kind_offset.empty()) row += context.kind_offset[kind];
    if (const Lattice::Axis* axis = month_axis_[number])
        row += axis->offset[std::min(static_cast<std::size_t>(month), axis->offset.size() - 1)];
    return row;
}

std::span<const NodeShare> AugmentedStates::after_transition(NodeId from, StateId to) {
    const std::size_t place = index(from) * static_cast<std::size_t>(model_.n_states) + index(to);
    if (branches_[place].count == 0) look_ahead(from, to);
    return std::span(shares_).subspan(branches_[place].first, branches_[place].count);
}

AugmentedStates::Ending AugmentedStates::begin(StateId state, PhaseId phase,
                                               std::uint16_t in_program) const {
    return {model_.phases[index(phase)].placement.value_or(state), phase, 0,
            is_in_program(phase) ? in_program : std::uint16_t{0}};
}

// Clocks and months see the net move of the month, whatever it is made of.
NodeId AugmentedStates::end_month(const Node& from, const Ending& ending) {
    Node node = from;
    const bool moves = ending.state != from.state;
    node.state = ending.state;
    node.phase = ending.phase;
    std::uint16_t& in_state = node.values[months_in_state];
    in_state = moves ? std::uint16_t{0} : one_more(in_state, state_cap_[index(ending.state)]);
    node.values[months_in_phase] = ending.months_in_phase;
    node.values[months_in_program] = ending.months_in_program;
    for (std::size_t number = 0; number < model_.clocks.size(); ++number) {
        const Clock& clock = model_.clocks[number];
        std::uint16_t& value = node.values[first_clock + number];
        if (clock.counts.contains(from.state)) value = one_more(value, clock_cap_[number]);
        if (moves && clock.on_enter.contains(ending.state))
            value = one_more(value, clock_cap_[number]);
        if (moves && clock.resets_on.contains(ending.state)) value = 0;
    }
    return number(std::move(node));
}

void AugmentedStates::look_ahead(NodeId id, StateId to) {
    const Node from = nodes_[index(id)];
    const Phase& phase = model_.phases[index(from.phase)];
    const auto first = static_cast<std::uint32_t>(shares_.size());
    const auto branch = [&](double share, const Ending& ending) {
        if (share > 0.0) shares_.push_back({end_month(from, ending), share});
    };
    // A month in no program leaves the two at 0.
    const bool counts = from.phase != no_phase;
    const int months = from.values[months_in_phase] + (counts ? 1 : 0);
    const std::uint16_t in_program =
        is_in_program(from.phase)
            ? one_more(from.values[months_in_program], program_cap_[index(*phase.program)])
            : std::uint16_t{0};

    const bool is_named = to != from.state && phase.on_enter[index(to)] != stay_in_phase;
    if (is_named) {
        branch(1.0, begin(to, phase.on_enter[index(to)], in_program));
    } else {
        const double drops_out = counts ? phase.drop_out_probability : 0.0;
        double ends = 0.0;
        if (phase.min_months && months >= *phase.min_months) ends = phase.advance_probability;
        if (phase.max_months && months >= *phase.max_months) ends = 1.0;
        const bool is_released = phase.release && phase.placement == to;
        if (drops_out > 0.0)
            branch(drops_out,
                   begin(to, model_.programs[index(*phase.program)].after_program, in_program));
        if (ends > 0.0)
            branch((1.0 - drops_out) * ends,
                   begin(is_released ? *phase.release : to, phase.then, in_program));
        const auto saturated =
            static_cast<std::uint16_t>(std::min<int>(months, phase_cap_[index(from.phase)]));
        branch((1.0 - drops_out) * (1.0 - ends), {to, from.phase, saturated, in_program});
    }
    branches_[index(id) * static_cast<std::size_t>(model_.n_states) + index(to)] = {
        first, static_cast<std::uint32_t>(shares_.size()) - first};
}

}  // namespace forlob
