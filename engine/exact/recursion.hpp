#pragma once

// What happens on average, without chance? Expected counts by forward recursion over the augmented
// state space: state × phase × the coordinates that dynamics (and prices) depend on, for every kind
// of person and every start. The oracle of the tests, `run --exact`, and the fast way to evaluate
// many draws of parameters.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/table.hpp"
#include "model/model.hpp"
#include "outcomes/counts.hpp"

namespace forlob {

/// A feature that recursion cannot follow: the message names it and says what to do.
class NotExact : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// What is wanted. Occupancy, moves, visits (as numbers of spells) and phase entries are always
/// given; everything else costs time.
struct ExactPlan {
    double n_people = 1.0;     ///< at tick 0; of a population with inflow, its own size
    bool cells = true;         ///< cells as prices tell them apart; else by state and phase only
    bool first_visits = true;  ///< first_visits of every state, and first_employment
    bool exits = true;
    bool relapses = true;                     ///< and censored, and status; only with exits
    const std::atomic<bool>* stop = nullptr;  ///< set by another thread: do not go on
};

/// Why relapses, censored and status stay 0.
enum class RelapsesLeftOut : std::uint8_t {
    no,              ///< they do not, or were not asked for
    confirmed_late,  ///< exits are confirmed after more than two months
    too_many,        ///< too many exits would have to be followed up beside each other
};

struct ExactCounts {
    ExpectedCounts counts;  ///< means of what simulation counts
    /// Clocks that only cells depend on and that windows of more than 12 months decide about: cells
    /// count everybody as if these clocks stood at 0.
    std::vector<ClockId> not_followed;
    /// First visits and first employment count from when each person came, which is not followed:
    /// they are left at 0 in a population with inflow.
    bool first_visits_left_out = false;
    /// Exits are confirmed after too many months to be followed: they are left at 0.
    bool exits_left_out = false;
    RelapsesLeftOut relapses_left_out = RelapsesLeftOut::no;
    std::size_t n_augmented_states = 0;  ///< most that were alive at one tick
};

/// Recursion for many models: what a model shares with the one before (all but its numbers) is not
/// worked out again. Not to be used by two threads at once.
class ExactRecursion {
public:
    explicit ExactRecursion(const ExactPlan& plan);
    ~ExactRecursion();
    ExactRecursion(ExactRecursion&&) noexcept;
    ExactRecursion& operator=(ExactRecursion&&) noexcept;

    /// Throws NotExact when dynamics depend on a clock with a window (`resets_after`) of more than
    /// 12 months, when people share places, or there would be too much to follow. A share of those
    /// who are there enters as such: what simulation carries over to the next month, less than a
    /// person, is not. Interrupted when the plan's `stop` is set. `model` is not needed afterwards.
    [[nodiscard]] ExactCounts count(const Model& model);

private:
    struct State;
    std::unique_ptr<State> state_;
};

[[nodiscard]] ExactCounts expected_counts(const Model& model, const ExactPlan& plan);

/// Occupancy alone, as shares of the people at tick 0: those of each tick add up to 1. In a
/// population with inflow, persons.
struct Expectation {
    Table<double, 2> share_in_state;     ///< [tick][state]
    Table<double, 2> share_in_phase;     ///< [tick][phase]
    Table<double, 3> moves;              ///< [tick][from][to] expected changes of state per person
    std::size_t n_augmented_states = 0;  ///< most that were alive at one tick
    double unit = 1.0;                   ///< persons that 1 stands for
};
[[nodiscard]] Expectation expected_occupancy(const Model& model);

}  // namespace forlob
