// forlob explain: what a scenario means, in words and tables.

#include "report/explain.hpp"

#include <fmt/format.h>

#include <memory>

#include "commands.hpp"

namespace forlob::tool {
namespace {

struct Options {
    std::string scenario;
    CommandLineOverrides changes;
    ExplainOptions explain;
};

int explain_command(const Options& options) {
    const ScenarioSpec scenario = read_scenario(options.scenario, options.changes);
    const std::vector<Model> models = compile_arms(scenario);
    fmt::print("{}", explain(scenario, models, price_arms(scenario, models), options.explain));
    return done;
}

}  // namespace

void add_explain(CLI::App& app, Chosen& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "explain", "Say what a scenario means: hazards, effects, prices, sources");
    command->footer(
        "Examples:\n"
        "  forlob explain scenarios/isu-vs-municipal.yaml --arm isu_claim\n"
        "  forlob explain my.yaml --arm isu --at phase=isu_dialogue.search --at month=12 "
        "--at support_history=over_8y");
    command->add_option("SCENARIO", options->scenario, "A file of kind scenario")->required();
    command->add_option("--arm", options->explain.arm, "Only this arm");
    command
        ->add_option("--at", options->explain.at,
                     "coordinate=value of the transition matrix; may be repeated")
        ->allow_extra_args(false);
    command->add_option("--set", options->changes.set, "As in 'forlob run'")
        ->allow_extra_args(false);
    command->callback(
        [options, &chosen] { chosen = [options] { return explain_command(*options); }; });
}

}  // namespace forlob::tool
