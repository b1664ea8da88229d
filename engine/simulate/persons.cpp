#include "simulate/persons.hpp"

#include <algorithm>

#include "model/cut.hpp"
#include "simulate/block_uniforms.hpp"

namespace forlob {

std::size_t pick_by_bisection(const Choice& choice, std::uint32_t uniform) {
    return static_cast<std::size_t>(
        std::lower_bound(choice.last.begin(), choice.last.end(), uniform) - choice.last.begin());
}

Persons persons_of(const Population& population, const BlockOfPeople& block) {
    BlockUniforms uniforms;
    uniforms.begin(block.address, block.first, block.n_people, 0);
    const auto n_levels = static_cast<std::uint32_t>(population.frailty.size());
    Persons persons;
    persons.stratum.reserve(block.n_people);
    for (const std::uint32_t uniform : uniforms.of(Purpose::stratum, Tick{0}))
        persons.stratum.push_back(
            static_cast<std::uint32_t>(pick_by_bisection(population.stratum, uniform)));
    persons.frailty.assign(block.n_people, 0);
    if (n_levels == 1) return persons;
    const auto level_of = uniforms.of(Purpose::frailty, Tick{0});
    for (std::size_t person = 0; person < block.n_people; ++person)
        persons.frailty[person] =
            static_cast<std::uint8_t>(spread(level_of[person], 0, n_levels - 1));
    return persons;
}

}  // namespace forlob
