#include "input/schema.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "input/keys.hpp"
#include "input/parameter.hpp"
#include "input/reading.hpp"
#include "support/reported.hpp"

using namespace forlob;
using Json = nlohmann::json;

namespace {

std::set<std::string> keys_of(const Json& object) {
    std::set<std::string> keys;
    for (const auto& [key, value] : object.items()) keys.insert(key);
    return keys;
}

void collect_references(const Json& schema, std::set<std::string>& references) {
    if (schema.is_object() && schema.contains("$ref") && schema["$ref"].is_string())
        references.insert(schema["$ref"].get<std::string>());
    for (const auto& part : schema)
        if (part.is_structured()) collect_references(part, references);
}

// The schema of a table: the whole file's for its own kind, else a definition.
const Json* schema_of(const Json& file, const std::string& kind, const std::string& object) {
    if (object == kind) return &file;
    const auto found = file["$defs"].find(object);
    return found == file["$defs"].end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("the schemas have the keys of the tables and no others") {
    std::set<std::string_view> seen;
    for (const std::string& kind : file_kinds()) {
        const Json file = Json::parse(json_schema(kind));
        for (const KeyTable& table : key_tables()) {
            const Json* schema = schema_of(file, kind, std::string(table.object));
            if (schema == nullptr) continue;
            INFO(kind << " " << table.object);
            seen.insert(table.object);
            std::set<std::string> keys;
            std::set<std::string> required;
            for (const KeyRule& rule : table.rules) {
                if (rule.type == not_supported) continue;
                keys.emplace(rule.key);
                if (rule.required) required.emplace(rule.key);
            }
            if (table.object == kind) required.insert({"forlob", "kind", "title"});
            CHECK(keys_of((*schema)["properties"]) == keys);
            CHECK((*schema)["required"].get<std::set<std::string>>() == required);
            CHECK((*schema)["additionalProperties"] == false);
        }
    }
    CHECK(seen.size() == key_tables().size());
}

TEST_CASE("everything that a schema refers to is defined, and everything defined is used") {
    for (const std::string& kind : file_kinds()) {
        INFO(kind);
        const Json file = Json::parse(json_schema(kind));
        std::set<std::string> references;
        collect_references(file, references);
        std::set<std::string> defined;
        for (const auto& [name, schema] : file["$defs"].items()) defined.insert("#/$defs/" + name);
        CHECK(references == defined);
    }
}

TEST_CASE("every key of a schema has a description") {
    for (const std::string& kind : file_kinds()) {
        const Json file = Json::parse(json_schema(kind));
        for (const auto& [key, schema] : file["properties"].items()) {
            INFO(kind << " " << key);
            CHECK(schema["description"].get<std::string>().size() >= 8);
        }
    }
}

TEST_CASE("the head of a schema") {
    const Json file = Json::parse(json_schema("population"));
    CHECK(file["$schema"] == "https://json-schema.org/draft/2020-12/schema");
    CHECK(file["title"] == "Forløb population");
    CHECK(file["properties"]["kind"]["const"] == "population");
    CHECK(file["required"] == Json({"forlob", "kind", "title", "start"}));
}

TEST_CASE("the types of values") {
    const Json defs = Json::parse(json_schema("scenario"))["$defs"];
    CHECK(defs["length"] == Json({{"type", "integer"}, {"minimum", 1}, {"maximum", 1200}}));
    CHECK(defs["trajectories"] == Json({{"enum", {"none", "spells", "panel"}}}));
    CHECK(defs["clock_start"]["anyOf"].size() == 2);
    CHECK(defs["unit"]["pattern"].get<std::string>().starts_with("^(probability|rate|"));
    CHECK(defs["row"]["additionalProperties"]["$ref"] == "#/$defs/move_value");
    CHECK(defs["phase"]["properties"]["then"]["$ref"] == "#/$defs/name");
    CHECK(defs["clock"]["properties"]["counts"]["anyOf"][1]["items"]["$ref"] == "#/$defs/name");
}

TEST_CASE("the schema knows the distributions that the reader knows, with their arguments") {
    const Json families = Json::parse(json_schema("model"))["$defs"]["distribution"]["properties"];
    CHECK(keys_of(families) == std::set<std::string>{"normal", "lognormal", "beta", "gamma",
                                                     "triangular", "uniform", "pert"});
    for (const auto& [family, schema] : families.items()) {
        for (const auto& [argument, type] : schema["properties"].items()) {
            INFO(family << " " << argument);
            Diagnostics diagnostics;
            const auto block =
                test::yaml("p: {value: 1, unit: factor, grade: D, source: x, distribution: {" +
                           family + ": {" + argument + ": 0.5, nonsense: 1}}}\n");
            static_cast<void>(read_parameters(&block, diagnostics));
            // One argument is wrong or missing, but it is not the family and not this argument.
            const std::string found = test::reported(diagnostics);
            CHECK(found.find("'nonsense'") != std::string::npos);
            CHECK(found.find("'" + argument + "'") == std::string::npos);
        }
    }
}
