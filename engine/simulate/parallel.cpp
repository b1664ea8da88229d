#include "simulate/parallel.hpp"

#include <algorithm>

#ifdef FORLOB_PLAIN_THREADS
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>
#else
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>
#endif

namespace forlob {

#ifdef FORLOB_PLAIN_THREADS

namespace {

// What the threads share, under one lock: pieces are large.
class PlainThreads {
public:
    explicit PlainThreads(const OrderedWork& pieces)
        : pieces_(pieces), is_worked_(pieces.max_in_flight, false) {}

    void run() noexcept {
        try {
            std::unique_lock lock(mutex_);
            while (start_next(lock)) {
                const std::size_t piece = n_started_++;
                lock.unlock();
                pieces_.work(piece);
                lock.lock();
                is_worked_[piece % is_worked_.size()] = true;
                finish_ready(lock);
            }
        } catch (...) {
            const std::lock_guard lock(mutex_);
            if (!error_) error_ = std::current_exception();
            is_over_ = true;
            changed_.notify_all();
        }
    }

    void rethrow() const {
        if (error_) std::rethrow_exception(error_);
    }

private:
    bool start_next(std::unique_lock<std::mutex>& lock) {
        changed_.wait(lock, [&] {
            return is_over_ || n_started_ == pieces_.n_pieces ||
                   n_started_ - n_finished_ < pieces_.max_in_flight;
        });
        if (is_over_ || n_started_ == pieces_.n_pieces) return false;
        if (!pieces_.start(n_started_)) {
            is_over_ = true;
            changed_.notify_all();
        }
        return !is_over_;
    }

    // One thread finishes at a time; others leave their pieces to it.
    void finish_ready(std::unique_lock<std::mutex>& lock) {
        if (is_finishing_) return;
        is_finishing_ = true;
        while (is_worked_[n_finished_ % is_worked_.size()]) {
            lock.unlock();
            pieces_.finish(n_finished_);
            lock.lock();
            is_worked_[n_finished_ % is_worked_.size()] = false;
            ++n_finished_;
            changed_.notify_all();
        }
        is_finishing_ = false;
    }

    const OrderedWork& pieces_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<bool> is_worked_;  ///< [piece % max_in_flight]
    std::size_t n_started_ = 0;
    std::size_t n_finished_ = 0;
    bool is_finishing_ = false;
    bool is_over_ = false;
    std::exception_ptr error_;
};

}  // namespace

void run_in_parallel(const OrderedWork& pieces, int threads) {
    PlainThreads shared(pieces);
    std::vector<std::thread> others;
    for (int thread = 1; thread < threads; ++thread) others.emplace_back([&] { shared.run(); });
    shared.run();
    for (std::thread& other : others) other.join();
    shared.rethrow();
}

void for_each_in_parallel(std::size_t n, const std::function<void(std::size_t)>& work,
                          int threads) {
    OrderedWork pieces;
    pieces.n_pieces = n;
    pieces.max_in_flight = n;
    pieces.start = [](std::size_t) { return true; };
    pieces.work = work;
    pieces.finish = [](std::size_t) {};
    run_in_parallel(pieces, std::min(threads, static_cast<int>(n)));
}

#else

namespace {

// Whether this thread is within `finish` of a run, and so in its arena.
thread_local bool is_finishing = false;

class Finishing {
public:
    Finishing() { is_finishing = true; }
    ~Finishing() { is_finishing = false; }
    Finishing(const Finishing&) = delete;
    Finishing& operator=(const Finishing&) = delete;
};

}  // namespace

void run_in_parallel(const OrderedWork& pieces, int threads) {
    namespace tbb = oneapi::tbb;
    std::size_t next = 0;
    const auto start = [&](tbb::flow_control& control) -> std::size_t {
        if (next == pieces.n_pieces || !pieces.start(next)) {
            control.stop();
            return 0;
        }
        return next++;
    };
    const auto work = [&](std::size_t piece) {
        pieces.work(piece);
        return piece;
    };
    const auto finish = [&](std::size_t piece) {
        const Finishing finishing;
        pieces.finish(piece);
    };

    const auto n_threads = static_cast<std::size_t>(threads);
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, n_threads);
    tbb::task_arena arena(threads);
    arena.execute([&] {
        tbb::parallel_pipeline(
            pieces.max_in_flight,
            tbb::make_filter<void, std::size_t>(tbb::filter_mode::serial_in_order, start) &
                tbb::make_filter<std::size_t, std::size_t>(tbb::filter_mode::parallel, work) &
                tbb::make_filter<std::size_t, void>(tbb::filter_mode::serial_in_order, finish));
    });
}

void for_each_in_parallel(std::size_t n, const std::function<void(std::size_t)>& work,
                          int threads) {
    namespace tbb = oneapi::tbb;
    const auto here = [&] {
        tbb::parallel_for(
            tbb::blocked_range<std::size_t>(0, n),
            [&](const tbb::blocked_range<std::size_t>& some) {
                for (std::size_t number = some.begin(); number < some.end(); ++number) work(number);
            },
            tbb::simple_partitioner());
    };
    // While it waits for the last ones, this thread must not begin a piece of the run: everybody
    // would wait for that.
    if (is_finishing) return tbb::this_task_arena::isolate(here);
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                    static_cast<std::size_t>(threads));
    tbb::task_arena(threads).execute(here);
}

#endif

}  // namespace forlob
