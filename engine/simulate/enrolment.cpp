#include "simulate/enrolment.hpp"

#include <algorithm>

#include "simulate/month_kernel.hpp"

namespace forlob {
namespace {

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

void set_offers(People& people, std::size_t person, const std::uint8_t* allowed) {
    for (std::size_t program = 0; program < people.offers.size(); ++program) {
        People::Offer& offer = people.offers[program];
        const auto stands = static_cast<std::uint8_t>(allowed[program] & offer.may_enter[person]);
        offer.n_standing += stands;
        offer.n_standing -= offer.stands[person];
        offer.stands[person] = stands;
    }
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
