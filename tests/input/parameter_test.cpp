#include "input/parameter.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

#include "support/reported.hpp"

using namespace forlob;

namespace {

// A text with `parameters:` and `set:`, read and computed.
struct Read {
    explicit Read(const std::string& text) : Read(std::vector<std::string>{text}) {}
    // The parameters of all texts; the overrides of each text come after those before it.
    explicit Read(const std::vector<std::string>& texts) {
        int number = 0;
        for (const std::string& text : texts) {
            const std::string name =
                number == 0 ? "f.yaml" : "g" + std::to_string(number) + ".yaml";
            const auto root = read_yaml_text(
                std::make_shared<const SourceFile>(SourceFile{name, text}), diagnostics);
            REQUIRE(root);
            for (Parameter& one : read_parameters(root->find("parameters"), diagnostics))
                parameters.push_back(std::move(one));
            for (Override& one : read_overrides(root->find("set"), diagnostics))
                overrides.push_back(std::move(one));
            ++number;
        }
        values = ParameterValues(parameters, overrides, diagnostics);
    }
    [[nodiscard]] std::string reported() const { return test::reported(diagnostics); }

    Diagnostics diagnostics;
    std::vector<Parameter> parameters;
    std::vector<Override> overrides;
    ParameterValues values;
};

using Values = std::map<std::string, double>;

const std::string rest = ", unit: factor, grade: D, source: assumed}";

// Parameters with these values, one a line: the first is in line 2, and its name in column 2.
std::string parameters(const std::vector<std::pair<std::string, std::string>>& name_and_value) {
    std::string text = "parameters:\n";
    for (const auto& [name, value] : name_and_value)
        text += " " + name + ": {value: " + value + rest + "\n";
    return text;
}

std::string refused(const std::string& parameter) {
    return Read("parameters:\n p: " + parameter).reported();
}

}  // namespace

TEST_CASE("a parameter with everything") {
    const Read read(
        "parameters:\n"
        "  ap_to_job:\n"
        "    value: 0.006\n"
        "    unit: probability/month\n"
        "    distribution: {lognormal: {low: 0.003, high: 0.012}}\n"
        "    grade: B\n"
        "    source: Calibrated\n"
        "    label: To ordinary work\n");
    CHECK(read.reported().empty());
    REQUIRE(read.parameters.size() == 1);
    const Parameter& one = read.parameters[0];
    CHECK(one.name == "ap_to_job");
    CHECK(one.value.text() == "0.006");
    CHECK(one.unit == "probability/month");
    REQUIRE(one.distribution);
    CHECK(one.distribution->family == "lognormal");
    CHECK(one.grade == Grade::B);
    CHECK(one.source == "Calibrated");
    CHECK(one.label == "To ordinary work");
    CHECK(one.location.line == 2);
    CHECK(one.location.column == 3);
    CHECK(one.location.width == 9);
    CHECK(read.values.all() == Values{{"ap_to_job", 0.006}});
}

TEST_CASE("a parameter needs neither distribution nor label") {
    const Read read(parameters({{"a", "1"}}));
    CHECK(read.reported().empty());
    CHECK(!read.parameters[0].distribution);
    CHECK(read.parameters[0].label.empty());
}

TEST_CASE("no block of parameters, or an empty one, is none") {
    Diagnostics diagnostics;
    CHECK(read_parameters(nullptr, diagnostics).empty());
    CHECK(read_overrides(nullptr, diagnostics).empty());
    CHECK(Read("{parameters: {}, set: {}}").reported().empty());
    CHECK(ParameterValues().all().empty());
    CHECK(!diagnostics.has_errors());
}

TEST_CASE("parameters stay in the author's order") {
    const Read read(parameters({{"b", "1"}, {"a", "2"}}));
    CHECK(read.parameters[0].name == "b");
    CHECK(read.parameters[1].name == "a");
}

TEST_CASE("blocks that are no mapping") {
    CHECK(
        Read("parameters: [a]").reported() ==
        "1:13+1 parameters must be a mapping (name: parameter) | for example effect: {value: 1.2, "
        "unit: hazard_ratio, grade: D, source: assumed}");
    CHECK(
        Read("set: 3").reported() ==
        "1:6+1 set must be a mapping (name of a parameter: value) | for example {tax_rate: 0.25}");
    CHECK(refused("0.5") ==
          "2:5+3 parameters.p must be a mapping (key: value), not '0.5' | write one 'key: value' a "
          "line, indented, or {key: value, key: value}");
}

TEST_CASE("keys that are missing or unknown") {
    CHECK(refused("{value: 1, unit: factor, grade: D, sorce: x}") ==
          "2:40+5 unknown key 'sorce' in parameters.p | did you mean 'source'? known keys: value, "
          "unit, distribution, grade, source, label\n"
          "2:5+1 missing key 'source' in parameters.p | source: Where it comes from");
}

TEST_CASE("notes are no parameters") {
    CHECK(Read("{parameters: {x-note: 3}, set: {x-note: [1]}}").reported().empty());
}

TEST_CASE("names of parameters") {
    const std::string help =
        " | names have lower-case letters a-z, digits and _, begin with a letter and have at most "
        "64 characters; yes, no, true, nan and the like are none";
    for (const char* name : {"Rate", "_rate", "1st", "a-b", "a b", "ø", "no", "nan"})
        CHECK(Read(parameters({{name, "1"}}))
                  .reported()
                  .ends_with(" '" + std::string(name) + "' is not a name for a parameter" + help));
    CHECK(Read(parameters({{std::string(64, 'a'), "1"}})).reported().empty());
    CHECK(!Read(parameters({{std::string(65, 'a'), "1"}})).reported().empty());
}

TEST_CASE("units are known ones") {
    CHECK(refused("{value: 1, unit: probabilty/month, grade: D, source: x}")
              .starts_with("2:22+16 unknown unit 'probabilty/month' | did you mean "
                           "'probability/month'? a unit is one of probability, rate, "));
    CHECK(refused("{value: 1, unit: euro, grade: D, source: x}")
              .starts_with("2:22+4 unknown unit 'euro' | a unit is one of probability, "));
    CHECK(refused("{value: 1, unit: , grade: D, source: x}") ==
          "2:22+1 parameters.p.unit is empty | write a text");
    for (const char* unit :
         {"share", "probability/quarter", "rate/minute", "DKK", "USD/year", "weeks/month", "1/year",
          "QALY", "places/cycle", "minutes", "quarters", "DKK/day", "hours/week"})
        CHECK(refused("{value: 1, unit: " + std::string(unit) + ", grade: D, source: x}").empty());
    for (const char* unit : {"dkk", "share/", "/month", "DKK/month/month", "D", "month"})
        CHECK(!refused("{value: 1, unit: " + std::string(unit) + ", grade: D, source: x}").empty());
}

TEST_CASE("grades are A to D") {
    CHECK(letter(Grade::A) == 'A');
    CHECK(letter(Grade::D) == 'D');
    CHECK(Read("parameters: {p: {value: 1, unit: factor, grade: A, source: x}}")
              .parameters[0]
              .grade == Grade::A);
    const std::string help =
        " | write A (law, official statistic or randomised trial), B (observational study), C (a "
        "provider's own claim) or D (assumption)";
    CHECK(refused("{value: 1, unit: factor, grade: E, source: x}") ==
          "2:37+1 parameters.p.grade cannot be 'E'" + help);
    CHECK(refused("{value: 1, unit: factor, grade: d, source: x}") ==
          "2:37+1 parameters.p.grade cannot be 'd'" + help);
    CHECK(refused("{value: 1, unit: factor, grade: [A], source: x}") ==
          "2:37+1 parameters.p.grade must be a letter" + help);
}

TEST_CASE("sources and labels are not empty") {
    CHECK(refused("{value: 1, unit: factor, grade: D, source: ''}") ==
          "2:48+2 parameters.p.source is empty | write a text");
    CHECK(refused("{value: 1, unit: factor, grade: D, source: }") ==
          "2:48+1 parameters.p.source is empty | write a text");
    CHECK(refused("{value: 1, unit: factor, grade: D, source: x, label: ' '}") ==
          "2:58+3 parameters.p.label is empty | write a text");
}

TEST_CASE("every mistake of a parameter is reported") {
    CHECK(refused("{value: 1 +, unit: x, grade: E, source: '', distribution: 3}") ==
          "2:15+1 nothing follows '+' | a number, a name or a parenthesis must come after it\n"
          "2:24+1 unknown unit 'x' | a unit is one of " +
              fmt::format("{}", fmt::join(unit_quantities(), ", ")) +
              ", or a currency or other unit in capitals, like DKK or QALY; if it is per time, "
              "with one of /cycle, /minute, /hour, /day, /week, /month, /quarter, /year behind "
              "it\n"
              "2:63+1 parameters.p.distribution must be one family with arguments | for example "
              "{lognormal: {low: 0.003, high: 0.012}}\n"
              "2:34+1 parameters.p.grade cannot be 'E' | write A (law, official statistic or "
              "randomised "
              "trial), B (observational study), C (a provider's own claim) or D (assumption)\n"
              "2:45+2 parameters.p.source is empty | write a text");
}

TEST_CASE("there are at most 2,000 parameters in a block") {
    std::vector<std::pair<std::string, std::string>> many;
    for (int i = 0; i < 2000; ++i) many.emplace_back("p" + std::to_string(i), "1");
    CHECK(Read(parameters(many)).reported().empty());
    many.emplace_back("one_more", "1");
    CHECK(Read(parameters(many)).reported() ==
          "2:2+1 there are 2001 parameters | at most 2000 are allowed");
}

TEST_CASE("values are computed in the order in which they need one another") {
    const Read read(parameters({{"a", "b * 2"}, {"b", "c + d"}, {"c", "3"}, {"d", "c ^ 2"}}));
    CHECK(read.reported().empty());
    CHECK(read.values.all() == Values{{"a", 24.0}, {"b", 12.0}, {"c", 3.0}, {"d", 9.0}});
}

TEST_CASE("parameters of one file may rest on those of another") {
    const Read read({parameters({{"a", "b + 1"}}), parameters({{"b", "2"}})});
    CHECK(read.reported().empty());
    CHECK(read.values.all() == Values{{"a", 3.0}, {"b", 2.0}});
}

TEST_CASE("overrides replace values, and later ones win") {
    const Read read({parameters({{"a", "1"}, {"b", "a * 10"}}) + "set: {a: 2}\n", "set: {a: 3}"});
    CHECK(read.reported().empty());
    CHECK(read.values.all() == Values{{"a", 3.0}, {"b", 30.0}});
}

TEST_CASE("an override may be a formula over other parameters") {
    const Read read(parameters({{"a", "1"}, {"b", "7"}}) + "set: {a: b + 1}\n");
    CHECK(read.values.all() == Values{{"a", 8.0}, {"b", 7.0}});
}

TEST_CASE("an override of a wrong value is reported and not used") {
    const Read read(parameters({{"a", "1"}}) + "set: {a: 1,5, b: 1_0}\n");
    CHECK(read.reported().starts_with("3:"));
    CHECK(Read(parameters({{"a", "1"}}) + "set:\n a: 1,5\n").reported() ==
          "4:5+3 set.a must be a number, not '1,5' | write 1.5");
    CHECK(Read(parameters({{"a", "1"}}) + "set:\n a: 1,5\n").values.all() == Values{{"a", 1.0}});
}

TEST_CASE("an override of an unknown name") {
    CHECK(Read(parameters({{"strength", "1"}}) + "set: {strenght: 2, other: 3}\n").reported() ==
          "3:7+8 unknown parameter 'strenght' | did you mean 'strength'? known parameters: "
          "strength\n"
          "3:20+5 unknown parameter 'other' | known parameters: strength");
}

TEST_CASE("an unknown name in a formula is shown where it stands") {
    const Read read(parameters({{"rate", "1"}, {"b", "2 * rat + exp(rate_2)"}}));
    CHECK(read.reported() ==
          "3:17+3 unknown parameter 'rat' | did you mean 'rate'? known parameters: b, rate\n"
          "3:27+6 unknown parameter 'rate_2' | did you mean 'rate'? known parameters: b, rate");
    CHECK(read.values.all() == Values{{"b", 0.0}, {"rate", 1.0}});
}

TEST_CASE("an unknown name in an override is shown there") {
    CHECK(Read(parameters({{"a", "1"}}) + "set: {a: 2 * b}\n").reported() ==
          "3:14+1 unknown parameter 'b' | did you mean 'a'? known parameters: a");
}

TEST_CASE("circles of definitions") {
    CHECK(Read(parameters({{"a", "a"}})).reported() ==
          "2:13+1 parameters are defined in a circle: a → a | give one of them a number");
    CHECK(Read(parameters({{"a", "1 + b"}, {"b", "a"}})).reported() ==
          "2:17+1 parameters are defined in a circle: a → b → a | give one of them a number");
    // The circle is b, c, d; a leads into it and is no part of it.
    CHECK(Read(parameters({{"a", "b"}, {"b", "c"}, {"c", "d"}, {"d", "b"}})).reported() ==
          "3:13+1 parameters are defined in a circle: b → c → d → b | give one of them a number");
}

TEST_CASE("every circle is reported, once") {
    CHECK(Read(parameters({{"a", "b"}, {"b", "a"}, {"c", "d + a"}, {"d", "c"}})).reported() ==
          "2:13+1 parameters are defined in a circle: a → b → a | give one of them a number\n"
          "4:13+1 parameters are defined in a circle: c → d → c | give one of them a number");
}

TEST_CASE("an override may make a circle, and is shown as its part") {
    CHECK(Read(parameters({{"a", "1"}, {"b", "a"}}) + "set: {a: b}\n").reported() ==
          "4:10+1 parameters are defined in a circle: a → b → a | give one of them a number");
}

TEST_CASE("an override may undo a circle") {
    const Read read(parameters({{"a", "b"}, {"b", "a"}}) + "set: {a: 2}\n");
    CHECK(read.reported().empty());
    CHECK(read.values.all() == Values{{"a", 2.0}, {"b", 2.0}});
}

TEST_CASE("values that are no finite numbers") {
    const std::string help =
        " | look for a division by 0, or a logarithm or root of a number that has none";
    CHECK(Read(parameters({{"a", "1 / 0"}})).reported() ==
          "2:13+5 the value of 'a' is infinite" + help);
    CHECK(Read(parameters({{"a", "log(-1)"}})).reported() ==
          "2:13+7 the value of 'a' is not a number" + help);
    CHECK(Read(parameters({{"a", "1"}, {"b", "1 / (a - 1)"}})).reported() ==
          "3:13+11 the value of 'b' is infinite" + help);
    CHECK(Read(parameters({{"a", "2"}, {"b", "1 / (a - 1)"}}) + "set: {a: 1}\n").reported() ==
          "3:13+11 the value of 'b' is infinite" + help);
}

TEST_CASE("what rests on a mistake is not reported as another") {
    const Read read(
        parameters({{"a", "nowhere"}, {"b", "1 / a"}, {"c", "1 / 0"}, {"d", "log(c)"}}));
    CHECK(read.diagnostics.n_errors() == 2);
    CHECK(read.values.all() == Values{{"a", 0.0}, {"b", 0.0}, {"c", 0.0}, {"d", 0.0}});
}

TEST_CASE("a name that two files define") {
    const Read read({parameters({{"a", "1"}}), parameters({{"b", "1"}, {"a", "2"}})});
    CHECK(read.reported() ==
          "3:2+1 parameter 'a' is defined twice | it is first defined at f.yaml:2:2: give one of "
          "them another name");
    CHECK(read.diagnostics.all()[0].location.file->name == "g1.yaml");
    CHECK(read.values.all() == Values{{"a", 1.0}, {"b", 1.0}});
}

TEST_CASE("a file that is used twice defines its parameters once") {
    Read read(parameters({{"a", "1"}}));
    const Read again(parameters({{"a", "1"}}));
    read.parameters.insert(read.parameters.end(), again.parameters.begin(), again.parameters.end());
    Diagnostics diagnostics;
    CHECK(ParameterValues(read.parameters, {}, diagnostics).all() == Values{{"a", 1.0}});
    CHECK(!diagnostics.has_errors());
}

TEST_CASE("the value of an expression over parameters") {
    Read read(parameters({{"rate", "2"}}));
    const auto expression = [&](const std::string& text) {
        const auto root = read_yaml_text(test::source("a: " + text), read.diagnostics);
        return *read_expression(*root->find("a"), "a", read.diagnostics);
    };
    CHECK(read.values.value(expression("rate ^ 2 + 1"), read.diagnostics) == 5.0);
    CHECK(read.values.value(expression("0.5"), read.diagnostics) == 0.5);
    CHECK(read.values.value(Expression(0.25), read.diagnostics) == 0.25);
    CHECK(read.reported().empty());
    CHECK(read.values.value(expression("1 + rat * other"), read.diagnostics) == 0.0);
    CHECK(read.reported() ==
          "1:14+5 unknown parameter 'other' | known parameters: rate\n"
          "1:8+3 unknown parameter 'rat' | did you mean 'rate'? known parameters: rate");
}

TEST_CASE("a chain of two thousand definitions is computed") {
    std::vector<std::pair<std::string, std::string>> chain = {{"p0", "1"}};
    for (int i = 1; i < 2000; ++i)
        chain.emplace_back("p" + std::to_string(i), "p" + std::to_string(i - 1) + " + 1");
    // "a" comes first in the alphabet and needs the whole chain.
    chain.back().first = "a";
    const Read read(parameters(chain));
    CHECK(read.reported().empty());
    CHECK(read.values.all().at("a") == 2000.0);
}
