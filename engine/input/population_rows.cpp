#include "input/population_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "input/block.hpp"
#include "input/csv.hpp"

namespace forlob {

namespace {

constexpr std::string_view weight_column = "weight";
constexpr std::size_t most_mistakes = 20;

std::optional<double> weight_of(const CsvField& field, Diagnostics& diagnostics) {
    const auto weight = csv_number(field.text);
    if (weight && *weight >= 0.0) return weight;
    diagnostics.error(field.location, fmt::format("{} is not a weight", quoted_field(field.text)),
                      "weights are numbers from 0 on, with a decimal point");
    return std::nullopt;
}

// The columns; nothing, after reporting it, if they do not make sense.
std::optional<std::vector<std::string>> columns_of(const std::vector<CsvField>& header,
                                                   Diagnostics& diagnostics) {
    std::vector<std::string> columns;
    const std::size_t n_before = diagnostics.n_errors();
    for (const CsvField& field : header) {
        if (!is_name(field.text)) {
            diagnostics.error(
                field.location,
                fmt::format("{} is not the name of a column", quoted_field(field.text)),
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

std::optional<PopulationRows::Row> row_of(const CsvLine& line,
                                          const std::vector<std::string>& columns,
                                          Diagnostics& diagnostics) {
    const std::vector<CsvField> fields = csv_fields(line);
    if (!check_field_count(line, fields.size(), columns.size(), diagnostics)) return std::nullopt;
    PopulationRows::Row row;
    row.location = line.location;
    for (std::size_t column = 0; column < columns.size(); ++column) {
        const CsvField& field = fields[column];
        if (columns[column] == weight_column) {
            const auto weight = weight_of(field, diagnostics);
            if (!weight) return std::nullopt;
            row.weight = *weight;
        } else if (is_name(field.text)) {
            row.levels.emplace_back(field.text);
        } else {
            diagnostics.error(
                field.location,
                fmt::format("{} is not the name of a level", quoted_field(field.text)),
                "names of levels have no quotes, spaces or capital letters");
            return std::nullopt;
        }
    }
    return row;
}

}  // namespace

Location place_of_field(const Location& line, std::string_view text) {
    const auto lines = csv_lines(line.file);
    for (const CsvField& field : csv_fields(lines[static_cast<std::size_t>(line.line) - 1]))
        if (field.text == text) return field.location;
    return line;
}

std::optional<PopulationRows> read_population_rows(const std::shared_ptr<const SourceFile>& file,
                                                   Diagnostics& diagnostics) {
    const auto lines = csv_lines(file);
    const Location top{file};
    if (lines.size() < 2) {
        diagnostics.error(top, "there are no rows",
                          "the first line has names of attributes, and weight; rows follow");
        return std::nullopt;
    }
    const auto columns = columns_of(csv_fields(lines.front()), diagnostics);
    if (!columns) return std::nullopt;

    PopulationRows rows;
    rows.location = top;
    std::copy_if(columns->begin(), columns->end(), std::back_inserter(rows.attributes),
                 [](const std::string& column) { return column != weight_column; });
    const std::size_t n_before = diagnostics.n_errors();
    double total = 0.0;
    for (std::size_t line = 1; line < lines.size(); ++line) {
        auto row = row_of(lines[line], *columns, diagnostics);
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
