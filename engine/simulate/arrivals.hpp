#pragma once

// Who comes this month? New people of an open population, numbered after those who were there
// before them. Their chances are those of their number: a newcomer is drawn as everybody is.

#include <cstdint>
#include <vector>

#include "simulate/person_month.hpp"

namespace forlob {

class Arrivals {
public:
    /// Turns to another arm of a replication: `address` names seed, draw and replication.
    void begin(const Model& model, const DrawAddress& address);

    /// Adds those who come in the month that ends at `tick`: ready to live it, first counted at its
    /// end. Throws std::runtime_error when there are more people than can be numbered.
    void enter(const ArmBlock& block, Tick tick);

private:
    [[nodiscard]] std::uint32_t number_of(const ArmBlock& block, std::size_t inflow, Tick tick);
    void add_person(const ArmBlock& block, const Inflow& inflow, Tick tick) const;

    DrawAddress address_;
    std::vector<double> carried_;  ///< [inflow] what of a share is less than a person
};

}  // namespace forlob
