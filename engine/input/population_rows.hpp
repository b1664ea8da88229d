#pragma once

// Who are the people of a CSV file? Weighted rows: a column per attribute, and `weight`.

#include <memory>
#include <optional>
#include <string_view>

#include "base/diagnostic.hpp"
#include "input/population_spec.hpp"

namespace forlob {

/// Strict: a header of names, commas between fields, no quotes, spaces or empty lines; weights are
/// plain numbers, 0 or more, not all 0. The byte order mark and line ends of spreadsheets are
/// understood. Nothing if the header is wrong; at most 20 mistakes of rows are reported.
[[nodiscard]] std::optional<PopulationRows> read_population_rows(
    const std::shared_ptr<const SourceFile>& file, Diagnostics& diagnostics);

/// The part of a line of such a file that is `text`; the whole line if there is none.
[[nodiscard]] Location place_of_field(const Location& line, std::string_view text);

}  // namespace forlob
