// forlob export: any table of a result file as CSV.

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>

#include "base/diagnostic.hpp"
#include "commands.hpp"
#include "report/csv.hpp"
#include "report/long_form.hpp"
#include "results/result_file.hpp"

namespace forlob::tool {
namespace {

struct Options {
    std::string file;
    std::optional<std::string> table;
    std::optional<std::string> output;
    std::string locale = "en";
    bool force = false;
    bool list = false;
};

// Rows as they come: to standard output at once, or collected for a file.
class CsvSink final : public TableSink {
public:
    CsvSink(CsvLocale locale, bool keep) : csv_(locale), keep_(keep) {}
    void header(const std::vector<std::string>& columns) override { row(columns); }
    void row(const std::vector<std::string>& values) override {
        csv_.row(values);
        if (!keep_ && csv_.text().size() > (1U << 16)) flush();
    }
    void flush() { fmt::print("{}", csv_.take()); }
    [[nodiscard]] std::string take() { return csv_.take(); }

private:
    CsvWriter csv_;
    bool keep_;
};

std::vector<std::string> measure_names(const Result& result) {
    std::vector<std::string> names;
    for (const Measure& measure : result.measures)
        if (std::find(names.begin(), names.end(), measure.name) == names.end())
            names.push_back(measure.name);
    return names;
}

int export_command(const Options& options) {
    std::vector<std::string> tables = table_names(options.file);
    const Result result = read_result(options.file);
    const std::vector<std::string> measures = measure_names(result);
    if (options.list || !options.table) {
        fmt::print("measures\n");
        for (const std::string& name : tables) fmt::print("{}\n", name);
        for (const std::string& name : measures) fmt::print("{}\n", name);
        return done;
    }
    const std::string& name = *options.table;
    const bool is_measure = std::find(measures.begin(), measures.end(), name) != measures.end();
    if (name != "measures" && !is_measure &&
        std::find(tables.begin(), tables.end(), name) == tables.end()) {
        tables.insert(tables.end(), measures.begin(), measures.end());
        tables.emplace_back("measures");
        throw std::invalid_argument("unknown table '" + name + "'; " +
                                    unknown_name_help(name, "tables", tables));
    }
    CsvSink sink(options.locale == "da" ? CsvLocale::danish : CsvLocale::international,
                 options.output.has_value());
    if (name == "measures" || is_measure) {
        sink.header(long_form_columns(result));
        for_each_value(result, is_measure ? name : "",
                       [&](const LongRow& row) { sink.row(long_form_texts(row)); });
    } else {
        read_table(options.file, name, sink);
    }
    if (options.output)
        write_text_file(*options.output, sink.take(), options.force);
    else
        sink.flush();
    return done;
}

}  // namespace

void add_export(CLI::App& app, Chosen& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("export", "Write any table of a result file as CSV");
    command->footer(
        "Examples:\n"
        "  forlob export isu.h5 --list\n"
        "  forlob export isu.h5 --table spells -o spells.csv\n"
        "  forlob export isu.h5 --table net_cost --locale da -o netto.csv");
    command->add_option("FILE", options->file, "A result file")->required();
    command->add_option("--table", options->table,
                        "measures (all, long form), a measure by name, spells, replications, …");
    command->add_flag("--list", options->list, "Name the tables");
    command->add_option("-o,--output", options->output, "CSV file; without it, standard output");
    command->add_option("--locale", options->locale, "en, or da for Danish spreadsheets")
        ->check(CLI::IsMember({"en", "da"}));
    command->add_flag("--force", options->force, "Replace the CSV file if it exists");
    command->callback(
        [options, &chosen] { chosen = [options] { return export_command(*options); }; });
}

}  // namespace forlob::tool
