#include "simulate/person_month.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "simulate/enrolment.hpp"
#include "simulate/program_step.hpp"

namespace forlob {
namespace {

constexpr std::size_t months_in_state = index(Coordinate::months_in_state);
constexpr std::size_t months_in_phase = index(Coordinate::months_in_phase);
constexpr std::size_t months_in_program = index(Coordinate::months_in_program);

std::uint32_t ticks(Tick tick) { return static_cast<std::uint32_t>(tick.index); }

// The first slot of a row on which the uniform falls: RowTable::next beyond its fast path.
StateId slot_target(const RowTable& rows, std::uint32_t slot, std::uint32_t uniform) {
    while (uniform > rows.last[slot]) ++slot;
    return rows.target[slot];
}

// Clocks and durations grow by the months that pass, all of which begin in the same context.
void pass_growth(const ArmTables& arm, std::size_t context, std::uint32_t months,
                 std::uint16_t* values) {
    using Eight = std::array<std::uint16_t, 8>;
    const std::uint16_t* caps = arm.caps();
    const std::uint16_t* growth = arm.growth(context);
    const auto grown = static_cast<std::uint16_t>(months);
    // In 16 bits, without branches and on copies, so that compilers update eight at once.
    for (std::size_t first = 0; first < arm.n_coordinates(); first += 8) {
        Eight value, cap, grows;
        std::copy_n(values + first, 8, value.begin());
        std::copy_n(caps + first, 8, cap.begin());
        std::copy_n(growth + first, 8, grows.begin());
        for (std::size_t i = 0; i < 8; ++i) {
            const auto room = static_cast<std::uint16_t>(cap[i] - value[i]);
            const auto growing = static_cast<std::uint16_t>(grown & grows[i]);
            value[i] = static_cast<std::uint16_t>(value[i] + std::min(growing, room));
        }
        std::copy_n(value.begin(), 8, values + first);
    }
}

// Months in windows are noted after clocks have advanced and before entering a state resets them.
void pass_windows(const ArmTables& arm, StateId from, std::uint32_t months, std::uint64_t* noted,
                  std::uint16_t* values) {
    constexpr std::uint64_t all = ~std::uint64_t{0};
    for (const WindowedClock& window : arm.windows()) {
        const bool is_in = window.in.contains(from);
        if (months >= 64)
            *noted = is_in ? all : 0;
        else
            *noted = *noted << months | (is_in ? ~(all << months) : 0);
        *noted &= window.within;
        if (is_in && std::popcount(*noted) >= window.needed) {
            *noted = 0;
            values[window.coordinate] = 0;
        }
        ++noted;
    }
}

// Lets the months from `as_of` to `tick` pass, the last of which ends with the move to `to`.
// Between the two, only months in which nothing was due.
void pass_months(const ArmBlock& block, std::size_t number, Tick tick, StateId to) {
    const ArmTables& arm = block.arm;
    Person& person = block.people.persons[number];
    std::uint16_t* values = block.people.values(number);
    const StateId from = person.state;
    const std::uint32_t months = ticks(tick) - person.as_of;
    pass_growth(arm, arm.model().context(person.phase, from), months, values);
    const bool moves = to != from;
    if (moves)
        for (const std::size_t clock : arm.advanced_by(to))
            values[clock] = std::min<std::uint16_t>(arm.caps()[clock],
                                                    static_cast<std::uint16_t>(values[clock] + 1));
    if (months > 0)
        pass_windows(arm, from, months,
                     block.people.windows.data() + number * block.people.n_windows, values);
    person.as_of = ticks(tick);
    if (!moves) return;
    values[months_in_state] = 0;
    for (const std::size_t clock : arm.reset_by(to)) values[clock] = 0;
    person.state = to;
}

void begin_phase(const ArmBlock& block, std::size_t person, PhaseId phase, Tick tick) {
    const Phase& begun = block.arm.model().phases[index(phase)];
    std::uint16_t* values = block.people.values(person);
    PhaseId& here = block.people.persons[person].phase;
    --block.people.n_in_phase[index(here)];
    ++block.people.n_in_phase[index(phase)];
    here = phase;
    values[months_in_phase] = 0;
    if (!begun.program || begun.after_program) values[months_in_program] = 0;
    ++block.counts.phase_entries(tick.index, index(phase));
}

void set_chance(std::uint32_t& below, std::uint32_t& n_with_chance, std::uint32_t chance) {
    n_with_chance -= below != 0 ? 1 : 0;
    n_with_chance += chance != 0 ? 1 : 0;
    below = chance;
}

// What follows from phase and state, whatever the time.
void enter_context(const ArmBlock& block, std::size_t number) {
    if (block.arm.model().programs.empty()) return;
    People& people = block.people;
    set_chance(people.drop_out_below[number], people.n_may_drop_out,
               block.arm.phase(people.persons[number].phase).drop_out_below);
    set_offers(block.arm, people, number);
}

// The chance of leaving a phase next month. Returns the months after which it begins, or the phase
// ends by its length.
std::uint32_t ready_phase(const ArmTables& arm, People& people, std::size_t number) {
    const PhaseTable& phase = arm.phase(people.persons[number].phase);
    const std::uint32_t passed = people.values(number)[months_in_phase];
    const bool advances = passed + 1 >= phase.advance_from;
    set_chance(people.advance_below[number], people.n_may_advance,
               advances ? phase.advance_below : 0);
    const std::uint32_t length = phase.ends_after > passed ? phase.ends_after - passed : 1;
    return advances ? length : std::min(length, phase.advance_from - 1 - passed);
}

// Months until a window could be full at the earliest.
std::uint32_t months_to_windows(const ArmTables& arm, StateId state, const std::uint64_t* noted) {
    std::uint32_t months = never;
    for (const WindowedClock& window : arm.windows()) {
        if (window.in.contains(state))
            months = std::min(months, static_cast<std::uint32_t>(
                                          std::max(1, window.needed - std::popcount(*noted))));
        ++noted;
    }
    return months;
}

// Row, chance and offers of the next month. Returns the months after which any of them changes.
std::uint32_t ready_month(const ArmBlock& block, std::size_t number) {
    const ArmTables& arm = block.arm;
    People& people = block.people;
    Person& person = people.persons[number];
    const std::size_t context = arm.model().context(person.phase, person.state);
    const auto found = arm.row_of().at(context, person.kind, people.values(number));
    const RowStart& row = arm.row(found.number);
    people.stay_low[number] = row.stay_low;
    people.stay_width[number] = row.stay_width;
    person.first_slot = row.first_slot;
    std::uint32_t months = std::min(
        found.months,
        months_to_windows(arm, person.state, people.windows.data() + number * people.n_windows));
    if (arm.model().programs.empty()) return months;
    months = std::min(months, ready_phase(arm, people, number));
    if (arm.offers_depend_on_clocks()) months = std::min(months, ready_offers(arm, people, number));
    return months;
}

// The cell at this tick. Returns the months after which it changes.
std::uint32_t enter_cell(const ArmBlock& block, std::size_t number, Tick tick) {
    Person& person = block.people.persons[number];
    const std::size_t context = block.arm.model().context(person.phase, person.state);
    const auto cell = block.arm.cell_of().at(context, person.kind, block.people.values(number));
    // Also when it is the same cell: a branch that is often guessed wrong costs more.
    const auto changes = block.counts.cells.row(tick.index);
    --changes[person.cell];
    ++changes[cell.number];
    person.cell = cell.number;
    return cell.months;
}

// Everything as of `tick` is known: what is next?
void look_ahead(const ArmBlock& block, std::size_t person, Tick tick) {
    const std::uint32_t months =
        std::min(enter_cell(block, person, tick), ready_month(block, person));
    block.people.due[person] = ticks(tick) + months;
}

// Those whose price depends on who moves are counted by the cell in which they begin.
void count_priced_move(const ArmBlock& block, std::size_t number, Tick tick, StateId to) {
    const Model& model = block.arm.model();
    Person& person = block.people.persons[number];
    pass_months(block, number, Tick{tick.index - 1}, person.state);
    const auto cell = block.arm.cell_of().at(model.context(person.phase, person.state), person.kind,
                                             block.people.values(number));
    if (const auto move = model.priced_move(cell.number, to))
        ++block.counts.priced_moves(tick.index, *move);
}

// The end of a month: its move, if it is one, and the phase that begins, if one does.
void end_month(const ArmBlock& block, std::size_t number, Tick tick, const PhaseOutcome& outcome) {
    const bool moves = outcome.state != block.people.persons[number].state;
    if (moves && !block.arm.model().priced_moves.empty())
        count_priced_move(block, number, tick, outcome.state);
    pass_months(block, number, tick, outcome.state);
    if (moves) block.moves.add(number, tick, outcome.state, outcome.phase);
    if (outcome.begins) begin_phase(block, number, outcome.phase, tick);
    if (moves || outcome.begins) enter_context(block, number);
    look_ahead(block, number, tick);
}

}  // namespace

void start_life(const ArmBlock& block, std::size_t number) {
    Person& person = block.people.persons[number];
    block.moves.add_person(person.state);
    const std::size_t context = block.arm.model().context(person.phase, person.state);
    person.cell = block.arm.cell_of().at(context, person.kind, block.people.values(number)).number;
    ++block.counts.cells(0, person.cell);
    enter_context(block, number);
    look_ahead(block, number, Tick{0});
}

void start_newcomer(const ArmBlock& block, std::size_t number, Tick tick) {
    Person& person = block.people.persons[number];
    block.moves.add_newcomer(tick, person.state);
    person.as_of = ticks(tick) - 1;
    const std::size_t context = block.arm.model().context(person.phase, person.state);
    person.cell = block.arm.cell_of().at(context, person.kind, block.people.values(number)).number;
    ++block.counts.cells(tick.index, person.cell);
    ++block.counts.newcomers(person.subgroup, tick.index);
    enter_context(block, number);
    look_ahead(block, number, Tick{tick.index - 1});
}

void live_month(const ArmBlock& block, std::size_t number, Tick tick, const MonthDraws& draws) {
    People& people = block.people;
    const Person& person = people.persons[number];
    const std::uint32_t uniform = draws.transition[number];
    PhaseOutcome outcome{person.state, person.phase, false};
    if (uniform - people.stay_low[number] >= people.stay_width[number])
        outcome.state = slot_target(block.arm.model().rows, person.first_slot, uniform);
    if (person.phase != no_phase) {
        const std::uint32_t months = ticks(tick) - person.as_of;
        outcome =
            program_step(block.arm.model(),
                         {.phase = person.phase,
                          .from = person.state,
                          .to = outcome.state,
                          .months_in_phase = people.values(number)[months_in_phase] + months,
                          .drop_out_uniform = draws.drop_out.empty() ? 0 : draws.drop_out[number],
                          .advance_uniform = draws.advance.empty() ? 0 : draws.advance[number]});
    }
    end_month(block, number, tick, outcome);
}

void enter_program(const ArmBlock& block, std::size_t person, ProgramId program, Tick tick) {
    People& people = block.people;
    const Model& model = block.arm.model();
    const Program& entered = model.programs[index(program)];
    const Phase& first = model.phases[index(entered.first_phase)];
    if (!entered.repeat) people.offers[index(program)].may_enter[person] = 0;
    if (first.placement)
        return end_month(block, person, tick, {*first.placement, entered.first_phase, true});
    pass_months(block, person, Tick{tick.index - 1}, people.persons[person].state);
    begin_phase(block, person, entered.first_phase, tick);
    enter_context(block, person);
    ready_month(block, person);
    people.due[person] = ticks(tick);
}

void move_person(const ArmBlock& block, std::size_t person, Tick tick, StateId state) {
    end_month(block, person, tick, {state, block.people.persons[person].phase, false});
}

void sum_over_ticks(Table<std::uint32_t, 2>& cells) {
    for (std::size_t tick = 1; tick < cells.shape()[0]; ++tick) {
        const auto before = cells.row(tick - 1);
        const auto now = cells.row(tick);
        for (std::size_t cell = 0; cell < now.size(); ++cell) now[cell] += before[cell];
    }
}

}  // namespace forlob
