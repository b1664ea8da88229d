#include "model/factor_pattern.hpp"

#include <algorithm>
#include <map>

namespace forlob {
namespace {

bool are_different(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return std::adjacent_find(values.begin(), values.end()) == values.end();
}

// Calls `each` for all factors of a plan but ramps, which have no parameters.
template <typename Each>
void for_each_factor(const RowPlan& plan, Each each) {
    const auto all = [&](const std::vector<Factor>& factors) {
        for (const Factor& factor : factors) each(factor);
    };
    for (const Multiplier& multiplier : plan.multipliers) {
        if (multiplier.like) continue;
        all(multiplier.constant.dependence());
        all(multiplier.by);
    }
    for (const StatedValue& stated : plan.stated) all(stated.value.dependence());
}

}  // namespace

FactorPattern::FactorPattern(const Factor& factor)
    : over_(factor.over), attribute_(factor.attribute), coordinate_(factor.coordinate) {
    std::map<double, std::uint32_t> known;
    for (std::uint32_t position = 0; position < factor.value.size(); ++position) {
        const auto [place, is_new] =
            known.emplace(factor.value[position], static_cast<std::uint32_t>(first_member_.size()));
        if (is_new) first_member_.push_back(position);
        class_of_.push_back(place->second);
    }
}

bool FactorPattern::fits(const Factor& factor) const {
    if (factor.over != over_ || factor.attribute != attribute_ ||
        factor.coordinate != coordinate_ || factor.value.size() != class_of_.size())
        return false;
    for (std::size_t position = 0; position < class_of_.size(); ++position)
        if (factor.value[position] != factor.value[first_member_[class_of_[position]]])
            return false;
    std::vector<double> of_classes;
    of_classes.reserve(first_member_.size());
    for (const std::uint32_t first : first_member_) of_classes.push_back(factor.value[first]);
    return are_different(std::move(of_classes));
}

std::vector<FactorPattern> patterns_of(const RowPlan& plan) {
    std::vector<FactorPattern> patterns;
    for_each_factor(plan, [&](const Factor& factor) { patterns.emplace_back(factor); });
    return patterns;
}

bool fits(const std::vector<FactorPattern>& patterns, const RowPlan& plan) {
    std::size_t number = 0;
    bool all_fit = true;
    for_each_factor(plan, [&](const Factor& factor) {
        all_fit = all_fit && number < patterns.size() && patterns[number].fits(factor);
        ++number;
    });
    return all_fit && number == patterns.size();
}

}  // namespace forlob
