// forlob compare: the comparison tables of a result file again.

#include <fmt/format.h>

#include <memory>

#include "commands.hpp"
#include "report/comparison.hpp"
#include "results/result_file.hpp"

namespace forlob::tool {
namespace {

struct Options {
    std::string file;
    ComparisonOptions comparison;
    std::string format = "table";
    std::string locale = "en";
};

int compare_command(const Options& options) {
    const Result result = read_result(options.file);
    if (options.format == "json")
        fmt::print("{}", comparison_json(result));
    else if (options.format == "csv")
        fmt::print("{}", comparison_csv(result, options.locale == "da" ? CsvLocale::danish
                                                                       : CsvLocale::international));
    else
        fmt::print("{}", comparison_text(result, options.comparison));
    return done;
}

}  // namespace

void add_compare(CLI::App& app, Chosen& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("compare", "Print the comparison of a result file");
    command->footer(
        "Examples:\n"
        "  forlob compare isu.h5 --horizon 24\n"
        "  forlob compare isu.h5 --by support_history\n"
        "  forlob compare isu.h5 --format csv --locale da > isu.csv");
    command->add_option("FILE", options->file, "A result file")->required();
    command->add_option("--by", options->comparison.by,
                        "An attribute of record: {by: […]}: tables for each of its levels");
    command->add_option("--horizon", options->comparison.horizon_months,
                        "Months, or cycles of the model: one of the scenario's horizons");
    command->add_option("--format", options->format, "table, csv or json")
        ->check(CLI::IsMember({"table", "csv", "json"}));
    command->add_flag_callback(
        "--json", [options] { options->format = "json"; }, "As --format json");
    command->add_option("--locale", options->locale, "Of CSV: en, or da for Danish spreadsheets")
        ->check(CLI::IsMember({"en", "da"}));
    command->callback(
        [options, &chosen] { chosen = [options] { return compare_command(*options); }; });
}

}  // namespace forlob::tool
