#include "simulate/people.hpp"

#include <algorithm>

#include "model/cut.hpp"
#include "simulate/persons.hpp"

namespace forlob {
namespace {

constexpr Tick at_start{0};

void resize(const ArmTables& arm, std::size_t n_people, People& people) {
    people.persons.assign(n_people, Person{});
    people.n_coordinates = arm.n_coordinates();
    people.coordinates.assign(n_people * people.n_coordinates, 0);
    people.price_clocks.assign(n_people * arm.price_clocks().n_clocks(), 0);
    people.price_windows.assign(n_people * arm.price_clocks().n_clocks(), 0);
    for (auto* column : {&people.stay_low, &people.stay_width, &people.due, &people.stratum})
        column->resize(n_people);
    people.drop_out_below.assign(n_people, 0);
    people.advance_below.assign(n_people, 0);
    people.n_may_drop_out = 0;
    people.n_may_advance = 0;
    people.n_in_phase.assign(static_cast<std::size_t>(arm.model().n_phases), 0);
    people.n_in_phase[index(no_phase)] = static_cast<std::uint32_t>(n_people);
    people.offers.resize(arm.model().programs.size());
}

void draw_clock(const Population& population, ClockId clock, std::uint16_t cap,
                BlockUniforms& uniforms, People& people) {
    if (cap == 0) return;  // nothing depends on it
    const auto start_of = [&](std::size_t person) {
        return population.strata[people.stratum[person]].clock_starts[index(clock)];
    };
    const bool is_drawn = std::any_of(
        population.strata.begin(), population.strata.end(), [&](const Stratum& stratum) {
            const ClockRange& range = stratum.clock_starts[index(clock)];
            return range.low != range.high;
        });
    const auto uniform =
        is_drawn ? uniforms.of(Purpose::clock_start, at_start, static_cast<std::uint8_t>(clock))
                 : std::span<const std::uint32_t>{};
    for (std::size_t person = 0; person < people.persons.size(); ++person) {
        const ClockRange range = start_of(person);
        people.values(person)[index(coordinate_of(clock))] =
            range.low == range.high
                ? range.low
                : static_cast<std::uint16_t>(spread(uniform[person], range.low, range.high));
    }
}

void draw_willing(const Program& program, BlockUniforms& uniforms, const People& people,
                  People::Offer& offer) {
    offer.n_standing = 0;
    offer.stands.assign(people.persons.size(), 0);
    offer.may_enter.resize(people.persons.size());
    for (std::size_t person = 0; person < people.persons.size(); ++person)
        offer.may_enter[person] = program.kind_is_eligible[people.persons[person].kind];
    if (program.willing.is_certain()) return;
    const auto uniform = uniforms.of(Purpose::willing, at_start,
                                     static_cast<std::uint8_t>(program.scenario_position));
    for (std::size_t person = 0; person < people.persons.size(); ++person)
        if (!program.willing.happens(uniform[person])) offer.may_enter[person] = 0;
}

}  // namespace

void draw_people(const ArmTables& arm, BlockUniforms& uniforms, std::size_t n_people,
                 People& people) {
    const Model& model = arm.model();
    const Population& population = model.population;
    resize(arm, n_people, people);

    const auto stratum = uniforms.of(Purpose::stratum, at_start);
    const auto start_state = uniforms.of(Purpose::start_state, at_start);
    const auto n_frailty = static_cast<std::uint32_t>(population.frailty.size());
    const auto frailty = n_frailty > 1 ? uniforms.of(Purpose::frailty, at_start) : stratum;
    for (std::size_t person = 0; person < n_people; ++person) {
        const std::size_t drawn = pick_by_bisection(population.stratum, stratum[person]);
        const Stratum& of_person = population.strata[drawn];
        const std::uint32_t level = n_frailty > 1 ? spread(frailty[person], 0, n_frailty - 1) : 0;
        people.stratum[person] = static_cast<std::uint32_t>(drawn);
        people.persons[person].kind = of_person.kind + level;
        people.persons[person].subgroup = of_person.subgroup;
        people.persons[person].state =
            of_person.start_states[pick_by_bisection(of_person.start_state, start_state[person])];
        // The row that is got ready at tick 0 is that of month 1.
        people.values(person)[index(Coordinate::month)] =
            std::min<std::uint16_t>(1, model.coordinate_cap[index(Coordinate::month)]);
    }
    for (std::size_t clock = 0; clock < model.clocks.size(); ++clock)
        draw_clock(population, static_cast<ClockId>(clock), model.clocks[clock].cap, uniforms,
                   people);
    for (std::size_t program = 0; program < model.programs.size(); ++program)
        draw_willing(model.programs[program], uniforms, people, people.offers[program]);
}

}  // namespace forlob
