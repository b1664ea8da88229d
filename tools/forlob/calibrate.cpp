// forlob calibrate: finds the parameters with which a scenario reproduces its targets.

#include "calibrate/calibrate.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <stdexcept>

#include "changes.hpp"
#include "commands.hpp"
#include "report/calibration_report.hpp"

namespace forlob::tool {
namespace {

struct Options {
    std::string scenario;
    std::optional<std::string> output;
    bool force = false;
    int threads = 0;
    CommandLineOverrides changes;
};

int calibrate_command(const Options& options) {
    // Before the work, not after it.
    if (options.output && !options.force && std::filesystem::exists(*options.output))
        throw std::invalid_argument(
            fmt::format("{} exists already; name another file or add --force", *options.output));
    const ScenarioSpec scenario = read_scenario(options.scenario, options.changes);
    if (!scenario.calibrate)
        throw std::invalid_argument(
            "the scenario has no 'calibrate': it says which parameters are "
            "free and what is to be reproduced");
    const Calibration calibration = calibrate(scenario, options.threads);
    fmt::print("{}\n\n{}", scenario.title, calibration_text(calibration, 100));
    if (!options.output) return done;
    write_text_file(*options.output,
                    calibration_yaml(calibration, scenario,
                                     std::filesystem::path(options.scenario).filename().string()),
                    options.force);
    fmt::print(stderr, "Wrote {}; name it under 'use' in a scenario.\n", *options.output);
    return done;
}

}  // namespace

void add_calibrate(CLI::App& app, Chosen& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "calibrate", "Find the parameters with which a scenario reproduces its targets");
    command->footer("Example:\n  forlob calibrate my.yaml -o my-parameters.yaml");
    command->add_option("SCENARIO", options->scenario, "A file of kind scenario")->required();
    command->add_option("-o,--output", options->output,
                        "File of kind parameters with the best values, for 'use' in a scenario");
    command->add_flag("--force", options->force, "Replace the file if it exists");
    add_set(*command, options->changes);
    add_threads(*command, options->threads);
    command->callback(
        [options, &chosen] { chosen = [options] { return calibrate_command(*options); }; });
}

}  // namespace forlob::tool
