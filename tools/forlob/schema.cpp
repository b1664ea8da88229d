// forlob schema: the JSON Schema of every kind of file, for editors.

#include "input/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>

#include "base/diagnostic.hpp"
#include "commands.hpp"

namespace forlob::tool {
namespace {

struct Options {
    std::optional<std::string> kind;
    std::optional<std::string> folder;
};

int schema_command(const Options& options) {
    const auto& kinds = file_kinds();
    if (options.kind && std::find(kinds.begin(), kinds.end(), *options.kind) == kinds.end())
        throw std::invalid_argument("unknown kind '" + *options.kind + "'; " +
                                    unknown_name_help(*options.kind, "kinds", kinds));
    if (options.folder) {
        for (const std::string& kind : kinds) {
            if (options.kind && kind != *options.kind) continue;
            const auto path = std::filesystem::path(*options.folder) / (kind + ".json");
            write_text_file(path.string(), json_schema(kind) + "\n", true);
            fmt::print(stderr, "Wrote {}\n", path.string());
        }
        return done;
    }
    if (!options.kind) {
        for (const std::string& kind : kinds) fmt::print("{}\n", kind);
        return done;
    }
    fmt::print("{}\n", json_schema(*options.kind));
    return done;
}

}  // namespace

void add_schema(CLI::App& app, Chosen& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("schema", "Print the JSON Schema of a kind of file");
    command->footer(
        "Examples:\n"
        "  forlob schema scenario\n"
        "  forlob schema --write models/schema");
    command->add_option("KIND", options->kind,
                        "model, population, economy, program or scenario; without it, the kinds");
    command->add_option("--write", options->folder,
                        "Write KIND.json of every kind into this folder");
    command->callback(
        [options, &chosen] { chosen = [options] { return schema_command(*options); }; });
}

}  // namespace forlob::tool
