#include "calibrate/calibrate.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <string>

#include "exact/recursion.hpp"
#include "report/calibration_report.hpp"
#include "support/scenario_text.hpp"
#include "support/values.hpp"

using namespace forlob;

namespace {

std::string parameter(const std::string& name, const std::string& value) {
    return name + ": {value: " + value + ", unit: factor, grade: D, source: x}";
}

// Two arms: `other` multiplies the way to work by `ratio`.
test::ScenarioText two_arms() {
    test::ScenarioText text;
    text.clocks = "";
    text.parameters = "{" + parameter("p", "0.03") + ", " + parameter("ratio", "1") + ", " +
                      parameter("used", "ratio") + ", " + parameter("idle", "0.5") + "}";
    text.transitions =
        "  benefit: {employment: p * used, pension: 0.002}\n  internship: {benefit: 0.3}\n"
        "  employment: {benefit: 0.02}\n";
    return text;
}

double employed(double p, double ratio, std::size_t tick) {
    const auto models = compile_arms(two_arms().spec(), {{"p", p}, {"ratio", ratio}});
    return expected_occupancy(models[0]).share_in_state(tick, 2);
}

Calibration calibrated(test::ScenarioText text, const std::string& calibrate, int threads = 1) {
    text.scenario = "calibrate: " + calibrate + "\n";
    return forlob::calibrate(text.spec(), threads);
}

std::string two_targets(double p, double ratio) {
    return fmt::format(
        "{{free: {{p: {{low: 0.001, high: 0.2}}, ratio: {{low: 0.2, high: 5}}}}, targets: ["
        "{{arm: plain, in: employment, tick: 12, per: 1000, value: {}}}, "
        "{{arm: other, in: [employment], tick: 20, value: {}}}]}}",
        1000.0 * employed(p, 1.0, 12), employed(p, ratio, 20));
}

test::ScenarioText with_ratio() {
    test::ScenarioText text = two_arms();
    text.parameters.replace(text.parameters.find("used: {value: ratio"), 19, "used: {value: 1");
    text.set = "{used: ratio}";
    return text;
}

}  // namespace

TEST_CASE("two parameters are found again from two numbers, in two arms") {
    const Calibration found = calibrated(with_ratio(), two_targets(0.0123, 1.7));
    CHECK(found.parameters == std::vector<std::string>{"p", "ratio"});
    CHECK(found.n_starts == 8);
    REQUIRE(found.optima.size() == 1);
    const Optimum& best = found.optima.front();
    CHECK(best.n_starts == 8);
    CHECK(std::abs(best.values[0] - 0.0123) < 1e-7);
    CHECK(std::abs(best.values[1] - 1.7) < 1e-5);
    CHECK(best.loss < 1e-12);
    CHECK(best.are_all_reached);
    CHECK(best.is_identified == std::vector<bool>{true, true});
    CHECK(best.is_at_bound == std::vector<bool>{false, false});
    // Nothing was said about the errors of the targets.
    CHECK(std::isnan(best.standard_error[0]));
    REQUIRE(best.targets.size() == 2);
    CHECK(best.targets[0].arm == "plain");
    CHECK(best.targets[0].what == "in employment at tick 12, per 1000");
    CHECK(best.targets[1].model == doctest::Approx(best.targets[1].target));
}

TEST_CASE("threads change nothing") {
    const Calibration one = calibrated(with_ratio(), two_targets(0.02, 0.6), 1);
    const Calibration three = calibrated(with_ratio(), two_targets(0.02, 0.6), 3);
    REQUIRE(one.optima.size() == three.optima.size());
    CHECK(one.optima[0].values == three.optima[0].values);
    CHECK(one.n_evaluations == three.n_evaluations);
}

TEST_CASE("standard errors follow from those of the targets") {
    const double share = employed(0.0123, 1.0, 12);
    const auto with = [&](const std::string& error) {
        return calibrated(two_arms(),
                          fmt::format("{{free: {{p: {{low: 0.001, high: 0.2}}}}, targets: [{{arm: "
                                      "plain, in: employment, tick: 12, value: {}, {}}}]}}",
                                      share, error))
            .optima.front();
    };
    const double slope =
        (employed(0.0123 + 1e-6, 1.0, 12) - employed(0.0123 - 1e-6, 1.0, 12)) / 2e-6;
    CHECK(test::is_near(with("se: 0.01").standard_error[0], 0.01 / slope, 1e-4));
    const double binomial = std::sqrt(share * (1.0 - share) / 400.0);
    CHECK(test::is_near(with("n: 400").standard_error[0], binomial / slope, 0.01));
    CHECK(std::abs(with("n: 400").values[0] - 0.0123) < 1e-6);
}

TEST_CASE("a target that is out of reach is not reached, at the bound") {
    const Calibration found =
        calibrated(two_arms(),
                   "{free: {p: {low: 0.001, high: 0.01}}, targets: [{arm: plain, in: employment, "
                   "tick: 12, value: 0.5}]}");
    REQUIRE(found.optima.size() == 1);
    CHECK(test::is_near(found.optima[0].values[0], 0.01, 1e-5));
    CHECK(found.optima[0].is_at_bound[0]);
    CHECK_FALSE(found.optima[0].are_all_reached);
}

TEST_CASE("parameters that the targets do not determine are named") {
    const Calibration found =
        calibrated(two_arms(),
                   "{free: {p: {low: 0.001, high: 0.1}, idle: {low: 0, high: 1}}, targets: [{arm: "
                   "plain, in: employment, tick: 12, value: 0.2}], starts: 2}");
    CHECK(found.optima[0].is_identified == std::vector<bool>{true, false});
    CHECK(calibration_text(found, 100).find("not determined by the targets") != std::string::npos);
}

TEST_CASE("several optima are all reported, the best first") {
    test::ScenarioText text = two_arms();
    text.parameters.replace(text.parameters.find("used: {value: ratio"), 19,
                            "used: {value: (ratio - 2)^2");
    const double share = employed(0.03, 0.25, 12);
    const Calibration found = calibrated(
        text, fmt::format("{{free: {{ratio: {{low: 0, high: 4}}}}, starts: 6, targets: [{{arm: "
                          "plain, in: employment, tick: 12, value: {}}}]}}",
                          share));
    REQUIRE(found.optima.size() >= 2);
    CHECK(found.optima[0].loss <= found.optima[1].loss);
    const double low = std::min(found.optima[0].values[0], found.optima[1].values[0]);
    const double high = std::max(found.optima[0].values[0], found.optima[1].values[0]);
    CHECK(std::abs(low - 1.5) < 1e-4);
    CHECK(std::abs(high - 2.5) < 1e-4);
}

TEST_CASE("a curve is fitted by least squares") {
    const Calibration found = calibrated(
        two_arms(),
        fmt::format("{{free: {{p: {{low: 0.001, high: 0.2, scale: log}}}}, targets: [{{arm: plain, "
                    "in: employment, curve: [{{tick: 6, value: {}, se: 0.01}}, {{tick: 24, value: "
                    "{}, se: 0.02}}]}}]}}",
                    employed(0.015, 1.0, 6) + 0.001, employed(0.015, 1.0, 24) - 0.004));
    REQUIRE(found.optima.size() == 1);
    CHECK(std::abs(found.optima[0].values[0] - 0.015) < 0.001);
    CHECK(found.optima[0].loss > 0.0);
    CHECK(found.optima[0].loss < 0.05);
    CHECK(found.optima[0].are_all_reached);
}

TEST_CASE("values that make no sense are passed by, and refused where all do") {
    // p * ratio above 1 is no probability.
    const Calibration found =
        calibrated(two_arms(),
                   "{free: {ratio: {low: 0.1, high: 100, start: 1}}, starts: 4, targets: [{arm: "
                   "plain, in: employment, tick: 12, value: 0.3}]}");
    CHECK(found.n_failed > 0);
    CHECK(found.optima[0].are_all_reached);
    CHECK_THROWS_AS(static_cast<void>(calibrated(
                        two_arms(),
                        "{free: {ratio: {low: 50, high: 100}}, starts: 2, targets: [{arm: plain, "
                        "in: employment, tick: 12, value: 0.3}]}")),
                    InputError);
}

TEST_CASE("the first start is what the parameters are worth in the arms, with what these set") {
    test::ScenarioText text = two_arms();
    text.parameters = "{" + parameter("p", "0.03") + ", " + parameter("high", "60") + ", " +
                      parameter("ratio", "high") + ", " + parameter("used", "ratio") + "}";
    text.scenario =
        "calibrate: {free: {ratio: {low: 0.1, high: 100}}, starts: 1, targets: [{arm: plain, in: "
        "employment, tick: 12, value: 0.3}]}\n";
    // p * 60 is no probability.
    CHECK_THROWS_AS(static_cast<void>(calibrate(text.spec(), 1)), InputError);
    ScenarioSpec scenario = text.spec();
    for (ArmSpec& arm : scenario.arms) arm.overrides.push_back({"high", Expression(2.0), {}});
    CHECK(calibrate(scenario, 1).optima[0].are_all_reached);
}

TEST_CASE("what was found is a file that a scenario can use") {
    test::ScenarioText text = with_ratio();
    text.scenario = "calibrate: " + two_targets(0.0123, 1.7) + "\n";
    const ScenarioSpec scenario = text.spec();
    const Calibration found = forlob::calibrate(scenario, 1);
    const std::string yaml = calibration_yaml(found, scenario, "test.yaml");
    text.scenario = "use: found.yaml\n";
    const ScenarioSpec used =
        read_scenario_texts({{"test.yaml", text.text()}, {"found.yaml", yaml}});
    const auto models = compile_arms(used);
    CHECK(models[1].parameters.all().at("ratio") == found.optima[0].values[1]);
    CHECK(models[1].parameters.all().at("p") == found.optima[0].values[0]);
    // What the scenario sets itself wins.
    text.scenario += "set: {p: 0.04}\n";
    const ScenarioSpec set =
        read_scenario_texts({{"test.yaml", text.text()}, {"found.yaml", yaml}});
    CHECK(compile_arms(set)[0].parameters.all().at("p") == 0.04);
    CHECK(yaml.find("calibrated to 2 targets of test.yaml") != std::string::npos);
}
