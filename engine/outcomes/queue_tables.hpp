#pragma once

// Who got a place, who waited, who was turned away? Integers by resource and month, of one arm.

#include <cstddef>

#include "base/table.hpp"
#include "model/model.hpp"

namespace forlob {

/// Counts of the limited places of an arm, by Model::resources. What happens to applicants is that
/// of the resource's program, also if it has several resources. Month m is tick m; tick 0 holds the
/// list at the start.
template <typename Number>
struct QueueTables {
    Table<Number, 2> places;       ///< [resource][tick] places there are
    Table<Number, 2> used;         ///< [resource][tick] places taken, after admission
    Table<Number, 2> waiting;      ///< [resource][tick] persons on the list, after admission
    Table<Number, 2> applicants;   ///< [resource][tick] persons who joined the list in the month
    Table<Number, 2> admitted;     ///< [resource][tick]
    Table<Number, 2> refused;      ///< [resource][tick]
    Table<Number, 2> dropped_out;  ///< [resource][tick] who gave up waiting
    Table<Number, 2> left;         ///< [resource][tick] who were no longer eligible
    Table<Number, 2> waited;  ///< [resource][months] admitted persons by the months they waited

    QueueTables() = default;
    explicit QueueTables(const Model& model) {
        const Table<Number, 2> empty(
            {model.resources.size(), static_cast<std::size_t>(model.horizon) + 1});
        for_each([&](Table<Number, 2>& table) { table = empty; });
    }

    /// Calls each(table) for every table.
    template <typename Each>
    void for_each(Each each) {
        for (Table<Number, 2>* table : {&places, &used, &waiting, &applicants, &admitted, &refused,
                                        &dropped_out, &left, &waited})
            each(*table);
    }

    template <typename Other>
    QueueTables& operator+=(const QueueTables<Other>& other) {
        places += other.places;
        used += other.used;
        waiting += other.waiting;
        applicants += other.applicants;
        admitted += other.admitted;
        refused += other.refused;
        dropped_out += other.dropped_out;
        left += other.left;
        waited += other.waited;
        return *this;
    }
    bool operator==(const QueueTables&) const = default;
    void clear() {
        for_each([](Table<Number, 2>& table) { table.fill(Number{0}); });
    }
};

}  // namespace forlob
