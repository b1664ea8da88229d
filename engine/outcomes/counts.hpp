#pragma once

// What was counted? Integers by month and cell, of one arm: of one replication, or of many added
// up; or what recursion expects to be counted.
//
// Everything that is estimated or priced is a function of these counts. Those of people are
// integers, so that adding blocks and replications in any order gives the same sums.

#include <cstdint>
#include <span>
#include <type_traits>

#include "base/table.hpp"
#include "model/model.hpp"
#include "outcomes/queue_tables.hpp"

namespace forlob {

/// Shapes: T = horizon. Every table that is by tick has T + 1 of them, month m being tick m.
/// `months` axes of relapse run from 0 to T.
template <typename Number>
struct BasicCounts {
    std::uint64_t persons = 0;  ///< simulated, whenever they came; of several replications together

    Table<Number, 2> cells;  ///< [tick][cell] persons there at the tick
    Table<Number, 3> moves;  ///< [tick][from][to] changes of state in the month that ends there
    /// [tick][position in Model::priced_moves] those among them whose price depends on who moves.
    Table<Number, 2> priced_moves;
    Table<Number, 2> phase_entries;  ///< [tick][phase] entries in that month

    Table<Number, 3> exits;  ///< [subgroup][base][tick] exits confirmed, at the tick they happened
    /// Exits that ended in relapse after exactly so many months: [subgroup · base][event][months].
    Table<Number, 3> relapses;
    /// Exits whose follow-up ended without relapse after so many months: at the horizon, by leaving
    /// the population, or by a new exit. Shape as `relapses`.
    Table<Number, 3> censored;
    /// Where they were k months after the exit: [subgroup · base][window][state]; only exits whose
    /// k months lie within the horizon.
    Table<Number, 3> status;

    /// Persons by the months from when they came to their first tick in employment: for those of
    /// tick 0, that tick: [subgroup][tick].
    Table<Number, 2> first_employment;
    /// Persons who came after tick 0: [subgroup][tick].
    Table<Number, 2> newcomers;
    /// Persons by the months from when they came to their first tick in the state:
    /// [subgroup][state][tick].
    Table<Number, 3> first_visits;
    /// Spells in the state that began: entries, and those who come in it: [subgroup][state].
    Table<Number, 2> visits;

    QueueTables<Number> queues;  ///< of limited places

    BasicCounts() = default;
    explicit BasicCounts(const Model& model);

    template <typename Other>
    BasicCounts& operator+=(const BasicCounts<Other>& other) {
        persons += other.persons;
        cells += other.cells;
        moves += other.moves;
        priced_moves += other.priced_moves;
        phase_entries += other.phase_entries;
        exits += other.exits;
        relapses += other.relapses;
        censored += other.censored;
        status += other.status;
        first_employment += other.first_employment;
        first_visits += other.first_visits;
        visits += other.visits;
        newcomers += other.newcomers;
        queues += other.queues;
        return *this;
    }

    bool operator==(const BasicCounts&) const = default;

    void clear();  ///< all counts to 0, shapes kept
};

using Counts = BasicCounts<std::uint32_t>;       ///< one replication
using TotalCounts = BasicCounts<std::uint64_t>;  ///< many
using ExpectedCounts = BasicCounts<double>;      ///< means, without chance

extern template struct BasicCounts<std::uint32_t>;
extern template struct BasicCounts<std::uint64_t>;
extern template struct BasicCounts<double>;

/// Calls each(position, count) for every count but zeros. Nine of ten cells are empty at a tick, so
/// zeros are passed over many at a time.
template <typename Number, typename Each>
void for_each_counted(std::span<const Number> counts, Each each) {
    constexpr std::size_t at_a_time = 16;
    std::size_t position = 0;
    while (position < counts.size()) {
        const std::size_t end = position + at_a_time;
        if (end <= counts.size()) {
            Number any = 0;
            for (std::size_t next = 0; next < at_a_time; ++next) {
                if constexpr (std::is_integral_v<Number>)
                    any |= counts[position + next];
                else
                    any += counts[position + next];  // none is negative
            }
            if (any == 0) {
                position = end;
                continue;
            }
        }
        for (; position < end && position < counts.size(); ++position)
            if (counts[position] != 0) each(position, counts[position]);
    }
}

/// Persons by state: [tick][state], of one subgroup or (−1) of all.
template <typename Integer>
[[nodiscard]] Table<std::uint64_t, 2> persons_in_state(const BasicCounts<Integer>& counts,
                                                       const Model& model, int subgroup = -1);

/// Persons by phase: [tick][phase].
template <typename Integer>
[[nodiscard]] Table<std::uint64_t, 2> persons_in_phase(const BasicCounts<Integer>& counts,
                                                       const Model& model);

}  // namespace forlob
