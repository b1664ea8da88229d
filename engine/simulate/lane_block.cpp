#include "simulate/lane_block.hpp"

#include <algorithm>
#include <array>

#include "model/cut.hpp"
#include "simulate/recorder.hpp"

namespace forlob {
namespace {

constexpr Tick tick_0{0};

// So many alternatives are compared one by one, more are searched.
constexpr std::size_t few = 16;

// How many alternatives end below the uniform: Choice::pick without a branch that nobody could
// guess.
std::size_t pick(const Choice& choice, std::uint32_t uniform) {
    const auto begin = choice.last.begin();
    if (choice.last.size() > few)
        return static_cast<std::size_t>(std::lower_bound(begin, choice.last.end(), uniform) -
                                        begin);
    std::size_t picked = 0;
    for (const std::uint32_t last : choice.last) picked += uniform > last ? 1 : 0;
    return picked;
}

bool is_certain(const Choice& choice) { return choice.last.size() == 1; }

// Exits and relapses are facts about whole lives, and so is the first of several states of
// employment; everything else can be counted as it happens.
bool needs_lives(const Definitions& definitions) {
    return !definitions.exit_bases.empty() || definitions.employment.size() > 1;
}

std::size_t n_states_of(const LaneArm& arm) {
    return static_cast<std::size_t>(arm.model->n_states);
}
std::size_t places_per_tick(const LaneTable& table) { return table.n_groups * table.stride; }
std::size_t moves_per_tick(const LaneTable& table) { return places_per_tick(table) * table.stride; }

void add_first_visits(const LaneArm& arm, std::size_t place, Tick tick, std::uint32_t n) {
    const std::uint16_t subgroup = arm.table->subgroup[place / arm.table->stride];
    const auto state = static_cast<StateId>(place % arm.table->stride);
    arm.counts->first_visits(subgroup, index(state), tick.index) += n;
    if (arm.model->definitions.employment.contains(state))
        arm.counts->first_employment(subgroup, tick.index) += n;
}

// Several people at once: bytes may alias everything, if a compiler is not told that they do not.
void set_above(std::span<const std::uint32_t> uniforms, std::uint32_t last, std::uint8_t node,
               std::uint8_t* __restrict nodes) {
    const std::uint32_t* uniform = uniforms.data();
    const std::size_t n = uniforms.size();
    for (std::size_t person = 0; person < n; ++person)
        nodes[person] = uniform[person] > last ? node : nodes[person];
}

// What moves do to the persons in each state. Moves have room for `stride` states, so that sums
// over them are vectors; those from a state to itself are none.
template <std::size_t stride>
struct Flows {
    std::array<std::uint32_t, stride> in{}, out{};

    explicit Flows(const std::uint32_t* moves) {
        for (std::size_t from = 0; from < stride; ++from, moves += stride) {
            std::uint32_t leaving = 0;
            for (std::size_t to = 0; to < stride; ++to) {
                in[to] += moves[to];
                leaving += moves[to];
            }
            in[from] -= moves[from];
            out[from] = leaving - moves[from];
        }
    }
};

// Adds the moves of one group of people in one month.
template <std::size_t stride>
void add_moves(const LaneArm& arm, const std::uint32_t* moves, std::size_t group, Tick tick,
               bool has_lives) {
    const Flows<stride> flows(moves);
    const std::size_t n_states = n_states_of(arm);
    const auto cells = arm.counts->cells.row(tick.index);
    if (!arm.table->cell_of_place.empty())
        for (std::size_t state = 0; state < n_states; ++state)
            cells[arm.table->cell_of_place[group * n_states + state]] +=
                flows.in[state] - flows.out[state];
    if (has_lives) return;
    const auto visits = arm.counts->visits.row(arm.table->subgroup[group]);
    for (std::size_t state = 0; state < n_states; ++state) visits[state] += flows.in[state];
    for (std::size_t from = 0; from < n_states; ++from, moves += stride) {
        const auto counted = arm.counts->moves.row(tick.index, from);
        for (std::size_t to = 0; to < n_states; ++to) counted[to] += moves[to];
        counted[from] = 0;
    }
}

}  // namespace

void LaneWorkspace::simulate(const BlockOfPeople& block, std::span<const LaneArm> arms,
                             bool keeps_trajectories) {
    block_ = block;
    horizon_ = arms.front().model->horizon;
    DrawAddress address = block.address;
    address.purpose = Purpose::transition;
    draws_.begin(address, block.first, block.n_people);
    start_draws_.begin(block.address, block.first, block.n_people, 0);
    const std::size_t room = in_whole_groups(block.n_people);
    words_.resize(room);
    top_bytes_.resize(room);
    positions_.resize(room + lane_group);
    if (people_.size() < arms.size()) people_.resize(arms.size());
    for (std::size_t arm = 0; arm < arms.size(); ++arm) {
        people_[arm].has_lives = needs_lives(arms[arm].model->definitions);
        people_[arm].has_history = keeps_trajectories;
        start(arms[arm], people_[arm]);
    }
    for (std::int32_t month = 1; month <= horizon_; ++month) {
        draws_.draw(Tick{month}, words_, top_bytes_);
        for (std::size_t arm = 0; arm < arms.size(); ++arm)
            step(arms[arm], Tick{month}, people_[arm]);
    }
    for (std::size_t arm = 0; arm < arms.size(); ++arm) finish(arms[arm], people_[arm]);
}

std::span<const std::uint32_t> LaneWorkspace::at_start(Purpose purpose) {
    return start_draws_.of(purpose, tick_0);
}

void LaneWorkspace::note_states(const LaneTable& table, Tick tick, People& people) const {
    look_up_states(table, people.after.data(), block_.n_people,
                   people.history.at(static_cast<std::size_t>(tick.index)));
}

// As draw_people, but nothing is drawn where there is nothing to choose.
void LaneWorkspace::draw_nodes(const LaneArm& arm, std::vector<std::uint8_t>& nodes) {
    const Population& population = arm.model->population;
    const auto& start = arm.table->start;
    const auto n_levels = static_cast<std::uint32_t>(population.frailty.size());
    const bool draws_stratum = !is_certain(population.stratum);
    const bool draws_state =
        std::any_of(population.strata.begin(), population.strata.end(),
                    [](const Stratum& stratum) { return !is_certain(stratum.start_state); });
    std::fill(nodes.begin(), nodes.end(), start.front().front());
    if (!draws_stratum && !draws_state && n_levels == 1) return;
    const std::span<const std::uint32_t> none;
    const auto stratum_of = draws_stratum ? at_start(Purpose::stratum) : none;
    const auto level_of = n_levels > 1 ? at_start(Purpose::frailty) : none;
    const auto state_of = draws_state ? at_start(Purpose::start_state) : none;
    if (!draws_state && n_levels == 1 && start.size() <= few) {
        for (std::size_t stratum = 0; stratum + 1 < start.size(); ++stratum)
            set_above(stratum_of, population.stratum.last[stratum], start[stratum + 1].front(),
                      nodes.data());
        return;
    }
    for (std::size_t person = 0; person < block_.n_people; ++person) {
        const std::size_t stratum =
            draws_stratum ? pick(population.stratum, stratum_of[person]) : 0;
        const std::uint32_t level = n_levels > 1 ? spread(level_of[person], 0, n_levels - 1) : 0;
        const std::size_t state =
            draws_state ? pick(population.strata[stratum].start_state, state_of[person]) : 0;
        nodes[person] = start[stratum * n_levels + level][state];
    }
}

void LaneWorkspace::start(const LaneArm& arm, People& people) {
    const LaneTable& table = *arm.table;
    const std::size_t room = in_whole_groups(block_.n_people);
    const auto n_ticks = static_cast<std::size_t>(horizon_) + 1;
    people.before.resize(room);
    people.after.resize(room);
    draw_nodes(arm, people.after);
    people.in_node.assign(table.n_nodes, 0);
    people.more_in_node.assign(table.cell_of_place.empty() ? table.n_nodes : 0, 0);
    people.moves.assign(n_ticks * moves_per_tick(table), 0);
    for (std::size_t person = 0; person < block_.n_people; ++person)
        ++people.in_node[people.after[person]];
    count_start(arm, people);
    if (people.has_history) {
        people.history.begin(block_.n_people, n_ticks);
        note_states(table, tick_0, people);
    }
    if (people.has_lives) {
        people.lives.begin();
        for (std::size_t person = 0; person < block_.n_people; ++person)
            people.lives.add_person(table.state[people.after[person]]);
        return;
    }
    people.first_visits.assign(n_ticks * places_per_tick(table), 0);
    ByNode<std::uint16_t> bit{};
    for (std::size_t node = 0; node < table.n_nodes; ++node)
        bit[node] = static_cast<std::uint16_t>(1U << index(table.state[node]));
    people.visited.resize(room);
    for (std::size_t person = 0; person < block_.n_people; ++person)
        people.visited[person] = bit[people.after[person]];
}

void LaneWorkspace::count_start(const LaneArm& arm, People& people) const {
    const LaneTable& table = *arm.table;
    Counts& counts = *arm.counts;
    counts.persons += block_.n_people;
    for (std::size_t node = 0; node < table.n_nodes; ++node) {
        const std::uint32_t n = people.in_node[node];
        counts.cells(0, table.cell[node]) += n;
        if (people.has_lives) continue;
        counts.visits(table.subgroup[table.group[node]], index(table.state[node])) += n;
        add_first_visits(arm, table.group[node] * table.stride + index(table.state[node]), tick_0,
                         n);
    }
}

void LaneWorkspace::step(const LaneArm& arm, Tick tick, People& people) {
    people.before.swap(people.after);
    const LaneTable& table = *arm.table;
    const LaneMonth month{table,
                          block_.n_people,
                          words_.data(),
                          top_bytes_.data(),
                          people.before.data(),
                          people.after.data()};
    const std::span<const LanePosition> perhaps(positions_.data(),
                                                let_stay(month, positions_.data()));
    const auto now = static_cast<std::size_t>(tick.index);
    LaneTally tally;
    tally.moves = people.moves.data() + now * moves_per_tick(table);
    if (!people.has_lives) {
        tally.first_visits = people.first_visits.data() + now * places_per_tick(table);
        tally.visited = people.visited.data();
    }
    if (!people.more_in_node.empty()) tally.more_in_node = people.more_in_node.data();
    move_people(month, perhaps, tally);
    if (people.has_lives) note_moves(table, perhaps, tick, people);
    if (people.has_history) note_states(table, tick, people);
    if (!people.more_in_node.empty()) count_nodes(arm, tick, people);
}

void LaneWorkspace::note_moves(const LaneTable& table, std::span<const LanePosition> positions,
                               Tick tick, People& people) const {
    for (const LanePosition person : positions) {
        const StateId to = table.state[people.after[person]];
        if (to != table.state[people.before[person]])
            people.lives.add(person, static_cast<std::uint32_t>(tick.index), to, no_phase);
    }
}

// Who is in which node now, and so in which cell: cells change when people only stay.
void LaneWorkspace::count_nodes(const LaneArm& arm, Tick tick, People& people) {
    const LaneTable& table = *arm.table;
    const auto cells = arm.counts->cells.row(tick.index);
    std::vector<std::uint32_t>& now = people.more_in_node;
    for (std::size_t node = 0; node < table.n_nodes; ++node) {
        now[table.stays[node]] += people.in_node[node];
        cells[table.cell[node]] -= people.in_node[node];
    }
    for (std::size_t node = 0; node < table.n_nodes; ++node) cells[table.cell[node]] += now[node];
    people.in_node.swap(now);
    now.assign(table.n_nodes, 0);
}

void LaneWorkspace::finish(const LaneArm& arm, const People& people) {
    const LaneTable& table = *arm.table;
    const std::uint32_t* moves = people.moves.data() + moves_per_tick(table);
    for (std::int32_t tick = 1; tick <= horizon_; ++tick)
        for (std::size_t group = 0; group < table.n_groups; ++group) {
            if (table.stride == 8)
                add_moves<8>(arm, moves, group, Tick{tick}, people.has_lives);
            else
                add_moves<16>(arm, moves, group, Tick{tick}, people.has_lives);
            moves += table.stride * table.stride;
        }
    if (people.has_lives) return record_lives(arm, people);
    const std::uint32_t* first_visits = people.first_visits.data() + places_per_tick(table);
    for (std::int32_t tick = 1; tick <= horizon_; ++tick)
        for (std::size_t place = 0; place < places_per_tick(table); ++place, ++first_visits)
            if (*first_visits != 0) add_first_visits(arm, place, Tick{tick}, *first_visits);
}

void LaneWorkspace::record_lives(const LaneArm& arm, const People& people) const {
    const LaneTable& table = *arm.table;
    Recorder recorder(arm.model->definitions, horizon_);
    std::vector<SpellStart> life;
    for (std::size_t person = 0; person < block_.n_people; ++person) {
        people.lives.life_of(person, life);
        // A life does not say to which subgroup it belongs, but its node does at any time.
        recorder.add(life, table.subgroup[table.group[people.after[person]]], *arm.counts);
    }
}

void LaneWorkspace::append_spells(std::size_t arm, Spells& spells) {
    people_[arm].history.append_spells(static_cast<std::uint32_t>(block_.first), spells);
}

void LaneWorkspace::write_states(std::size_t arm, std::span<std::uint8_t> states) const {
    people_[arm].history.write_states(states);
}

}  // namespace forlob
