#pragma once

// Who uses an expensive workspace next? Several threads take turns with a few.

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace forlob {

/// As many things of a kind as are in use at the same time: one per thread in the end. Nothing may
/// depend on which one somebody gets. Must outlive what is borrowed.
template <typename T>
class Pool {
public:
    /// Gives the thing back at the end of its life.
    class Borrowed {
    public:
        Borrowed(Pool& pool, std::unique_ptr<T> thing) : pool_(pool), thing_(std::move(thing)) {}
        Borrowed(const Borrowed&) = delete;
        Borrowed& operator=(const Borrowed&) = delete;
        ~Borrowed() { pool_.take_back(std::move(thing_)); }
        [[nodiscard]] T& operator*() const { return *thing_; }
        [[nodiscard]] T* operator->() const { return thing_.get(); }

    private:
        Pool& pool_;
        std::unique_ptr<T> thing_;
    };

    /// One that nobody uses, or a new one made of the arguments.
    template <typename... Arguments>
    [[nodiscard]] Borrowed borrow(Arguments&&... arguments) {
        const std::scoped_lock turn(mutex_);
        if (idle_.empty()) {
            auto made = std::make_unique<T>(std::forward<Arguments>(arguments)...);
            idle_.reserve(++n_made_);  // giving back must not fail
            return {*this, std::move(made)};
        }
        std::unique_ptr<T> thing = std::move(idle_.back());
        idle_.pop_back();
        return {*this, std::move(thing)};
    }

private:
    void take_back(std::unique_ptr<T> thing) {
        const std::scoped_lock turn(mutex_);
        idle_.push_back(std::move(thing));
    }

    std::mutex mutex_;
    std::vector<std::unique_ptr<T>> idle_;
    std::size_t n_made_ = 0;
};

}  // namespace forlob
