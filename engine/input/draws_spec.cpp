#include "input/draws_spec.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "input/block.hpp"
#include "input/csv.hpp"

namespace forlob {

namespace {

constexpr std::size_t most_mistakes = 20;
constexpr const char* form = "the first line has names of parameters; every further line is a draw";

// The columns; none, after reporting it, if they do not make sense.
std::vector<DrawFile::Column> columns_of(const CsvLine& header, Diagnostics& diagnostics) {
    std::vector<DrawFile::Column> columns;
    const std::size_t n_before = diagnostics.n_errors();
    for (const CsvField& field : csv_fields(header)) {
        const bool has_quotes = field.text.find('"') != field.text.npos;
        const bool has_semicolons = field.text.find(';') != field.text.npos;
        if (field.text.empty() || has_quotes || has_semicolons || csv_number(field.text)) {
            diagnostics.error(
                field.location,
                fmt::format("{} is not the name of a column", quoted_field(field.text)),
                has_semicolons ? "commas separate the columns, not semicolons"
                : has_quotes   ? "names stand without quotes"
                               : form);
            continue;
        }
        if (std::any_of(columns.begin(), columns.end(),
                        [&](const DrawFile::Column& one) { return one.name == field.text; }))
            diagnostics.error(field.location,
                              fmt::format("column {} is there twice", quoted_field(field.text)),
                              "remove one of them");
        columns.push_back({std::string(field.text), field.location});
    }
    if (diagnostics.n_errors() > n_before) columns.clear();
    return columns;
}

bool read_row(const CsvLine& line, std::span<double> row, Diagnostics& diagnostics) {
    const std::vector<CsvField> fields = csv_fields(line);
    if (!check_field_count(line, fields.size(), row.size(), diagnostics)) return false;
    for (std::size_t column = 0; column < row.size(); ++column) {
        const auto value = csv_number(fields[column].text);
        if (!value) {
            diagnostics.error(fields[column].location,
                              fmt::format("{} is not a number", quoted_field(fields[column].text)),
                              "values are finite numbers with a decimal point");
            return false;
        }
        row[column] = *value;
    }
    return true;
}

// How many draws: as said, or as the file has rows.
void settle_number(const Block& block, std::optional<std::int64_t> n, DrawsSpec& draws,
                   Diagnostics& diagnostics) {
    draws.has_n = block.has("n");
    if (n) draws.n = static_cast<std::uint32_t>(*n);
    if (!draws.file) return;
    const std::size_t n_rows = draws.file->values.shape()[0];
    if (!draws.has_n) draws.n = static_cast<std::uint32_t>(n_rows);
    if (draws.n > n_rows)
        diagnostics.error(block.find("n")->location,
                          fmt::format("{} draws, but the file has {} rows", draws.n, n_rows),
                          "a row is a draw: ask for as many, or fewer for the first ones");
}

}  // namespace

std::optional<DrawFile> read_draw_file(const std::shared_ptr<const SourceFile>& file,
                                       Diagnostics& diagnostics) {
    const auto lines = csv_lines(file);
    constexpr std::size_t fewest_rows = 2;
    if (lines.size() < 1 + fewest_rows) {
        diagnostics.error(Location{file}, "there are fewer than two draws", form);
        return std::nullopt;
    }
    DrawFile draws;
    draws.columns = columns_of(lines.front(), diagnostics);
    if (draws.columns.empty()) return std::nullopt;
    draws.values = Table<double, 2>({lines.size() - 1, draws.columns.size()});
    const std::size_t n_before = diagnostics.n_errors();
    for (std::size_t row = 0; row + 1 < lines.size(); ++row) {
        static_cast<void>(read_row(lines[row + 1], draws.values.row(row), diagnostics));
        if (diagnostics.n_errors() - n_before >= most_mistakes) break;
    }
    return draws;
}

std::optional<DrawsSpec> read_draws(const YamlNode& node, FileSet& files,
                                    Diagnostics& diagnostics) {
    const Block block(node, "draws", "draws", diagnostics);
    if (!block.is_mapping()) return std::nullopt;
    DrawsSpec draws;
    draws.location = node.location;
    if (!block.has("n") && !block.has("file")) {
        diagnostics.error(node.location, "draws has neither 'n' nor 'file'",
                          "n: parameters are drawn from their distributions; file: a CSV file with "
                          "a row per draw; or both");
        return std::nullopt;
    }
    const auto n = block.integer("n");
    if (const auto name = block.text("file")) {
        const Location& place = block.find("file")->location;
        const auto text = files.text(FileSet::resolve(place.file->name, *name), place, diagnostics);
        if (text) draws.file = read_draw_file(text, diagnostics);
    }
    if (block.has("file") && !draws.file) return std::nullopt;
    settle_number(block, n, draws, diagnostics);
    if (const auto by = block.word("by"))
        draws.by = *by == 0 ? DrawsSpec::By::exact : DrawsSpec::By::simulation;
    if (const auto replications = block.integer("replications"))
        draws.replications = static_cast<std::uint32_t>(*replications);
    if (block.has("replications") && draws.by != DrawsSpec::By::simulation)
        diagnostics.error(block.entry("replications")->key_location,
                          "draws has 'replications' but no simulation",
                          "add by: simulation; an exact evaluation has no chance to average");
    return draws;
}

}  // namespace forlob
