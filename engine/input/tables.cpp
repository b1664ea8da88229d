#include "input/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/utf8.hpp"
#include "input/block.hpp"
#include "input/csv.hpp"
#include "input/plain_number.hpp"

namespace forlob {

namespace {

constexpr std::size_t most_tables = 200;
constexpr std::size_t most_mistakes = 20;

// The value of a key of `steps`; reports what is none.
std::optional<double> key_value(const YamlEntry& entry, const std::string& what,
                                Diagnostics& diagnostics) {
    const PlainNumber number = read_plain_number(entry.key);
    if (number.value) return number.value;
    diagnostics.error(entry.key_location,
                      fmt::format("'{}' in {} is not a number", entry.key, what),
                      "the steps of a table begin at numbers, as in {35: 0.00099, 45: 0.0026}");
    return std::nullopt;
}

std::vector<TableSpec::Step> read_table_steps(const Block& block, Diagnostics& diagnostics) {
    std::vector<TableSpec::Step> steps;
    const std::string what = block.path("steps");
    for (const YamlEntry& entry : block.referring("steps")) {
        const auto from = key_value(entry, what, diagnostics);
        auto value =
            read_expression(entry.value, fmt::format("{}.{}", what, entry.key), diagnostics);
        if (!from || !value) continue;
        if (!steps.empty() && *from <= steps.back().from)
            diagnostics.error(entry.key_location,
                              fmt::format("{} in {} does not ascend", entry.key, what),
                              "write the steps from the smallest to the largest, each once");
        steps.push_back({*from, std::move(*value), entry.key_location});
    }
    return steps;
}

std::optional<Name> text_as_name(const Block& block, std::string_view key) {
    const auto text = block.text(key);
    if (!text) return std::nullopt;
    return Name{*text, block.find(key)->location};
}

TableSpec read_table(const YamlEntry& entry, Diagnostics& diagnostics) {
    const Block block(entry.value, fmt::format("tables.{}", entry.key), "table", diagnostics);
    TableSpec table;
    table.name = key_name(entry);
    table.location = entry.value.location;
    table.label = block.label();
    if (auto of = block.expression("of")) table.of = std::move(*of);
    table.is_linear = block.word("interpolate") == std::size_t{1};
    if (const YamlNode* unit = block.find("unit"))
        table.unit = read_unit(*unit, block.path("unit"), diagnostics).value_or("");
    if (const YamlNode* grade = block.find("grade"))
        table.grade = read_grade(*grade, block.path("grade"), diagnostics).value_or(Grade::D);
    table.source = block.text("source").value_or("");
    if (!block.is_mapping() ||
        !block.exactly_one_of({"steps", "file"},
                              "write the values here (steps), or name a CSV file (file)"))
        return table;
    table.steps = read_table_steps(block, diagnostics);
    for (const char* key : {"key", "column"}) {
        if (block.has("file") == block.has(key)) continue;
        diagnostics.error(
            block.has(key) ? block.entry(key)->key_location : entry.value.location,
            fmt::format("{} has {}", block.path(),
                        block.has(key) ? fmt::format("'{}' but no file", key)
                                       : fmt::format("'file' but no '{}'", key)),
            "a CSV file is named with file, key (the column to look in) and column (the values)");
        return table;
    }
    auto file = text_as_name(block, "file");
    auto key = block.name("key");
    auto column = block.name("column");
    if (file && key && column)
        table.columns = {std::move(*file), std::move(*key), std::move(*column)};
    return table;
}

std::optional<std::size_t> position_of(const std::vector<CsvField>& header, const Name& column,
                                       Diagnostics& diagnostics) {
    std::vector<std::string> known;
    for (std::size_t position = 0; position < header.size(); ++position) {
        if (header[position].text == column.text) return position;
        known.emplace_back(header[position].text);
    }
    diagnostics.error(
        column.location,
        fmt::format("'{}' has no column '{}'", header.front().location.file->name, column.text),
        unknown_name_help(column.text, "columns", known));
    return std::nullopt;
}

std::optional<double> number_in(const CsvField& field, Diagnostics& diagnostics) {
    const PlainNumber number = read_plain_number(field.text);
    if (number.value) return number.value;
    diagnostics.error(field.location,
                      fmt::format("'{}' is not a number", shortened(std::string(field.text))),
                      "the columns of a table hold numbers, with a decimal point");
    return std::nullopt;
}

void load_table(TableSpec& table, const std::shared_ptr<const SourceFile>& file,
                Diagnostics& diagnostics) {
    const std::vector<CsvLine> lines = csv_lines(file);
    if (lines.size() < 2) {
        diagnostics.error({file}, "there are no rows",
                          "the first line has names of columns; rows of numbers follow");
        return;
    }
    const std::vector<CsvField> header = csv_fields(lines.front());
    const auto key = position_of(header, table.columns->key, diagnostics);
    const auto column = position_of(header, table.columns->column, diagnostics);
    if (!key || !column) return;
    const std::size_t n_before = diagnostics.n_errors();
    for (std::size_t line = 1; line < lines.size(); ++line) {
        if (diagnostics.n_errors() - n_before >= most_mistakes) return;
        const std::vector<CsvField> fields = csv_fields(lines[line]);
        if (!check_field_count(lines[line], fields.size(), header.size(), diagnostics)) continue;
        const auto from = number_in(fields[*key], diagnostics);
        const auto value = number_in(fields[*column], diagnostics);
        if (!from || !value) continue;
        if (!table.steps.empty() && *from <= table.steps.back().from)
            diagnostics.error(fields[*key].location,
                              fmt::format("'{}' does not ascend", fields[*key].text),
                              "rows go from the smallest key to the largest, each once");
        table.steps.push_back(
            {*from, Expression(*value, fields[*column].location), fields[*key].location});
    }
}

}  // namespace

std::vector<TableSpec> read_tables(const YamlNode* block, Diagnostics& diagnostics) {
    std::vector<TableSpec> tables;
    if (block == nullptr) return tables;
    for (const YamlEntry& entry : naming_entries(*block, "tables", diagnostics, {1, most_tables}))
        tables.push_back(read_table(entry, diagnostics));
    return tables;
}

void load_tables(std::vector<TableSpec>& tables, FileSet& files, Diagnostics& diagnostics) {
    for (TableSpec& table : tables) {
        if (!table.columns) continue;
        const Name& name = table.columns->file;
        const auto file = files.text(FileSet::resolve(name.location.file->name, name.text),
                                     name.location, diagnostics);
        if (file) load_table(table, file, diagnostics);
    }
}

}  // namespace forlob
