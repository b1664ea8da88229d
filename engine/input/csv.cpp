#include "input/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace forlob {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

int characters(std::string_view text) { return std::max(1, static_cast<int>(text.size())); }

}  // namespace

std::vector<CsvLine> csv_lines(const std::shared_ptr<const SourceFile>& file) {
    std::vector<CsvLine> lines;
    std::string_view rest = file->text;
    if (rest.starts_with(byte_order_mark)) rest.remove_prefix(byte_order_mark.size());
    Location place{file};
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        std::string_view line = rest.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        place.width = characters(line);
        lines.push_back({line, place});
        ++place.line;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return lines;
}

std::vector<CsvField> csv_fields(const CsvLine& line) {
    std::vector<CsvField> fields;
    std::size_t begin = 0;
    while (true) {
        const std::size_t end = std::min(line.text.find(',', begin), line.text.size());
        CsvField field{line.text.substr(begin, end - begin), line.location};
        field.location.column = static_cast<int>(begin) + 1;
        field.location.width = characters(field.text);
        fields.push_back(std::move(field));
        if (end == line.text.size()) return fields;
        begin = end + 1;
    }
}

std::string quoted_field(std::string_view text) {
    const bool is_plain =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
    return is_plain ? fmt::format("'{}'", text) : "this";
}

std::optional<double> csv_number(std::string_view text) {
    double number = 0.0;
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, number);
    if (error != std::errc{} || end != last || !std::isfinite(number)) return std::nullopt;
    return number;
}

bool check_field_count(const CsvLine& line, std::size_t n_fields, std::size_t n_columns,
                       Diagnostics& diagnostics) {
    if (n_fields == n_columns) return true;
    diagnostics.error(line.location,
                      fmt::format("this row has {} {}, the first line has {}", n_fields,
                                  n_fields == 1 ? "field" : "fields", n_columns),
                      "every row has a field for every column");
    return false;
}

}  // namespace forlob
