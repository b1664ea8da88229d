// Is a draw what a scenario is that sets its values, whatever was drawn before? Models and prices,
// to the last bit.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "input/scenario_spec.hpp"
#include "model/model_compiler.hpp"
#include "support/drawn_arms.hpp"
#include "support/random_scenario.hpp"
#include "support/scenario_text.hpp"

using namespace forlob;

namespace {

// Most numbers with decimals, and amounts, become parameters p0, p1, … Not shares of the
// population, nor what would tell cells apart in another way.
std::string with_parameters(const std::string& text, DrawnValues& values) {
    std::string changed;
    std::string parameters;
    bool are_shares = false;
    const auto stands_at = [&](std::size_t at, const std::string& part) {
        return text.compare(at, part.size(), part) == 0;
    };
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\n') are_shares = false;
        if (stands_at(at, "shares")) are_shares = true;
        std::size_t end = at;
        while (end < text.size() && (std::isdigit(text[end]) != 0 || text[end] == '.')) ++end;
        const std::string number = text.substr(at, end - at);
        const bool is_part = at > 0 && (std::isalnum(text[at - 1]) != 0 || text[at - 1] == '_' ||
                                        text[at - 1] == '.');
        const bool is_amount =
            at > 8 && stands_at(at - 8, "amount: ") && !stands_at(end, " + ") && end > at;
        if (is_part || are_shares || stands_at(end, " * clock0") ||
            (!is_amount && number.find('.') == std::string::npos)) {
            changed += end > at ? number : std::string(1, text[at]);
            at = std::max(end, at + 1);
            continue;
        }
        const std::string name = fmt::format("p{}", values.size());
        values[name] = std::stod(number);
        parameters += fmt::format("  {}: {{value: {}, unit: factor, grade: D, source: Random}}\n",
                                  name, number);
        changed += name;
        at = end;
    }
    return changed + "parameters:\n" + parameters;
}

}  // namespace

TEST_CASE("draws of random scenarios are what sets of their values make") {
    std::size_t n_anew = 0;
    std::size_t n_draws = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        DrawnValues stated;
        const std::string text = with_parameters(test::random_scenario(seed, 10, 12), stated);
        const ScenarioSpec scenario = read_scenario_texts({{"random.yaml", text}});
        REQUIRE(stated.size() > 5);
        std::mt19937_64 engine(seed);
        const auto share = [&] { return static_cast<double>(engine() >> 11) * 0x1p-53; };
        // Smaller numbers; equal ones, between which nothing differs any more; too large ones, and
        // such as make no sense; and smaller ones again.
        std::vector<DrawnValues> draws(8, stated);
        for (std::size_t draw = 0; draw < draws.size(); ++draw)
            for (auto& [name, value] : draws[draw])
                value = draw == 3   ? 0.05
                        : draw == 5 ? 1.0 + value
                        : draw == 6 ? value - 0.3
                                    : value * (0.7 + 0.3 * share());
        // Then one number after the other.
        for (int change = 0; change < 10; ++change) {
            draws.push_back(draws.back());
            const auto n_before = static_cast<std::ptrdiff_t>(engine() % stated.size());
            std::next(draws.back().begin(), n_before)->second *= 0.9;
        }
        test::DrawnArms compiled(scenario);
        for (const DrawnValues& values : draws) {
            const std::vector<std::string> got = compiled.draw(values);
            const bool is_same = got == test::arms_with(scenario, values);
            CHECK(is_same);
            ++n_draws;
        }
        n_anew += compiled.n_anew();
    }
    // Otherwise nothing is tested of what is kept between draws.
    CHECK(n_anew < n_draws * 7 / 8);
}

TEST_CASE("parameters that are not drawn have their own values again") {
    test::ScenarioText text;
    text.parameters =
        "{a: {value: 0.01, unit: factor, grade: D, source: x}, b: {value: 2 * a, unit: factor, "
        "grade: D, source: x}}";
    text.transitions =
        "  benefit: {employment: a}\n  internship: {benefit: 0.1}\n  employment: {benefit: b}\n";
    const ScenarioSpec scenario = text.spec();
    test::DrawnArms compiled(scenario);
    const auto without = test::arms_with(scenario, {});
    CHECK(compiled.draw({}) == without);
    CHECK(compiled.draw({{"a", 0.02}}) == test::arms_with(scenario, {{"a", 0.02}}));
    CHECK(compiled.draw({{"b", 0.03}}) == test::arms_with(scenario, {{"b", 0.03}}));
    CHECK(compiled.draw({{"unknown", 0.03}}) == without);
    CHECK(compiled.n_anew() == 1);
}

TEST_CASE("what an arm sets is not drawn in it") {
    test::ScenarioText text;
    text.parameters = "{a: {value: 0.01, unit: factor, grade: D, source: x}}";
    text.transitions =
        "  benefit: {employment: a}\n  internship: {benefit: 0.1}\n  employment: {benefit: 0.1}\n";
    text.set = "{a: 0.04}";
    text.program =
        "name: help\ntitle: Help\nlabel: Help\neligibility: {states: [benefit]}\nphases: {one: "
        "{months: 2}}\n";
    const ScenarioSpec scenario = text.spec();
    ModelCompiler compiler(scenario);
    static_cast<void>(compiler.compile());
    const std::vector<Model>& models = compiler.compile({{"a", 0.02}});
    CHECK(models[0].parameters.all().at("a") == 0.02);
    CHECK(models[1].parameters.all().at("a") == 0.04);
}

TEST_CASE("a draw without mistakes after one with them is compiled") {
    test::ScenarioText text;
    text.parameters =
        "{a: {value: 0.01, unit: factor, grade: D, source: x}, price: {value: 3, unit: DKK, "
        "grade: D, source: x}}";
    text.transitions =
        "  benefit: {employment: a}\n  internship: {benefit: 0.1}\n  employment: {benefit: 0.1}\n";
    text.economy.replace(text.economy.find("amount: 100"), 11, "amount: price");
    const ScenarioSpec scenario = text.spec();
    test::DrawnArms compiled(scenario);
    for (const DrawnValues& values :
         {DrawnValues{{"a", 0.1}}, DrawnValues{{"a", 1.5}}, DrawnValues{{"a", 0.2}},
          DrawnValues{{"price", -1.0}}, DrawnValues{{"price", 0.0}}, DrawnValues{{"price", 7.0}},
          DrawnValues{{"price", 2.0}}, DrawnValues{{"a", 0.3}, {"price", 2.0}},
          DrawnValues{{"a", 0.3}}})
        CHECK(compiled.draw(values) == test::arms_with(scenario, values));
    CHECK(compiled.draw({{"a", 1.5}}).front().find("probability 'a' is 1.5") != std::string::npos);
    CHECK(compiled.draw({{"price", -1.0}}).front().find("amount 'price' is -1") !=
          std::string::npos);
}

TEST_CASE("who people are, and what tells cells apart, may be drawn") {
    test::ScenarioText text;
    text.parameters =
        "{short_share: {value: 0.25, unit: share, grade: D, source: x}, late: {value: 3, unit: "
        "months, grade: D, source: x}, weight: {value: 2, unit: factor, grade: D, source: x}, "
        "come: {value: 2, unit: persons, grade: D, source: x}}";
    text.attributes =
        "  history: {label: History, levels: {short: {label: Short, value: weight}, long: {label: "
        "Long, value: 1}}}\n";
    text.population_attributes =
        "  history: {shares: {short: short_share, long: 1 - short_share}}\n";
    text.population_more = "inflow: [{number: come}]\n";
    text.economy.replace(text.economy.find("amount: 100"), 11,
                         "amount: 'support > late ? history : 1'");
    const ScenarioSpec scenario = text.spec();
    test::DrawnArms compiled(scenario);
    for (const DrawnValues& values :
         {DrawnValues{}, DrawnValues{{"short_share", 0.5}}, DrawnValues{{"short_share", 0.0}},
          DrawnValues{{"late", 5.0}}, DrawnValues{{"weight", 1.0}}, DrawnValues{{"weight", 3.0}},
          DrawnValues{{"come", 3.0}}, DrawnValues{{"short_share", 1.1}}, DrawnValues{}})
        CHECK(compiled.draw(values) == test::arms_with(scenario, values));
}
