#pragma once

// How are lists of amounts put together? Item by item, and laid end to end afterwards.

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "economics/price.hpp"

namespace forlob {

class AmountBook {
public:
    explicit AmountBook(std::size_t n_items) : first_(n_items, none) {}

    /// Adds to what the item has of the stream already.
    void add(std::size_t item, std::size_t stream, double value);
    [[nodiscard]] AmountLists lists() const;

private:
    static constexpr std::uint32_t none = 0xFFFFFFFF;
    // Chains through one array: a list of its own for every item would take longer than all the
    // arithmetic.
    struct Entry {
        Amount amount;
        std::uint32_t next = none;  ///< of the same item
    };
    std::vector<Entry> entries_;
    std::vector<std::uint32_t> first_;  ///< [item]
};

/// `fill(book, tick)` adds the amounts that hold at every tick (nothing), or at one and not at all.
/// Ticks are asked for one by one only if `varies`.
[[nodiscard]] TimedAmounts timed_amounts(
    std::size_t n_items, std::size_t n_ticks, bool varies,
    const std::function<void(AmountBook&, std::optional<std::size_t>)>& fill);

}  // namespace forlob
