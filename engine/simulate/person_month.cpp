#include "simulate/person_month.hpp"

#include <algorithm>
#include <bit>
#include <limits>

#include "simulate/enrolment.hpp"
#include "simulate/program_step.hpp"

namespace forlob {
namespace {

constexpr std::size_t months_in_state = index(Coordinate::months_in_state);
constexpr std::size_t months_in_phase = index(Coordinate::months_in_phase);
constexpr std::size_t months_in_program = index(Coordinate::months_in_program);

std::uint32_t ticks(Tick tick) { return static_cast<std::uint32_t>(tick.index); }

std::uint16_t saturated(std::uint32_t value, std::uint16_t cap) {
    return static_cast<std::uint16_t>(std::min<std::uint32_t>(value, cap));
}

// Months in windows are noted after clocks have advanced and before entering a state resets them.
void pass_windows(const ArmTables& arm, People& people, std::size_t person, std::uint32_t months,
                  std::span<std::uint16_t> values) {
    const auto& windows = arm.windows();
    for (std::size_t number = 0; number < windows.size(); ++number) {
        const WindowedClock& window = windows[number];
        std::uint64_t& noted = people.windows[person * windows.size() + number];
        const bool is_in = window.in.contains(people.state[person]);
        const std::uint64_t all = ~std::uint64_t{0};
        if (months >= 64)
            noted = is_in ? all : 0;
        else
            noted = noted << months | (is_in ? ~(all << months) : 0);
        noted &= window.within;
        if (is_in && std::popcount(noted) >= window.needed) {
            noted = 0;
            values[window.coordinate] = 0;
        }
    }
}

// Lets the months from `as_of` to `tick` pass, the last of which ends with the move to `to`. Between
// the two, only months in which nothing was due.
void pass_months(const ArmBlock& block, std::size_t person, Tick tick, StateId to) {
    People& people = block.people;
    const ArmTables& arm = block.arm;
    const StateId from = people.state[person];
    const std::uint32_t months = ticks(tick) - people.as_of[person];
    const auto values = people.values(person);
    const auto& caps = arm.model().coordinate_cap;
    const auto growth = arm.growth(arm.model().context(people.phase[person], from));
    for (std::size_t coordinate = 0; coordinate < values.size(); ++coordinate)
        values[coordinate] =
            saturated(values[coordinate] + months * growth[coordinate], caps[coordinate]);

    const bool moves = to != from;
    if (moves)
        for (const std::size_t clock : arm.advanced_by(to))
            values[clock] = saturated(values[clock] + 1U, caps[clock]);
    if (months > 0) pass_windows(arm, people, person, months, values);
    people.as_of[person] = ticks(tick);
    if (!moves) return;
    values[months_in_state] = 0;
    for (const std::size_t clock : arm.reset_by(to)) values[clock] = 0;
    people.state[person] = to;
}

void begin_phase(const ArmBlock& block, std::size_t person, PhaseId phase, Tick tick) {
    const Phase& begun = block.arm.model().phases[index(phase)];
    const auto values = block.people.values(person);
    block.people.phase[person] = phase;
    values[months_in_phase] = 0;
    if (!begun.program || begun.after_program) values[months_in_program] = 0;
    ++block.counts.phase_entries(tick.index, index(phase));
}

void set_chance(std::uint32_t& below, std::size_t& n_with_chance, const Cut& cut) {
    n_with_chance -= below != 0 ? 1 : 0;
    below = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(cut.below, std::numeric_limits<std::uint32_t>::max()));
    n_with_chance += below != 0 ? 1 : 0;
}

// The chances of leaving a phase next month. Returns the months after which they change, or the
// phase ends by its length.
std::uint32_t ready_phase(const ArmBlock& block, std::size_t person) {
    People& people = block.people;
    const Phase& phase = block.arm.model().phases[index(people.phase[person])];
    const std::uint32_t passed = people.values(person)[months_in_phase];
    const bool advances = may_advance(phase, passed + 1);
    set_chance(people.drop_out_below[person], people.n_may_drop_out, phase.drop_out);
    set_chance(people.advance_below[person], people.n_may_advance,
               advances ? phase.advance : Cut{});
    // The marks of the kernel are 32-bit cuts: what is certain is looked at every month instead.
    if (phase.drop_out.is_certain() || (advances && phase.advance.is_certain())) return 1;

    std::uint32_t months = never;
    const auto until = [&](std::int32_t length) {
        const auto whole = static_cast<std::uint32_t>(length);
        return whole > passed ? whole - passed : 1;
    };
    if (phase.max_months) months = until(*phase.max_months);
    if (phase.min_months && !advances && !phase.advance.is_impossible())
        months = std::min(months, until(*phase.min_months - 1));
    return months;
}

// Months until a window could be full at the earliest.
std::uint32_t months_to_windows(const ArmTables& arm, const People& people, std::size_t person) {
    std::uint32_t months = never;
    const auto& windows = arm.windows();
    for (std::size_t number = 0; number < windows.size(); ++number) {
        if (!windows[number].in.contains(people.state[person])) continue;
        const int noted = std::popcount(people.windows[person * windows.size() + number]);
        months = std::min(
            months, static_cast<std::uint32_t>(std::max(1, windows[number].needed - noted)));
    }
    return months;
}

// Row, chances and offers of the next month. Returns the months after which any of them changes.
std::uint32_t ready_month(const ArmBlock& block, std::size_t person) {
    People& people = block.people;
    const Model& model = block.arm.model();
    const std::size_t context = model.context(people.phase[person], people.state[person]);
    const auto row = block.arm.rows().at(context, people.kind[person], people.values(person));
    people.row[person] = row.number;
    people.stay_low[person] = model.rows.stay_low[row.number];
    people.stay_width[person] = model.rows.stay_width[row.number];
    std::uint32_t months = std::min(row.months, months_to_windows(block.arm, people, person));
    if (model.phases.size() > 1) {
        months = std::min(months, ready_phase(block, person));
        months = std::min(months, ready_offers(block.arm, people, person));
    }
    return months;
}

// The cell at this tick. Returns the months after which it changes.
std::uint32_t enter_cell(const ArmBlock& block, std::size_t person, Tick tick) {
    People& people = block.people;
    const std::size_t context =
        block.arm.model().context(people.phase[person], people.state[person]);
    const auto cell = block.arm.cells().at(context, people.kind[person], people.values(person));
    if (cell.number != people.cell[person]) {
        --block.counts.cells(tick.index, people.cell[person]);
        ++block.counts.cells(tick.index, cell.number);
        people.cell[person] = cell.number;
    }
    return cell.months;
}

// Everything as of `tick` is known: what is next?
void look_ahead(const ArmBlock& block, std::size_t person, Tick tick) {
    const std::uint32_t months =
        std::min(enter_cell(block, person, tick), ready_month(block, person));
    block.people.due[person] = ticks(tick) + months;
}

void move(const ArmBlock& block, std::size_t person, Tick tick, StateId to, PhaseId phase) {
    const bool moves = to != block.people.state[person];
    pass_months(block, person, tick, to);
    if (moves) block.moves.add(person, tick, to, phase);
}

}  // namespace

void start_life(const ArmBlock& block, std::size_t person) {
    People& people = block.people;
    const std::size_t context =
        block.arm.model().context(people.phase[person], people.state[person]);
    people.cell[person] =
        block.arm.cells().at(context, people.kind[person], people.values(person)).number;
    ++block.counts.cells(0, people.cell[person]);
    look_ahead(block, person, Tick{0});
}

void live_month(const ArmBlock& block, std::size_t person, Tick tick, const MonthDraws& draws) {
    People& people = block.people;
    const Model& model = block.arm.model();
    const StateId from = people.state[person];
    const PhaseId phase = people.phase[person];
    PhaseOutcome outcome{model.rows.next(people.row[person], from, draws.transition[person]), phase,
                         false};
    if (phase != no_phase) {
        const std::uint32_t months = ticks(tick) - people.as_of[person];
        outcome = program_step(
            model, {.phase = phase,
                    .from = from,
                    .to = outcome.state,
                    .months_in_phase = people.values(person)[months_in_phase] + months,
                    .drop_out_uniform = draws.drop_out.empty() ? 0 : draws.drop_out[person],
                    .advance_uniform = draws.advance.empty() ? 0 : draws.advance[person]});
    }
    move(block, person, tick, outcome.state, outcome.phase);
    if (outcome.begins) begin_phase(block, person, outcome.phase, tick);
    look_ahead(block, person, tick);
}

void enter_program(const ArmBlock& block, std::size_t person, ProgramId program, Tick tick) {
    People& people = block.people;
    const Model& model = block.arm.model();
    const Program& entered = model.programs[index(program)];
    const Phase& first = model.phases[index(entered.first_phase)];
    if (!entered.repeat) people.offers[index(program)].may_enter[person] = 0;
    if (first.placement) {
        move(block, person, tick, *first.placement, entered.first_phase);
        begin_phase(block, person, entered.first_phase, tick);
        block.people.values(person)[months_in_program] = 0;
        look_ahead(block, person, tick);
        return;
    }
    pass_months(block, person, Tick{tick.index - 1}, people.state[person]);
    begin_phase(block, person, entered.first_phase, tick);
    ready_month(block, person);
    people.due[person] = ticks(tick);
}

void sum_over_ticks(Table<std::uint32_t, 2>& cells) {
    for (std::size_t tick = 1; tick < cells.shape()[0]; ++tick) {
        const auto before = cells.row(tick - 1);
        const auto now = cells.row(tick);
        for (std::size_t cell = 0; cell < now.size(); ++cell) now[cell] += before[cell];
    }
}

}  // namespace forlob
