// Is this file right, and what is it? The parts of scenario_spec.hpp that concern files of any
// kind.

#include <fmt/format.h>

#include <algorithm>

#include "input/arm_parameters.hpp"
#include "input/file_set.hpp"
#include "input/readers.hpp"
#include "input/scenario_spec.hpp"
#include "input/schema.hpp"
#include "input/tables.hpp"
#include "input/used_values.hpp"

namespace forlob {

namespace {

// The kind that a file says it is of; empty, after reporting it, if it is none of ours.
std::string kind_of(const YamlNode& root, Diagnostics& diagnostics) {
    const auto& kinds = file_kinds();
    const YamlNode* stated = root.find("kind");
    if (stated == nullptr) {
        diagnostics.error(root.location, "missing key 'kind' in the file",
                          fmt::format("write kind: and one of {}", fmt::join(kinds, ", ")));
        return {};
    }
    if (std::find(kinds.begin(), kinds.end(), stated->text) != kinds.end()) return stated->text;
    diagnostics.error(stated->location, fmt::format("unknown kind '{}'", stated->text),
                      unknown_name_help(stated->text, "kinds", kinds));
    return {};
}

template <typename Spec>
void check_parameters(const std::optional<Spec>& spec, Diagnostics& diagnostics) {
    if (spec) check_parameters_alone(spec->parameters, diagnostics);
}

// The same of a file that may have tables, with the files that they name.
template <typename Spec>
void check_values(std::optional<Spec> spec, FileSet& files, Diagnostics& diagnostics) {
    if (spec) load_tables(spec->tables, files, diagnostics);
    check_parameters(spec, diagnostics);
}

void check_alone(const YamlNode& root, std::string_view kind, FileSet& files,
                 Diagnostics& diagnostics) {
    if (kind == "model") check_values(read_model(root, diagnostics), files, diagnostics);
    if (kind == "population")
        check_parameters(read_population(root, files, diagnostics), diagnostics);
    if (kind == "economy") check_values(read_economy(root, diagnostics), files, diagnostics);
    if (kind == "parameters") static_cast<void>(read_used_values(root, diagnostics));
    if (kind == "program") check_values(read_program(root, diagnostics), files, diagnostics);
}

}  // namespace

std::string check_file(const std::string& path) {
    Diagnostics diagnostics;
    FileSet files;
    const auto root = files.yaml(path, std::nullopt, diagnostics);
    if (root && root->kind != YamlNode::Kind::mapping)
        diagnostics.error(root->location, fmt::format("'{}' is not a file of Forløb", path),
                          "it begins with forlob: 1, kind: … and title: …");
    diagnostics.throw_if_errors();
    const std::string kind = kind_of(*root, diagnostics);
    diagnostics.throw_if_errors();
    if (kind == "scenario") {
        static_cast<void>(read_scenario(path));
        return kind;
    }
    check_file_head(*root, kind, std::nullopt, diagnostics);
    check_alone(*root, kind, files, diagnostics);
    diagnostics.throw_if_errors();
    return kind;
}

FileSummary summarise_file(const std::string& path) {
    Diagnostics not_shown;  // a file that cannot be read is not one of ours
    const auto root = read_yaml_file(path, path, std::nullopt, not_shown);
    if (!root || root->kind != YamlNode::Kind::mapping) return {};
    const YamlNode* kind = root->find("kind");
    const auto& kinds = file_kinds();
    if (root->find("forlob") == nullptr || kind == nullptr ||
        std::find(kinds.begin(), kinds.end(), kind->text) == kinds.end())
        return {};
    const YamlNode* title = root->find("title");
    return {kind->text, title == nullptr ? std::string() : title->text};
}

}  // namespace forlob
