// The simple values of YAML: numbers, texts, true and false, and the keys of a mapping.

#include <doctest/doctest.h>

#include <string>

#include "input/yaml.hpp"
#include "support/reported.hpp"

using namespace forlob;

namespace {

// Reads the value of a text `a: …` with `read` and gives what was reported, or `nothing reported`.
template <typename Read>
std::string refused(const std::string& value, const Read& read) {
    Diagnostics diagnostics;
    const auto root = read_yaml_text(test::source("a: " + value), diagnostics);
    REQUIRE(root);
    const auto result = read(*root->find("a"), diagnostics);
    CHECK(result.has_value() != diagnostics.has_errors());
    return result ? "nothing reported" : test::reported(diagnostics);
}

std::string no_number(const std::string& value) {
    return refused(value, [](const YamlNode& node, Diagnostics& diagnostics) {
        return read_number(node, "it", diagnostics);
    });
}

std::string no_integer(const std::string& value) {
    return refused(value, [](const YamlNode& node, Diagnostics& diagnostics) {
        return read_integer(node, "it", 1, 1200, diagnostics);
    });
}

std::string no_boolean(const std::string& value) {
    return refused(value, [](const YamlNode& node, Diagnostics& diagnostics) {
        return read_boolean(node, "it", diagnostics);
    });
}

std::string no_text(const std::string& value) {
    return refused(value, [](const YamlNode& node, Diagnostics& diagnostics) {
        return read_text(node, "it", diagnostics);
    });
}

YamlNode scalar(const std::string& text) {
    YamlNode node;
    node.kind = YamlNode::Kind::scalar;
    node.text = text;
    return node;
}

std::string checked(const std::string& text) {
    const std::vector<KeyRule> rules = {
        {"label", true, "text", "What people read"},
        {"months", false, "months", "How long"},
        {"states", true, "names", "Where"},
    };
    Diagnostics diagnostics;
    const auto root = read_yaml_text(test::source(text), diagnostics);
    REQUIRE(root);
    const bool is_mapping = check_keys(*root, "phases.search", rules, diagnostics);
    CHECK(is_mapping == (root->kind == YamlNode::Kind::mapping));
    return test::reported(diagnostics);
}

}  // namespace

TEST_CASE("numbers") {
    Diagnostics diagnostics;
    CHECK(read_number(scalar("-1.5e2"), "it", diagnostics) == -150.0);
    CHECK(!diagnostics.has_errors());
    CHECK(no_number("x") == "1:4+1 it must be a number, not 'x' | write a number such as 0.25");
    CHECK(no_number("1,5") == "1:4+3 it must be a number, not '1,5' | write 1.5");
    CHECK(no_number("1e400") ==
          "1:4+5 it must be a number, not '1e400' | write a number between -1e308 and 1e308 that "
          "is not closer to 0 than 1e-307");
    CHECK(no_number("'1.5'") ==
          "1:4+5 it must be a number, not the text '1.5' | remove the quotes");
    CHECK(no_number("'x'") ==
          "1:4+3 it must be a number, not the text 'x' | write a number such as 0.25");
    CHECK(no_number("on") == "1:4+2 it must be a number, not 'on' | write 1 for yes");
    CHECK(no_number("[1]") ==
          "1:4+1 it must be a number, not a list | write a number such as 0.25");
    CHECK(no_number("{b: 1}") ==
          "1:4+1 it must be a number, not a mapping | write a number such as 0.25");
    CHECK(no_number("~") == "1:4+1 it must be a number, not nothing | write a number such as 0.25");
    CHECK(no_number(std::string(70, 'x')) == "1:4+70 it must be a number, not '" +
                                                 std::string(60, 'x') +
                                                 "…' | write a number such as 0.25");
}

TEST_CASE("whole numbers at both ends of their range") {
    Diagnostics diagnostics;
    CHECK(read_integer(scalar("1"), "it", 1, 1200, diagnostics) == 1);
    CHECK(read_integer(scalar("1200"), "it", 1, 1200, diagnostics) == 1200);
    CHECK(read_integer(scalar("-5"), "it", -5, 0, diagnostics) == -5);
    CHECK(read_integer(scalar("0"), "it", -5, 0, diagnostics) == 0);
    CHECK(read_integer(scalar("9223372036854775807"), "it", 0, INT64_MAX, diagnostics) ==
          INT64_MAX);
    CHECK(read_integer(scalar("-9223372036854775808"), "it", INT64_MIN, 0, diagnostics) ==
          INT64_MIN);
    CHECK(!diagnostics.has_errors());
    const std::string range = " | write a whole number from 1 to 1200";
    CHECK(no_integer("0") == "1:4+1 it cannot be 0" + range);
    CHECK(no_integer("1201") == "1:4+4 it cannot be 1201" + range);
    CHECK(no_integer("-1") == "1:4+2 it cannot be -1" + range);
    CHECK(no_integer("99999999999999999999") == "1:4+20 it cannot be 99999999999999999999" + range);
}

TEST_CASE("whole numbers are written plainly") {
    const std::string range = " | write a whole number from 1 to 1200";
    for (const char* text : {"12.0", "1e3", "x", "+5", "1_000", "0x10", "5 %", "1,000", "12 months",
                             "yes", ".inf", "2026-01"})
        CHECK(no_integer(text) == "1:4+" + std::to_string(std::string(text).size()) +
                                      " it must be a whole number, not '" + text + "'" + range);
    CHECK(no_integer("010") ==
          "1:4+3 it must be a whole number, not '010' | remove the leading zeros");
    CHECK(no_integer("-01") ==
          "1:4+3 it must be a whole number, not '-01' | remove the leading zeros");
    CHECK(no_integer("'12'") ==
          "1:4+4 it must be a whole number, not the text '12' | remove the quotes");
    CHECK(no_integer("'x'") == "1:4+3 it must be a whole number, not the text 'x'" + range);
    CHECK(no_integer("''") == "1:4+2 it must be a whole number, not the text ''" + range);
    CHECK(no_integer("[1]") == "1:4+1 it must be a whole number, not a list" + range);
    CHECK(no_integer("~") == "1:4+1 it must be a whole number, not nothing" + range);
}

TEST_CASE("true and false") {
    Diagnostics diagnostics;
    CHECK(read_boolean(scalar("true"), "it", diagnostics) == true);
    CHECK(read_boolean(scalar("false"), "it", diagnostics) == false);
    CHECK(!diagnostics.has_errors());
    for (const char* yes : {"yes", "Yes", "on", "True", "TRUE", "y", "1"})
        CHECK(no_boolean(yes) == "1:4+" + std::to_string(std::string(yes).size()) +
                                     " it must be true or false, not '" + yes + "' | write true");
    for (const char* no : {"no", "NO", "off", "False", "n", "0"})
        CHECK(no_boolean(no) == "1:4+" + std::to_string(std::string(no).size()) +
                                    " it must be true or false, not '" + no + "' | write false");
    CHECK(no_boolean("maybe") ==
          "1:4+5 it must be true or false, not 'maybe' | write true or false");
    CHECK(no_boolean("'true'") ==
          "1:4+6 it must be true or false, not the text 'true' | remove the quotes");
    CHECK(no_boolean("'yes'") == "1:4+5 it must be true or false, not the text 'yes' | write true");
    CHECK(no_boolean("[true]") ==
          "1:4+1 it must be true or false, not a list | write true or false");
    CHECK(no_boolean("~") == "1:4+1 it must be true or false, not nothing | write true or false");
}

TEST_CASE("texts are not empty") {
    Diagnostics diagnostics;
    CHECK(read_text(scalar("ISU"), "it", diagnostics) == "ISU");
    CHECK(read_text(scalar("12"), "it", diagnostics) == "12");
    CHECK(read_text(scalar(" x "), "it", diagnostics) == " x ");
    CHECK(!diagnostics.has_errors());
    CHECK(no_text("''") == "1:4+2 it is empty | write a text");
    CHECK(no_text("' '") == "1:4+3 it is empty | write a text");
    CHECK(no_text("~") == "1:4+1 it is empty | write a text");
    const std::string help = " | put a text in quotes if it begins with [ or {, or contains ': '";
    CHECK(no_text("[x]") == "1:4+1 it must be a text, not a list" + help);
    CHECK(no_text("{x: y}") == "1:4+1 it must be a text, not a mapping" + help);
}

TEST_CASE("a mapping with the keys it must and may have") {
    CHECK(checked("label: x\nstates: y").empty());
    CHECK(checked("states: y\nmonths: 1\nlabel: x").empty());
}

TEST_CASE("keys that begin with x- are notes") {
    CHECK(checked("label: x\nstates: y\nx-note: {any: thing}\nx-: 1").empty());
}

TEST_CASE("unknown keys are shown with the nearest known one") {
    CHECK(checked("label: x\nstates: y\nmonth: 3\ncolour: red") ==
          "3:1+5 unknown key 'month' in phases.search | did you mean 'months'? known keys: label, "
          "months, states\n"
          "4:1+6 unknown key 'colour' in phases.search | known keys: label, months, states");
}

TEST_CASE("missing keys are shown at the mapping") {
    CHECK(checked("{months: 3}") ==
          "1:1+1 missing key 'label' in phases.search | label: What people read\n"
          "1:1+1 missing key 'states' in phases.search | states: Where");
    CHECK(checked("{}") ==
          "1:1+1 missing key 'label' in phases.search | label: What people read\n"
          "1:1+1 missing key 'states' in phases.search | states: Where");
}

TEST_CASE("unknown and missing keys are reported together") {
    CHECK(checked("label: x\nstate: y") ==
          "2:1+5 unknown key 'state' in phases.search | did you mean 'states'? known keys: label, "
          "months, states\n"
          "1:1+1 missing key 'states' in phases.search | states: Where");
}

TEST_CASE("what is no mapping has no keys") {
    const std::string help =
        " | write one 'key: value' a line, indented, or {key: value, key: value}";
    CHECK(checked("[a]") ==
          "1:1+1 phases.search must be a mapping (key: value), not a list" + help);
    CHECK(checked("x") == "1:1+1 phases.search must be a mapping (key: value), not 'x'" + help);
}
