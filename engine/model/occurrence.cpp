#include "model/occurrence.hpp"

#include <algorithm>
#include <optional>

namespace forlob {
namespace {

// In a phase of limited length nobody counts further, and outside programs nobody counts at all.
CoordinateReach reach_in(const Phase& phase, std::size_t coordinate, CoordinateReach reach) {
    const bool is_in_program = phase.program && !phase.after_program;
    std::int64_t high = reach.high;
    if (coordinate == index(Coordinate::months_in_phase)) {
        if (!phase.program) high = 0;
        if (phase.max_months) high = std::min<std::int64_t>(high, *phase.max_months - 1);
    } else if (coordinate == index(Coordinate::months_in_program) && !is_in_program) {
        high = 0;
    }
    reach.high = static_cast<std::uint16_t>(std::max<std::int64_t>(high, 0));
    return reach;
}

}  // namespace

Occurrence::Occurrence(const Enumeration& enumeration, const std::vector<CoordinateReach>& reach,
                       const Phase& phase, const std::vector<bool>& kind_exists)
    : enumeration_(enumeration), kind_class_exists_(enumeration.kinds.first_member.size(), false) {
    for (std::size_t kind = 0; kind < kind_exists.size(); ++kind)
        if (kind_exists[kind]) kind_class_exists_[enumeration.kinds.class_of[kind]] = true;
    for (const auto& [coordinate, classes] : enumeration.coordinates) {
        const std::size_t number = index(coordinate);
        Axis axis{number, &classes, reach_in(phase, number, reach[number]), {}};
        for (const std::uint32_t first : classes.first_member)
            axis.members.push_back({first, first});
        for (std::size_t value = 0; value < classes.class_of.size(); ++value)
            axis.members[classes.class_of[value]].high = static_cast<std::int64_t>(value);
        axes_.push_back(std::move(axis));
    }
}

bool Occurrence::is_possible(std::size_t kind, std::span<const std::uint16_t> values) const {
    if (!kind_class_exists_[enumeration_.kinds.class_of[kind]]) return false;
    const auto members = [&](const Axis& axis) {
        return axis.members[axis.classes->class_of[values[axis.coordinate]]];
    };
    std::optional<Interval> cycles;
    for (const Axis& axis : axes_)
        if (axis.coordinate == index(Coordinate::month)) cycles = members(axis);
    return std::all_of(axes_.begin(), axes_.end(), [&](const Axis& axis) {
        const Interval here = members(axis);
        if (axis.reach.can_be_never && here.high > axis.reach.high) return true;
        if (here.high < axis.reach.low || here.low > axis.reach.high) return false;
        if (!cycles || axis.coordinate == index(Coordinate::month)) return true;
        // At the transition of cycle t, t - 1 cycles have passed.
        if (here.low > axis.reach.most_start + cycles->high - 1) return false;
        return !axis.reach.always_counts ||
               here.high >= axis.reach.least_start + std::max<std::int64_t>(cycles->low, 1) - 1;
    });
}

}  // namespace forlob
