#include "simulate/enrolment.hpp"

#include <algorithm>

#include "simulate/month_kernel.hpp"

namespace forlob {
namespace {

bool is_outside(const Model& model, PhaseId phase) {
    return phase == no_phase || model.phases[index(phase)].after_program;
}

bool is_open(const Program& program, Tick tick) {
    return tick.index >= program.from_month &&
           (!program.to_month || tick.index <= *program.to_month);
}

// Whether a clock lets the person in, and how long that stays so.
std::uint32_t months_of_condition(const ClockCondition& condition, std::uint16_t value, bool grows,
                                  std::uint16_t cap, bool& holds) {
    const bool is_in = value >= condition.low && value <= condition.high;
    holds = holds && is_in;
    if (!grows) return never;
    if (value < condition.low) return static_cast<std::uint32_t>(condition.low - value);
    return is_in && condition.high < cap
               ? static_cast<std::uint32_t>(condition.high - value) + 1
               : never;
}

void mark_standing(std::span<const std::uint32_t> uniform, const Cut& cut,
                   std::span<const std::uint8_t> stands, std::span<std::uint8_t> marked) {
    for (std::size_t person = 0; person < marked.size(); ++person)
        marked[person] = static_cast<std::uint8_t>(stands[person] &
                                                   (cut.happens(uniform[person]) ? 1 : 0));
}

}  // namespace

std::uint32_t ready_offers(const ArmTables& arm, People& people, std::size_t person) {
    const Model& model = arm.model();
    const Person& here = people.persons[person];
    const bool outside = is_outside(model, here.phase);
    const std::uint16_t* growth = arm.growth(model.context(here.phase, here.state));
    const std::uint16_t* values = people.values(person);
    std::uint32_t months = never;
    for (std::size_t number = 0; number < model.programs.size(); ++number) {
        const Program& program = model.programs[number];
        People::Offer& offer = people.offers[number];
        bool stands =
            outside && offer.may_enter[person] != 0 && program.states.contains(here.state);
        if (stands)
            for (const ClockCondition& condition : program.clocks) {
                const std::size_t clock = index(condition.clock);
                months = std::min(
                    months, months_of_condition(condition, values[clock], growth[clock] != 0,
                                                arm.caps()[clock], stands));
            }
        offer.n_standing -= offer.stands[person];
        offer.stands[person] = stands ? 1 : 0;
        offer.n_standing += offer.stands[person];
    }
    return months;
}

void enrol(const ArmBlock& block, Tick tick, std::span<std::uint8_t> marked,
           std::span<std::uint32_t> positions) {
    const Model& model = block.arm.model();
    for (std::size_t number = 0; number < model.programs.size(); ++number) {
        const Program& program = model.programs[number];
        const People::Offer& offer = block.people.offers[number];
        if (offer.n_standing == 0 || !is_open(program, tick) || program.enrolment.is_impossible())
            continue;
        std::span<const std::uint8_t> accepted = offer.stands;
        if (program.enrolment.is_certain()) {
            // Entering takes offers back, so the list is made before anybody enters.
            std::copy(accepted.begin(), accepted.end(), marked.begin());
        } else {
            const auto sub = static_cast<std::uint8_t>(program.scenario_position);
            mark_standing(block.uniforms.of(Purpose::enrolment, tick, sub), program.enrolment,
                          accepted, marked);
        }
        const std::size_t n_entering = collect_marked(marked, positions);
        for (const std::uint32_t person : positions.first(n_entering))
            enter_program(block, person, static_cast<ProgramId>(number), tick);
    }
}

}  // namespace forlob
