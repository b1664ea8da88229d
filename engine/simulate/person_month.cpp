#include "simulate/person_month.hpp"

#include <algorithm>
#include <array>

#include "simulate/enrolment.hpp"

namespace forlob {
namespace {

std::uint32_t ticks(Tick tick) { return static_cast<std::uint32_t>(tick.index); }

// The first slot of a row on which the uniform falls: RowTable::next beyond its fast path.
StateId slot_target(const Slot* slot, std::uint32_t uniform) {
    while (uniform > slot->last) ++slot;
    return slot->target;
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

// Whether more than the row may change with the next situation: the cell by a move, a phase or a
// price clock.
bool changes_more(const ArmBlock& block, const Person& person, Tick tick,
                  const NextSituation& next) {
    const unsigned moves = block.situations[next.situation].state != person.state ? 1 : 0;
    return (moves | next.begins_phase | (person.price_due <= ticks(tick) ? 1U : 0U)) != 0;
}

void enter_situation(const ArmBlock& block, std::size_t number, Tick tick,
                     std::uint32_t situation) {
    Person& person = block.people.persons[number];
    const Situation& here = block.situations[situation];
    if (here.offers != block.situations[person.situation].offers)
        set_offers(block.people, number, block.situations.offers(here.offers));
    person.situation = situation;
    person.since = ticks(tick);
    ready_month(block, number, here);
    set_due(block, number, here);
}

// Time alone has changed the row, perhaps the cell or a chance.
void enter_by_time(const ArmBlock& block, std::size_t number, Tick tick, std::uint32_t situation) {
    Person& person = block.people.persons[number];
    const std::uint32_t change =
        block.situations[situation].cell - block.situations[person.situation].cell;
    if (change != 0) enter_cell(block, person, tick, person.cell + change);
    enter_situation(block, number, tick, situation);
}

void enter_by_event(const ArmBlock& block, std::size_t number, Tick tick,
                    const NextSituation& next) {
    Person& person = block.people.persons[number];
    const Situation& here = block.situations[next.situation];
    const bool moves = here.state != person.state;
    pass_price_clocks(block, number, tick, here.state);
    if (moves) block.moves.add(number, tick, here.state, here.phase);
    if (next.begins_phase != 0) begin_phase(block, number, tick, here.phase);
    person.state = here.state;
    enter_cell(block, person, tick, find_cell(block, number, here));
    enter_situation(block, number, tick, next.situation);
}

// A month ends with the next situation.
void enter(const ArmBlock& block, std::size_t number, Tick tick, const NextSituation& next) {
    if (changes_more(block, block.people.persons[number], tick, next))
        enter_by_event(block, number, tick, next);
    else
        enter_by_time(block, number, tick, next.situation);
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

// Some persons to whom something may happen this month.
//
// Each of them costs a chain of look-ups in tables that are larger than the first cache, and
// branches that no processor can foresee, if they are taken one after the other. So they are taken
// in steps: each step asks for the memory that the next one reads, of all of them, and sorts them
// into lists instead of branching.
class Lot {
public:
    static constexpr std::size_t most = 128;

    Lot(const ArmBlock& block, Tick tick, const MonthDraws& draws)
        : block_(block), tick_(tick), draws_(draws) {}

    void live(std::span<const std::uint32_t> positions, std::size_t first) {
        sort(positions, first);
        find_events();
        for (std::size_t i = 0; i < happens_.n; ++i)
            add(happens_.persons[i], block_.situations.after(keys_[i]));
        for (std::size_t i = 0; i < is_over_.n; ++i) {
            const std::uint32_t situation = block_.people.persons[is_over_.persons[i]].situation;
            add(is_over_.persons[i], block_.situations.when_over(situation));
        }
        for (std::size_t i = 0; i < by_event_.n; ++i)
            enter_by_event(block_, by_event_.persons[i], tick_, next_by_event_[i]);
        for (std::size_t i = 0; i < by_time_.n; ++i)
            enter_by_time(block_, by_time_.persons[i], tick_, next_by_time_[i]);
        for (std::size_t i = 0; i < stays_.n; ++i) stay(block_, stays_.persons[i], tick_);
    }

private:
    struct List {
        std::array<std::uint32_t, most + 1> persons;  // the last is scratch
        std::size_t n = 0;
        void add_if(bool is_one, std::uint32_t person) {
            persons[n] = person;
            n += is_one ? 1 : 0;
        }
    };

    [[nodiscard]] unsigned strikes(std::span<const std::uint32_t> uniform,
                                   const std::vector<std::uint32_t>& below,
                                   std::uint32_t number) const {
        return !uniform.empty() && uniform[number] < below[number] ? 1 : 0;
    }

    // Chance has struck, or the situation is over, or a price clock wants to be looked at.
    void sort(std::span<const std::uint32_t> positions, std::size_t first) {
        const People& people = block_.people;
        for (const std::uint32_t position : positions) {
            const auto number = static_cast<std::uint32_t>(first + position);
            const Person& person = people.persons[number];
            const bool lives = person.since != ticks(tick_);
            const bool happens =
                draws_.transition[number] - people.stay_low[number] >= people.stay_width[number] ||
                (strikes(draws_.drop_out, people.drop_out_below, number) |
                 strikes(draws_.advance, people.advance_below, number)) != 0;
            const bool is_over = ticks(tick_) - person.since >=
                                 block_.situations[person.situation].months;
            happens_.add_if(lives & happens, number);
            is_over_.add_if(lives & !happens & is_over, number);
            stays_.add_if(lives & !happens & !is_over, number);
            __builtin_prefetch(block_.arm.slots() + person.first_slot);
        }
    }

    void find_events() {
        const People& people = block_.people;
        for (std::size_t i = 0; i < happens_.n; ++i) {
            const std::uint32_t number = happens_.persons[i];
            const Person& person = people.persons[number];
            const Event event{
                .state = slot_target(block_.arm.slots() + person.first_slot,
                                     draws_.transition[number]),
                .drops_out = strikes(draws_.drop_out, people.drop_out_below, number),
                .advances = strikes(draws_.advance, people.advance_below, number)};
            keys_[i] = Situations::key_of(person.situation, ticks(tick_) - person.since, event);
            block_.situations.prefetch(keys_[i]);
        }
    }

    void add(std::uint32_t number, const NextSituation& next) {
        const bool is_event =
            changes_more(block_, block_.people.persons[number], tick_, next);
        next_by_event_[by_event_.n] = next;
        by_event_.add_if(is_event, number);
        next_by_time_[by_time_.n] = next.situation;
        by_time_.add_if(!is_event, number);
    }

    const ArmBlock& block_;
    Tick tick_;
    const MonthDraws& draws_;
    List happens_, is_over_, stays_, by_event_, by_time_;
    std::array<std::uint64_t, most> keys_;
    std::array<NextSituation, most + 1> next_by_event_;
    std::array<std::uint32_t, most + 1> next_by_time_;
};

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

void live_month(const ArmBlock& block, std::span<const std::uint32_t> positions, std::size_t first,
                Tick tick, const MonthDraws& draws) {
    for (std::size_t done = 0; done < positions.size(); done += Lot::most) {
        const std::size_t n = std::min(Lot::most, positions.size() - done);
        Lot(block, tick, draws).live(positions.subspan(done, n), first);
    }
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
