#include "simulate/persons.hpp"

#include <algorithm>

#include "model/cut.hpp"
#include "simulate/block_uniforms.hpp"

namespace forlob {

Persons persons_of(const Population& population, const BlockOfPeople& block) {
    BlockUniforms uniforms;
    uniforms.begin(block.address, block.first, block.n_people, 0);
    const auto n_levels = static_cast<std::uint32_t>(population.frailty.size());
    Persons persons;
    persons.stratum.reserve(block.n_people);
    const std::vector<std::uint32_t>& last = population.stratum.last;
    for (const std::uint32_t uniform : uniforms.of(Purpose::stratum, Tick{0}))
        persons.stratum.push_back(static_cast<std::uint32_t>(
            std::lower_bound(last.begin(), last.end(), uniform) - last.begin()));
    persons.frailty.assign(block.n_people, 0);
    if (n_levels == 1) return persons;
    const auto level_of = uniforms.of(Purpose::frailty, Tick{0});
    for (std::size_t person = 0; person < block.n_people; ++person)
        persons.frailty[person] =
            static_cast<std::uint8_t>(spread(level_of[person], 0, n_levels - 1));
    return persons;
}

}  // namespace forlob
