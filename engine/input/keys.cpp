#include "input/keys.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/require.hpp"

namespace forlob {

const std::vector<KeyRule>& key_rules(std::string_view object) {
    const auto& tables = key_tables();
    const auto found = std::find_if(tables.begin(), tables.end(),
                                    [&](const KeyTable& table) { return table.object == object; });
    require(found != tables.end(), "every kind of mapping has a key table");
    return found->rules;
}

bool check_object(const YamlNode& node, std::string_view what, std::string_view object,
                  Diagnostics& diagnostics) {
    const std::vector<KeyRule>& rules = key_rules(object);
    if (!check_keys(node, what, rules, diagnostics)) return false;
    for (const YamlEntry& entry : node.entries) {
        for (const KeyRule& rule : rules) {
            if (rule.key != entry.key || rule.type != not_supported) continue;
            diagnostics.error(entry.key_location,
                              fmt::format("'{}' is not supported yet", rule.key),
                              std::string(rule.about));
        }
    }
    return true;
}

const std::vector<IntegerType>& integer_types() {
    static const std::vector<IntegerType> types = {
        {"version", 1, 1},
        {"months", 0, 1200},
        {"length", 1, 1200},
        {"cycles", 0, 36'525},
        {"some_cycles", 1, 36'525},
        {"window_months", 1, 64},
        {"follow_up_months", 1, 63},
        {"frailty_levels", 2, 32},
        {"level_count", 2, 64},
        {"years", 0, 120},
        {"price_year", 1900, 2200},
        {"first_tick", 0, 1},
        {"threshold", 0, 1'000'000'000},
        {"threshold_step", 1, 1'000'000'000},
        {"persons", 0, 10'000'000},
        {"cohort_size", 1, 10'000'000},
        {"replications", 1, 10'000'000},
        {"draw_number", 2, 1'000'000},
        {"calibration_starts", 1, 1000},
        {"seed", 0, 9'223'372'036'854'775'807},
    };
    return types;
}

const std::vector<WordType>& word_types() {
    static const std::vector<WordType> types = {
        {"time_unit", {"minute", "hour", "day", "week", "month", "quarter", "year"}},
        {"interpolation", {"step", "linear"}},
        {"accrual", {"start", "end", "half_cycle", "all_ticks"}},
        {"discount_form", {"compound", "exponential"}},
        {"direction", {"expense", "income"}},
        {"ramp_since", {"launch", "program_start"}},
        {"trajectories", {"none", "spells", "panel"}},
        {"draw_method", {"exact", "simulation"}},
        {"search_scale", {"linear", "log"}},
        {"grade", {"A", "B", "C", "D"}},
    };
    return types;
}

}  // namespace forlob
