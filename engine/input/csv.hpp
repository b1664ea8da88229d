#pragma once

// Which fields does a line of a CSV file have, and where? Strict: commas between fields, no quotes.
// The byte order mark and the line ends of spreadsheets are understood.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"

namespace forlob {

/// Texts live as long as the file.
struct CsvField {
    std::string_view text;
    Location location;
};

struct CsvLine {
    std::string_view text;
    Location location;
};

/// The lines of a file; the line end that closes the last line begins no further one.
[[nodiscard]] std::vector<CsvLine> csv_lines(const std::shared_ptr<const SourceFile>& file);

/// At least one field. Columns are bytes, which are characters in what readers accept.
[[nodiscard]] std::vector<CsvField> csv_fields(const CsvLine& line);

/// What a message may quote: the author's word, unless it is not plain text ("this").
[[nodiscard]] std::string quoted_field(std::string_view text);

/// The whole field as a finite number with a decimal point.
[[nodiscard]] std::optional<double> csv_number(std::string_view text);

/// Reports a line with another number of fields than the first line has.
bool check_field_count(const CsvLine& line, std::size_t n_fields, std::size_t n_columns,
                       Diagnostics& diagnostics);

}  // namespace forlob
