#include "model/parameter_draws.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "model/model.hpp"
#include "random/distributions.hpp"
#include "random/uniforms.hpp"
#include "support/reported.hpp"
#include "support/scenario_text.hpp"
#include "support/values.hpp"

using namespace forlob;

namespace {

std::string parameter(const std::string& name, const std::string& value,
                      const std::string& distribution) {
    return name + ": {value: " + value + ", unit: factor, grade: D, source: x" +
           (distribution.empty() ? "" : ", distribution: " + distribution) + "}";
}

test::ScenarioText small(const std::string& draws = "draws: {n: 50}\n") {
    test::ScenarioText text;
    text.parameters = "{" + parameter("p", "0.01", "{beta: {mean: 0.01, sd: 0.002}}") + ", " +
                      parameter("twice", "2 * p", "") + ", " +
                      parameter("q", "0.05", "{uniform: {low: 0.04, high: 0.06}}") + "}";
    text.transitions =
        "  benefit: {employment: p, pension: 0.002}\n  internship: {benefit: 0.3}\n"
        "  employment: {benefit: q}\n";
    text.scenario = draws;
    return text;
}

std::string refused(const test::ScenarioText& text) {
    try {
        static_cast<void>(draw_parameters(text.spec()));
    } catch (const InputError& error) {
        return error.diagnostics().front().message;
    }
    return "";
}

// The uniform of a parameter in draw 1, 2, …
double uniform_of(std::size_t draw, const std::string& name) {
    return parameter_uniform(7, static_cast<std::uint32_t>(draw) + 1, name);
}

}  // namespace

TEST_CASE("parameters with a distribution are drawn by name and number of the draw") {
    const ScenarioSpec scenario = small().spec();
    const ParameterDraws draws = draw_parameters(scenario);
    CHECK(draws.names == std::vector<std::string>{"p", "q"});
    REQUIRE(draws.n() == 50);
    for (const std::size_t draw : {0u, 17u, 49u}) {
        const double u = parameter_uniform(7, static_cast<std::uint32_t>(draw) + 1, "q");
        CHECK(draws.values(draw, 1) == 0.04 + u * (0.06 - 0.04));
        CHECK(draws.of(draw).at("q") == draws.values(draw, 1));
    }
}

TEST_CASE("a further parameter changes no other draw") {
    const ParameterDraws before = draw_parameters(small().spec());
    test::ScenarioText text = small();
    text.parameters = "{" + parameter("extra", "1", "{normal: {mean: 1, se: 0.1}}") + ", " +
                      text.parameters.substr(1);
    const ParameterDraws after = draw_parameters(text.spec());
    REQUIRE(after.names == std::vector<std::string>{"extra", "p", "q"});
    for (std::size_t draw = 0; draw < 50; ++draw) {
        CHECK(after.values(draw, 1) == before.values(draw, 0));
        CHECK(after.values(draw, 2) == before.values(draw, 1));
    }
}

TEST_CASE("compiled models have the drawn values, and formulas that rest on them") {
    const ScenarioSpec scenario = small().spec();
    const auto models = compile_arms(scenario, {{"p", 0.02}, {"nobody", 3.0}});
    CHECK(models[0].parameters.all().at("p") == 0.02);
    CHECK(models[0].parameters.all().at("twice") == 0.04);
    CHECK(models[0].parameters.all().at("q") == 0.05);
    CHECK(!models[0].parameters.all().contains("nobody"));
}

TEST_CASE("what is set is not drawn: in an arm for that arm, in all for none") {
    test::ScenarioText text = small();
    text.set = "{p: 0.03}";
    const auto in_one = text.spec();
    CHECK(draw_parameters(in_one).names == std::vector<std::string>{"p", "q"});
    const auto models = compile_arms(in_one, {{"p", 0.02}});
    CHECK(models[0].parameters.all().at("p") == 0.02);
    CHECK(models[1].parameters.all().at("p") == 0.03);
    text.scenario += "set: {q: 0.05}\n";
    const ParameterDraws draws = draw_parameters(text.spec());
    CHECK(draws.names == std::vector<std::string>{"p"});
    CHECK(draws.set == std::vector<std::string>{"q"});
}

TEST_CASE("columns of a file take the place of distributions") {
    const auto with = [](const std::string& draws) {
        test::ScenarioText text = small(draws);
        return draw_parameters(read_scenario_texts(
            {{"test.yaml", text.text()}, {"draws.csv", "q,twice\n0.1,7\n0.2,8\n0.3,9\n"}}));
    };
    const ParameterDraws file = with("draws: {file: draws.csv}\n");
    CHECK(file.names == std::vector<std::string>{"twice", "q"});
    CHECK(file.n() == 3);
    CHECK(file.values(2, 0) == 9.0);
    CHECK(file.values(2, 1) == 0.3);
    const ParameterDraws both = with("draws: {n: 2, file: draws.csv}\n");
    CHECK(both.names == std::vector<std::string>{"p", "twice", "q"});
    CHECK(both.n() == 2);
    CHECK(both.values(1, 2) == 0.2);
    CHECK(both.values(0, 0) == draw_parameters(small().spec()).values(0, 0));
}

TEST_CASE("nothing to draw") {
    test::ScenarioText text = small();
    text.parameters = "{" + parameter("p", "0.01", "") + ", " + parameter("q", "0.05", "") + "}";
    CHECK(refused(text) == "there is no parameter to draw");
}

// The quantiles themselves are tested with the distributions; here, that each parameter gets its
// own.
TEST_CASE("shares of a Dirichlet: of n shared out by the values, or of counts") {
    test::ScenarioText text = small("draws: {n: 20}\n");
    text.parameters = "{" + parameter("p", "0.2", "") + ", " + parameter("q", "0.5", "") + ", " +
                      parameter("r", "1 - p - q", "") + "}";
    const std::string plain = text.scenario;
    const auto check = [&](const std::string& concentrations,
                           const std::vector<double>& expected_by) {
        text.scenario =
            plain + "joint: [{dirichlet: {parameters: [p, q, r], " + concentrations + "}}]\n";
        const ParameterDraws draws = draw_parameters(text.spec());
        REQUIRE(draws.names == std::vector<std::string>{"p", "q", "r"});
        for (std::size_t draw = 0; draw < 20; ++draw) {
            const auto expected = dirichlet(
                expected_by, std::vector<double>{uniform_of(draw, "p"), uniform_of(draw, "q"),
                                                 uniform_of(draw, "r")});
            for (std::size_t column = 0; column < 3; ++column)
                CHECK(test::is_near(draws.values(draw, column), expected[column], 1e-12));
        }
    };
    check("n: 40", {8.0, 20.0, 12.0});
    check("counts: [3, 5, 2]", {3.0, 5.0, 2.0});
    text.scenario = plain + "joint: [{dirichlet: {parameters: [p, q, r], n: 40}}]\n";
    text.parameters = "{" + parameter("p", "0.2", "") + ", " + parameter("q", "0.5", "") + ", " +
                      parameter("r", "0.4", "") + "}";
    CHECK(refused(text) == "the shares add up to 1.1");
}

TEST_CASE("joint draws are around the values that the arm which takes them has") {
    const auto centre = [](const std::string& set, const std::string& set_in_all = "") {
        test::ScenarioText text = small("draws: {n: 2}\n");
        text.parameters = "{" + parameter("base", "0.2", "") + ", " + parameter("p", "base", "") +
                          ", " + parameter("q", "0.5", "") + "}";
        text.set = set;
        text.scenario +=
            set_in_all + "joint: [{normal: {parameters: [p, q], covariance: [[4, 3], [3, 9]]}}]\n";
        const ScenarioSpec scenario = text.spec();
        const double z = normal_quantile(parameter_uniform(scenario.seed, 1, "p"));
        return draw_parameters(scenario).values(0, 0) - 2.0 * z;
    };
    CHECK(centre("") == doctest::Approx(0.2).epsilon(1e-12));
    CHECK(centre("", "set: {base: 0.6}\n") == doctest::Approx(0.6).epsilon(1e-12));
    // `plain` takes the draw, `other` has its own value.
    CHECK(centre("{p: 0.9}") == doctest::Approx(0.2).epsilon(1e-12));
}

TEST_CASE("joint draws are around values that the command line changes") {
    test::ScenarioText text = small("draws: {n: 2}\n");
    text.parameters = "{" + parameter("base", "0.2", "") + ", " + parameter("p", "base", "") +
                      ", " + parameter("q", "0.5", "") + "}";
    text.scenario += "joint: [{normal: {parameters: [p, q], covariance: [[4, 3], [3, 9]]}}]\n";
    ScenarioSpec scenario = text.spec();
    // As from the command line: an override of each arm.
    for (ArmSpec& arm : scenario.arms) arm.overrides.push_back({"base", Expression(0.6), {}});
    const double z = normal_quantile(parameter_uniform(scenario.seed, 1, "p"));
    CHECK(draw_parameters(scenario).values(0, 0) == doctest::Approx(0.6 + 2.0 * z).epsilon(1e-12));
}

// Of [[4, 3], [3, 9]] the triangle is [[2, 0], [1.5, √6.75]].
TEST_CASE("normal parameters: around their values, by the triangle of the covariances") {
    test::ScenarioText text = small("draws: {n: 20}\n");
    text.parameters = "{" + parameter("p", "0.2", "") + ", " + parameter("q", "0.5", "") + "}";
    text.scenario += "joint: [{normal: {parameters: [p, q], covariance: [[4, 3], [3, 9]]}}]\n";
    const ParameterDraws draws = draw_parameters(text.spec());
    for (std::size_t draw = 0; draw < 20; ++draw) {
        const double first = normal_quantile(uniform_of(draw, "p"));
        const double second = normal_quantile(uniform_of(draw, "q"));
        CHECK(test::is_near(draws.values(draw, 0), 0.2 + 2.0 * first, 1e-12));
        CHECK(test::is_near(draws.values(draw, 1), 0.5 + 1.5 * first + std::sqrt(6.75) * second,
                            1e-12));
    }
}

TEST_CASE("correlated parameters: quantiles of their own laws at correlated normal scores") {
    test::ScenarioText text = small("draws: {n: 20}\n");
    text.parameters = "{" + parameter("p", "0.2", "{beta: {alpha: 2, beta: 6}}") + ", " +
                      parameter("q", "3", "{gamma: {shape: 3, scale: 1}}") + "}";
    text.scenario +=
        "joint: [{correlated: {parameters: [p, q], correlation: [[1, 0.8], [0.8, 1]]}}]\n";
    const ParameterDraws draws = draw_parameters(text.spec());
    const Law beta = law_of("beta", {{"alpha", 2.0}, {"beta", 6.0}});
    const Law gamma = law_of("gamma", {{"shape", 3.0}, {"scale", 1.0}});
    for (std::size_t draw = 0; draw < 20; ++draw) {
        const double first = normal_quantile(uniform_of(draw, "p"));
        const double score = 0.8 * first + 0.6 * normal_quantile(uniform_of(draw, "q"));
        const double share = 0.5 * std::erfc(-score / std::sqrt(2.0));
        CHECK(test::is_near(draws.values(draw, 0), quantile(beta, uniform_of(draw, "p")), 1e-9));
        CHECK(test::is_near(draws.values(draw, 1), quantile(gamma, share), 1e-9));
    }
}
