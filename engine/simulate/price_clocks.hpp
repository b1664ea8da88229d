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

    [[nodiscard]] std::size_t n_clocks() const noexcept { return n_clocks_; }
    /// Coordinate of a clock, in the order in which a person's values stand.
    [[nodiscard]] std::size_t coordinate(std::size_t clock) const noexcept {
        return clocks_[clock].coordinate;
    }

    /// Lets months pass that were all spent in `from`, the last of which ends in `to`. None but
    /// the last may fill a window. `values` and `noted` are the person's, [clock].
    void pass(StateId from, StateId to, std::uint32_t months, std::uint16_t* values,
              std::uint64_t* noted) const noexcept {
        const unsigned moves = to != from ? 1 : 0;
        const PriceClock* clocks = clocks_.data();
        for (std::size_t number = 0; number < n_clocks_; ++number) {
            const PriceClock& clock = clocks[number];
            std::uint32_t value = values[number] + times(clock.counts.contains(from), months) +
                                  (clock.on_enter.contains(to) ? moves : 0);
            value = value < clock.cap ? value : clock.cap;
            // Most people have not been in a window's states, and are not there now.
            if (clock.has_window && months > 0 &&
                (noted[number] != 0 || clock.window.in.contains(from)) &&
                pass_window(clock.window, from, months, noted[number]))
                value = 0;
            value = times((clock.resets_on.contains(to) & (moves != 0)) == 0, value);
            values[number] = static_cast<std::uint16_t>(value);
        }
    }

    /// What the clocks add to the number of a cell, and the months after which it changes or a
    /// window could be full.
    [[nodiscard]] TimedNumber at(std::size_t context, StateId state, const std::uint16_t* values,
                                 const std::uint64_t* noted) const noexcept {
        TimedNumber answer;
        const Axis* axis = axes_.data() + context * n_clocks_;
        const TimedNumber* entries = entries_.data();
        const PriceClock* clocks = clocks_.data();
        for (std::size_t number = 0; number < n_clocks_; ++number) {
            const TimedNumber& entry =
                entries[axis[number].first_entry + (values[number] & axis[number].mask)];
            answer.number += entry.number;
            answer.months = entry.months < answer.months ? entry.months : answer.months;
            const PriceClock& clock = clocks[number];
            if (!clock.has_window || !clock.window.in.contains(state)) continue;
            const std::uint32_t months = months_to_fill(clock.window, state, noted[number]);
            answer.months = months < answer.months ? months : answer.months;
        }
        return answer;
    }

private:
    struct PriceClock {
        StateSet counts, on_enter, resets_on;
        std::uint16_t cap = 0;
        bool has_window = false;
        Window window{};
        std::size_t coordinate = 0;
    };
    struct Axis {
        std::uint32_t first_entry = 0;
        std::uint16_t mask = 0;  ///< 0: the clock does not matter here; the entry is {0, never}
    };
    // `number` or 0, without a branch.
    static constexpr std::uint32_t times(bool is, std::uint32_t number) {
        return number & (0U - static_cast<std::uint32_t>(is));
    }
    void add_axes(const Model& model);

    std::vector<PriceClock> clocks_;
    std::size_t n_clocks_ = 0;          ///< their number, which is asked for at every event
    std::vector<Axis> axes_;            ///< [context][clock]
    std::vector<TimedNumber> entries_;  ///< the first is {0, never}
};

}  // namespace forlob
