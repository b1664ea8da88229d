#include "simulate/enrolment.hpp"

#include <algorithm>

#include "simulate/month_kernel.hpp"

namespace forlob {
namespace {

bool is_outside(const Model& model, PhaseId phase) {
    return phase == no_phase || model.phases[index(phase)].after_program;
}

// Months after which a clock of the program's conditions enters or leaves its range.
std::uint32_t months_of_clocks(const ArmTables& arm, People& people, std::size_t person,
                               const Program& program) {
    const Person& here = people.persons[person];
    const std::uint16_t* growth = arm.growth(arm.model().context(here.phase, here.state));
    std::uint32_t months = never;
    for (const ClockCondition& condition : program.clocks) {
        const std::size_t clock = index(condition.clock);
        const std::uint16_t value = people.values(person)[clock];
        if (growth[clock] == 0) continue;
        if (value < condition.low)
            months = std::min(months, static_cast<std::uint32_t>(condition.low - value));
        else if (value <= condition.high && condition.high < arm.caps()[clock])
            months = std::min(months, static_cast<std::uint32_t>(condition.high - value) + 1);
    }
    return months;
}

bool clocks_allow(const Program& program, const std::uint16_t* values) {
    for (const ClockCondition& condition : program.clocks) {
        const std::uint16_t value = values[index(condition.clock)];
        if (value < condition.low || value > condition.high) return false;
    }
    return true;
}

void mark_standing(std::span<const std::uint32_t> uniform, const Cut& cut,
                   std::span<const std::uint8_t> stands, std::span<std::uint8_t> marked) {
    for (std::size_t person = 0; person < marked.size(); ++person)
        marked[person] =
            static_cast<std::uint8_t>(stands[person] & (cut.happens(uniform[person]) ? 1 : 0));
}

}  // namespace

bool is_open(const Program& program, Tick tick) noexcept {
    return tick.index >= program.from_month &&
           (!program.to_month || tick.index <= *program.to_month);
}

void set_offers(const ArmTables& arm, People& people, std::size_t person) {
    const Model& model = arm.model();
    const Person& here = people.persons[person];
    const std::uint8_t outside = is_outside(model, here.phase) ? 1 : 0;
    for (std::size_t number = 0; number < model.programs.size(); ++number) {
        const Program& program = model.programs[number];
        People::Offer& offer = people.offers[number];
        auto stands = static_cast<std::uint8_t>(outside & offer.may_enter[person] &
                                                (program.states.contains(here.state) ? 1 : 0));
        if (stands != 0 && !clocks_allow(program, people.values(person))) stands = 0;
        offer.n_standing += stands;
        offer.n_standing -= offer.stands[person];
        offer.stands[person] = stands;
    }
}

std::uint32_t ready_offers(const ArmTables& arm, People& people, std::size_t person) {
    set_offers(arm, people, person);
    std::uint32_t months = never;
    if (is_outside(arm.model(), people.persons[person].phase))
        for (const Program& program : arm.model().programs)
            months = std::min(months, months_of_clocks(arm, people, person, program));
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
