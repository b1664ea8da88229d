#include "simulate/person_month.hpp"

#include <algorithm>

#include "simulate/enrolment.hpp"

namespace forlob {
namespace {

std::uint32_t ticks(Tick tick) { return static_cast<std::uint32_t>(tick.index); }

// The first slot of a row on which the uniform falls: RowTable::next beyond its fast path.
StateId slot_target(const RowTable& rows, std::uint32_t slot, std::uint32_t uniform) {
    while (uniform > rows.last[slot]) ++slot;
    return rows.target[slot];
}

std::uint16_t* price_clocks(const ArmBlock& block, std::size_t number) {
    return block.people.price_clocks.data() + number * block.arm.price_clocks().n_clocks();
}

std::uint64_t* price_windows(const ArmBlock& block, std::size_t number) {
    return block.people.price_windows.data() + number * block.arm.price_clocks().n_windows();
}

void pass_price_clocks(const ArmBlock& block, std::size_t number, Tick tick, StateId to) {
    Person& person = block.people.persons[number];
    block.arm.price_clocks().pass(person.state, to, ticks(tick) - person.priced,
                                  price_clocks(block, number), price_windows(block, number));
    person.priced = ticks(tick);
}

// The cell of a person whose price clocks stand as of now.
std::uint32_t find_cell(const ArmBlock& block, std::size_t number, const Situation& here) {
    Person& person = block.people.persons[number];
    const TimedNumber priced = block.arm.price_clocks().at(
        here.context, here.state, price_clocks(block, number), price_windows(block, number));
    person.price_due = person.priced + priced.months;
    return here.cell + block.arm.cell_of().kind_offset(here.cell_kinds + person.kind) +
           priced.number;
}

void enter_cell(const ArmBlock& block, Person& person, Tick tick, std::uint32_t cell) {
    // Also when it is the same cell: a branch that is often guessed wrong costs more.
    const auto changes = block.counts.cells.row(tick.index);
    --changes[person.cell];
    ++changes[cell];
    person.cell = cell;
}

void set_chance(std::uint32_t& below, std::uint32_t& n_with_chance, std::uint32_t chance) {
    n_with_chance -= below != 0 ? 1 : 0;
    n_with_chance += chance != 0 ? 1 : 0;
    below = chance;
}

// Row and chances of the next month.
void ready_month(const ArmBlock& block, std::size_t number, const Situation& here) {
    People& people = block.people;
    Person& person = people.persons[number];
    const ArmTables& arm = block.arm;
    const RowStart& row =
        arm.row(here.row + arm.row_of().kind_offset(here.row_kinds + person.kind));
    people.stay_low[number] = row.stay_low;
    people.stay_width[number] = row.stay_width;
    person.first_slot = row.first_slot;
    if (people.offers.empty()) return;
    set_chance(people.drop_out_below[number], people.n_may_drop_out, here.drop_out_below);
    set_chance(people.advance_below[number], people.n_may_advance, here.advance_below);
}

void set_due(const ArmBlock& block, std::size_t number, const Situation& here) {
    const Person& person = block.people.persons[number];
    block.people.due[number] = std::min(person.since + here.months, person.price_due);
}

void begin_phase(const ArmBlock& block, std::size_t number, Tick tick, PhaseId phase) {
    PhaseId& here = block.people.persons[number].phase;
    --block.people.n_in_phase[index(here)];
    ++block.people.n_in_phase[index(phase)];
    here = phase;
    ++block.counts.phase_entries(tick.index, index(phase));
}

// A month ends with the next situation.
void enter(const ArmBlock& block, std::size_t number, Tick tick, const NextSituation& next) {
    Person& person = block.people.persons[number];
    const Situation& before = block.situations[person.situation];
    const Situation& here = block.situations[next.situation];
    const bool moves = here.state != person.state;
    if (moves || next.begins_phase != 0 || person.price_due <= ticks(tick)) {
        pass_price_clocks(block, number, tick, here.state);
        if (moves) block.moves.add(number, tick, here.state, here.phase);
        if (next.begins_phase != 0) begin_phase(block, number, tick, here.phase);
        person.state = here.state;
        enter_cell(block, person, tick, find_cell(block, number, here));
    } else if (here.cell != before.cell) {
        enter_cell(block, person, tick, person.cell + (here.cell - before.cell));
    }
    if (here.offers != before.offers)
        set_offers(block.people, number, block.situations.offers(here.offers));
    person.situation = next.situation;
    person.since = ticks(tick);
    ready_month(block, number, here);
    set_due(block, number, here);
}

// Nothing happens, but the cell has to be looked at: a price clock changes it, or the person entered
// a program before this month's transition.
void stay(const ArmBlock& block, std::size_t number, Tick tick) {
    Person& person = block.people.persons[number];
    const Situation& here = block.situations[person.situation];
    pass_price_clocks(block, number, tick, here.state);
    enter_cell(block, person, tick, find_cell(block, number, here));
    set_due(block, number, here);
}

void start(const ArmBlock& block, std::size_t number, Tick came, Tick counted) {
    Person& person = block.people.persons[number];
    const std::uint16_t* values = block.people.values(number);
    for (std::size_t clock = 0; clock < block.arm.price_clocks().n_clocks(); ++clock)
        price_clocks(block, number)[clock] = values[block.arm.price_clocks().coordinate(clock)];
    person.situation = block.situations.start(person.state, values);
    person.since = ticks(came);
    person.priced = ticks(came);
    const Situation& here = block.situations[person.situation];
    person.cell = find_cell(block, number, here);
    ++block.counts.cells(counted.index, person.cell);
    if (!block.people.offers.empty())
        set_offers(block.people, number, block.situations.offers(here.offers));
    ready_month(block, number, here);
    set_due(block, number, here);
}

}  // namespace

void start_life(const ArmBlock& block, std::size_t number) {
    block.moves.add_person(block.people.persons[number].state);
    start(block, number, Tick{0}, Tick{0});
}

void start_newcomer(const ArmBlock& block, std::size_t number, Tick tick) {
    const Person& person = block.people.persons[number];
    block.moves.add_newcomer(tick, person.state);
    ++block.counts.newcomers(person.subgroup, tick.index);
    start(block, number, Tick{tick.index - 1}, tick);
}

void live_month(const ArmBlock& block, std::size_t number, Tick tick, const MonthDraws& draws) {
    const People& people = block.people;
    const Person& person = people.persons[number];
    const std::uint32_t uniform = draws.transition[number];
    Event event{.state = person.state};
    if (uniform - people.stay_low[number] >= people.stay_width[number])
        event.state = slot_target(block.arm.model().rows, person.first_slot, uniform);
    if (!draws.drop_out.empty())
        event.drops_out = draws.drop_out[number] < people.drop_out_below[number] ? 1 : 0;
    if (!draws.advance.empty())
        event.advances = draws.advance[number] < people.advance_below[number] ? 1 : 0;
    const std::uint32_t months = ticks(tick) - person.since;
    if (event.state != person.state || (event.drops_out | event.advances) != 0)
        enter(block, number, tick, block.situations.after(person.situation, months, event));
    else if (months >= block.situations[person.situation].months)
        enter(block, number, tick, block.situations.when_over(person.situation));
    else
        stay(block, number, tick);
}

void enter_program(const ArmBlock& block, std::size_t number, ProgramId program, Tick tick) {
    People& people = block.people;
    Person& person = people.persons[number];
    const Program& entered = block.arm.model().programs[index(program)];
    if (!entered.repeat) people.offers[index(program)].may_enter[number] = 0;
    const Event event{.state = person.state,
                      .kind = Event::enters + static_cast<unsigned>(program)};
    const NextSituation next =
        block.situations.after(person.situation, ticks(tick) - person.since, event);
    const Situation& here = block.situations[next.situation];
    if (block.arm.model().phases[index(here.phase)].placement)
        return enter(block, number, tick, next);
    begin_phase(block, number, tick, here.phase);
    set_offers(people, number, block.situations.offers(here.offers));
    person.situation = next.situation;
    person.since = ticks(tick) - 1;
    ready_month(block, number, here);
    // The cell is that of the end of the month, when the transition is known.
    person.price_due = ticks(tick);
    people.due[number] = ticks(tick);
}

void move_person(const ArmBlock& block, std::size_t number, Tick tick, StateId state) {
    const Person& person = block.people.persons[number];
    enter(block, number, tick,
          block.situations.after(person.situation, ticks(tick) - person.since,
                                 {.state = state, .kind = Event::moved}));
}

void sum_over_ticks(Table<std::uint32_t, 2>& cells) {
    for (std::size_t tick = 1; tick < cells.shape()[0]; ++tick) {
        const auto before = cells.row(tick - 1);
        const auto now = cells.row(tick);
        for (std::size_t cell = 0; cell < now.size(); ++cell) now[cell] += before[cell];
    }
}

}  // namespace forlob
