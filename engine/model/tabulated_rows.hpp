#pragma once

// Rows of a context whose stated hazards are the same for everybody: only ratios differ between
// persons. A ratio depends on few of the coordinates that tell the rows apart, so each is worked
// out once per combination of its own ones, and a row is a handful of products. What ends up in the
// table is bit for bit what row_values.hpp makes of each row by itself.
//
// Contexts of several phases often have the same numbers, and then the same rows; those of several
// arms are copied. Private to the module.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

#include "model/compile.hpp"
#include "model/enumeration.hpp"

namespace forlob {

/// Everything that the rows of a context are made of.
class TabulatedRows {
public:
    /// Nothing if the stated hazards differ between persons, or if a ratio makes no sense somewhere
    /// (whoever goes through the rows one by one finds out where).
    [[nodiscard]] static std::optional<TabulatedRows> of(const PlannedRow& planned,
                                                         const RowPlan& plan,
                                                         const std::vector<Kind>& kinds,
                                                         const Enumeration& enumeration,
                                                         std::size_t n_coordinates);

    /// Appends all rows, in the order of the enumeration.
    void append_to(RowTable& rows, int n_states) const;

    [[nodiscard]] std::size_t hash() const;
    /// Whether the same rows, bit for bit, come of both.
    bool operator==(const TabulatedRows& other) const;

private:
    /// A ratio at [combination of its own coordinates].
    struct Ratio {
        std::size_t multiplier = 0;  ///< in the plan; no part of what makes rows equal
        std::vector<double> value;
        std::vector<std::size_t> stride;  ///< [axis] 0: does not depend on it
    };

    Row stated_;
    std::vector<std::size_t> size_;  ///< [axis] kinds first, then coordinates
    std::vector<Ratio> ratios_;
    std::vector<std::vector<std::size_t>> of_move_;  ///< [move] in the order of multiplication
};

/// The contexts of all arms so far.
class RowCache {
public:
    /// Where the rows of a context begin in `rows`: rows like them that are there already, or
    /// appended ones, which are copied if another table has them. All tables that rows were
    /// appended to must stay where they are.
    [[nodiscard]] std::uint32_t place(TabulatedRows made, RowTable& rows, int n_states);

private:
    struct Known {
        TabulatedRows made;
        const RowTable* table = nullptr;  ///< the last one that they were placed in
        std::uint32_t first = 0;
        std::uint32_t n = 0;
    };
    std::deque<Known> known_;
    std::unordered_multimap<std::size_t, std::size_t> by_hash_;
};

}  // namespace forlob
