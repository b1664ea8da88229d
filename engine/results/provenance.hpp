#pragma once

// Where does a result file come from? When, and by which command: the two things that may differ
// between files of equal content.

#include <string>

namespace forlob {

/// Now, or SOURCE_DATE_EPOCH when it is set to a number: "2026-01-01T00:00:00Z".
[[nodiscard]] std::string creation_time();

/// A command line whose paths have lost their folders, since these can tell who ran it: words that
/// begin with /, ~, ./ or ../, also behind `--option=` or `-o`. Words may be quoted.
[[nodiscard]] std::string without_folders(const std::string& command_line);

/// What a file is called in the result: its path from the folder of the scenario, however both were
/// named on the command line, so that neither where the command was typed nor where the folder lies
/// changes a result. A file of another tree (the way to it leads through the root) keeps its name
/// only.
[[nodiscard]] std::string name_from_scenario(const std::string& file, const std::string& scenario);

}  // namespace forlob
