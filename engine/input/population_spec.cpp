#include "input/population_spec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "input/block.hpp"
#include "input/file_set.hpp"
#include "input/inflow.hpp"
#include "input/joint.hpp"
#include "input/population_rows.hpp"
#include "input/readers.hpp"

namespace forlob {

namespace {

SharesSpec read_shares(const YamlNode& node, const std::string& what, Diagnostics& diagnostics) {
    SharesSpec spec;
    spec.location = node.location;
    for (const YamlEntry& entry : referring_entries(node, what, diagnostics)) {
        if (auto share =
                read_expression(entry.value, fmt::format("{}.{}", what, entry.key), diagnostics))
            spec.shares.emplace_back(key_name(entry), std::move(*share));
    }
    return spec;
}

// `{shares: …}` or `{given: …, levels: …}`.
AttributeSharesSpec read_distribution(Name attribute, const YamlNode& node, const std::string& what,
                                      Diagnostics& diagnostics) {
    AttributeSharesSpec spec{std::move(attribute), std::nullopt, {}, {}};
    spec.shares.location = node.location;
    const bool is_given = node.kind == YamlNode::Kind::mapping &&
                          (node.find("given") != nullptr || node.find("levels") != nullptr);
    const Block block(node, what, is_given ? "shares_by_level" : "shares", diagnostics);
    if (const YamlNode* shares = is_given ? nullptr : block.find("shares"))
        spec.shares = read_shares(*shares, block.path("shares"), diagnostics);
    if (!is_given) return spec;
    spec.given = block.name("given");
    for (const YamlEntry& level : block.referring("levels"))
        spec.by_level.emplace_back(
            key_name(level),
            read_shares(level.value, fmt::format("{}.{}", block.path("levels"), level.key),
                        diagnostics));
    return spec;
}

// Names of attributes that have a distribution, and so may be given.
using Names = std::vector<std::string>;

void check_given(const std::optional<Name>& given, const Names& known, const std::string& where,
                 Diagnostics& diagnostics) {
    if (!given || std::find(known.begin(), known.end(), given->text) != known.end()) return;
    diagnostics.error(
        given->location,
        fmt::format("'{}', given in {}, has no distribution before it", given->text, where),
        known.empty() ? "no attribute stands before it"
                      : fmt::format("one of these can be given: {}", fmt::join(known, ", ")));
}

// An attribute may be given once it has a distribution of its own.
void check_order(const PopulationSpec& population, Diagnostics& diagnostics) {
    Names known;
    if (population.rows) known = population.rows->attributes;
    const std::size_t n_columns = known.size();
    for (const AttributeSharesSpec& attribute : population.attributes) {
        const std::string& name = attribute.attribute.text;
        check_given(attribute.given, known, "attributes." + name, diagnostics);
        const auto columns_end = known.begin() + static_cast<std::ptrdiff_t>(n_columns);
        if (std::find(known.begin(), columns_end, name) != columns_end)
            diagnostics.error(attribute.attribute.location,
                              fmt::format("'{}' is also a column of the rows", name),
                              "remove it here, or the column");
        known.push_back(name);
    }
    check_given(population.start_state.given, known, "start", diagnostics);
    for (std::size_t i = 0; i < population.inflow.size(); ++i)
        if (population.inflow[i].start)
            check_given(population.inflow[i].start->given, known,
                        fmt::format("inflow[{}].start", i), diagnostics);
    for (const auto& [clock, start] : population.clocks)
        check_given(start.given, known, "clocks." + clock.text, diagnostics);
    if (population.age_years)
        check_given(population.age_years->given, known, "age_years", diagnostics);
}

std::optional<PopulationRows> read_rows(const Block& block, FileSet& files,
                                        Diagnostics& diagnostics) {
    const auto name = block.text("rows");
    if (!name) return std::nullopt;
    const Location& place = block.find("rows")->location;
    const auto file = files.text(FileSet::resolve(place.file->name, *name), place, diagnostics);
    if (!file) return std::nullopt;
    return read_population_rows(file, diagnostics);
}

}  // namespace

AttributeSharesSpec read_start(const YamlNode& node, const std::string& what,
                               Diagnostics& diagnostics) {
    if (node.kind == YamlNode::Kind::mapping) return read_distribution({}, node, what, diagnostics);
    AttributeSharesSpec spec;
    spec.shares.location = node.location;
    if (node.kind != YamlNode::Kind::scalar) {
        diagnostics.error(node.location,
                          fmt::format("{} must be a state or shares of states", what),
                          "write a state, or {shares: {state: share, …}}");
        return spec;
    }
    if (auto state = read_name(node, what, diagnostics))
        spec.shares.shares.emplace_back(std::move(*state), Expression(1.0, node.location));
    return spec;
}

std::optional<PopulationSpec> read_population(const YamlNode& root, FileSet& files,
                                              Diagnostics& diagnostics) {
    const Block block(root, "", "population", diagnostics);
    if (!block.is_mapping()) return std::nullopt;
    PopulationSpec population;
    population.location = root.location;
    population.title = read_head(block, "population", diagnostics);
    population.parameters = read_parameters(block.find("parameters"), diagnostics);
    population.joint = read_joint(block.find("joint"), population.parameters, diagnostics);
    for (const YamlEntry& entry : block.referring("attributes"))
        population.attributes.push_back(read_distribution(
            key_name(entry), entry.value, fmt::format("attributes.{}", entry.key), diagnostics));
    population.rows = read_rows(block, files, diagnostics);
    if (const YamlNode* start = block.find("start"))
        population.start_state = read_start(*start, "start", diagnostics);
    for (const YamlEntry& entry : block.referring("clocks"))
        population.clocks.emplace_back(
            key_name(entry),
            read_clock_start(entry.value, fmt::format("clocks.{}", entry.key), diagnostics));
    if (const YamlNode* age = block.find("age_years"))
        population.age_years = read_age(*age, "age_years", diagnostics);
    for (const YamlNode& item : block.items("inflow"))
        population.inflow.push_back(
            read_inflow(item, fmt::format("inflow[{}]", population.inflow.size()), diagnostics));
    if (block.has("rows") && !population.rows) return std::nullopt;  // its attributes are unknown
    check_order(population, diagnostics);
    return population;
}

}  // namespace forlob
