#pragma once

// How long is a step? The length of a model's cycle, and what units of time are in each other.
//
// Months, quarters and years are whole numbers of each other, and so are minutes, hours, days and
// weeks. A year has 365.25 days, so a month has 30.4375: every unit is a whole number of minutes,
// and conversions are ratios of small whole numbers.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"
#include "input/yaml.hpp"

namespace forlob {

enum class TimeUnit { minute, hour, day, week, month, quarter, year };

/// "month", and "months".
[[nodiscard]] std::string_view name_of(TimeUnit unit);
[[nodiscard]] std::string plural_of(TimeUnit unit);

/// So many of `to` as `amount` of `from` are: `convert(1, year, month)` is 12.
[[nodiscard]] double convert(double amount, TimeUnit from, TimeUnit to);

/// A mistake only in models whose cycle is no month: a condition of Diagnostics::error_if.
inline constexpr std::string_view cycle_is_no_month = "the cycle is no month";

/// The length of a cycle: `length` units, more than 0.
struct CycleSpec {
    double length = 1.0;
    TimeUnit unit = TimeUnit::month;
    Location location;

    /// `cycles` of them in another unit. Also the chance or hazard of a cycle of so much per unit.
    [[nodiscard]] double in(TimeUnit other, double cycles = 1.0) const {
        return convert(cycles * length, unit, other);
    }
    [[nodiscard]] double years_per_cycle() const { return in(TimeUnit::year); }
    [[nodiscard]] double months_per_cycle() const { return in(TimeUnit::month); }
    /// Whether numbers of months are numbers of cycles.
    [[nodiscard]] bool is_month() const { return months_per_cycle() == 1.0; }

    /// What texts for people call one and several: "year", "years"; "cycle", "cycles" if the length
    /// is not 1.
    [[nodiscard]] std::string one() const;
    [[nodiscard]] std::string many() const;
    /// "a month", "a year", "0.5 years".
    [[nodiscard]] std::string length_text() const;
    /// "months", "years", "cycles of 0.5 years".
    [[nodiscard]] std::string many_with_length() const;

    /// Whether every tick is the first day of a calendar month, given that tick 0 is.
    [[nodiscard]] bool is_whole_months() const;
    /// Whether every tick is a whole number of days after tick 0.
    [[nodiscard]] bool is_whole_days() const;
};

/// The value of the key `cycle`, or of another that `what` names: a unit, or `{length: 0.5, unit:
/// year}`. A month after a mistake, which is reported.
[[nodiscard]] CycleSpec read_cycle(const YamlNode& node, Diagnostics& diagnostics,
                                   const std::string& what = "cycle");

/// A unit of time by its name; reports any other word.
[[nodiscard]] TimeUnit read_time_unit(const YamlNode& node, std::string_view what,
                                      Diagnostics& diagnostics);

/// Keys and coordinates that count months, as models of another cycle call them: "cycles_in_state"
/// for "months_in_state", "min_cycles" for "min_months". Empty if the word does not count months.
[[nodiscard]] std::string twin_of_month_word(std::string_view word);

}  // namespace forlob
