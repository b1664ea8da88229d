// forlob plan: what a run will cost, and how precise it will be, before it runs.

#include <fmt/format.h>

#include <atomic>
#include <cmath>
#include <csignal>
#include <memory>
#include <optional>

#include "changes.hpp"
#include "commands.hpp"
#include "report/plan_report.hpp"
#include "run_plan.hpp"

namespace forlob::tool {
namespace {

std::atomic<bool> stop_requested{false};

extern "C" void stop_pilot(int signal_number) {
    stop_requested.store(true);
    std::signal(signal_number, SIG_DFL);  // a second one kills at once
}

struct Options {
    std::string scenario;
    CommandLineOverrides changes;
    PlanOptions plan;
    bool json = false;
};

int plan_command(Options options) {
    const ScenarioSpec scenario = read_scenario(options.scenario, options.changes);
    options.plan.stop = &stop_requested;
    std::signal(SIGINT, stop_pilot);
    std::signal(SIGTERM, stop_pilot);
    const CostPlan plan = plan_run(scenario, options.plan);
    fmt::print("{}", options.json ? plan_json(plan) : plan_text(plan));
    return done;
}

}  // namespace

void add_plan(CLI::App& app, Chosen& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "plan", "Say what a run will cost, and how precise it will be, from a short pilot");
    command->footer(
        "Examples:\n"
        "  forlob plan my.yaml\n"
        "  forlob plan my.yaml --measure net_cost,payer=municipality,horizon=48 --half-width 200\n"
        "  forlob plan my.yaml --replications 100000 --json");
    command->add_option("SCENARIO", options->scenario, "A file of kind scenario")->required();
    command->add_option("--measure", options->plan.measure,
                        "MEASURE or MEASURE,axis=coordinate,…; without it, what the comparison "
                        "prints first");
    command->add_option("--half-width", options->plan.half_width,
                        "Half-width of the 95 % interval that is wanted, in the measure's unit: "
                        "how many replications it takes");
    add_changes(*command, options->changes);
    add_threads(*command, options->plan.threads);
    command->add_flag("--json", options->json, "Print the numbers as JSON");
    command->callback([options, &chosen] {
        const auto& wanted = options->plan.half_width;
        if (wanted && !(*wanted > 0.0 && std::isfinite(*wanted)))
            throw CLI::ValidationError("--half-width", "must be a number above 0");
        chosen = [options] { return plan_command(*options); };
    });
}

}  // namespace forlob::tool
