#pragma once

// What can be typed after `forlob`? One file per command; each adds itself to the command line and
// returns the exit status when it is chosen.

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

namespace forlob::tool {

enum ExitStatus { done = 0, work_failed = 1, input_is_wrong = 2, interrupted = 130 };

/// The command that was chosen, to be run after parsing.
using Chosen = std::function<int()>;

void add_run(CLI::App& app, Chosen& chosen, std::vector<std::string> arguments);
void add_compare(CLI::App& app, Chosen& chosen);
void add_calibrate(CLI::App& app, Chosen& chosen);
void add_plan(CLI::App& app, Chosen& chosen);
void add_check(CLI::App& app, Chosen& chosen);
void add_explain(CLI::App& app, Chosen& chosen);
void add_list(CLI::App& app, Chosen& chosen);
void add_export(CLI::App& app, Chosen& chosen);
void add_schema(CLI::App& app, Chosen& chosen);
void add_chart(CLI::App& app, Chosen& chosen);

/// A file of text, written under a temporary name and renamed; refused if it exists, unless
/// `force`.
void write_text_file(const std::string& path, const std::string& text, bool force);

}  // namespace forlob::tool
