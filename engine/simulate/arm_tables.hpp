#pragma once

// What does the simulation work out once per arm, so as not to ask the model every month?

#include <cstdint>
#include <span>
#include <vector>

#include "model/model.hpp"
#include "simulate/timed_lattice.hpp"

namespace forlob {

/// A clock that is reset by a window, and that anything depends on.
struct WindowedClock {
    std::size_t coordinate = 0;
    StateSet in;
    int needed = 0;
    std::uint64_t within = 0;  ///< mask of the months that count, the latest in bit 0
};

class ArmTables {
public:
    /// `model` must outlive it.
    explicit ArmTables(const Model& model);

    [[nodiscard]] const Model& model() const noexcept { return *model_; }
    [[nodiscard]] const TimedLattice& rows() const noexcept { return rows_; }
    [[nodiscard]] const TimedLattice& cells() const noexcept { return cells_; }
    [[nodiscard]] std::size_t n_coordinates() const noexcept { return n_coordinates_; }

    /// [coordinate] 1 if it grows by one in a month that begins in this context, else 0.
    [[nodiscard]] std::span<const std::uint16_t> growth(std::size_t context) const noexcept {
        return {growth_.data() + context * n_coordinates_, n_coordinates_};
    }
    /// Coordinates of the clocks that entering a state advances, or resets.
    [[nodiscard]] const std::vector<std::size_t>& advanced_by(StateId state) const noexcept {
        return advanced_by_[index(state)];
    }
    [[nodiscard]] const std::vector<std::size_t>& reset_by(StateId state) const noexcept {
        return reset_by_[index(state)];
    }
    [[nodiscard]] const std::vector<WindowedClock>& windows() const noexcept { return windows_; }

private:
    const Model* model_;
    std::size_t n_coordinates_;
    TimedLattice rows_;
    TimedLattice cells_;
    std::vector<std::uint16_t> growth_;
    std::vector<std::vector<std::size_t>> advanced_by_;
    std::vector<std::vector<std::size_t>> reset_by_;
    std::vector<WindowedClock> windows_;
};

}  // namespace forlob
