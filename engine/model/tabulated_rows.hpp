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

/// A ratio at every combination of the coordinates that it depends on.
struct RatioTable {
    std::size_t multiplier = 0;  ///< in the plan
    Enumeration own;             ///< the first member of every class
    std::vector<double> value{};
    bool is_usable = true;  ///< makes sense everywhere
};

/// How the ratios of a context are looked up, whatever their numbers.
struct RatioLookup {
    struct Ratio {
        const RatioTable* table = nullptr;
        std::vector<std::size_t> stride;  ///< [axis] 0: does not depend on it
    };
    std::vector<std::size_t> size;  ///< [axis] kinds first, then coordinates
    std::vector<Ratio> ratios;
    std::vector<std::vector<std::size_t>> of_move;  ///< [move] in the order of multiplication
    std::vector<std::uint64_t> moves_over;          ///< [axis] a bit for each that depends on it
};

/// Everything that the rows of a context are made of.
class TabulatedRows {
public:
    /// Both must outlive it.
    TabulatedRows(const Row& stated, const RatioLookup& lookup)
        : stated_(&stated), lookup_(&lookup) {}

    /// Appends all rows, in the order of the enumeration.
    void append_to(RowTable& rows) const;

    [[nodiscard]] std::size_t hash() const;
    /// Whether the same rows, bit for bit, come of both.
    bool operator==(const TabulatedRows& other) const;

private:
    const Row* stated_;
    const RatioLookup* lookup_;
};

/// The ratios of all contexts of an arm: which there are is known from a plan, their numbers are
/// filled in.
class Tabulation {
public:
    Tabulation() = default;
    /// `enumerations` are those of the plan's contexts.
    Tabulation(const RowPlan& plan, const std::vector<const Enumeration*>& enumerations);

    void fill(const RowPlan& plan, const std::vector<Kind>& kinds, std::size_t n_coordinates);

    /// Nothing if the stated hazards differ between persons, or if a ratio makes no sense somewhere
    /// (whoever goes through the rows one by one finds out where). Until the next filling.
    [[nodiscard]] std::optional<TabulatedRows> rows_of(std::size_t context,
                                                       const RowPlan& plan) const;

private:
    std::deque<RatioTable> tables_;
    std::vector<RatioLookup> lookups_;  ///< [context], the first like it
};

/// The contexts of all arms so far.
class RowCache {
public:
    /// Where the rows of a context begin in `rows`: rows like them that are there already, or
    /// appended ones, which are copied if another table has them. All tables that rows were
    /// appended to, and what the rows are made of, must stay as they are.
    [[nodiscard]] std::uint32_t place(const TabulatedRows& made, RowTable& rows);

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
