#pragma once

// How are the parts read that several kinds of file share? Factors, move patterns, rows and clock
// starts: their form, not yet whether the names in them exist (known_names.hpp).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "input/block.hpp"
#include "input/cycle.hpp"
#include "input/model_spec.hpp"

namespace forlob {

/// Coordinates that every model has: no clock or attribute may have such a name.
[[nodiscard]] const std::vector<std::string>& built_in_coordinates();

/// The name of the same coordinate in a monthly model: `cycle` is `month` there, `cycles_in_state`
/// `months_in_state`, and so on; other names stay as they are.
[[nodiscard]] std::string_view in_months(std::string_view coordinate);

/// The unit of a rate (`per`), a month without; reports a rate without a unit, and the other way
/// round.
[[nodiscard]] TimeUnit read_unit_of_rate(const Block& block, bool is_rate,
                                         Diagnostics& diagnostics);

/// Whether the key of a step is meant as a number rather than as the name of a level.
[[nodiscard]] bool begins_like_a_number(std::string_view key);

/// Largest key of a step function, in cycles (weeks in a ladder): a century of days.
inline constexpr std::int64_t largest_step = 36'525;

/// A number greater than 0; another one is reported, and returned all the same.
[[nodiscard]] std::optional<double> read_positive(const YamlNode& node, std::string_view what,
                                                  Diagnostics& diagnostics);

/// A step function `{0: …, 12: …}`: whole numbers, ascending, the first `first`; or a factor per
/// name. Nothing, after reporting it, for a mixture of both.
[[nodiscard]] std::vector<FactorSpec::Step> read_steps(const YamlNode& node,
                                                       const std::string& what, std::int64_t first,
                                                       Diagnostics& diagnostics);

/// The `by:` of a block: a step function or a factor per level for each coordinate.
[[nodiscard]] std::vector<FactorSpec> read_factors(const Block& block, Diagnostics& diagnostics);

/// The `moves:` of a block.
[[nodiscard]] std::vector<MovePattern> read_patterns(const Block& block, Diagnostics& diagnostics);

/// A row: destinations, each a number (a probability), `rest` or a mapping. All probabilities, all
/// rates or all counts.
[[nodiscard]] RowSpec read_row(const Name& from, const YamlNode& node, const std::string& what,
                               Diagnostics& diagnostics);

/// The start of a clock.
[[nodiscard]] ClockStartSpec read_clock_start(const YamlNode& node, const std::string& what,
                                              Diagnostics& diagnostics);

/// What every file begins with: `forlob`, `kind`, `title`, `description`. Returns the title. A part
/// that is written inline has some or none of them.
[[nodiscard]] std::string read_head(const Block& block, std::string_view kind,
                                    Diagnostics& diagnostics);

/// Whether `root` is a file of `kind`; reports what is missing to make it one. False if nothing in
/// it would make sense: the mistake is then where it is referred to. Not for parts that are written
/// inline.
bool check_file_head(const YamlNode& root, std::string_view kind,
                     const std::optional<Location>& referred_from, Diagnostics& diagnostics);

/// Age at tick 0: `{from: 18, to: 64}` in years, or such a range per level.
[[nodiscard]] ClockStartSpec read_age(const YamlNode& node, const std::string& what,
                                      Diagnostics& diagnostics);

}  // namespace forlob
