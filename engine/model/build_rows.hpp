#pragma once

// Rows for every combination of coordinates between which they differ: which ones there are, and
// what is in them. Private to the module.

#include <deque>
#include <optional>
#include <vector>

#include "model/compile.hpp"
#include "model/enumeration.hpp"
#include "model/tabulated_rows.hpp"

namespace forlob {

/// Which rows a plan makes. Holds for other numbers, too, as long as the same values of the same
/// factors are equal (FactorPattern).
struct RowShape {
    std::deque<Enumeration> enumerations;
    std::vector<const Enumeration*> of_context;  ///< [context]; of intensities, that of its phase
    Tabulation tabulation;                       ///< of competing hazards
};
/// Of a plan that is filled. Nothing, after reporting it, if there are too many. Needs the caps of
/// the model.
[[nodiscard]] std::optional<RowShape> shape_rows(const ArmSource& source, const RowPlan& plan,
                                                 const KindTable& kinds, const Model& model);

/// Puts the rows in the place of those that the model has, and says where they are. Reports
/// combinations at which numbers make no sense, unless nobody can ever be there: once per number.
/// `known` are the rows of arms before; model and shape must stay where they are while it is used.
void build_rows(const ArmSource& source, const RowPlan& plan, const KindTable& kinds,
                RowShape& shape, RowCache& known, Model& model);

}  // namespace forlob
