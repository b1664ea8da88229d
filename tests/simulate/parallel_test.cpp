#include "simulate/parallel.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

#include "simulate/simulate.hpp"

using namespace forlob;

namespace {

// Counts what is called, and whether it was the right time for it.
struct Watched {
    explicit Watched(std::size_t n, std::size_t in_flight = 5) : worked(n) {
        pieces.n_pieces = n;
        pieces.max_in_flight = in_flight;
        pieces.start = [this](std::size_t piece) {
            in_order = in_order && piece == n_started;
            ++n_started;
            most_in_flight = std::max(most_in_flight, n_started - n_finished.load());
            return true;
        };
        pieces.work = [this](std::size_t piece) { ++worked[piece]; };
        pieces.finish = [this](std::size_t piece) {
            in_order = in_order && piece == n_finished && worked[piece] == 1;
            ++n_finished;
        };
    }
    OrderedWork pieces;
    std::vector<std::atomic<int>> worked;
    std::size_t n_started = 0;
    std::atomic<std::size_t> n_finished = 0;
    std::size_t most_in_flight = 0;
    std::atomic<bool> in_order = true;
};

}  // namespace

TEST_CASE(
    "every piece is started, worked on and finished once, in order, with bounded many at once") {
    for (const int threads : {1, 2, 4}) {
        CAPTURE(threads);
        Watched watched(1000);
        run_in_parallel(watched.pieces, threads);
        CHECK(watched.n_started == 1000);
        CHECK(watched.n_finished == 1000);
        CHECK(watched.in_order);
        CHECK(watched.most_in_flight <= 5);
        for (const auto& times : watched.worked) CHECK(times == 1);
    }
}

TEST_CASE("no pieces are no work") {
    Watched watched(0);
    run_in_parallel(watched.pieces, 4);
    CHECK(watched.n_started == 0);
}

TEST_CASE("a refused start ends the work after what was started") {
    for (const int threads : {1, 3}) {
        Watched watched(1000);
        watched.pieces.start = [&](std::size_t piece) { return piece < 17; };
        run_in_parallel(watched.pieces, threads);
        CHECK(watched.n_finished == 17);
        CHECK(watched.worked[16] == 1);
        CHECK(watched.worked[17] == 0);
    }
}

TEST_CASE("an exception from any place arrives with its type and words") {
    for (const int threads : {1, 4}) {
        Watched in_work(1000);
        in_work.pieces.work = [](std::size_t piece) {
            if (piece == 40) throw std::runtime_error("work");
        };
        in_work.pieces.finish = [](std::size_t) {};
        CHECK_THROWS_WITH_AS(run_in_parallel(in_work.pieces, threads), "work", std::runtime_error);
        Watched in_finish(1000);
        in_finish.pieces.finish = [](std::size_t) { throw std::runtime_error("finish"); };
        CHECK_THROWS_WITH_AS(run_in_parallel(in_finish.pieces, threads), "finish",
                             std::runtime_error);
        Watched in_start(1000);
        in_start.pieces.start = [](std::size_t piece) {
            if (piece == 3) throw std::runtime_error("start");
            return true;
        };
        in_start.pieces.finish = [](std::size_t) {};
        CHECK_THROWS_WITH_AS(run_in_parallel(in_start.pieces, threads), "start",
                             std::runtime_error);
    }
}

TEST_CASE("there is at least one thread") { CHECK(available_threads() >= 1); }

TEST_CASE("every item of a loop is worked on once, within a run and outside") {
    for (const int threads : {1, 2, 4}) {
        CAPTURE(threads);
        std::vector<std::atomic<int>> outside(1000);
        for_each_in_parallel(
            outside.size(), [&](std::size_t item) { ++outside[item]; }, threads);
        for (const auto& times : outside) CHECK(times == 1);

        std::vector<std::atomic<int>> within(100);
        Watched watched(20);
        watched.pieces.finish = [&](std::size_t) {
            for_each_in_parallel(
                within.size(), [&](std::size_t item) { ++within[item]; }, threads);
        };
        run_in_parallel(watched.pieces, threads);
        for (const auto& times : within) CHECK(times == 20);
    }
}

TEST_CASE("a loop over nothing does nothing") {
    for_each_in_parallel(
        0, [](std::size_t) { throw std::runtime_error("work"); }, 2);
}

TEST_CASE("an exception in a loop arrives, within a run and outside") {
    const auto fail = [](std::size_t item) {
        if (item == 7) throw std::runtime_error("item");
    };
    for (const int threads : {1, 4}) {
        CHECK_THROWS_WITH_AS(for_each_in_parallel(50, fail, threads), "item", std::runtime_error);
        Watched watched(20);
        watched.pieces.finish = [&](std::size_t) { for_each_in_parallel(50, fail, threads); };
        CHECK_THROWS_WITH_AS(run_in_parallel(watched.pieces, threads), "item", std::runtime_error);
    }
}
