#pragma once

// What several commands let one change in a scenario from the command line.

#include <CLI/CLI.hpp>

#include "input/scenario_spec.hpp"

namespace forlob::tool {

/// `--set`. What it is bound to must live until the command line is parsed.
void add_set(CLI::App& command, CommandLineOverrides& changes);

/// `--set`, and the size of a run: `--replications`, `--seed`, `--people`, `--horizon`.
void add_changes(CLI::App& command, CommandLineOverrides& changes);

/// `--threads`.
void add_threads(CLI::App& command, int& threads);

}  // namespace forlob::tool
