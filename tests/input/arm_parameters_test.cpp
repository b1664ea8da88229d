#include "input/arm_parameters.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "input/reading.hpp"
#include "support/reported.hpp"

using namespace forlob;
using test::reported;

namespace {

std::vector<Parameter> parameters(const std::vector<std::pair<std::string, std::string>>& values) {
    std::string text;
    for (const auto& [name, value] : values)
        text += name + ": {value: " + value + ", unit: factor, grade: D, source: x}\n";
    const YamlNode block = test::yaml(text);
    Diagnostics diagnostics;
    auto read = read_parameters(&block, diagnostics);
    REQUIRE(reported(diagnostics) == "");
    return read;
}

std::string mistakes_alone(const std::vector<std::pair<std::string, std::string>>& values) {
    Diagnostics diagnostics;
    check_parameters_alone(parameters(values), diagnostics);
    return reported(diagnostics);
}

}  // namespace

TEST_CASE("an arm has the parameters of the scenario, its parts and its own programs") {
    const ScenarioSpec scenario = read_scenario(test::in_tests("example/scenario.yaml"));
    std::vector<std::string> names;
    for (const Parameter& one : parameters_of(scenario, scenario.arms[0]))
        names.push_back(one.name);
    CHECK(names == std::vector<std::string>{"cycle_multiplier", "to_job", "to_internship",
                                            "frailty_sd", "share_long", "discount_rate",
                                            "benefit"});
    CHECK(parameters_of(scenario, scenario.arms[1]).size() == 10);
    CHECK(parameters_of(scenario, scenario.arms[2]).size() == 12);
}

TEST_CASE("alone, a formula may name what other files define") {
    CHECK(mistakes_alone({{"a", "2 * elsewhere"}, {"b", "a + 1"}, {"c", "3"}}) == "");
}

TEST_CASE("alone, circles are found") { CHECK(mistakes_alone({{"a", "b"}, {"b", "a"}}) != ""); }

TEST_CASE("alone, values that are not finite are found") {
    CHECK(mistakes_alone({{"a", "0"}, {"b", "1 / a"}}) != "");
}
