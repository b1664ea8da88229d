#include "exact/augmented.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "base/require.hpp"
#include "exact/recursion.hpp"

namespace forlob {
namespace {

constexpr std::size_t months_in_state = index(Coordinate::months_in_state);
constexpr std::size_t months_in_phase = index(Coordinate::months_in_phase);
constexpr std::size_t months_in_program = index(Coordinate::months_in_program);
constexpr std::size_t first_clock = index(Coordinate::first_clock);
constexpr std::size_t most_nodes = std::size_t{1} << 20;
// Months of a window that can be followed: each doubles what there is to follow, at worst.
constexpr std::int32_t longest_window = 12;

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

bool is_too_long(const Clock& clock) {
    return clock.window && clock.window->within > longest_window;
}

ClosedPrograms bit(std::size_t program) { return ClosedPrograms{1} << program; }

// Zeros and ones decide whether a branch exists at all.
int pattern(double probability) { return probability <= 0.0 ? 0 : probability >= 1.0 ? 2 : 1; }

bool same_structure(const Phase& a, const Phase& b) {
    return a.program == b.program && a.after_program == b.after_program &&
           a.min_months == b.min_months && a.max_months == b.max_months &&
           pattern(a.advance_probability) == pattern(b.advance_probability) &&
           pattern(a.drop_out_probability) == pattern(b.drop_out_probability) &&
           a.placement == b.placement && a.release == b.release && a.then == b.then &&
           a.on_enter == b.on_enter;
}

bool same_structure(const Program& a, const Program& b) {
    return a.states == b.states && a.clocks == b.clocks && a.repeat == b.repeat &&
           a.first_phase == b.first_phase && a.after_program == b.after_program;
}

template <typename T>
bool all_same_structure(const std::vector<T>& some, const std::vector<T>& others) {
    return std::equal(some.begin(), some.end(), others.begin(), others.end(),
                      [](const T& a, const T& b) { return same_structure(a, b); });
}

std::uint16_t last_months(std::int32_t months) {
    return static_cast<std::uint16_t>((1U << months) - 1U);
}

std::uint32_t offset_of(const Node& node, const Lattice::Context& context) {
    std::uint32_t number = context.base;
    for (const Lattice::Axis& axis : context.axes)
        if (axis.coordinate != Coordinate::month)
            number += axis.offset[node.values[index(axis.coordinate)]];
    return number;
}

std::uint32_t number_of(std::uint32_t base, const Lattice::Context& context,
                        const Lattice::Axis* month_axis, std::uint32_t kind, std::int32_t month) {
    if (!context.kind_offset.empty()) base += context.kind_offset[kind];
    if (month_axis != nullptr)
        base +=
            month_axis
                ->offset[std::min(static_cast<std::size_t>(month), month_axis->offset.size() - 1)];
    return base;
}

std::vector<const Lattice::Axis*> month_axes(const Lattice& lattice) {
    std::vector<const Lattice::Axis*> axes(lattice.contexts.size(), nullptr);
    for (std::size_t context = 0; context < axes.size(); ++context)
        for (const Lattice::Axis& axis : lattice.contexts[context].axes)
            if (axis.coordinate == Coordinate::month) axes[context] = &axis;
    return axes;
}

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

AugmentedStates::Structure::Structure(const Model& model)
    : n_states(model.n_states),
      n_kinds(model.n_kinds),
      clocks(model.clocks),
      coordinate_cap(model.coordinate_cap),
      row_of(model.row_of),
      cell_of(model.cell_of),
      phases(model.phases),
      programs(model.programs) {}

AugmentedStates::AugmentedStates(const Model& model, Follow follow)
    : model_(&model),
      structure_(model),
      state_cap_(static_cast<std::size_t>(model.n_states), 0),
      phase_cap_(model.phases.size(), 0),
      program_cap_(model.programs.size(), 0),
      clock_cap_(model.clocks.size(), 0),
      window_position_(model.clocks.size(), 0),
      row_month_axis_(month_axes(structure_.row_of)),
      cell_month_axis_(month_axes(structure_.cell_of)) {
    note_axes(structure_.row_of, clock_cap_);
    note_programs();
    note_windows();
    if (follow == Follow::cells) note_cells();
    n_values_ = first_clock + model.clocks.size();
    for (std::size_t clock = 0; clock < model.clocks.size(); ++clock)
        if (clock_cap_[clock] > 0 && model.clocks[clock].window)
            window_position_[clock] = n_values_++;
}

bool AugmentedStates::fits(const Model& model) const {
    return structure_.n_states == model.n_states && structure_.n_kinds == model.n_kinds &&
           structure_.coordinate_cap == model.coordinate_cap && structure_.clocks == model.clocks &&
           all_same_structure(structure_.phases, model.phases) &&
           all_same_structure(structure_.programs, model.programs) &&
           structure_.row_of == model.row_of && structure_.cell_of == model.cell_of;
}

void AugmentedStates::note_axes(const Lattice& lattice, std::vector<std::uint16_t>& clock_cap) {
    const auto n_states = static_cast<std::size_t>(model_->n_states);
    for (std::size_t context = 0; context < lattice.contexts.size(); ++context) {
        const std::size_t phase = context / n_states;
        for (const Lattice::Axis& axis : lattice.contexts[context].axes) {
            const std::uint16_t last = last_change(axis);
            if (axis.coordinate == Coordinate::months_in_state)
                raise(state_cap_[context % n_states], last);
            else if (axis.coordinate == Coordinate::months_in_phase)
                raise(phase_cap_[phase], last);
            else if (axis.coordinate >= Coordinate::first_clock)
                raise(clock_cap[index(axis.coordinate) - first_clock], last);
            else if (axis.coordinate == Coordinate::months_in_program &&
                     is_in_program(static_cast<PhaseId>(phase)))
                raise(program_cap_[index(*model_->phases[phase].program)], last);
        }
    }
}

void AugmentedStates::note_programs() {
    for (std::size_t phase = 0; phase < model_->phases.size(); ++phase)
        for (const auto& months :
             {model_->phases[phase].min_months, model_->phases[phase].max_months})
            raise(phase_cap_[phase], static_cast<std::uint16_t>(months.value_or(0)));
    for (const Program& program : model_->programs)
        for (const ClockCondition& condition : program.clocks) {
            std::uint16_t& cap = clock_cap_[index(condition.clock) - first_clock];
            raise(cap, condition.low);
            // An upper end at the model's own cap means "or more".
            if (condition.high < model_->coordinate_cap[index(condition.clock)])
                raise(cap, static_cast<std::uint16_t>(condition.high + 1));
        }
}

void AugmentedStates::note_windows() {
    for (std::size_t clock = 0; clock < model_->clocks.size(); ++clock)
        if (clock_cap_[clock] > 0 && is_too_long(model_->clocks[clock]))
            throw NotExact(fmt::format(
                "exact recursion cannot follow clock '{}': hazards or eligibility "
                "depend on it, and 'resets_after' makes it depend on every single month "
                "of a window of {}, where {} can be followed; simulate instead",
                model_->clocks[clock].name, model_->clocks[clock].window->within, longest_window));
}

// What only cells depend on is followed too, as far as windows allow.
void AugmentedStates::note_cells() {
    std::vector<std::uint16_t> wanted = clock_cap_;
    note_axes(structure_.cell_of, wanted);
    for (std::size_t clock = 0; clock < model_->clocks.size(); ++clock) {
        if (wanted[clock] > 0 && is_too_long(model_->clocks[clock]))
            not_followed_.push_back(static_cast<ClockId>(clock));
        else
            clock_cap_[clock] = wanted[clock];
    }
}

bool AugmentedStates::is_in_program(PhaseId phase) const {
    const Phase& spec = model_->phases[index(phase)];
    return spec.program && !spec.after_program;
}

ClosedPrograms AugmentedStates::offers_of(const Node& node) const {
    if (is_in_program(node.phase)) return 0;
    ClosedPrograms offered = 0;
    for (std::size_t number = 0; number < structure_.programs.size(); ++number) {
        const Program& program = structure_.programs[number];
        const bool is_offered = program.states.contains(node.state) &&
                                std::all_of(program.clocks.begin(), program.clocks.end(),
                                            [&](const ClockCondition& clock) {
                                                const std::uint16_t value =
                                                    node.values[index(clock.clock)];
                                                return value >= clock.low && value <= clock.high;
                                            });
        if (is_offered) offered |= bit(number);
    }
    return offered & ~node.closed;
}

NodeId AugmentedStates::number(Node node) {
    const auto [place, is_new] = numbers_.try_emplace(std::move(node), NodeId(nodes_.size()));
    if (!is_new) return place->second;
    if (nodes_.size() >= most_nodes)
        throw NotExact(fmt::format(
            "exact recursion would have to follow more than {} combinations of state, phase and "
            "clocks; let hazards depend on fewer clocks or steps, or simulate instead",
            most_nodes));
    Known known{.node = place->first};
    known.state = known.node.state;
    known.phase = known.node.phase;
    known.context = static_cast<std::uint32_t>(model_->context(known.phase, known.state));
    known.row = offset_of(known.node, structure_.row_of.contexts[known.context]);
    known.cell = offset_of(known.node, structure_.cell_of.contexts[known.context]);
    known.offered = offers_of(known.node);
    nodes_.push_back(std::move(known));
    branches_.resize(branches_.size() + static_cast<std::size_t>(structure_.n_states));
    entries_.resize(entries_.size() + structure_.programs.size());
    has_entry_.resize(entries_.size(), false);
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
        node.values.assign(n_values_, 0);
        places.emplace_back(std::move(node), stratum.start_state.probability[choice]);
    }
    for (std::size_t clock = 0; clock < structure_.clocks.size(); ++clock) {
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
    Node node = nodes_[index(open)].node;
    node.closed |= programs;
    return number(std::move(node));
}

AugmentedStates::Entry AugmentedStates::enter(NodeId from, std::size_t program) {
    const std::size_t place = index(from) * structure_.programs.size() + program;
    if (has_entry_[place]) return entries_[place];
    const Program& offer = structure_.programs[program];
    Node node = nodes_[index(from)].node;
    if (!offer.repeat) node.closed |= bit(program);
    Entry entry;
    if (structure_.phases[index(offer.first_phase)].placement) {
        entry = {end_month(node, begin(node.state, offer.first_phase, 0)), true};
    } else {
        node.phase = offer.first_phase;
        node.values[months_in_phase] = 0;
        node.values[months_in_program] = 0;
        entry.node = number(std::move(node));
    }
    entries_[place] = entry;
    has_entry_[place] = true;
    return entry;
}

std::uint32_t AugmentedStates::row(NodeId id, std::uint32_t kind, std::int32_t month) const {
    const Known& here = nodes_[index(id)];
    return number_of(here.row, structure_.row_of.contexts[here.context],
                     row_month_axis_[here.context], kind, month);
}

std::uint32_t AugmentedStates::cell(NodeId id, std::uint32_t kind, std::int32_t tick) const {
    const Known& here = nodes_[index(id)];
    return number_of(here.cell, structure_.cell_of.contexts[here.context],
                     cell_month_axis_[here.context], kind, tick);
}

std::span<const Branch> AugmentedStates::after_transition(NodeId from, StateId to) {
    const std::size_t place =
        index(from) * static_cast<std::size_t>(structure_.n_states) + index(to);
    if (branches_[place].count == 0) look_ahead(from, to);
    return std::span(all_branches_).subspan(branches_[place].first, branches_[place].count);
}

double AugmentedStates::share(NodeId from, const Branch& branch) const {
    using When = Branch::When;
    if (branch.when == When::always) return 1.0;
    const Known& here = nodes_[index(from)];
    const Phase& phase = model_->phases[index(here.phase)];
    const double drops_out = here.phase == no_phase ? 0.0 : phase.drop_out_probability;
    if (branch.when == When::drops_out) return drops_out;
    const int months = here.node.values[months_in_phase] + (here.phase == no_phase ? 0 : 1);
    double ends = 0.0;
    if (phase.min_months && months >= *phase.min_months) ends = phase.advance_probability;
    if (phase.max_months && months >= *phase.max_months) ends = 1.0;
    return (1.0 - drops_out) * (branch.when == When::ends ? ends : 1.0 - ends);
}

AugmentedStates::Ending AugmentedStates::begin(StateId state, PhaseId phase,
                                               std::uint16_t in_program) const {
    return {structure_.phases[index(phase)].placement.value_or(state), phase, 0,
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
    pass_clocks(from.state, ending.state, node);
    return number(std::move(node));
}

void AugmentedStates::pass_clocks(StateId from, StateId to, Node& node) const {
    const bool moves = to != from;
    for (std::size_t number = 0; number < structure_.clocks.size(); ++number) {
        const Clock& clock = structure_.clocks[number];
        std::uint16_t& value = node.values[first_clock + number];
        if (clock.counts.contains(from)) value = one_more(value, clock_cap_[number]);
        if (moves && clock.on_enter.contains(to)) value = one_more(value, clock_cap_[number]);
        if (window_position_[number] != 0) {
            std::uint16_t& noted = node.values[window_position_[number]];
            const bool is_in = clock.window->in.contains(from);
            noted = static_cast<std::uint16_t>(noted << 1 | (is_in ? 1 : 0));
            if (is_in && std::popcount(noted) >= clock.window->needed) {
                noted = 0;
                value = 0;
            }
            // Next month the oldest of them is outside the window.
            noted &= last_months(clock.window->within - 1);
        }
        if (moves && clock.resets_on.contains(to)) value = 0;
    }
}

void AugmentedStates::look_ahead(NodeId id, StateId to) {
    using When = Branch::When;
    const Node from = nodes_[index(id)].node;
    const Phase& phase = model_->phases[index(from.phase)];
    const auto first = static_cast<std::uint32_t>(all_branches_.size());
    const auto branch = [&](When when, const Ending& ending, bool begins_phase) {
        const Branch added{NodeId{}, when, begins_phase};
        if (share(id, added) <= 0.0) return;
        all_branches_.push_back(added);
        all_branches_.back().node = end_month(from, ending);
    };
    // A month in no program leaves the two at 0.
    const int months = from.values[months_in_phase] + (from.phase != no_phase ? 1 : 0);
    const std::uint16_t in_program =
        is_in_program(from.phase)
            ? one_more(from.values[months_in_program], program_cap_[index(*phase.program)])
            : std::uint16_t{0};

    const bool is_named = to != from.state && phase.on_enter[index(to)] != stay_in_phase;
    if (is_named) {
        branch(When::always, begin(to, phase.on_enter[index(to)], in_program), true);
    } else {
        const bool is_released = phase.release && phase.placement == to;
        const PhaseId after =
            phase.program ? model_->programs[index(*phase.program)].after_program : no_phase;
        branch(When::drops_out, begin(to, after, in_program), true);
        branch(When::ends, begin(is_released ? *phase.release : to, phase.then, in_program), true);
        const auto saturated =
            static_cast<std::uint16_t>(std::min<int>(months, phase_cap_[index(from.phase)]));
        branch(When::goes_on, {to, from.phase, saturated, in_program}, false);
    }
    branches_[index(id) * static_cast<std::size_t>(structure_.n_states) + index(to)] = {
        first, static_cast<std::uint32_t>(all_branches_.size()) - first};
}

}  // namespace forlob
