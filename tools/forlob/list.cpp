// forlob list: the models, programs and scenarios there are, one line each.

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "commands.hpp"
#include "input/scenario_spec.hpp"

namespace forlob::tool {
namespace {

namespace fs = std::filesystem;

// Beside the program: the source tree it was built in, or where it was installed.
std::vector<fs::path> shipped_folders() {
    std::vector<fs::path> roots;
    if (const char* share = std::getenv("FORLOB_SHARE"); share != nullptr)
        roots.emplace_back(share);
    std::error_code unknown;
    const fs::path program = fs::read_symlink("/proc/self/exe", unknown);
    if (!unknown) {
        roots.push_back(program.parent_path().parent_path() / "share" / "forlob");
        roots.push_back(program.parent_path().parent_path().parent_path());
    }
    for (const fs::path& root : roots)
        if (fs::is_directory(root / "models", unknown) &&
            fs::is_directory(root / "scenarios", unknown))
            return {root / "scenarios", root / "models"};
    throw std::runtime_error(
        "the shipped models are not beside the program; name a folder, or set FORLOB_SHARE to the "
        "one "
        "that holds models and scenarios");
}

int list_command(const std::vector<std::string>& named) {
    std::vector<fs::path> folders(named.begin(), named.end());
    if (folders.empty()) folders = shipped_folders();
    std::vector<fs::path> files;
    for (const fs::path& folder : folders) {
        if (!fs::is_directory(folder))
            throw std::invalid_argument(folder.string() + " is not a folder");
        for (const auto& entry : fs::recursive_directory_iterator(folder))
            if (entry.is_regular_file() && entry.path().extension() == ".yaml")
                files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::error_code ignored;
    const char* const order[] = {"scenario", "program", "population", "economy", "model"};
    for (const char* const kind : order) {
        for (const fs::path& file : files) {
            const FileSummary summary = summarise_file(file.string());
            if (summary.kind != kind) continue;
            const fs::path near = fs::proximate(file, ignored);
            const std::string shown = near.empty() || near.string().size() > file.string().size()
                                          ? file.string()
                                          : near.string();
            fmt::print("{:<10}  {}\n            {}\n", kind, shown, summary.title);
        }
    }
    return done;
}

}  // namespace

void add_list(CLI::App& app, Chosen& chosen) {
    auto folders = std::make_shared<std::vector<std::string>>();
    CLI::App* command = app.add_subcommand("list", "List scenarios, programs and models");
    command->footer("Examples:\n  forlob list\n  forlob list my-folder");
    command->add_option("FOLDER", *folders, "Folders to search; without one, what is shipped");
    command->callback(
        [folders, &chosen] { chosen = [folders] { return list_command(*folders); }; });
}

}  // namespace forlob::tool
