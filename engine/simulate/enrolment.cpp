#include "simulate/enrolment.hpp"

#include <algorithm>

#include "simulate/month_kernel.hpp"

namespace forlob {
bool is_open(const Program& program, Tick tick) noexcept {
    return tick.index >= program.from_month &&
           (!program.to_month || tick.index <= *program.to_month);
}

void set_offers(People& people, std::size_t person, const std::uint8_t* allowed) {
    for (std::size_t program = 0; program < people.offers.size(); ++program) {
        People::Offer& offer = people.offers[program];
        const auto stands = static_cast<std::uint8_t>(allowed[program] & offer.may_enter[person]);
        offer.n_standing += stands;
        offer.n_standing -= offer.stands[person];
        offer.stands[person] = stands;
    }
}

void enrol(const ArmBlock& block, Tick tick, std::span<std::uint32_t> positions) {
    const Model& model = block.arm.model();
    for (std::size_t number = 0; number < model.programs.size(); ++number) {
        const Program& program = model.programs[number];
        const People::Offer& offer = block.people.offers[number];
        if (offer.n_standing == 0 || !is_open(program, tick) || program.enrolment.is_impossible())
            continue;
        // Entering takes offers back, so the list is made before anybody enters.
        std::size_t n_entering = 0;
        if (program.enrolment.is_certain()) {
            for (std::size_t person = 0; person < offer.stands.size(); ++person)
                if (offer.stands[person] != 0)
                    positions[n_entering++] = static_cast<std::uint32_t>(person);
        } else {
            const auto sub = static_cast<std::uint8_t>(program.scenario_position);
            n_entering =
                find_accepted(offer.stands, block.uniforms.of(Purpose::enrolment, tick, sub),
                              static_cast<std::uint32_t>(program.enrolment.below), positions);
        }
        for (const std::uint32_t person : positions.first(n_entering))
            enter_program(block, person, static_cast<ProgramId>(number), tick);
    }
}

}  // namespace forlob
