#pragma once

// How are lists of amounts put together? Item by item, and laid end to end afterwards. In another
// draw of the parameters the same amounts are added in the same order: then only their values
// change.

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "economics/price.hpp"

namespace forlob {

/// Where amounts went, in the order in which they were added.
class AmountLayout {
private:
    friend class AmountBook;
    static constexpr std::uint32_t nowhere = 0xFFFFFFFF;  ///< it was 0
    struct Place {
        std::uint32_t position = nowhere;  ///< in AmountLists::amounts
        bool is_first = false;             ///< nothing is there yet
    };
    std::vector<Place> places_;
    bool is_known_ = false;
};

class AmountBook {
public:
    explicit AmountBook(std::size_t n_items) : first_(n_items, none) {}
    /// Puts other values in the place of those that lists with this layout have. Both must outlive
    /// the book.
    AmountBook(AmountLists& lists, const AmountLayout& layout)
        : known_lists_(&lists), known_layout_(&layout) {}

    /// Adds to what the item has of the stream already.
    void add(std::size_t item, std::size_t stream, double value) {
        if (known_layout_ != nullptr)
            put(value);
        else
            append(item, stream, value);
    }

    /// What was appended.
    [[nodiscard]] AmountLists lists() const;
    /// The same, and where it went.
    [[nodiscard]] AmountLists lists(AmountLayout& layout);

    /// Whether lists can have a layout at all.
    [[nodiscard]] static bool is_known(const AmountLayout& layout) { return layout.is_known_; }
    /// Whether all that was put has its place, and every place something: nothing was 0 that was
    /// not, or the other way round. If not, the lists mean nothing.
    [[nodiscard]] bool fits() const { return all_fit_ && n_put_ == known_layout_->places_.size(); }

private:
    static constexpr std::uint32_t none = AmountLayout::nowhere;
    // Chains through one array: a list of its own for every item would take longer than all the
    // arithmetic.
    struct Entry {
        Amount amount;
        std::uint32_t next = none;  ///< of the same item
    };

    void put(double value) {
        if (n_put_ == known_layout_->places_.size()) {
            all_fit_ = false;
            return;
        }
        const AmountLayout::Place place = known_layout_->places_[n_put_++];
        if ((value == 0.0) != (place.position == none)) all_fit_ = false;
        if (place.position == none) return;
        double& known = known_lists_->amounts[place.position].value;
        known = place.is_first ? value : known + value;
    }
    void append(std::size_t item, std::size_t stream, double value);

    std::vector<Entry> entries_;
    std::vector<std::uint32_t> first_;           ///< [item]
    std::vector<AmountLayout::Place> appended_;  ///< in entries_
    AmountLists* known_lists_ = nullptr;
    const AmountLayout* known_layout_ = nullptr;
    std::size_t n_put_ = 0;
    bool all_fit_ = true;
};

/// `fill(book, tick)` adds the amounts that hold at every tick (nothing), or at one and not at all.
using FillAmounts = std::function<void(AmountBook&, std::optional<std::size_t>)>;

/// The lists of so many items, in the place of those with this layout, if they have one.
void make_lists(std::size_t n_items, const FillAmounts& fill, AmountLists& lists,
                AmountLayout& layout);

/// The same of amounts by tick, which are asked for one by one only if they vary. The layout is
/// that of those that hold always.
void make_timed_amounts(std::size_t n_items, std::size_t n_ticks, bool varies,
                        const FillAmounts& fill, TimedAmounts& amounts, AmountLayout& layout);

}  // namespace forlob
