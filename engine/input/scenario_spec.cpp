#include "input/scenario_spec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "input/arm_parameters.hpp"
#include "input/block.hpp"
#include "input/calibration_checks.hpp"
#include "input/command_line.hpp"
#include "input/file_set.hpp"
#include "input/inflow.hpp"
#include "input/intensities.hpp"
#include "input/joint.hpp"
#include "input/known_names.hpp"
#include "input/name_checks.hpp"
#include "input/readers.hpp"
#include "input/tables.hpp"
#include "input/used_values.hpp"
#include "input/uses.hpp"

namespace forlob {

namespace {

constexpr std::size_t most_arms = 100;

class ScenarioReader {
public:
    ScenarioReader(FileSet& files, std::string name, Diagnostics& diagnostics)
        : files_(files), name_(std::move(name)), diagnostics_(diagnostics) {}

    ScenarioSpec read(const CommandLineOverrides& changes);

private:
    void read_numbers(const Block& block);
    void read_start(const Block& block);
    void read_parts(const Block& block);
    void read_used(const Block& block);
    void read_arms(const Block& block);
    ArmSpec read_arm(const YamlEntry& entry);
    void read_record(const Block& block);
    void check_names();
    void check_ages();
    void check_cohort(const Block& block);
    void check_horizons(const Block& block);

    /// The file that `node` names, if it can be read and is of the right kind.
    std::optional<YamlNode> open(const YamlNode& node, std::string_view kind);
    /// A part of the scenario: a file's name, or the part itself. `read` makes it of its YAML.
    template <typename Part, typename Read>
    void read_part(const Block& block, std::string_view kind, Part& part, const Read& read);
    /// Position in `scenario_.programs` of a file's name or a program itself.
    std::optional<std::size_t> program(const YamlNode& node, const std::string& what);

    FileSet& files_;
    std::string name_;
    Diagnostics& diagnostics_;
    ScenarioSpec scenario_;
    std::map<std::string, std::optional<std::size_t>> program_of_file_;
    bool all_parts_read_ = true;  ///< else names cannot be checked against each other
};

std::optional<YamlNode> ScenarioReader::open(const YamlNode& node, std::string_view kind) {
    const std::string file = FileSet::resolve(node.location.file->name, node.text);
    if (file == FileSet::resolve("", name_)) {
        diagnostics_.error(node.location, fmt::format("'{}' refers to itself", file),
                           fmt::format("name a file of kind {}", kind));
        return std::nullopt;
    }
    auto root = files_.yaml(file, node.location, diagnostics_);
    if (!root || !check_file_head(*root, kind, node.location, diagnostics_)) return std::nullopt;
    return root;
}

template <typename Part, typename Read>
void ScenarioReader::read_part(const Block& block, std::string_view kind, Part& part,
                               const Read& read) {
    const YamlNode* node = block.find(kind);
    std::optional<Part> result;
    if (node == nullptr) {
        // Reported as a missing key, unless the scenario does without it.
        if (kind == "economy") return;
    } else if (node->kind == YamlNode::Kind::mapping) {
        result = read(*node);
    } else if (node->kind == YamlNode::Kind::scalar && !node->text.empty()) {
        if (const auto root = open(*node, kind)) result = read(*root);
    } else {
        diagnostics_.error(node->location, fmt::format("{} must be a file name", block.path(kind)),
                           fmt::format("or the {} itself, as a mapping", kind));
    }
    if (result)
        part = std::move(*result);
    else
        all_parts_read_ = false;
}

void ScenarioReader::read_parts(const Block& block) {
    read_part(block, "model", scenario_.model,
              [&](const YamlNode& root) { return read_model(root, diagnostics_); });
    read_part(block, "population", scenario_.population,
              [&](const YamlNode& root) { return read_population(root, files_, diagnostics_); });
    read_part(block, "economy", scenario_.economy,
              [&](const YamlNode& root) { return read_economy(root, diagnostics_); });
    load_tables(scenario_.model.tables, files_, diagnostics_);
    load_tables(scenario_.economy.tables, files_, diagnostics_);
}

// Values from files of kind `parameters`: the first of all overrides, so that others win.
void ScenarioReader::read_used(const Block& block) {
    const YamlNode* files = block.find("use");
    if (files == nullptr) return;
    const bool is_list = files->kind == YamlNode::Kind::sequence;
    for (const YamlNode& node : is_list ? std::span(files->items) : std::span(files, 1)) {
        if (node.kind != YamlNode::Kind::scalar || node.text.empty()) {
            diagnostics_.error(node.location, "use must be a file name, or a list of them",
                               "name files of kind parameters, as 'forlob calibrate' writes them");
            continue;
        }
        const auto root = open(node, "parameters");
        if (!root) continue;
        for (Override& one : read_used_values(*root, diagnostics_))
            scenario_.overrides.push_back(std::move(one));
    }
}

void ScenarioReader::read_numbers(const Block& block) {
    if (const YamlNode* cohort_node = block.find("cohort")) {
        const Block cohort(*cohort_node, "cohort", "cohort", diagnostics_);
        scenario_.cohort_size = static_cast<std::uint32_t>(cohort.integer("size").value_or(0));
    }
    scenario_.horizon_months = static_cast<std::int32_t>(block.integer("horizon").value_or(0));
    scenario_.replications = static_cast<std::uint32_t>(block.integer("replications").value_or(0));
    scenario_.seed = static_cast<std::uint64_t>(block.integer("seed").value_or(0));
    for (const std::int64_t months : block.ascending_integers("horizons"))
        scenario_.horizons_months.push_back(static_cast<std::int32_t>(months));
    for (const std::int64_t size : block.ascending_integers("cohort_sizes"))
        scenario_.cohort_sizes.push_back(static_cast<std::uint32_t>(size));
}

// `start: 2026-01`, the calendar month of tick 0.
void ScenarioReader::read_start(const Block& block) {
    const YamlNode* node = block.find("start");
    if (node == nullptr) return;
    const std::string& text = node->text;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    constexpr std::string_view form = "0000-00";
    bool is_month = node->kind == YamlNode::Kind::scalar && text.size() == form.size();
    for (std::size_t i = 0; is_month && i < form.size(); ++i)
        is_month = form[i] == '-' ? text[i] == '-' : is_digit(text[i]);
    if (is_month) {
        scenario_.start_year = std::stoi(text.substr(0, 4));
        scenario_.start_month = std::stoi(text.substr(5, 2));
    }
    if (is_month && scenario_.start_year >= 1900 && scenario_.start_year < 2200 &&
        scenario_.start_month >= 1 && scenario_.start_month <= 12)
        return;
    diagnostics_.error(node->location,
                       node->kind == YamlNode::Kind::scalar
                           ? fmt::format("start '{}' is not a month", text)
                           : std::string("start must be a month"),
                       "write year and month, e.g. 2026-01, from 1900-01 to 2199-12");
}

std::optional<std::size_t> ScenarioReader::program(const YamlNode& node, const std::string& what) {
    const bool is_file = node.kind == YamlNode::Kind::scalar && !node.text.empty();
    if (!is_file && node.kind != YamlNode::Kind::mapping) {
        diagnostics_.error(node.location, fmt::format("{} must be a file name", what),
                           "or the program itself, as a mapping");
        return std::nullopt;
    }
    std::string file;
    if (is_file) {
        file = FileSet::resolve(node.location.file->name, node.text);
        if (const auto known = program_of_file_.find(file); known != program_of_file_.end())
            return known->second;
    }
    std::optional<YamlNode> root;
    if (is_file) root = open(node, "program");
    std::optional<ProgramSpec> spec;
    if (!is_file || root) spec = read_program(is_file ? *root : node, diagnostics_);
    std::optional<std::size_t> position;
    if (spec) {
        load_tables(spec->tables, files_, diagnostics_);
        position = scenario_.programs.size();
        scenario_.programs.push_back(std::move(*spec));
    }
    if (is_file) program_of_file_.emplace(std::move(file), position);
    return position;
}

ArmSpec ScenarioReader::read_arm(const YamlEntry& entry) {
    const Block block(entry.value, fmt::format("arms.{}", entry.key), "arm", diagnostics_);
    ArmSpec arm{key_name(entry), block.label(), {}, {}};
    arm.overrides = read_overrides(block.find("set"), diagnostics_);
    const YamlNode* programs = block.find("programs");
    if (programs == nullptr) return arm;
    const bool is_list = programs->kind == YamlNode::Kind::sequence;
    for (const YamlNode& node : is_list ? std::span(programs->items) : std::span(programs, 1)) {
        const auto position = program(node, block.path("programs"));
        if (!position) {
            all_parts_read_ = false;
            continue;
        }
        const std::string& name = scenario_.programs[*position].name.text;
        const bool is_twice = std::any_of(
            arm.programs.begin(), arm.programs.end(),
            [&](std::size_t other) { return scenario_.programs[other].name.text == name; });
        if (is_twice)
            diagnostics_.error(
                node.location,
                fmt::format("arm '{}' has two programs called '{}'", entry.key, name),
                "a person is in one program at a time: list each program once");
        else
            arm.programs.push_back(*position);
    }
    return arm;
}

void ScenarioReader::read_arms(const Block& block) {
    for (const YamlEntry& entry : block.naming("arms", {1, most_arms}))
        scenario_.arms.push_back(read_arm(entry));
    const auto reference = block.name("reference");
    if (!reference || scenario_.arms.empty()) return;
    const auto found =
        std::find_if(scenario_.arms.begin(), scenario_.arms.end(),
                     [&](const ArmSpec& arm) { return arm.name.text == reference->text; });
    if (found != scenario_.arms.end()) {
        scenario_.reference = static_cast<std::size_t>(found - scenario_.arms.begin());
        return;
    }
    std::vector<std::string> names;
    for (const ArmSpec& arm : scenario_.arms) names.push_back(arm.name.text);
    diagnostics_.error(reference->location,
                       fmt::format("reference '{}' is not an arm", reference->text),
                       unknown_name_help(reference->text, "arms", names));
}

void ScenarioReader::read_record(const Block& block) {
    const YamlNode* node = block.find("record");
    if (node == nullptr) return;
    const Block record(*node, "record", "record", diagnostics_);
    if (const auto trajectories = record.word("trajectories"))
        scenario_.record.trajectories = static_cast<Trajectories>(*trajectories);
    if (const auto number = record.integer("replications"))
        scenario_.record.replications = static_cast<std::uint32_t>(*number);
    scenario_.record.by = record.names("by");
    const YamlNode* kept = record.find("trajectories");
    if (record.has("replications") && (kept == nullptr || kept->text == "none"))
        diagnostics_.error(record.entry("replications")->key_location,
                           "record has 'replications' but no trajectories",
                           "say which lives are kept: trajectories: spells, or panel");
}

// Every horizon of the money table is simulated.
void ScenarioReader::check_horizons(const Block& block) {
    const YamlNode* node = block.find("horizons");
    const auto& horizons = scenario_.horizons_months;
    if (node == nullptr || horizons.empty() || scenario_.horizon_months == 0) return;
    if (horizons.back() > scenario_.horizon_months)
        diagnostics_.error(
            node->kind == YamlNode::Kind::sequence ? node->items.back().location : node->location,
            fmt::format("{} in horizons is beyond the horizon", horizons.back()),
            fmt::format("the horizon is {} {}", scenario_.horizon_months,
                        scenario_.model.cycle.many()));
}

// Somebody must have an age where something depends on it.
void ScenarioReader::check_ages() {
    if (scenario_.population.age_years) return;
    auto factors = factors_of(scenario_.model);
    const auto add = [&](const std::vector<const FactorSpec*>& more) {
        factors.insert(factors.end(), more.begin(), more.end());
    };
    add(amount_factors_of(scenario_.economy));
    for (const ProgramSpec& one : scenario_.programs) {
        add(factors_of(one));
        add(amount_factors_of(one));
    }
    const auto report = [&](const Location& place) {
        diagnostics_.error(place, "'age' is used but nobody has an age",
                           "give the population 'age_years'");
    };
    for (const FactorSpec* factor : factors)
        if (factor->coordinate.text == "age") report(factor->coordinate.location);
    const auto check = [&](const std::vector<const Expression*>& values) {
        for (const Expression* value : values) {
            const auto& names = value->names();
            if (std::find(names.begin(), names.end(), "age") != names.end())
                report(value->place_of("age"));
        }
    };
    check(values_of(scenario_.model));
    check(values_of(scenario_.economy));
    for (const ProgramSpec& one : scenario_.programs) check(values_of(one));
}

void ScenarioReader::check_cohort(const Block& block) {
    CohortPlaces places{block.location(), std::nullopt};
    const YamlNode* cohort = block.find("cohort");
    const YamlNode* size = cohort == nullptr || cohort->kind != YamlNode::Kind::mapping
                               ? nullptr
                               : cohort->find("size");
    if (size == nullptr || (scenario_.cohort_size == 0 && size->text != "0")) return;  // reported
    places.size = size->location;
    const YamlNode* record = block.find("record");
    if (record != nullptr && record->kind == YamlNode::Kind::mapping)
        if (const YamlNode* kept = record->find("trajectories"))
            places.trajectories = kept->location;
    check_inflow(scenario_, places, diagnostics_);
}

void ScenarioReader::check_names() {
    check_population_names(scenario_.population, scenario_.model, diagnostics_);
    check_economy_names(scenario_.economy, scenario_.model, diagnostics_);
    for (ProgramSpec& one : scenario_.programs) {
        check_program_names(one, scenario_.model, diagnostics_);
        check_intensities(one, scenario_.model, diagnostics_);
        if (scenario_.economy.is_given()) {
            resolve_splits(one.payments, "payments", scenario_.economy, diagnostics_);
            check_program_outcomes(one, scenario_.economy, diagnostics_);
        } else if (!one.payments.empty())
            diagnostics_.error(one.payments.front().name.location,
                               fmt::format("program '{}' has payments, but the scenario has no "
                                           "economy",
                                           one.name.text),
                               "give the scenario an economy, whose payers they name");
    }
    const KnownNames known(scenario_.model, diagnostics_);
    for (const Name& attribute : scenario_.record.by) known.attribute(attribute, "record.by");
    check_ages();
    check_draw_columns(scenario_, diagnostics_);
    check_calibration(scenario_, known, diagnostics_);
    check_arm_parameters(scenario_, diagnostics_);
}

ScenarioSpec ScenarioReader::read(const CommandLineOverrides& changes) {
    const auto root = files_.yaml(name_, std::nullopt, diagnostics_);
    if (root && check_file_head(*root, "scenario", std::nullopt, diagnostics_)) {
        const Block block(*root, "", "scenario", diagnostics_);
        scenario_.location = root->location;
        scenario_.title = read_head(block, "scenario", diagnostics_);
        if (const YamlNode* about = block.find("description")) scenario_.description = about->text;
        scenario_.parameters = read_parameters(block.find("parameters"), diagnostics_);
        scenario_.joint = read_joint(block.find("joint"), scenario_.parameters, diagnostics_);
        read_used(block);
        for (Override& one : read_overrides(block.find("set"), diagnostics_))
            scenario_.overrides.push_back(std::move(one));
        read_parts(block);
        read_numbers(block);
        read_start(block);
        read_arms(block);
        read_record(block);
        if (const YamlNode* draws = block.find("draws"))
            scenario_.draws = read_draws(*draws, files_, diagnostics_);
        if (const YamlNode* calibrate = block.find("calibrate"))
            scenario_.calibrate = read_calibrate(*calibrate, diagnostics_);
        check_horizons(block);
        if (all_parts_read_) {
            distribute_overrides(scenario_, diagnostics_);
            apply_changes(changes, scenario_, diagnostics_);
            check_names();
            check_cohort(block);
        }
    }
    diagnostics_.throw_if_errors();
    if (scenario_.horizons_months.empty())
        scenario_.horizons_months.push_back(scenario_.horizon_months);
    if (scenario_.cohort_sizes.empty() && scenario_.cohort_size > 0)
        scenario_.cohort_sizes.push_back(scenario_.cohort_size);
    scenario_.files = files_.files();
    return std::move(scenario_);
}

}  // namespace

ScenarioSpec read_scenario(const std::string& path, const CommandLineOverrides& changes) {
    Diagnostics diagnostics;
    FileSet files;
    return ScenarioReader(files, path, diagnostics).read(changes);
}

ScenarioSpec read_scenario_texts(const std::vector<SourceFile>& files,
                                 const CommandLineOverrides& changes) {
    Diagnostics diagnostics;
    FileSet set(files);
    return ScenarioReader(set, files.empty() ? std::string() : files.front().name, diagnostics)
        .read(changes);
}

}  // namespace forlob
