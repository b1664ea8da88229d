#include "input/cycle.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <numeric>

#include "input/block.hpp"

namespace forlob {

namespace {

struct Unit {
    std::string_view name;
    std::int64_t minutes;
};
constexpr std::array<Unit, 7> units{{{"minute", 1},
                                     {"hour", 60},
                                     {"day", 1440},
                                     {"week", 10'080},
                                     {"month", 43'830},
                                     {"quarter", 131'490},
                                     {"year", 525'960}}};

constexpr double longest_years = 100.0;

std::int64_t minutes_in(TimeUnit unit) { return units[static_cast<std::size_t>(unit)].minutes; }

bool is_whole(double number) { return number >= 1.0 && number == std::floor(number); }

}  // namespace

std::string_view name_of(TimeUnit unit) { return units[static_cast<std::size_t>(unit)].name; }

std::string plural_of(TimeUnit unit) { return std::string(name_of(unit)) + "s"; }

double convert(double amount, TimeUnit from, TimeUnit to) {
    const std::int64_t common = std::gcd(minutes_in(from), minutes_in(to));
    // One rounding each: 1 month a year is 1 / 12, and 3 months are exactly a quarter.
    return amount * static_cast<double>(minutes_in(from) / common) /
           static_cast<double>(minutes_in(to) / common);
}

std::string CycleSpec::one() const {
    return length == 1.0 ? std::string(name_of(unit)) : std::string("cycle");
}

std::string CycleSpec::many() const { return one() + "s"; }

std::string CycleSpec::length_text() const {
    if (length != 1.0) return fmt::format("{} {}", length, plural_of(unit));
    return fmt::format("{} {}", unit == TimeUnit::hour ? "an" : "a", name_of(unit));
}

std::string CycleSpec::many_with_length() const {
    return length == 1.0 ? many() : "cycles of " + length_text();
}

bool CycleSpec::is_whole_months() const {
    return unit >= TimeUnit::month && is_whole(months_per_cycle());
}

bool CycleSpec::is_whole_days() const {
    return unit < TimeUnit::month && is_whole(in(TimeUnit::day));
}

TimeUnit read_time_unit(const YamlNode& node, std::string_view what, Diagnostics& diagnostics) {
    std::string known;
    for (std::size_t unit = 0; unit < units.size(); ++unit) {
        if (node.kind == YamlNode::Kind::scalar && node.text == units[unit].name)
            return static_cast<TimeUnit>(unit);
        known += (known.empty() ? "" : ", ") + std::string(units[unit].name);
    }
    diagnostics.error(node.location,
                      node.kind == YamlNode::Kind::scalar
                          ? fmt::format("{} cannot be '{}'", what, node.text)
                          : fmt::format("{} must be a word", what),
                      fmt::format("write one of: {}", known));
    return TimeUnit::month;
}

CycleSpec read_cycle(const YamlNode& node, Diagnostics& diagnostics, const std::string& what) {
    CycleSpec cycle;
    cycle.location = node.location;
    if (node.kind != YamlNode::Kind::mapping) {
        cycle.unit = read_time_unit(node, what, diagnostics);
        return cycle;
    }
    const Block block(node, what, "cycle_length", diagnostics);
    if (const YamlNode* unit = block.find("unit"))
        cycle.unit = read_time_unit(*unit, what + ".unit", diagnostics);
    const YamlNode* length = block.find("length");
    if (length == nullptr) return cycle;
    const auto number = read_number(*length, what + ".length", diagnostics);
    if (!number) return cycle;
    if (*number > 0.0 && convert(*number, cycle.unit, TimeUnit::year) <= longest_years) {
        cycle.length = *number;
        return cycle;
    }
    diagnostics.error(length->location, fmt::format("{}.length cannot be {}", what, length->text),
                      fmt::format("a cycle is longer than 0 and at most {} years", longest_years));
    return cycle;
}

std::string twin_of_month_word(std::string_view word) {
    constexpr std::string_view month = "month";
    const std::size_t at = word.find(month);
    if (at == std::string_view::npos || word == "month_of_year") return {};
    return std::string(word.substr(0, at)) + "cycle" + std::string(word.substr(at + month.size()));
}

}  // namespace forlob
