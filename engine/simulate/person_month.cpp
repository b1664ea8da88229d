#include "simulate/person_month.hpp"

#include <algorithm>
#include <array>

#include "simulate/enrolment.hpp"

namespace forlob {
namespace {

// The first slot of a row on which the uniform falls: RowTable::next beyond its fast path.
StateId slot_target(const Slot* slot, std::uint32_t uniform) {
    while (uniform > slot->last) ++slot;
    return slot->target;
}

void set_chance(std::uint32_t& below, std::uint32_t& n_with_chance, std::uint32_t chance) {
    n_with_chance -= below != 0 ? 1 : 0;
    n_with_chance += chance != 0 ? 1 : 0;
    below = chance;
}

// The end of one month of one arm: what its events read and write, found once for all of them.
class MonthEnd {
public:
    MonthEnd(const ArmBlock& block, Tick tick)
        : block_(block),
          now_(static_cast<std::uint32_t>(tick.index)),
          prices_(block.arm.price_clocks()),
          persons_(block.people.persons.data()),
          cells_(block.counts.cells.row(tick.index).data()),
          row_kinds_(block.arm.row_of().kind_offsets()),
          cell_kinds_(block.arm.cell_of().kind_offsets()),
          n_prices_(prices_.n_clocks()),
          some_drop_out_(block.arm.some_drop_out()),
          some_advance_(block.arm.some_advance()),
          some_priced_moves_(!block.arm.model().priced_moves.empty()) {}

    [[nodiscard]] std::uint32_t now() const { return now_; }

    // Whether more than the row may change with the next situation: the cell by a move, a phase or
    // a price clock.
    [[nodiscard]] bool changes_more(std::size_t number, const NextSituation& next) const {
        const Person& person = persons_[number];
        const unsigned moves = block_.situations[next.situation].state != person.state ? 1 : 0;
        return (moves | next.begins_phase | (person.price_due <= now_ ? 1U : 0U)) != 0;
    }

    void enter(std::size_t number, const NextSituation& next) const {
        if (changes_more(number, next))
            enter_by_event(number, next.situation, next.begins_phase != 0);
        else
            enter_by_time(number, next.situation);
    }

    // Asks for the row of the month after.
    void prefetch(std::size_t number, const NextSituation& next) const {
        const Situation& here = block_.situations[next.situation];
        __builtin_prefetch(
            &block_.arm.row(here.row + row_kinds_[here.row_kinds + persons_[number].kind]));
    }

    void enter_by_event(std::size_t number, std::uint32_t situation, bool begins) const {
        Person& person = persons_[number];
        const Situation& here = block_.situations[situation];
        if (some_priced_moves_ && here.state != person.state) count_priced_move(number, here.state);
        pass_price_clocks(number, here.state);
        if (here.state != person.state) {
            block_.moves.add(number, now_, here.state, here.phase);
            person.state = here.state;
        }
        if (begins) begin_phase(number, here.phase);
        enter_cell(person, find_cell(number, here));
        enter_situation(number, situation, here);
    }

    // Time alone has changed the row, perhaps the cell or a chance.
    void enter_by_time(std::size_t number, std::uint32_t situation) const {
        Person& person = persons_[number];
        const Situation& here = block_.situations[situation];
        const std::uint32_t change = here.cell - block_.situations[person.situation].cell;
        if (change != 0) enter_cell(person, person.cell + change);
        enter_situation(number, situation, here);
    }

    // Nothing happens, but the cell has to be looked at: a price clock changes it, or the person
    // entered a program before this month's transition.
    void stay(std::size_t number) const {
        Person& person = persons_[number];
        const Situation& here = block_.situations[person.situation];
        pass_price_clocks(number, here.state);
        enter_cell(person, find_cell(number, here));
        set_due(number, here);
    }

    // A program before this month's transition: the cell is that of the end of the month.
    void enter_before(std::size_t number, std::uint32_t situation) const {
        Person& person = persons_[number];
        const Situation& here = block_.situations[situation];
        begin_phase(number, here.phase);
        set_offers(block_.people, number, block_.situations.offers(here.offers));
        person.situation = situation;
        person.since = now_ - 1;
        person.price_due = now_;
        ready_month(number, here);
        block_.people.due[number] = now_;
    }

    // Month `since` is the first that is lived; the cell is counted now.
    void start(std::size_t number, std::uint32_t since) const {
        Person& person = persons_[number];
        const std::uint16_t* values = block_.people.values(number);
        for (std::size_t clock = 0; clock < n_prices_; ++clock)
            price_clocks(number)[clock] = values[prices_.coordinate(clock)];
        person.situation = block_.situations.start(person.state, values);
        person.since = since;
        person.priced = since;
        const Situation& here = block_.situations[person.situation];
        person.cell = find_cell(number, here);
        ++cells_[person.cell];
        if (!block_.people.offers.empty())
            set_offers(block_.people, number, block_.situations.offers(here.offers));
        ready_month(number, here);
        set_due(number, here);
    }

private:
    [[nodiscard]] std::uint16_t* price_clocks(std::size_t number) const {
        return block_.people.price_clocks.data() + number * n_prices_;
    }
    [[nodiscard]] std::uint64_t* price_windows(std::size_t number) const {
        return block_.people.price_windows.data() + number * n_prices_;
    }

    void pass_price_clocks(std::size_t number, StateId to) const {
        if (n_prices_ == 0) return;
        Person& person = persons_[number];
        prices_.pass(person.state, to, now_ - person.priced, price_clocks(number),
                     price_windows(number));
        person.priced = now_;
    }

    // The cell of a person whose price clocks stand as of `priced`.
    [[nodiscard]] std::uint32_t find_cell(std::size_t number, const Situation& here) const {
        Person& person = persons_[number];
        const TimedNumber priced =
            prices_.at(here.context, here.state, price_clocks(number), price_windows(number));
        person.price_due = person.priced + priced.months;
        return here.cell + cell_kinds_[here.cell_kinds + person.kind] + priced.number;
    }

    // A move whose price depends on who makes it, by the cell in which it begins: that of the tick
    // before, but of the phase that colours this month.
    void count_priced_move(std::size_t number, StateId to) const {
        Person& person = persons_[number];
        if (n_prices_ > 0) {
            prices_.pass(person.state, person.state, now_ - 1 - person.priced, price_clocks(number),
                         price_windows(number));
            person.priced = now_ - 1;
        }
        const std::uint32_t cell = find_cell(number, block_.situations[person.situation]);
        if (const auto move = block_.arm.model().priced_move(cell, to))
            ++block_.counts.priced_moves(now_, *move);
    }

    void enter_cell(Person& person, std::uint32_t cell) const {
        // Also when it is the same cell: a branch that is often guessed wrong costs more.
        --cells_[person.cell];
        ++cells_[cell];
        person.cell = cell;
    }

    void begin_phase(std::size_t number, PhaseId phase) const {
        PhaseId& here = persons_[number].phase;
        --block_.people.n_in_phase[index(here)];
        ++block_.people.n_in_phase[index(phase)];
        here = phase;
        ++block_.counts.phase_entries(now_, index(phase));
    }

    void enter_situation(std::size_t number, std::uint32_t situation, const Situation& here) const {
        Person& person = persons_[number];
        if (here.offers != block_.situations[person.situation].offers)
            set_offers(block_.people, number, block_.situations.offers(here.offers));
        person.situation = situation;
        person.since = now_;
        ready_month(number, here);
        set_due(number, here);
    }

    // Row and chances of the next month.
    void ready_month(std::size_t number, const Situation& here) const {
        People& people = block_.people;
        Person& person = persons_[number];
        const RowStart row = block_.arm.row(here.row + row_kinds_[here.row_kinds + person.kind]);
        people.stay_low[number] = row.stay_low;
        people.stay_width[number] = row.stay_width;
        person.first_slot = row.first_slot;
        if (some_drop_out_)
            set_chance(people.drop_out_below[number], people.n_may_drop_out, here.drop_out_below);
        if (some_advance_)
            set_chance(people.advance_below[number], people.n_may_advance, here.advance_below);
    }

    void set_due(std::size_t number, const Situation& here) const {
        const Person& person = persons_[number];
        block_.people.due[number] = std::min(person.since + here.months, person.price_due);
    }

    const ArmBlock& block_;
    std::uint32_t now_;
    const PriceClocks& prices_;
    Person* persons_;
    std::uint32_t* cells_;  ///< [cell] changes at this tick
    const std::uint32_t* row_kinds_;
    const std::uint32_t* cell_kinds_;
    std::size_t n_prices_;
    bool some_drop_out_;
    bool some_advance_;
    bool some_priced_moves_;
};

// Some persons to whom something may happen this month.
//
// Each of them costs a chain of look-ups in tables that are larger than the first cache, and
// branches that no processor can foresee, if they are taken one after the other. So they are taken
// in steps: each step asks for the memory that the next one reads, of all of them, and sorts them
// into lists instead of branching.
class Lot {
public:
    static constexpr std::size_t most = 128;

    Lot(const ArmBlock& block, const MonthEnd& month, const MonthDraws& draws)
        : block_(block), month_(month), draws_(draws) {}

    // At most `most` of those who are struck.
    void strike(std::span<const std::uint32_t> positions, std::size_t first) {
        for (const std::uint32_t position : positions) {
            const auto number = static_cast<std::uint32_t>(first + position);
            const Person& person = block_.people.persons[number];
            __builtin_prefetch(block_.arm.slots() + person.first_slot);
            happens_.add_if(person.since != month_.now(), number);
        }
        find_events();
        for (std::size_t i = 0; i < happens_.n; ++i) set_next(i, block_.situations.after(keys_[i]));
        finish();
    }

    // At most `most` of those who are due: the situation is over, or a price clock wants to be
    // looked at.
    void pass(std::span<const std::uint32_t> positions, std::size_t first) {
        for (const std::uint32_t position : positions) {
            const auto number = static_cast<std::uint32_t>(first + position);
            const Person& person = block_.people.persons[number];
            const bool lives = person.since != month_.now();
            const bool is_over =
                month_.now() - person.since >= block_.situations[person.situation].months;
            happens_.add_if(lives & is_over, number);
            stays_.add_if(lives & !is_over, number);
        }
        for (std::size_t i = 0; i < happens_.n; ++i) {
            const std::uint32_t situation = block_.people.persons[happens_.persons[i]].situation;
            set_next(i, block_.situations.when_over(situation));
        }
        finish();
        for (std::size_t i = 0; i < stays_.n; ++i) month_.stay(stays_.persons[i]);
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
    struct Chance {
        const std::uint32_t* uniform;
        const std::uint32_t* below;
        [[nodiscard]] unsigned strikes(std::uint32_t number) const {
            return uniform[number] < below[number] ? 1 : 0;
        }
    };
    // Where nobody has a chance there are no draws, and `below` is 0 for all: any number will do.
    [[nodiscard]] Chance chance(std::span<const std::uint32_t> uniform,
                                const std::vector<std::uint32_t>& below) const {
        return {uniform.empty() ? draws_.transition.data() : uniform.data(), below.data()};
    }

    void find_events() {
        const People& people = block_.people;
        const Chance drop_out = chance(draws_.drop_out, people.drop_out_below);
        const Chance advance = chance(draws_.advance, people.advance_below);
        for (std::size_t i = 0; i < happens_.n; ++i) {
            const std::uint32_t number = happens_.persons[i];
            const Person& person = people.persons[number];
            const Event event{.state = slot_target(block_.arm.slots() + person.first_slot,
                                                   draws_.transition[number]),
                              .drops_out = drop_out.strikes(number),
                              .advances = advance.strikes(number)};
            keys_[i] = Situations::key_of(person.situation, month_.now() - person.since, event);
            block_.situations.prefetch_edge(keys_[i]);
        }
    }

    void set_next(std::size_t i, const NextSituation& next) {
        next_[i] = next.situation << 1 | next.begins_phase;
        block_.situations.prefetch(next.situation);
    }

    // Those to whom it happens enter their next situation.
    void finish() {
        for (std::size_t i = 0; i < happens_.n; ++i)
            add(happens_.persons[i], {next_[i] >> 1, next_[i] & 1});
        for (std::size_t i = 0; i < by_event_.n; ++i)
            month_.enter_by_event(by_event_.persons[i], next_by_event_[i] >> 1,
                                  (next_by_event_[i] & 1) != 0);
        for (std::size_t i = 0; i < by_time_.n; ++i)
            month_.enter_by_time(by_time_.persons[i], next_by_time_[i]);
    }

    void add(std::uint32_t number, const NextSituation& next) {
        const bool is_event = month_.changes_more(number, next);
        month_.prefetch(number, next);
        next_by_event_[by_event_.n] = next.situation << 1 | next.begins_phase;
        by_event_.add_if(is_event, number);
        next_by_time_[by_time_.n] = next.situation;
        by_time_.add_if(!is_event, number);
    }

    const ArmBlock& block_;
    const MonthEnd& month_;
    const MonthDraws& draws_;
    List happens_, stays_, by_event_, by_time_;
    // Beside the lists: events, and where they lead.
    std::array<std::uint64_t, most> keys_;
    std::array<std::uint32_t, most> next_;               // situation, and whether a phase begins
    std::array<std::uint32_t, most + 1> next_by_event_;  // situation, and whether a phase begins
    std::array<std::uint32_t, most + 1> next_by_time_;
};

}  // namespace

void start_life(const ArmBlock& block, std::size_t number) {
    block.moves.add_person(block.people.persons[number].state);
    MonthEnd(block, Tick{0}).start(number, 0);
}

void start_newcomer(const ArmBlock& block, std::size_t number, Tick tick) {
    const Person& person = block.people.persons[number];
    block.moves.add_newcomer(tick, person.state);
    ++block.counts.newcomers(person.subgroup, tick.index);
    const MonthEnd month(block, tick);
    month.start(number, month.now() - 1);
}

void live_month(const ArmBlock& block, const MonthEvents& events, std::size_t first, Tick tick,
                const MonthDraws& draws) {
    const MonthEnd month(block, tick);
    const auto in_lots = [&](std::span<const std::uint32_t> positions, auto live) {
        for (std::size_t done = 0; done < positions.size(); done += Lot::most) {
            Lot lot(block, month, draws);
            (lot.*live)(positions.subspan(done, std::min(Lot::most, positions.size() - done)),
                        first);
        }
    };
    in_lots(events.struck, &Lot::strike);
    in_lots(events.due, &Lot::pass);
}

void enter_program(const ArmBlock& block, std::size_t number, ProgramId program, Tick tick) {
    People& people = block.people;
    const Person& person = people.persons[number];
    const Program& entered = block.arm.model().programs[index(program)];
    if (!entered.repeat) people.offers[index(program)].may_enter[number] = 0;
    const MonthEnd month(block, tick);
    const NextSituation next = block.situations.after(
        person.situation, month.now() - person.since,
        {.state = person.state, .kind = Event::enters + static_cast<unsigned>(program)});
    if (block.arm.model().phases[index(entered.first_phase)].placement)
        month.enter(number, next);
    else
        month.enter_before(number, next.situation);
}

void move_person(const ArmBlock& block, std::size_t number, Tick tick, StateId state) {
    const Person& person = block.people.persons[number];
    const MonthEnd month(block, tick);
    month.enter(number, block.situations.after(person.situation, month.now() - person.since,
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
