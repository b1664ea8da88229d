#pragma once

// Can anybody ever be at these coordinates? What a formula says where nobody can be is no mistake.

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "model/enumeration.hpp"
#include "model/program.hpp"
#include "model/reach.hpp"

namespace forlob {

/// For the combinations of one context, at transitions. Answers "yes" in doubt.
class Occurrence {
public:
    /// `kind_exists[kind]`: whether the population has such people. `enumeration` and `reach` must
    /// outlive it.
    Occurrence(const Enumeration& enumeration, const std::vector<CoordinateReach>& reach,
               const Phase& phase, const std::vector<bool>& kind_exists);

    /// `kind` and `values` are the first members of a combination's classes.
    [[nodiscard]] bool is_possible(std::size_t kind, std::span<const std::uint16_t> values) const;

private:
    struct Interval {
        std::int64_t low = 0;
        std::int64_t high = 0;
    };
    struct Axis {
        std::size_t coordinate = 0;
        const Classes* classes = nullptr;
        CoordinateReach reach;
        std::vector<Interval> members;  ///< [class] smallest and largest
    };

    const Enumeration& enumeration_;
    std::vector<bool> kind_class_exists_;
    std::vector<Axis> axes_;
};

}  // namespace forlob
