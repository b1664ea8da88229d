#pragma once

// What can happen to a person who is here, and where does it lead? Lives as walks in a graph that
// is drawn while people walk it.
//
// A situation is everything that a person's future depends on, kinds and price clocks apart: state,
// phase, coordinates and windows. It lasts for some months, in which nothing changes by time alone.
// What happens to a person then depends on four numbers only: the situation, how many months of it
// have passed, and what chance decided (where the transition leads, whether a chance of the phase
// strikes). Hence an event is worked out once, by the rules of model/program.hpp and
// model/clock.hpp, and from then on looked up. Everybody shares the graph: a few thousand
// situations serve millions of lives. Nothing but speed depends on what it holds.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "simulate/arm_tables.hpp"
#include "simulate/program_step.hpp"

namespace forlob {

inline constexpr std::uint32_t unknown_situation = 0xFFFFFFFF;

/// What an event needs to know at once: less than a cache line.
struct Situation {
    std::uint32_t row = 0;        ///< of the next month, less what the kind of person adds:
    std::uint32_t row_kinds = 0;  ///< row_of().kind_offset(row_kinds + kind)
    std::uint32_t cell = 0;       ///< likewise of cell_of(), and less what price clocks add
    std::uint32_t cell_kinds = 0;
    std::uint32_t months = 0;                     ///< how long it lasts, if nothing happens
    std::uint32_t drop_out_below = 0;             ///< as PhaseTable
    std::uint32_t advance_below = 0;              ///< as PhaseTable, 0 until then
    std::uint32_t context = 0;                    ///< phase · n_states + state
    std::uint32_t when_over = unknown_situation;  ///< until somebody gets there
    std::uint16_t offers = 0;                     ///< see Situations::offers
    StateId state{};
    PhaseId phase = no_phase;
    std::uint8_t begins_phase_when_over = 0;
};

/// What chance decides about a person's month.
struct Event {
    static constexpr unsigned lives = 0;   ///< transition and program step
    static constexpr unsigned moved = 1;   ///< the move to the state is this month's
    static constexpr unsigned enters = 2;  ///< plus the number of a program

    StateId state{};  ///< where the transition leads
    unsigned drops_out = 0;
    unsigned advances = 0;
    unsigned kind = lives;
};

/// A situation that begins, and whether a phase begins with it, perhaps the same one again.
struct NextSituation {
    std::uint32_t situation = 0;
    std::uint32_t begins_phase = 0;
};

class Situations {
public:
    /// About 10 MB of an arm: what does not fit into caches is as fast worked out as looked up.
    static constexpr std::size_t many = std::size_t{1} << 16;

    /// `arm` must outlive it. It is large with so many situations.
    explicit Situations(const ArmTables& arm, std::size_t large = many)
        : arm_(&arm), large_(large) {
        clear();
    }

    [[nodiscard]] const ArmTables& arm() const noexcept { return *arm_; }
    [[nodiscard]] std::size_t size() const noexcept { return situations_.size(); }
    /// Whether there are more situations or events than caches are good for.
    [[nodiscard]] bool is_large() const noexcept {
        return situations_.size() >= large_ || n_edges_ >= 4 * large_;
    }
    /// An empty graph of the same arm.
    [[nodiscard]] Situations emptied() const { return Situations(*arm_, large_); }
    [[nodiscard]] const Situation& operator[](std::uint32_t number) const noexcept {
        return situations_[number];
    }

    /// Where a person begins: `values` are their coordinates, indexed by Coordinate, with room for
    /// ArmTables::n_coordinates.
    [[nodiscard]] std::uint32_t start(StateId state, const std::uint16_t* values);

    /// What follows when `event` ends month number `months` in a situation. A person who enters a
    /// program without being placed does so at the end of the month before.
    [[nodiscard]] NextSituation after(std::uint32_t situation, std::uint32_t months,
                                      const Event& event) {
        return after(key_of(situation, months, event));
    }

    // The same in three steps, so that the waits for memory of many persons overlap.
    [[nodiscard]] static std::uint64_t key_of(std::uint32_t situation, std::uint32_t months,
                                              const Event& event) noexcept {
        const unsigned happened = static_cast<unsigned>(event.state) | event.drops_out << 6 |
                                  event.advances << 7 | event.kind << 8;
        return std::uint64_t{situation} << 32 | months << 16 | happened;
    }
    void prefetch_edge(std::uint64_t key) const noexcept {
        __builtin_prefetch(edges_.data() + slot_of(key));
    }
    void prefetch(std::uint32_t situation) const noexcept {
        __builtin_prefetch(situations_.data() + situation);
    }
    [[nodiscard]] NextSituation after(std::uint64_t key) {
        for (std::size_t slot = slot_of(key);; slot = (slot + 1) & (edges_.size() - 1)) {
            if (edges_[slot].key == key) return edges_[slot].next;
            if (edges_[slot].key == no_key) return work_out(key);
        }
    }

    /// What follows when it has lasted its months and nothing happens.
    [[nodiscard]] NextSituation when_over(std::uint32_t situation) {
        const Situation& here = situations_[situation];
        if (here.when_over != unknown_situation)
            return {here.when_over, here.begins_phase_when_over};
        return work_out_end(situation);
    }

    /// [program] 1 if state, phase and clocks allow the offer.
    [[nodiscard]] const std::uint8_t* offers(std::uint16_t number) const noexcept {
        return offers_.data() + std::size_t{number} * arm_->model().programs.size();
    }

    /// A coordinate after some months in a situation.
    [[nodiscard]] int value(std::uint32_t situation, std::uint32_t months,
                            Coordinate coordinate) const;

    /// The number here of a situation of another graph of the same arm. To forget the past, begin a
    /// new graph with the situations that somebody is in: it costs no result, only time.
    [[nodiscard]] std::uint32_t take_over(const Situations& other, std::uint32_t situation);
    void clear();

private:
    static constexpr std::uint64_t no_key = ~std::uint64_t{0};

    /// A situation in full, while it is worked out.
    struct Standing {
        StateId state{};
        PhaseId phase = no_phase;
        std::vector<std::uint16_t> values{};  ///< [coordinate]
        std::vector<std::uint64_t> noted{};   ///< [window]
    };
    struct Edge {
        std::uint64_t key = no_key;
        NextSituation next{};
    };

    // The upper bits of a product with 2^64 over the golden ratio spread neighbouring keys.
    [[nodiscard]] std::size_t slot_of(std::uint64_t key) const noexcept {
        return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15) >> edge_shift_);
    }

    NextSituation work_out(std::uint64_t key);
    NextSituation work_out_end(std::uint32_t situation);
    void remember(std::uint64_t key, const NextSituation& next);

    void stand_in(std::uint32_t situation, Standing& standing) const;
    void pass_months(Standing& standing, std::uint32_t months, StateId to) const;
    void begin_phase(Standing& standing, PhaseId phase) const;
    NextSituation end_month(Standing& standing, std::uint32_t months, const PhaseOutcome& outcome);
    [[nodiscard]] PhaseOutcome live(const Standing& standing, std::uint32_t months,
                                    const Event& event) const;

    [[nodiscard]] std::uint32_t number_of(const Standing& standing);
    [[nodiscard]] bool is(std::uint32_t situation, const Standing& standing) const;
    void append(const Standing& standing);
    void grow_index();
    [[nodiscard]] std::uint32_t ready_phase(const Standing& standing, Situation& situation) const;
    [[nodiscard]] std::uint32_t ready_offers(const Standing& standing, Situation& situation);

    const ArmTables* arm_;
    std::size_t large_;
    std::vector<Situation> situations_;
    std::vector<std::uint16_t> values_;  ///< [situation][coordinate] when it begins
    std::vector<std::uint64_t> noted_;   ///< [situation][window] when it begins
    std::vector<std::uint8_t> offers_;   ///< [set][program]

    // Two tables with open addressing, their sizes powers of two, at most half full.
    std::vector<std::uint32_t> index_;  ///< of situations, by what they are
    std::vector<Edge> edges_;           ///< by key
    std::size_t n_edges_ = 0;
    int edge_shift_ = 0;
    Standing scratch_;
    std::uint32_t latest_start_ = unknown_situation;
};

/// The situations of several arms, each of which outlives it.
class SituationsByArm {
public:
    explicit SituationsByArm(std::size_t large = Situations::many) : large_(large) {}
    [[nodiscard]] Situations& of(const ArmTables& arm);

private:
    std::size_t large_;
    std::deque<Situations> situations_;
};

}  // namespace forlob
