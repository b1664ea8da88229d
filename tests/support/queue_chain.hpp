#pragma once

// What happens in a queue in the long run? The stationary distribution of people at c places, by
// its own recursion: nothing of it is shared with the engine.

#include <cstddef>

namespace forlob::test {

/// In a cycle: some of those who wait give up, new people come (Poisson), free places are filled,
/// those who find none wait as far as they may, everybody is counted, services end.
struct QueueRule {
    std::size_t places = 1;
    double completion = 0.0;  ///< probability per cycle of each one who has a place
    double arrivals = 0.0;    ///< mean per cycle
    double drop_out = 0.0;    ///< probability per cycle of each one who has waited a cycle
    std::size_t limit = 150;  ///< most who wait
};

struct LongRun {
    double waiting = 0.0;      ///< mean number
    double utilisation = 0.0;  ///< share of places taken
    double any_waiting = 0.0;  ///< share of cycles
    double refused = 0.0;      ///< share of those who come
    double dropped_out = 0.0;  ///< share of those who come
};

[[nodiscard]] LongRun long_run(const QueueRule& rule);

/// `n` people who apply with a probability while they are outside, and are outside again when they
/// have completed; whoever completes may apply from the next cycle on.
struct ClosedRule {
    std::size_t n_people = 1;
    std::size_t places = 1;
    double application = 0.0;
    double completion = 0.0;
};
[[nodiscard]] LongRun long_run(const ClosedRule& rule);

/// Share of those who come that is lost with c places in continuous time (Erlang B), by recursion.
[[nodiscard]] double erlang_b(double offered_load, std::size_t places);

}  // namespace forlob::test
