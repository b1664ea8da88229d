#include "changes.hpp"

namespace forlob::tool {

void add_set(CLI::App& command, CommandLineOverrides& changes) {
    command
        .add_option("--set", changes.set,
                    "name=value for every arm, or arm.name=value for one; may be repeated")
        ->allow_extra_args(false);
}

void add_changes(CLI::App& command, CommandLineOverrides& changes) {
    add_set(command, changes);
    command.add_option("--replications", changes.replications, "Instead of the scenario's");
    command.add_option("--seed", changes.seed, "Instead of the scenario's");
    command.add_option("--people", changes.cohort_size, "Instead of the scenario's cohort");
    command.add_option("--horizon", changes.horizon_months,
                       "Cycles (months in monthly models), instead of the scenario's");
}

void add_threads(CLI::App& command, int& threads) {
    command.add_option("--threads", threads, "Threads; 0: all that may be used")
        ->check(CLI::Range(0, 4096));
}

}  // namespace forlob::tool
