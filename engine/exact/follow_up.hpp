#pragma once

// Who has exited, and not relapsed yet? Beside everybody, those whose exit is followed up: by the
// tick of the exit, because relapse counts from then, and by slot (follow_rules.hpp). Relapse is a
// property of a move, so people are taken out on their way, not where they arrive.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <vector>

#include "exact/augmented.hpp"
#include "exact/follow_rules.hpp"
#include "outcomes/counts.hpp"

namespace forlob {

/// So many would have to be followed that it would take too much memory.
class TooManyToFollow : public std::runtime_error {
public:
    TooManyToFollow() : std::runtime_error("too many exits to follow up") {}
};

/// Ticks of exit, from `low` to before `high`.
struct ExitRange {
    std::size_t low = 0;
    std::size_t high = 0;
};

/// People at one tick in the nodes where there are any: in each slot a number per tick of exit.
/// Most slots of most nodes hold few ticks, and only these are kept.
class FollowedPeople {
public:
    /// At most 64 slots. More numbers than `most_numbers` are too many.
    FollowedPeople(std::size_t n_slots, std::size_t n_ticks, std::size_t most_numbers)
        : n_slots_(n_slots), n_ticks_(n_ticks), most_numbers_(most_numbers) {}

    void clear();
    /// The slots that anybody may be in, as bits.
    [[nodiscard]] std::uint64_t slots(NodeId node) const {
        return index(node) < place_.size() && place_[index(node)] != nowhere
                   ? slots_[place_[index(node)]]
                   : 0;
    }
    /// [tick of exit] of a slot that somebody is in, within its range. Valid until the next `open`.
    [[nodiscard]] double* at(NodeId node, std::size_t slot) {
        return value_.data() + block(node, slot).first;
    }
    [[nodiscard]] ExitRange range(NodeId node, std::size_t slot) const {
        return block(node, slot).range;
    }
    /// The same of any slot, at least so long. Numbers begin at 0. Throws TooManyToFollow.
    [[nodiscard]] double* open(NodeId node, std::size_t slot, ExitRange range);
    /// In the order they were met.
    [[nodiscard]] const std::vector<NodeId>& nodes() const { return nodes_; }

private:
    static constexpr auto nowhere = static_cast<std::size_t>(-1);

    struct Block {
        std::size_t first = 0;  ///< in value_
        ExitRange range;
    };
    [[nodiscard]] const Block& block(NodeId node, std::size_t slot) const {
        return blocks_[place_[index(node)] * n_slots_ + slot];
    }
    void widen(Block& block, ExitRange range);

    std::size_t n_slots_;
    std::size_t n_ticks_;
    std::size_t most_numbers_;
    std::size_t n_used_ = 0;            ///< of value_
    std::vector<std::size_t> place_;    ///< [node] in the order they were met
    std::vector<std::uint64_t> slots_;  ///< [place]
    std::vector<Block> blocks_;         ///< [place][slot]
    std::vector<double> value_;         ///< [block][tick of exit]
    std::vector<NodeId> nodes_;         ///< [place]
};

/// The exits of people of one kind. Adds relapses, censored and status to the counts.
class FollowUp {
public:
    /// More are not followed.
    static constexpr std::int32_t most_confirm_months = 2;
    /// Slots times ticks.
    static constexpr std::size_t most_layers = 4096;
    /// Whether definitions and horizon allow it, as far as can be said beforehand.
    [[nodiscard]] static bool is_small(const FollowRules& rules, std::int32_t horizon);

    /// `n_beside` kinds are followed at once, and share the memory.
    FollowUp(const Model& model, const FollowRules& rules, AugmentedStates& states,
             ExpectedCounts& counts, std::size_t n_beside);

    /// Before the first month of each kind of people.
    void start(std::size_t subgroup);

    void begin_month(std::int32_t month) { month_ = static_cast<std::size_t>(month); }
    /// Whether anybody who has exited was there when the month began.
    [[nodiscard]] bool is_anybody(NodeId node) const {
        return (now_.followed.slots(node) | now_.doubtful.slots(node) | now_.fresh.slots(node)) !=
               0;
    }
    /// A share of them is somewhere else at the end of the month.
    void go(NodeId from, NodeId to, double share);
    /// A share of them is in another node, in the same state, before the month's transition.
    void enter(NodeId from, NodeId to, double share);
    /// Only so many of them are left there.
    void keep(NodeId node, double share);
    /// People whose move to the node in the month was an exit.
    void exit(NodeId to, double people);
    /// After all moves of the month. At the horizon everybody is censored.
    void end_month();

private:
    struct People {
        FollowedPeople followed;
        /// Who exited again at this tick: censored there if they stay outside at the next.
        FollowedPeople doubtful;
        FollowedPeople fresh;  ///< one slot: exits of this tick, which await being confirmed
        void clear();
    };
    /// Who is taken out in a month: [slot][tick of exit].
    struct Ended {
        std::vector<double> relapsed, censored;
        std::vector<double> censored_before;  ///< at the tick before
    };

    [[nodiscard]] bool is_confirmed_at_once() const;
    void go_followed(NodeId from, NodeId to, double share);
    void go_doubtful(NodeId from, NodeId to, double share);
    void go_fresh(NodeId from, NodeId to, double share);
    [[nodiscard]] double* destination(FollowRules::Fate fate, NodeId to, std::size_t slot,
                                      ExitRange range);
    [[nodiscard]] ExitRange range_of(NodeId from, std::size_t slot) const;
    void add_to_groups(Table<double, 3>& table, std::size_t combination, std::size_t second,
                       std::size_t third, double people) const;
    void count_ended(std::vector<double>& ended, Table<double, 3>& table, std::size_t until);
    void count_status();
    void censor_all(FollowedPeople& people);

    const Definitions& definitions_;
    const FollowRules& rules_;
    AugmentedStates& states_;
    ExpectedCounts& counts_;
    std::size_t subgroup_ = 0;
    std::size_t horizon_;
    std::size_t longest_window_ = 0;
    std::size_t month_ = 0;
    People now_;
    People next_;
    Ended ended_;
};

}  // namespace forlob
