#include "input/population_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "input/block.hpp"

namespace forlob {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view weight_column = "weight";
constexpr std::size_t most_mistakes = 20;

struct Field {
    std::string_view text;
    Location location;
};

int characters(std::string_view text) { return std::max(1, static_cast<int>(text.size())); }

// The fields of one line. Columns are bytes, which are characters here: anything but ASCII is
// refused as a name or number.
std::vector<Field> fields_of(std::string_view line, const Location& line_place) {
    std::vector<Field> fields;
    std::size_t begin = 0;
    while (true) {
        const std::size_t end = std::min(line.find(',', begin), line.size());
        Field field{line.substr(begin, end - begin), line_place};
        field.location.column = static_cast<int>(begin) + 1;
        field.location.width = characters(field.text);
        fields.push_back(std::move(field));
        if (end == line.size()) return fields;
        begin = end + 1;
    }
}

// The lines with their places; the line end that closes the last line begins no further one.
std::vector<std::pair<std::string_view, Location>> lines_of(
    const std::shared_ptr<const SourceFile>& file) {
    std::vector<std::pair<std::string_view, Location>> lines;
    std::string_view rest = file->text;
    if (rest.starts_with(byte_order_mark)) rest.remove_prefix(byte_order_mark.size());
    Location place{file};
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        std::string_view line = rest.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        place.width = characters(line);
        lines.emplace_back(line, place);
        ++place.line;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return lines;
}

// What a message may quote: the author's word, unless it is not plain text.
std::string quoted(std::string_view text) {
    const bool is_plain =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
    return is_plain ? fmt::format("'{}'", text) : "this";
}

std::optional<double> weight_of(const Field& field, Diagnostics& diagnostics) {
    double weight = 0.0;
    const char* const last = field.text.data() + field.text.size();
    const auto [end, error] = std::from_chars(field.text.data(), last, weight);
    if (error == std::errc{} && end == last && std::isfinite(weight) && weight >= 0.0)
        return weight;
    diagnostics.error(field.location, fmt::format("{} is not a weight", quoted(field.text)),
                      "weights are numbers from 0 on, with a decimal point");
    return std::nullopt;
}

// The columns; nothing, after reporting it, if they do not make sense.
std::optional<std::vector<std::string>> columns_of(const std::vector<Field>& header,
                                                   Diagnostics& diagnostics) {
    std::vector<std::string> columns;
    const std::size_t n_before = diagnostics.n_errors();
    for (const Field& field : header) {
        if (!is_name(field.text)) {
            diagnostics.error(field.location,
                              fmt::format("{} is not the name of a column", quoted(field.text)),
                              field.text.find(';') != field.text.npos
                                  ? "commas separate the columns, not semicolons"
                                  : "the first line has names of attributes, and weight");
            continue;
        }
        if (std::find(columns.begin(), columns.end(), field.text) != columns.end())
            diagnostics.error(field.location, fmt::format("column '{}' is there twice", field.text),
                              "remove one of them");
        columns.emplace_back(field.text);
    }
    if (diagnostics.n_errors() > n_before) return std::nullopt;
    if (std::find(columns.begin(), columns.end(), weight_column) == columns.end()) {
        diagnostics.error(header.front().location, "there is no column 'weight'",
                          "the first line has names of attributes, and weight");
        return std::nullopt;
    }
    return columns;
}

std::optional<PopulationRows::Row> row_of(const std::vector<Field>& fields,
                                          const std::vector<std::string>& columns,
                                          const Location& place, Diagnostics& diagnostics) {
    if (fields.size() != columns.size()) {
        diagnostics.error(place,
                          fmt::format("this row has {} {}, the first line has {}", fields.size(),
                                      fields.size() == 1 ? "field" : "fields", columns.size()),
                          "every row has a field for every column");
        return std::nullopt;
    }
    PopulationRows::Row row;
    row.location = place;
    for (std::size_t column = 0; column < columns.size(); ++column) {
        const Field& field = fields[column];
        if (columns[column] == weight_column) {
            const auto weight = weight_of(field, diagnostics);
            if (!weight) return std::nullopt;
            row.weight = *weight;
        } else if (is_name(field.text)) {
            row.levels.emplace_back(field.text);
        } else {
            diagnostics.error(field.location,
                              fmt::format("{} is not the name of a level", quoted(field.text)),
                              "names of levels have no quotes, spaces or capital letters");
            return std::nullopt;
        }
    }
    return row;
}

}  // namespace

Location place_of_field(const Location& line, std::string_view text) {
    const auto lines = lines_of(line.file);
    const auto& [content, place] = lines[static_cast<std::size_t>(line.line) - 1];
    for (const Field& field : fields_of(content, place))
        if (field.text == text) return field.location;
    return line;
}

std::optional<PopulationRows> read_population_rows(const std::shared_ptr<const SourceFile>& file,
                                                   Diagnostics& diagnostics) {
    const auto lines = lines_of(file);
    const Location top{file};
    if (lines.size() < 2) {
        diagnostics.error(top, "there are no rows",
                          "the first line has names of attributes, and weight; rows follow");
        return std::nullopt;
    }
    const auto columns =
        columns_of(fields_of(lines.front().first, lines.front().second), diagnostics);
    if (!columns) return std::nullopt;

    PopulationRows rows;
    rows.location = top;
    std::copy_if(columns->begin(), columns->end(), std::back_inserter(rows.attributes),
                 [](const std::string& column) { return column != weight_column; });
    const std::size_t n_before = diagnostics.n_errors();
    double total = 0.0;
    for (std::size_t line = 1; line < lines.size(); ++line) {
        const auto& [text, place] = lines[line];
        auto row = row_of(fields_of(text, place), *columns, place, diagnostics);
        if (diagnostics.n_errors() - n_before >= most_mistakes) return rows;
        if (!row) continue;
        total += row->weight;
        rows.rows.push_back(std::move(*row));
    }
    if (total <= 0.0 && diagnostics.n_errors() == n_before)
        diagnostics.error(top, "all weights are 0", "at least one row has a weight above 0");
    if (!std::isfinite(total))
        diagnostics.error(top, "the weights add up to more than a number can hold",
                          "use smaller weights: only their ratios matter");
    return rows;
}

}  // namespace forlob
