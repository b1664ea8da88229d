#pragma once

// Who does which piece of work? The only place that knows threads (parallel.cpp; oneTBB, or plain
// threads when FORLOB_PLAIN_THREADS is defined, for tools that oneTBB confuses).

#include <cstddef>
#include <functional>

namespace forlob {

/// Pieces 0 … n − 1. `start` and `finish` are called for one piece at a time, in order; `work` in
/// any order, for several at once. Each piece is started, worked on and finished in this order, and
/// nothing is finished before everything that comes earlier.
struct OrderedWork {
    std::size_t n_pieces = 0;
    std::size_t max_in_flight = 1;           ///< pieces that are started and not finished
    std::function<bool(std::size_t)> start;  ///< false: neither this piece nor a later one is done
    std::function<void(std::size_t)> work;
    std::function<void(std::size_t)> finish;
};

/// Returns when all pieces are finished that were started. The first exception ends the work and
/// arrives at the caller.
void run_in_parallel(const OrderedWork& pieces, int threads);

/// work(0) … work(n − 1), in any order, for several at once, by at most `threads` threads. Called
/// by `finish` of a run_in_parallel, that run's threads do it, as soon as they have nothing else to
/// do. The first exception arrives at the caller.
void for_each_in_parallel(std::size_t n, const std::function<void(std::size_t)>& work, int threads);

}  // namespace forlob
