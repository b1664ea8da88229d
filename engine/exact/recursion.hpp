#pragma once

// What happens on average, without chance? Expected occupancy by forward recursion over the
// augmented state space: state × phase × the coordinates that dynamics depend on, for every kind of
// person and every start. The oracle of the tests, and `run --exact`.

#include <cstddef>
#include <stdexcept>
#include <string>

#include "base/table.hpp"
#include "model/model.hpp"

namespace forlob {

/// Shares of the people at tick 0: those of each tick add up to 1. In a population that people
/// enter later, persons.
struct Expectation {
    Table<double, 2> share_in_state;     ///< [tick][state]
    Table<double, 2> share_in_phase;     ///< [tick][phase]
    Table<double, 3> moves;              ///< [tick][from][to] expected changes of state per person
    std::size_t n_augmented_states = 0;  ///< most that were alive at one tick
    double unit = 1.0;                   ///< persons that 1 stands for
};

/// A feature that recursion cannot follow: the message names it and says what to do.
class NotExact : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Throws NotExact when dynamics depend on a clock with a window (`resets_after`), and when people
/// share places. A share of those who are there enters as such: what simulation carries over to the
/// next month, less than a person, is not.
[[nodiscard]] Expectation expected_occupancy(const Model& model);

}  // namespace forlob
