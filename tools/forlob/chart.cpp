// forlob chart: a picture of a result file.

#include "report/chart.hpp"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <stdexcept>

#include "commands.hpp"
#include "results/result_file.hpp"

namespace forlob::tool {
namespace {

struct Options {
    std::string file;
    std::optional<std::string> output;
    bool force = false;
};

int chart_command(const Options& options) {
    const Result result = read_result(options.file);
    const std::string picture = chart_svg(result);
    if (options.output)
        write_text_file(*options.output, picture, options.force);
    else
        fmt::print("{}", picture);
    return done;
}

}  // namespace

void add_chart(CLI::App& app, Chosen& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("chart", "Draw a result file: states, relapse, saving (SVG)");
    command->footer("Example:\n  forlob chart isu.h5 -o isu.svg");
    command->add_option("FILE", options->file, "A result file")->required();
    command->add_option("-o,--output", options->output, "SVG file; without it, standard output");
    command->add_flag("--force", options->force, "Replace the picture if it exists");
    command->callback(
        [options, &chosen] { chosen = [options] { return chart_command(*options); }; });
}

}  // namespace forlob::tool
