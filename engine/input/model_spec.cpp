#include "input/model_spec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "input/block.hpp"
#include "input/distribution.hpp"
#include "input/intensities.hpp"
#include "input/joint.hpp"
#include "input/name_checks.hpp"
#include "input/readers.hpp"
#include "input/tables.hpp"
#include "random/quantile_classes.hpp"

namespace forlob {

namespace {

constexpr std::size_t fewest_states = 2;
constexpr std::size_t most_states = 64;  // a set of states is one word
constexpr std::size_t most_levels = 64;
constexpr std::size_t most_attributes = 64;
constexpr std::size_t most_clocks = 32;
constexpr std::size_t most_definitions = 8;  // bases, events

// Relapse is looked at, and the status after an exit, at 12 months of a monthly model.
constexpr std::int32_t default_follow_up = 12;

std::vector<StateSpec> read_states(const Block& block, Diagnostics& diagnostics) {
    std::vector<StateSpec> states;
    for (const YamlEntry& entry : block.naming("states", {fewest_states, most_states})) {
        const Block state(entry.value, fmt::format("states.{}", entry.key), "state", diagnostics);
        states.push_back({key_name(entry), state.label(), state.names("groups"),
                          state.boolean("absorbing").value_or(false)});
    }
    return states;
}

std::vector<GroupSpec> read_groups(const Block& block, Diagnostics& diagnostics) {
    std::vector<GroupSpec> groups;
    for (const YamlEntry& entry : block.naming("groups")) {
        const Block group(entry.value, fmt::format("groups.{}", entry.key), "group", diagnostics);
        groups.push_back({key_name(entry), group.label()});
    }
    return groups;
}

std::vector<AttributeSpec::Level> read_levels(const Block& attribute, Diagnostics& diagnostics) {
    std::vector<AttributeSpec::Level> levels;
    const YamlNode* node = attribute.find("levels");
    if (node == nullptr) return levels;
    if (node->kind == YamlNode::Kind::scalar) {
        diagnostics.error(node->location,
                          fmt::format("{} must name the levels", attribute.path("levels")),
                          "their number alone is given with a 'distribution'");
        return levels;
    }
    std::size_t n_values = 0;
    for (const YamlEntry& entry : attribute.naming("levels", {1, most_levels})) {
        const Block level(entry.value, fmt::format("{}.{}", attribute.path("levels"), entry.key),
                          "level", diagnostics);
        levels.push_back({key_name(entry), level.label(), level.expression("value")});
        if (level.has("value")) ++n_values;
    }
    if (n_values == 0 || n_values == levels.size()) return levels;
    const auto without = std::find_if(levels.begin(), levels.end(),
                                      [](const auto& level) { return !level.value.has_value(); });
    if (without != levels.end())
        diagnostics.error(without->name.location,
                          fmt::format("level '{}' has no value, others have", without->name.text),
                          "formulas read an attribute if every level of it has a 'value'");
    return levels;
}

// `{distribution: …, levels: 20}`.
void read_classes(const Block& attribute, AttributeSpec& spec, Diagnostics& diagnostics) {
    const YamlNode* const levels = attribute.find("levels");
    auto distribution = read_distribution(*attribute.find("distribution"),
                                          attribute.path("distribution"), diagnostics);
    if (levels == nullptr) return;
    const auto number =
        read_integer_of(*levels, attribute.path("levels"), "level_count", diagnostics);
    if (!number || !distribution) return;
    const std::vector<double> means = quantile_class_means(
        law_of(distribution->family, distribution->arguments), static_cast<int>(*number));
    if (!std::all_of(means.begin(), means.end(), [](double one) { return std::isfinite(one); })) {
        diagnostics.error(distribution->location,
                          fmt::format("{} is too wide: the means of its classes are no numbers",
                                      attribute.path("distribution")),
                          "write a distribution with a smaller spread");
        return;
    }
    for (std::size_t level = 0; level < means.size(); ++level)
        spec.levels.push_back(
            {Name{fmt::format("class_{}", level + 1), levels->location},
             Label{fmt::format("{} around {:.4g}",
                               spec.label.text.empty() ? spec.name.text : spec.label.text,
                               means[level]),
                   ""},
             Expression(means[level], distribution->location)});
    spec.distribution = std::move(*distribution);
}

std::vector<AttributeSpec> read_attributes(const Block& block, Diagnostics& diagnostics) {
    std::vector<AttributeSpec> attributes;
    for (const YamlEntry& entry : block.naming("attributes", {1, most_attributes})) {
        const Block attribute(entry.value, fmt::format("attributes.{}", entry.key), "attribute",
                              diagnostics);
        AttributeSpec spec{key_name(entry), attribute.label(), {}};
        if (attribute.has("distribution"))
            read_classes(attribute, spec, diagnostics);
        else
            spec.levels = read_levels(attribute, diagnostics);
        attributes.push_back(std::move(spec));
    }
    return attributes;
}

std::optional<FrailtySpec> read_frailty(const Block& block, Diagnostics& diagnostics) {
    const YamlNode* node = block.find("frailty");
    if (node == nullptr) return std::nullopt;
    const Block frailty(*node, "frailty", "frailty", diagnostics);
    FrailtySpec spec{.sd_log = frailty.expression("sd_log").value_or(Expression(0.0)),
                     .moves = read_patterns(frailty, diagnostics),
                     .location = node->location};
    if (const auto levels = frailty.integer("levels")) spec.levels = static_cast<int>(*levels);
    return spec;
}

std::optional<ClockSpec::ResetAfter> read_resets_after(const Block& clock,
                                                       Diagnostics& diagnostics) {
    const YamlNode* node = clock.find("resets_after");
    if (node == nullptr) return std::nullopt;
    const Block block(*node, clock.path("resets_after"), "resets_after", diagnostics);
    ClockSpec::ResetAfter reset;
    reset.location = node->location;
    reset.in = block.names("in");
    const YamlEntry* months_entry = block.required_in_cycles("months");
    const YamlEntry* within_entry = block.required_in_cycles("within_months");
    const auto months = block.cycles("months");
    const auto within = block.cycles("within_months");
    if (!months || !within) return reset;
    reset.months = *months;
    reset.within_months = *within;
    if (*months > *within)
        diagnostics.error(
            months_entry->value.location,
            fmt::format("{} needs {} {} within {}", clock.path("resets_after"), *months,
                        months_entry->key, *within),
            fmt::format("'{}' is at most '{}'", months_entry->key, within_entry->key));
    return reset;
}

std::vector<ClockSpec> read_clocks(const Block& block, Diagnostics& diagnostics) {
    std::vector<ClockSpec> clocks;
    for (const YamlEntry& entry : block.naming("clocks", {1, most_clocks})) {
        const Block clock(entry.value, fmt::format("clocks.{}", entry.key), "clock", diagnostics);
        clock.exactly_one_of({"counts", "on_enter"},
                             "a clock counts months in states (counts), or entries (on_enter)");
        ClockSpec spec{.name = key_name(entry),
                       .label = clock.label(),
                       .counts = clock.names("counts"),
                       .on_enter = clock.names("on_enter"),
                       .resets_on = clock.names("resets_on"),
                       .resets_after = read_resets_after(clock, diagnostics),
                       .starts = std::nullopt};
        if (const YamlNode* starts = clock.find("starts"))
            spec.starts = read_clock_start(*starts, clock.path("starts"), diagnostics);
        clocks.push_back(std::move(spec));
    }
    return clocks;
}

std::vector<RowSpec> read_rows(const Block& block, Diagnostics& diagnostics) {
    std::vector<RowSpec> rows;
    for (const YamlEntry& entry : block.referring("transitions"))
        rows.push_back(read_row(key_name(entry), entry.value,
                                fmt::format("transitions.{}", entry.key), diagnostics));
    return rows;
}

std::vector<ModifierSpec> read_modifiers(const Block& block, Diagnostics& diagnostics) {
    std::vector<ModifierSpec> modifiers;
    for (const YamlNode& item : block.items("modifiers")) {
        const Block modifier(item, fmt::format("modifiers[{}]", modifiers.size()), "modifier",
                             diagnostics);
        if (modifier.is_mapping() && !modifier.has("factor") && !modifier.has("by"))
            diagnostics.error(item.location,
                              fmt::format("modifiers[{}] needs 'factor' or 'by'", modifiers.size()),
                              "say by what the hazards are multiplied");
        modifiers.push_back({modifier.text("label").value_or(""),
                             read_patterns(modifier, diagnostics), modifier.expression("factor"),
                             read_factors(modifier, diagnostics), item.location});
    }
    return modifiers;
}

std::vector<NamedStates> read_named_states(const Block& block, std::string_view key,
                                           Diagnostics& diagnostics) {
    std::vector<NamedStates> sets;
    for (const YamlEntry& entry : block.naming(key, {1, most_definitions})) {
        const Block set(entry.value, fmt::format("{}.{}", block.path(key), entry.key),
                        "named_states", diagnostics);
        sets.push_back({key_name(entry), set.label(), set.names("states")});
    }
    return sets;
}

std::vector<std::int32_t> read_follow_up(const Block& block, std::string_view month_key) {
    const auto cycles = block.ascending_cycles(month_key);
    return cycles.empty() ? std::vector{default_follow_up} : cycles;
}

// Reports a headline that names none of the sets.
void check_headline(const Name& name, const std::vector<NamedStates>& sets, std::string_view where,
                    Diagnostics& diagnostics) {
    std::vector<std::string> known;
    for (const NamedStates& set : sets) known.push_back(set.name.text);
    if (known.empty() || std::find(known.begin(), known.end(), name.text) != known.end()) return;
    diagnostics.error(name.location, fmt::format("'{}' is not one of {}", name.text, where),
                      unknown_name_help(name.text, "names", known));
}

// Relapse follows an exit, and the headline is a pair of the two.
void check_parts(const Block& definitions, Diagnostics& diagnostics) {
    const bool has_exit = definitions.has("exit");
    const bool has_relapse = definitions.has("relapse");
    if (has_relapse && !has_exit)
        diagnostics.error(definitions.entry("relapse")->key_location,
                          "definitions has 'relapse' but no 'exit'",
                          "relapse is counted after an exit: say what an exit is");
    if (has_exit && has_relapse && !definitions.has("headline"))
        diagnostics.error(definitions.location(), "missing key 'headline' in definitions",
                          "headline: the pair of exit and relapse that is shown first");
    if (definitions.has("headline") && !(has_exit && has_relapse))
        diagnostics.error(
            definitions.entry("headline")->key_location,
            fmt::format("definitions has 'headline' but no '{}'", has_exit ? "relapse" : "exit"),
            "the headline is a pair of an exit and a relapse: leave it out");
}

DefinitionsSpec read_definitions(const YamlNode& node, Diagnostics& diagnostics) {
    const Block block(node, "definitions", "definitions", diagnostics);
    DefinitionsSpec definitions;
    definitions.location = node.location;
    if (block.is_mapping()) check_parts(block, diagnostics);
    definitions.employment = block.names("employment");
    if (const YamlNode* exit_node = block.find("exit")) {
        const Block exit(*exit_node, "definitions.exit", "exit", diagnostics);
        definitions.exit_from = exit.names("from");
        definitions.exit_bases = read_named_states(exit, "to", diagnostics);
        definitions.confirm_months = exit.cycles("confirm_months").value_or(1);
    }
    if (const YamlNode* relapse_node = block.find("relapse")) {
        const Block relapse(*relapse_node, "definitions.relapse", "relapse", diagnostics);
        definitions.relapse_events = read_named_states(relapse, "events", diagnostics);
        definitions.relapse_within_months = read_follow_up(relapse, "within_months");
        definitions.status_after_months = read_follow_up(relapse, "status_after_months");
    }
    if (const YamlNode* headline_node = block.find("headline")) {
        const Block headline(*headline_node, "definitions.headline", "headline", diagnostics);
        if (auto base = headline.name("base")) {
            check_headline(*base, definitions.exit_bases, "definitions.exit.to", diagnostics);
            definitions.headline_base = std::move(*base);
        }
        if (auto event = headline.name("event")) {
            check_headline(*event, definitions.relapse_events, "definitions.relapse.events",
                           diagnostics);
            definitions.headline_event = std::move(*event);
        }
    }
    return definitions;
}

// Every state has a row or is absorbing, and not both.
void check_exits(const ModelSpec& model, Diagnostics& diagnostics) {
    std::vector<const StateSpec*> without_row;
    for (const StateSpec& state : model.states) {
        const auto row =
            std::find_if(model.rows.begin(), model.rows.end(),
                         [&](const RowSpec& one) { return one.from.text == state.name.text; });
        if (row == model.rows.end() && !state.absorbing) without_row.push_back(&state);
        if (row == model.rows.end() || !state.absorbing) continue;
        diagnostics.error(row->from.location,
                          fmt::format("'{}' is absorbing but has a row", state.name.text),
                          "remove the row, or 'absorbing: true' of the state");
    }
    const auto n_unknown =
        std::count_if(model.rows.begin(), model.rows.end(), [&](const RowSpec& row) {
            return std::none_of(
                model.states.begin(), model.states.end(),
                [&](const StateSpec& state) { return state.name.text == row.from.text; });
        });
    // A misspelt origin is why another state seems to have no row: one message is enough.
    if (std::cmp_less_equal(without_row.size(), n_unknown)) return;
    for (const StateSpec* state : without_row)
        diagnostics.error(state->name.location,
                          fmt::format("nobody can leave state '{}'", state->name.text),
                          "give it a row in transitions, or mark it 'absorbing: true'");
}

}  // namespace

const char* form_word(MoveSpec::Form form) {
    switch (form) {
        case MoveSpec::Form::rate:
            return "rate";
        case MoveSpec::Form::intensity:
            return "intensity";
        case MoveSpec::Form::count:
            return "count";
        default:
            return "probability";
    }
}

bool AttributeSpec::is_numeric() const {
    return !levels.empty() && std::all_of(levels.begin(), levels.end(), [](const Level& level) {
        return level.value.has_value();
    });
}

std::optional<ModelSpec> read_model(const YamlNode& root, Diagnostics& diagnostics) {
    const Block block(root, "", "model", diagnostics);
    if (!block.is_mapping()) return std::nullopt;
    ModelSpec model;
    if (const YamlNode* cycle = block.find("cycle")) model.cycle = read_cycle(*cycle, diagnostics);
    if (!model.cycle.is_month()) diagnostics.holds(cycle_is_no_month);
    if (const YamlNode* stated = block.find("stated_cycle"))
        model.stated_cycle = read_cycle(*stated, diagnostics, "stated_cycle");
    model.location = root.location;
    model.title = read_head(block, "model", diagnostics);
    model.parameters = read_parameters(block.find("parameters"), diagnostics);
    model.joint = read_joint(block.find("joint"), model.parameters, diagnostics);
    model.groups = read_groups(block, diagnostics);
    model.states = read_states(block, diagnostics);
    model.attributes = read_attributes(block, diagnostics);
    model.tables = read_tables(block.find("tables"), diagnostics);
    model.frailty = read_frailty(block, diagnostics);
    model.clocks = read_clocks(block, diagnostics);
    model.rows = read_rows(block, diagnostics);
    model.modifiers = read_modifiers(block, diagnostics);
    if (const YamlNode* definitions = block.find("definitions"))
        model.definitions = read_definitions(*definitions, diagnostics);
    if (model.states.empty()) return std::nullopt;  // else every name would be unknown
    check_model_names(model, diagnostics);
    check_intensities(model, diagnostics);
    if (!model.rows.empty()) check_exits(model, diagnostics);
    return model;
}

}  // namespace forlob
