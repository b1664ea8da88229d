#pragma once

// `forlob run --until-…`: the options, and what is said in the end.

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "run_until.hpp"

namespace forlob::tool {

/// As typed.
struct UntilChoice {
    std::optional<double> standard_error;
    std::optional<double> decided;
    std::string measure;
    std::uint32_t look_every = UntilOptions{}.look_every;
    std::optional<std::uint32_t> most;
};

void add_until(CLI::App& command, UntilChoice& choice);

/// Throws CLI::ValidationError for what contradicts itself, or other options of the command.
void check_until(const UntilChoice& choice, bool names_replications, bool is_exact);

/// Nothing if the run is to have the scenario's replications.
[[nodiscard]] std::optional<UntilOptions> until_options(const UntilChoice& choice);

/// On standard error: whether it became as precise as was asked for, and how precise it is. If it
/// did not, this is told to those who want no closing lines, too.
void report_precision(const UntilOutcome& outcome, const UntilOptions& asked, bool quiet);

}  // namespace forlob::tool
