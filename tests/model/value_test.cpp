// What does a formula say for whom, and when? Values over coordinates, clocks, attributes and
// tables.

#include "model/value.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "input/reading.hpp"
#include "model/enumeration.hpp"
#include "support/reported.hpp"
#include "support/scenario_text.hpp"

using namespace forlob;
using test::ScenarioText;

namespace {

// A scenario, and values of formulas in it.
struct Example {
    explicit Example(const ScenarioText& text, ValueUse use = ValueUse::transition)
        : scenario(text.spec()),
          vocabulary(scenario.model),
          parameters(scenario.parameters, {}, diagnostics),
          context(scenario, scenario.arms.front(), vocabulary, parameters, use) {}

    Value value(const std::string& formula) {
        const YamlNode node = test::yaml("x: \"" + formula + "\"");
        const auto expression = read_expression(*node.find("x"), "x", diagnostics);
        return compile_value(expression.value(), "probability", context, diagnostics);
    }
    // Coordinates: months in state, in phase, in program, month, clock `support`, age.
    double at(const std::string& formula, std::vector<std::uint16_t> coordinates, int level = 0) {
        coordinates.resize(context.reach.size());
        return value(formula).at(Kind{{static_cast<LevelId>(level)}, 0}, coordinates);
    }

    Diagnostics diagnostics;
    ScenarioSpec scenario;
    Vocabulary vocabulary;
    ParameterValues parameters;
    ValueContext context;
};

ScenarioText with_values() {
    ScenarioText text;
    text.parameters = "{base: {value: 0.01, unit: probability, grade: D, source: Test}}";
    text.attributes =
        "  history: {levels: {short: {value: 2}, long: {value: 10 * base}}}\n"
        "  sex: {levels: {female: {}, male: {}}}\n";
    text.population_attributes =
        "  history: {shares: {short: 0.25, long: 0.75}}\n  sex: {shares: {female: 1, male: 0}}\n";
    text.population_more = "age_years: {from: 30, to: 30}\n";
    text.tables =
        "  stepped: {of: 60 + cycle, steps: {61: 0.1, 65: base}, unit: probability, grade: D, "
        "source: Test}\n"
        "  straight: {of: age, steps: {30: 0, 32: 1}, interpolate: linear, unit: factor, grade: D, "
        "source: Test}\n"
        "  from_file: {of: cycles_in_state, file: risk.csv, key: months, column: risk, unit: "
        "factor, grade: D, source: Test}\n";
    return text;
}

// The factor of a dependence over this coordinate, as marks.
std::vector<double> marks(const Value& value, Coordinate coordinate) {
    for (const Factor& factor : value.dependence())
        if (factor.over == Factor::Over::coordinate && factor.coordinate == coordinate)
            return factor.value;
    return {};
}

}  // namespace

TEST_CASE("a formula over parameters is a constant") {
    ScenarioText text = with_values();
    text.tables.clear();
    Example example(text);
    const Value value = example.value("2 * base");
    CHECK(value.is_constant());
    CHECK(value.at({}, {}) == doctest::Approx(0.02));
    CHECK(value.dependence().empty());
}

TEST_CASE("a formula reads coordinates, clocks, age and attributes") {
    ScenarioText text = with_values();
    text.tables.clear();
    Example example(text);
    CHECK(example.at("cycle", {0, 0, 0, 7}) == 7.0);
    CHECK(example.at("month", {0, 0, 0, 7}) == 7.0);
    CHECK(example.at("months_in_state + 100 * cycles_in_phase + 10000 * cycles_in_program",
                     {3, 4, 5, 0}) == 50403.0);
    CHECK(example.at("support", {0, 0, 0, 1, 9}) == 9.0);
    CHECK(example.at("age", {0, 0, 0, 1, 0, 365}) == doctest::Approx(365.0 / 12.0));
    CHECK(example.at("history", {}, 0) == 2.0);
    CHECK(example.at("history", {}, 1) == doctest::Approx(0.1));
    CHECK(example.at("cycle <= 2 ? 0.509 : base", {0, 0, 0, 2}) == 0.509);
    CHECK(example.at("cycle <= 2 ? 0.509 : base", {0, 0, 0, 3}) == 0.01);
    CHECK(test::reported(example.diagnostics) == "");
}

TEST_CASE("the month of the year is that of the tick, or of the tick before a transition") {
    ScenarioText text;
    text.scenario = "start: 2026-11\n";
    Example transition(text);
    CHECK(transition.at("month_of_year", {0, 0, 0, 1}) == 11.0);
    CHECK(transition.at("month_of_year", {0, 0, 0, 3}) == 1.0);
    Example tick(text, ValueUse::tick);
    CHECK(tick.at("month_of_year", {0, 0, 0, 0}) == 11.0);
    CHECK(tick.at("month_of_year", {0, 0, 0, 2}) == 1.0);
}

TEST_CASE("a transition has a cycle from 1 on, a tick begins at 0") {
    ScenarioText text;
    Example transition(text);
    CHECK(transition.at("cycle", {0, 0, 0, 0}) == 1.0);
    Example tick(text, ValueUse::tick);
    CHECK(tick.at("cycle", {0, 0, 0, 0}) == 0.0);
    CHECK(tick.at("cycle", {0, 0, 0, 24}) == 24.0);
}

TEST_CASE("a clock that is never is infinite") {
    ScenarioText text;
    text.clocks =
        "  support: {counts: [support], starts: {given: history, levels: {short: never, long: "
        "{from: "
        "2, to: 5}}}}\n";
    Example example(text);
    CHECK(example.context.reach[4].can_be_never);
    CHECK(example.context.reach[4].low == 2);
    CHECK(example.context.reach[4].high == 5 + 24);
    CHECK(example.at("support", {0, 0, 0, 1, 29}) == 29.0);
    CHECK(example.at("support", {0, 0, 0, 1, 30}) == std::numeric_limits<double>::infinity());
    CHECK(example.at("exp(-support)", {0, 0, 0, 1, 40}) == 0.0);
    // Nobody is below the smallest start: such values count as it.
    CHECK(example.at("support", {0, 0, 0, 1, 0}) == 2.0);
    CHECK(marks(example.value("support > 12 ? 1 : 2"), Coordinate::first_clock).size() == 14);
}

TEST_CASE("a table is a step function, a straight line, or a file") {
    const ScenarioText text = with_values();
    Diagnostics diagnostics;
    const ScenarioSpec scenario = read_scenario_texts(
        {{"test.yaml", text.text()}, {"risk.csv", "months,risk\n0,0.5\n6,0.25\n"}});
    const Vocabulary vocabulary(scenario.model);
    const ParameterValues parameters(scenario.parameters, {}, diagnostics);
    const ValueContext context(scenario, scenario.arms.front(), vocabulary, parameters,
                               ValueUse::transition);
    const auto at = [&](const std::string& name, std::vector<std::uint16_t> coordinates) {
        const YamlNode node = test::yaml("x: " + name);
        const auto expression = read_expression(*node.find("x"), "x", diagnostics);
        coordinates.resize(context.reach.size());
        return compile_value(expression.value(), "rate", context, diagnostics)
            .at(Kind{{LevelId{0}, LevelId{0}}, 0}, coordinates);
    };
    CHECK(at("stepped", {0, 0, 0, 1}) == 0.1);
    CHECK(at("stepped", {0, 0, 0, 4}) == 0.1);
    CHECK(at("stepped", {0, 0, 0, 5}) == 0.01);
    CHECK(at("stepped", {0, 0, 0, 24}) == 0.01);
    CHECK(at("straight", {0, 0, 0, 1, 0, 360}) == 0.0);
    CHECK(at("straight", {0, 0, 0, 1, 0, 366}) == doctest::Approx(0.25));
    CHECK(at("straight", {0, 0, 0, 1, 0, 395}) == 1.0);
    CHECK(at("from_file", {5}) == 0.5);
    CHECK(at("2 * from_file", {6}) == 0.5);
    CHECK(test::reported(diagnostics) == "");
}

TEST_CASE("below its first key a table has no value, and says so") {
    ScenarioText text;
    text.tables =
        "  late: {of: cycle, steps: {3: 0.1}, unit: probability, grade: D, source: Test}\n";
    Example example(text);
    const Value late = example.value("late");
    const std::vector<std::uint16_t> early{0, 0, 0, 2, 0};
    CHECK(std::isnan(late.at(Kind{{LevelId{0}}, 0}, early)));
    CHECK(late.why_none(Kind{{LevelId{0}}, 0}, early) ==
          "table 'late' begins at 3, and 'cycle' is 2");
}

TEST_CASE("dependence tells apart what differs and no more") {
    ScenarioText text = with_values();
    text.tables.clear();
    Example example(text);
    CHECK(marks(example.value("cycle <= 2 ? 0.5 : 1"), Coordinate::month) ==
          std::vector<double>{0, 0, 0, 1});
    // Over several coordinates, too: only the years of age matter, and only beyond 6 months.
    const Value value = example.value("floor(age) * (months_in_state > 6) * history");
    CHECK(marks(value, Coordinate::months_in_state) == std::vector<double>{0, 0, 0, 0, 0, 0, 0, 1});
    const auto ages = marks(value, static_cast<Coordinate>(5));
    CHECK(ages.size() == 385);  // nothing changes after the 32nd birthday within two years
    CHECK(ages.back() == 2.0);
    CHECK(value.dependence().size() == 3);
}

TEST_CASE("classes of a dependence are those of the value, on every combination") {
    ScenarioText text = with_values();
    text.tables.clear();
    Example example(text);
    const Value value =
        example.value("history * min(cycle, 5) + (support > 3 ? months_in_state : 0)");
    std::vector<const Factor*> factors;
    for (const Factor& factor : value.dependence()) factors.push_back(&factor);
    const std::vector<Kind> kinds{{{LevelId{0}}, 0}, {{LevelId{1}}, 0}};
    std::vector<std::uint16_t> caps(example.context.reach.size(), 0);
    for (const Factor* factor : factors)
        if (factor->over == Factor::Over::coordinate)
            caps[index(factor->coordinate)] = static_cast<std::uint16_t>(factor->value.size() - 1);
    const Enumeration enumeration = enumerate(factors, kinds, caps);
    CHECK(enumeration.size() == 2 * 5 * 2 * 25);
    const Lattice::Context lattice = lattice_context(enumeration, 0);
    std::vector<double> first(enumeration.size(), std::numeric_limits<double>::quiet_NaN());
    const Lattice all{{lattice}, lattice.size};
    std::size_t n_different = 0;
    for (std::uint32_t kind = 0; kind < 2; ++kind)
        for (std::uint16_t in_state = 0; in_state <= caps[0]; ++in_state)
            for (std::uint16_t month = 0; month <= caps[3]; ++month)
                for (std::uint16_t support = 0; support <= caps[4]; ++support) {
                    const std::vector<std::uint16_t> values{in_state, 0, 0, month, support, 0};
                    double& known = first[all.at(0, kind, values)];
                    const double here = value.at(kinds[kind], values);
                    if (std::isnan(known)) known = here;
                    if (known != here) ++n_different;
                }
    CHECK(n_different == 0);
}

TEST_CASE("a value over very many combinations is computed when it is asked for") {
    ScenarioText text;
    text.horizon = 400;
    Example example(text);
    const Value value = example.value("months_in_state + 1000 * cycle + support");
    CHECK(value.at(Kind{{LevelId{0}}, 0}, std::vector<std::uint16_t>{3, 0, 0, 5, 7}) == 5010.0);
    CHECK(value.dependence().size() == 3);
    CHECK(marks(value, Coordinate::months_in_state).size() == 401);
}

TEST_CASE("names that mean nothing are reported") {
    Example example(ScenarioText{});
    CHECK(example.value("cycle + history").is_constant());  // its levels have no values
    CHECK(test::reported(example.diagnostics) ==
          "1:13+7 unknown name 'history' in a probability | formulas may name parameters, "
          "coordinates, clocks, attributes with values, and tables");
}

TEST_CASE("a place is described by what is told apart there") {
    ScenarioText text = with_values();
    text.tables.clear();
    Example example(text);
    const Value value = example.value("age + cycle + support + history + cycles_in_state");
    std::vector<const Factor*> factors;
    for (const Factor& factor : value.dependence()) factors.push_back(&factor);
    CHECK(place_of(factors, Kind{{LevelId{1}, LevelId{0}}, 0},
                   std::vector<std::uint16_t>{2, 0, 0, 12, 5, 366}, example.context) ==
          "age 30.5, cycle 12, cycles_in_state 2, history long, support 5");
}

TEST_CASE("attributes are found in formulas and in the tables that they look up") {
    ScenarioText text = with_values();
    text.tables =
        "  by_history: {of: history, steps: {0: 0.1}, unit: factor, grade: D, source: Test}\n";
    text.transitions =
        "  benefit: {employment: by_history}\n  internship: {benefit: 0.3}\n  employment: "
        "{benefit: 0.05}\n";
    const ScenarioSpec scenario = text.spec();
    std::vector<const TableSpec*> tables{&scenario.model.tables.front()};
    CHECK(attributes_named_in({&scenario.model.rows[0].moves[0].value}, tables, scenario.model) ==
          std::vector<std::string>{"history"});
    CHECK(attributes_named_in({&scenario.model.rows[1].moves[0].value}, tables, scenario.model)
              .empty());
}
