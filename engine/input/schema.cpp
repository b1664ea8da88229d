#include "input/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/require.hpp"
#include "input/distribution.hpp"
#include "input/keys.hpp"
#include "input/parameter.hpp"

namespace forlob {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* name_pattern = "^[a-z][a-z0-9_]{0,63}$";
constexpr const char* whole_number_pattern = "^(0|[1-9][0-9]*)$";
constexpr const char* number_pattern = "^-?(0|[1-9][0-9]*)([.][0-9]+)?$";

// Types that stand for others (see the language in keys.hpp).
struct Alias {
    std::string_view name;
    std::string_view type;
    std::string_view about;
};
constexpr Alias aliases[] = {
    {"cycle", "time_unit or cycle_length", "A unit of time, or so many of them"},
    {"row", "map of move_value", "Destinations and how likely each is"},
    {"move_value", "expression or move",
     "A probability per cycle, 'rest' (what the others leave of 1), or more about the move"},
    {"clock_start", "level_start or start_by_level", "Value of a clock at tick 0"},
    {"level_start", "cycles or never or month_range", "Cycles, a range of them, or never"},
    {"attribute_shares", "shares or shares_by_level", "Distribution of an attribute"},
    {"level_shares", "map of expression", "Shares that add up to 1"},
    {"start_state", "name or shares or shares_by_level", "A state, or shares of states"},
    {"age", "age_range or age_by_level", "Range of ages in years"},
    {"program_reference", "path or program", "File of kind program, or the program itself"},
    {"set_value", "expression or used_value", "A value, or a value with its source"},
    {"factors", "map of steps", "A factor for every level, or for every value of a number"},
};

Json map_of(Json value, const char* key_pattern) {
    return {{"type", "object"},
            {"propertyNames", {{"pattern", key_pattern}}},
            {"additionalProperties", std::move(value)}};
}

Json text_schema(const char* about) { return {{"description", about}, {"type", "string"}}; }

Json distribution_schema() {
    Json properties = Json::object();
    for (const DistributionFamily& family : distribution_families()) {
        Json numbers = Json::object();
        for (const std::string& argument : family.arguments())
            numbers[argument] = {{"type", "number"}};
        properties[family.name] = {
            {"type", "object"}, {"properties", numbers}, {"additionalProperties", false}};
    }
    return {{"description",
             "How uncertain the value is: one family; low and high are a 95 % interval for normal, "
             "lognormal, beta and gamma, else bounds"},
            {"type", "object"},
            {"minProperties", 1},
            {"maxProperties", 1},
            {"properties", properties},
            {"additionalProperties", false}};
}

// Types that are neither tables, numbers, words nor aliases. Null if there is no such type.
Json simple_type(std::string_view type) {
    if (type == "text") return text_schema("A text");
    if (type == "path") return text_schema("A path, relative to this file");
    if (type == "number") return {{"type", "number"}};
    if (type == "positive") return {{"type", "number"}, {"exclusiveMinimum", 0}};
    if (type == "boolean") return {{"type", "boolean"}};
    if (type == "yes") return {{"const", true}};
    if (type == "never") return {{"const", "never"}};
    if (type == "all") return {{"const", "all"}};
    if (type == "unit")
        return {{"description", "A quantity or a currency, alone or per time, e.g. DKK/month"},
                {"type", "string"},
                {"pattern",
                 fmt::format("^({}|[A-Z]{{2,8}})(/({}))?$", fmt::join(unit_quantities(), "|"),
                             fmt::join(unit_times(), "|"))}};
    if (type == "currency") return {{"type", "string"}, {"pattern", "^[A-Z]{3}$"}};
    if (type == "distribution") return distribution_schema();
    if (type == "expression")
        return {{"description", "A number, or a formula over parameters and other names"},
                {"type", {"number", "string"}}};
    if (type == "name")
        return {{"description", "Lower-case letters, digits and _"},
                {"type", "string"},
                {"pattern", name_pattern}};
    if (type == "calendar_month")
        return {{"description", "Year and month, e.g. 2026-01"},
                {"type", "string"},
                {"pattern", "^[0-9]{4}-(0[1-9]|1[0-2])$"}};
    if (type == "steps")
        return {{"description",
                 "A value per level, or steps: {0: 1.2, 12: 0.9} holds from 0, and from 12 on"},
                {"anyOf",
                 {map_of({{"$ref", "#/$defs/expression"}}, whole_number_pattern),
                  map_of({{"$ref", "#/$defs/expression"}}, name_pattern)}}};
    if (type == "numbered")
        return {{"description", "Numbers from which values hold, ascending"},
                {"anyOf", {map_of({{"$ref", "#/$defs/expression"}}, number_pattern)}}};
    return nullptr;
}

// Turns the language of KeyRule::type into references, and collects what they refer to.
class SchemaBuilder {
public:
    Json file_schema(std::string_view kind) {
        Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                       {"title", "Forløb " + std::string(kind)}};
        schema.update(object_schema(kind));
        for (const char* key : {"title", "kind", "forlob"})
            schema["required"].insert(schema["required"].begin(), key);
        // Definitions are made of further definitions, which end up behind them.
        for (std::size_t next = 0; next < wanted_.size(); ++next) {
            const std::string name = wanted_[next];
            definitions_[name] = definition(name);
        }
        definitions_["expression"] = simple_type("expression");
        schema["$defs"] = definitions_;
        return schema;
    }

private:
    Json object_schema(std::string_view object) {
        Json properties = Json::object();
        Json required = Json::array();
        for (const KeyRule& rule : key_rules(object)) {
            if (rule.type == not_supported) continue;
            const std::string key(rule.key);
            properties[key] = rule.type == "kind" ? Json{{"const", object}} : reference(rule.type);
            properties[key]["description"] = rule.about;
            if (rule.required) required.push_back(key);
        }
        return {{"type", "object"},
                {"properties", properties},
                {"required", required},
                {"patternProperties", {{"^x-", Json::object()}}},
                {"additionalProperties", false}};
    }

    Json reference(std::string_view type) {
        constexpr std::string_view between = " or ";
        Json alternatives = Json::array();
        while (true) {
            const std::size_t end = std::min(type.find(between), type.size());
            alternatives.push_back(alternative(type.substr(0, end)));
            if (end == type.size()) break;
            type.remove_prefix(end + between.size());
        }
        return alternatives.size() == 1 ? alternatives.front() : Json{{"anyOf", alternatives}};
    }

    Json alternative(std::string_view type) {
        const auto after = [&](std::string_view prefix) { return type.substr(prefix.size()); };
        if (constexpr std::string_view map = "map of "; type.starts_with(map))
            return map_of(alternative(after(map)), name_pattern);
        if (constexpr std::string_view list = "list of "; type.starts_with(list))
            return {{"type", "array"}, {"items", alternative(after(list))}, {"minItems", 1}};
        if (constexpr std::string_view several = "one-or-more "; type.starts_with(several)) {
            const Json one = alternative(after(several));
            return {{"anyOf", {one, {{"type", "array"}, {"items", one}}}}};
        }
        const std::string name(type);
        if (std::find(wanted_.begin(), wanted_.end(), name) == wanted_.end())
            wanted_.push_back(name);
        return {{"$ref", "#/$defs/" + name}};
    }

    Json definition(const std::string& name) {
        for (const Alias& alias : aliases) {
            if (alias.name != name) continue;
            Json schema = reference(alias.type);
            schema["description"] = alias.about;
            return schema;
        }
        for (const IntegerType& type : integer_types())
            if (type.name == name)
                return {{"type", "integer"}, {"minimum", type.low}, {"maximum", type.high}};
        for (const WordType& type : word_types())
            if (type.name == name) return {{"enum", type.words}};
        if (Json simple = simple_type(name); !simple.is_null()) return simple;
        return object_schema(name);
    }

    std::vector<std::string> wanted_;  ///< names referred to, in the order met
    Json definitions_ = Json::object();
};

}  // namespace

const std::vector<std::string>& file_kinds() {
    static const std::vector<std::string> kinds = {"model",   "population", "economy",
                                                   "program", "scenario",   "parameters"};
    return kinds;
}

std::string json_schema(std::string_view kind) {
    const auto& kinds = file_kinds();
    require(std::find(kinds.begin(), kinds.end(), kind) != kinds.end(), "the kind is one of ours");
    constexpr int indent = 2;
    return SchemaBuilder().file_schema(kind).dump(indent) + "\n";
}

}  // namespace forlob
