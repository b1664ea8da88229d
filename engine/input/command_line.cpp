#include "input/command_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/utf8.hpp"
#include "input/arm_parameters.hpp"
#include "input/block.hpp"

namespace forlob {

namespace {

// A piece of a command-line argument that knows where in it it stands.
struct Piece {
    std::shared_ptr<const SourceFile> argument;
    std::size_t begin = 0;
    std::string_view text;

    [[nodiscard]] Location location() const {
        const std::string_view whole = argument->text;
        return {argument, 1, static_cast<int>(n_characters(whole.substr(0, begin))) + 1,
                std::max(1, static_cast<int>(n_characters(text)))};
    }
    [[nodiscard]] Piece part(std::size_t from, std::size_t length) const {
        return {argument, begin + from, text.substr(from, length)};
    }
};

// Arms that have a parameter, and whether the command line may mean it.
void set_in_arms(const Piece& name, const Expression& value, ScenarioSpec& scenario,
                 const std::string& only_arm, Diagnostics& diagnostics) {
    std::vector<std::string> known;
    bool is_used = false;
    for (ArmSpec& arm : scenario.arms) {
        if (!only_arm.empty() && arm.name.text != only_arm) continue;
        bool is_here = false;
        for (const Parameter& parameter : parameters_of(scenario, arm)) {
            is_here = is_here || parameter.name == name.text;
            if (std::find(known.begin(), known.end(), parameter.name) == known.end())
                known.push_back(parameter.name);
        }
        if (!is_here) continue;
        arm.overrides.push_back({std::string(name.text), value, name.location(), {}});
        is_used = true;
    }
    if (is_used) return;
    diagnostics.error(name.location(),
                      only_arm.empty()
                          ? fmt::format("no arm has a parameter '{}'", name.text)
                          : fmt::format("arm '{}' has no parameter '{}'", only_arm, name.text),
                      unknown_name_help(name.text, "parameters", known));
}

void apply_set(const std::string& argument, ScenarioSpec& scenario, Diagnostics& diagnostics) {
    const auto file = std::make_shared<const SourceFile>(SourceFile{"--set", argument});
    const Piece whole{file, 0, file->text};
    const std::size_t equals = whole.text.find('=');
    if (equals == whole.text.npos || equals == 0 || equals + 1 == whole.text.size()) {
        diagnostics.error(whole.location(), fmt::format("'{}' sets nothing", argument),
                          "write name=value, or arm.name=value for one arm");
        return;
    }
    const Piece target = whole.part(0, equals);
    const Piece value_piece = whole.part(equals + 1, whole.text.size());
    YamlNode node;
    node.kind = YamlNode::Kind::scalar;
    node.text = value_piece.text;
    node.location = value_piece.location();
    const auto value = read_expression(node, target.text, diagnostics);

    const std::size_t dot = target.text.find('.');
    const Piece arm = target.part(0, dot == target.text.npos ? 0 : dot);
    const Piece name = dot == target.text.npos ? target : target.part(dot + 1, target.text.size());
    std::vector<std::string> arms;
    for (const ArmSpec& one : scenario.arms) arms.push_back(one.name.text);
    if (dot != target.text.npos && std::find(arms.begin(), arms.end(), arm.text) == arms.end()) {
        diagnostics.error(arm.location(), fmt::format("unknown arm '{}'", arm.text),
                          unknown_name_help(arm.text, "arms", arms));
        return;
    }
    if (value) set_in_arms(name, *value, scenario, std::string(arm.text), diagnostics);
}

// A number of the command line, held to the same limits as in the file.
template <typename Number>
void apply_number(const std::optional<Number>& change, const char* flag, std::string_view type,
                  Number& number, Diagnostics& diagnostics) {
    if (!change) return;
    YamlNode node;
    node.kind = YamlNode::Kind::scalar;
    node.text = std::to_string(*change);
    node.location.file = std::make_shared<const SourceFile>(SourceFile{flag, node.text});
    node.location.width = static_cast<int>(node.text.size());
    if (const auto value = read_integer_of(node, flag, type, diagnostics))
        number = static_cast<Number>(*value);
}

}  // namespace

void apply_changes(const CommandLineOverrides& changes, ScenarioSpec& scenario,
                   Diagnostics& diagnostics) {
    for (const std::string& argument : changes.set) apply_set(argument, scenario, diagnostics);
    apply_number(changes.replications, "--replications", "replications", scenario.replications,
                 diagnostics);
    apply_number(changes.seed, "--seed", "seed", scenario.seed, diagnostics);
    apply_number(changes.cohort_size, "--cohort-size", "cohort_size", scenario.cohort_size,
                 diagnostics);
    apply_number(changes.horizon_months, "--horizon", "some_cycles", scenario.horizon_months,
                 diagnostics);
    if (!changes.horizon_months) return;
    auto& horizons = scenario.horizons_months;
    horizons.erase(
        std::remove_if(horizons.begin(), horizons.end(),
                       [&](std::int32_t months) { return months > scenario.horizon_months; }),
        horizons.end());
}

}  // namespace forlob
