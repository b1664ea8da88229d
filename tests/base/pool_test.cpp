#include "base/pool.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

using namespace forlob;

namespace {

std::atomic<int> n_made{0};

struct Thing {
    explicit Thing(int first) : number(first) { ++n_made; }
    int number;
    std::atomic<bool> is_used{false};
};

}  // namespace

TEST_CASE("what was given back is borrowed again, and what is in use is not") {
    n_made = 0;
    Pool<Thing> pool;
    {
        const auto one = pool.borrow(7);
        CHECK(one->number == 7);
        const auto other = pool.borrow(8);
        CHECK(other->number == 8);
    }
    const auto again = pool.borrow(9);
    CHECK((again->number == 7 || again->number == 8));
    CHECK(n_made == 2);
}

TEST_CASE("nobody uses what somebody else uses, and no more are made than there are threads") {
    n_made = 0;
    Pool<Thing> pool;
    std::atomic<int> n_shared{0};
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread)
            threads.emplace_back([&] {
                for (int turn = 0; turn < 1000; ++turn) {
                    const auto borrowed = pool.borrow(0);
                    if (borrowed->is_used.exchange(true)) ++n_shared;
                    borrowed->is_used = false;
                }
            });
    }
    CHECK(n_shared == 0);
    CHECK(n_made >= 1);
    CHECK(n_made <= 4);
}
