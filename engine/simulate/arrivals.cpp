#include "simulate/arrivals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/cut.hpp"

namespace forlob {
namespace {

std::size_t pick(const Choice& choice, std::uint32_t uniform) {
    return static_cast<std::size_t>(
        std::lower_bound(choice.last.begin(), choice.last.end(), uniform) - choice.last.begin());
}

// The uniforms of one person's start, at tick 0 whenever they come.
class StartDraws {
public:
    StartDraws(DrawAddress address, std::size_t person)
        : address_(address), person_(static_cast<PersonId>(person)) {
        address_.tick = Tick{0};
    }
    [[nodiscard]] std::uint32_t operator()(Purpose purpose, std::size_t sub = 0) {
        address_.purpose = purpose;
        address_.sub = static_cast<std::uint8_t>(sub);
        return uniform(address_, person_);
    }

private:
    DrawAddress address_;
    PersonId person_;
};

void grow(const ArmTables& arm, People& people) {
    people.persons.emplace_back();
    ++people.n_in_phase[index(no_phase)];
    people.coordinates.resize(people.coordinates.size() + people.n_coordinates, 0);
    people.price_clocks.resize(people.price_clocks.size() + arm.price_clocks().n_clocks(), 0);
    people.price_windows.resize(people.price_windows.size() + arm.price_clocks().n_clocks(), 0);
    for (auto* column : {&people.stay_low, &people.stay_width, &people.due, &people.drop_out_below,
                         &people.advance_below, &people.stratum})
        column->push_back(0);
    for (std::size_t program = 0; program < arm.model().programs.size(); ++program) {
        people.offers[program].stands.push_back(0);
        people.offers[program].may_enter.push_back(0);
    }
}

void draw_clocks(const Model& model, const Stratum& stratum, StartDraws& draws,
                 std::uint16_t* values) {
    for (std::size_t number = 0; number < model.clocks.size(); ++number) {
        if (model.clocks[number].cap == 0) continue;  // nothing depends on it
        const ClockRange range = stratum.clock_starts[number];
        values[index(coordinate_of(static_cast<ClockId>(number)))] =
            range.low == range.high
                ? range.low
                : static_cast<std::uint16_t>(
                      spread(draws(Purpose::clock_start, number), range.low, range.high));
    }
}

// Only a run shows how many a share of the people who are there comes to.
void refuse(const Model& model, const std::vector<std::uint32_t>& numbers, Tick tick) {
    const auto largest = static_cast<std::size_t>(std::max_element(numbers.begin(), numbers.end()) -
                                                  numbers.begin());
    Diagnostics diagnostics;
    diagnostics.error(model.population.inflow[largest].location,
                      fmt::format("more than {} million persons in arm '{}' from cycle {} on",
                                  most_persons / 1'000'000, model.arm, tick.index),
                      "so many in a replication are not supported: lower the inflow, end it with "
                      "'to_cycle', or let people leave");
    diagnostics.throw_if_errors();
}

double persons_in(const People& people, StateSet states) {
    std::size_t persons = 0;
    for (const Person& person : people.persons)
        if (states.contains(person.state)) ++persons;
    return static_cast<double>(persons);
}

}  // namespace

void Arrivals::begin(const Model& model, const DrawAddress& address) {
    address_ = address;
    carried_.assign(model.population.inflow.size(), 0.0);
}

std::uint32_t Arrivals::number_of(const ArmBlock& block, std::size_t number, Tick tick) {
    const Inflow& inflow = block.arm.model().population.inflow[number];
    const auto month = static_cast<std::size_t>(tick.index);
    const double amount = inflow.amount[month];
    if (amount <= 0.0) return 0;
    if (inflow.kind == Inflow::Kind::number) return static_cast<std::uint32_t>(amount);
    if (inflow.kind == Inflow::Kind::poisson) {
        DrawAddress address = address_;
        address.tick = tick;
        address.purpose = Purpose::inflow;
        const auto half = [&](std::size_t which) {
            return uniform(address, static_cast<PersonId>(2 * number + which));
        };
        return inflow.tables[inflow.table_of[month]].draw(uniform53(half(0), half(1)));
    }
    carried_[number] += amount * persons_in(block.people, inflow.of);
    const double whole = whole_persons(carried_[number]);
    carried_[number] -= whole;
    return static_cast<std::uint32_t>(std::min(whole, 2.0 * most_persons));
}

void Arrivals::enter(const ArmBlock& block, Tick tick) {
    const auto& inflows = block.arm.model().population.inflow;
    if (inflows.empty()) return;
    // All numbers first: those who come this month are nobody's share of the month before.
    std::vector<std::uint32_t> numbers;
    std::size_t n_people = block.people.persons.size();
    for (std::size_t inflow = 0; inflow < inflows.size(); ++inflow) {
        numbers.push_back(number_of(block, inflow, tick));
        n_people += numbers.back();
    }
    if (n_people > most_persons) refuse(block.arm.model(), numbers, tick);
    for (std::size_t inflow = 0; inflow < inflows.size(); ++inflow)
        for (std::uint32_t person = 0; person < numbers[inflow]; ++person)
            add_person(block, inflows[inflow], tick);
}

void Arrivals::add_person(const ArmBlock& block, const Inflow& inflow, Tick tick) const {
    const Model& model = block.arm.model();
    const Population& population = model.population;
    People& people = block.people;
    const std::size_t number = people.persons.size();
    grow(block.arm, people);
    StartDraws draws(address_, number);

    const std::size_t drawn = pick(population.stratum, draws(Purpose::stratum));
    const Stratum& stratum = population.strata[drawn];
    const auto n_frailty = static_cast<std::uint32_t>(population.frailty.size());
    const std::uint32_t level =
        n_frailty > 1 ? spread(draws(Purpose::frailty), 0, n_frailty - 1) : 0;
    people.stratum[number] = static_cast<std::uint32_t>(drawn);
    Person& person = people.persons[number];
    person.kind = stratum.kind + level;
    person.subgroup = stratum.subgroup;
    const std::uint32_t start = draws(Purpose::start_state);
    person.state = inflow.start.empty()
                       ? stratum.start_states[pick(stratum.start_state, start)]
                       : inflow.start[drawn].states[pick(inflow.start[drawn].choice, start)];
    std::uint16_t* values = people.values(number);
    values[index(Coordinate::month)] = static_cast<std::uint16_t>(
        std::min<std::int32_t>(tick.index, model.coordinate_cap[index(Coordinate::month)]));
    draw_clocks(model, stratum, draws, values);
    for (std::size_t program = 0; program < model.programs.size(); ++program) {
        const Program& offer = model.programs[program];
        people.offers[program].may_enter[number] =
            offer.kind_is_eligible[person.kind] != 0 &&
                    (offer.willing.is_certain() ||
                     offer.willing.happens(draws(Purpose::willing, offer.scenario_position)))
                ? 1
                : 0;
    }
    start_newcomer(block, number, tick);
}

}  // namespace forlob
