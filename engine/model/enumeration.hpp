#pragma once

// Which combinations of coordinates does one context distinguish? Classes of kinds × classes of
// coordinates, numbered so that a lattice finds them again.

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "model/lattice.hpp"
#include "model/multiplier.hpp"

namespace forlob {

struct Enumeration {
    Classes kinds;
    std::vector<std::pair<Coordinate, Classes>> coordinates;  ///< those with more than one class

    [[nodiscard]] std::size_t size() const;
};

/// `caps` are the largest values of the coordinates, indexed by Coordinate.
[[nodiscard]] Enumeration enumerate(const std::vector<const Factor*>& factors,
                                    const std::vector<Kind>& kinds,
                                    const std::vector<std::uint16_t>& caps);

/// The kind is the slowest coordinate; combinations are numbered base, base + 1, …
[[nodiscard]] Lattice::Context lattice_context(const Enumeration& enumeration, std::uint32_t base);

/// Calls `each(kind, values)` with the first member of every combination, in the lattice's order.
template <typename Each>
void for_each_combination(const Enumeration& enumeration, std::size_t n_coordinates, Each each) {
    std::vector<std::uint16_t> values(n_coordinates, 0);
    for (std::size_t number = 0; number < enumeration.size(); ++number) {
        std::size_t rest = number;
        for (auto axis = enumeration.coordinates.rbegin(); axis != enumeration.coordinates.rend();
             ++axis) {
            const auto& members = axis->second.first_member;
            values[index(axis->first)] = static_cast<std::uint16_t>(members[rest % members.size()]);
            rest /= members.size();
        }
        each(enumeration.kinds.first_member[rest], std::span<const std::uint16_t>(values));
    }
}

}  // namespace forlob
