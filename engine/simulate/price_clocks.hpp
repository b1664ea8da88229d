#pragma once

// What do prices depend on that lives do not? Clocks that only cells know, such as the one that a
// ladder of reimbursement climbs by. They are kept person by person, beside the situation.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/model.hpp"
#include "simulate/relevance.hpp"
#include "simulate/timed_lattice.hpp"
#include "simulate/window.hpp"

namespace forlob {

class PriceClocks {
public:
    /// `model` must outlive it.
    PriceClocks(const Model& model, const Relevance& relevance);

    [[nodiscard]] std::size_t n_clocks() const noexcept { return clocks_.size(); }
    [[nodiscard]] std::size_t n_windows() const noexcept { return windows_.size(); }
    /// Coordinate of a clock, in the order in which a person's values stand.
    [[nodiscard]] std::size_t coordinate(std::size_t clock) const noexcept {
        return clocks_[clock].coordinate;
    }

    /// Lets months pass that were all spent in `from`, the last of which ends in `to`. None but
    /// the last may fill a window. `values` and `noted` are the person's, [clock] and [window].
    void pass(StateId from, StateId to, std::uint32_t months, std::uint16_t* values,
              std::uint64_t* noted) const noexcept;

    /// What the clocks add to the number of a cell, and the months after which it changes or a
    /// window could be full.
    [[nodiscard]] TimedNumber at(std::size_t context, StateId state,
                                          const std::uint16_t* values,
                                          const std::uint64_t* noted) const noexcept {
        TimedNumber answer;
        const Axis* axis = axes_.data() + context * clocks_.size();
        for (std::size_t clock = 0; clock < clocks_.size(); ++clock) {
            const TimedNumber& entry = entries_[axis[clock].first_entry + (values[clock] & axis[clock].mask)];
            answer.number += entry.number;
            answer.months = entry.months < answer.months ? entry.months : answer.months;
        }
        for (std::size_t window = 0; window < windows_.size(); ++window) {
            const std::uint32_t months = months_to_fill(windows_[window], state, noted[window]);
            answer.months = months < answer.months ? months : answer.months;
        }
        return answer;
    }

private:
    struct PriceClock {
        std::size_t coordinate = 0;
        std::uint16_t cap = 0;
        StateSet counts, on_enter, resets_on;
    };
    struct Axis {
        std::uint32_t first_entry = 0;
        std::uint16_t mask = 0;  ///< 0: the clock does not matter here; the entry is {0, never}
    };
    void add_axes(const Model& model);

    std::vector<PriceClock> clocks_;
    std::vector<Window> windows_;
    std::vector<Axis> axes_;      ///< [context][clock]
    std::vector<TimedNumber> entries_;  ///< the first is {0, never}
};

}  // namespace forlob
