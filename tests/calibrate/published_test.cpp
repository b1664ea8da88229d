// Published figures that a calibration must reproduce.

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "calibrate/calibrate.hpp"
#include "input/scenario_spec.hpp"
#include "support/values.hpp"

using namespace forlob;

namespace {

// The trial of individual placement and support in Denmark (Christensen and others, JAMA Psychiatry
// 2019;76:1232-1240): share with competitive employment or education at any time within 18 months,
// in three arms of about 240 persons. Jobs end, which must not matter.
std::string trial(const std::string& error) {
    std::string text = R"(forlob: 1
kind: scenario
title: IPS in Denmark
parameters:
  job: {value: 0.02, unit: probability/month, grade: D, source: Sought}
  ips: {value: 1, unit: hazard_ratio, grade: D, source: Sought}
  ipse: {value: 1, unit: hazard_ratio, grade: D, source: Sought}
model:
  states: {out: {}, work: {}}
  transitions: {out: {work: job}, work: {out: 0.1}}
  definitions:
    exit: {from: out, to: {work: {states: work}}}
    relapse: {events: {out: {states: out}}}
    headline: {base: work, event: out}
    employment: work
population: {start: out}
economy:
  currency: DKK
  price_year: 2019
  payers: {municipality: {}}
  accrual: start
  accounts: {support: {split: municipality, amounts: [{per_month_in: out, amount: 1}]}}
cohort: {size: 240}
horizon: 18
replications: 2
seed: 1
reference: sau
arms:
  sau: {}
)";
    for (const std::string name : {"ips", "ipse"})
        text += "  " + name + ":\n    programs:\n      - name: " + name +
                "_program\n        eligibility: {states: out}\n        phases: {on: {}}\n"
                "        effects: [{moves: [{from: out, to: work}], hazard_ratio: " +
                name + "}]\n";
    text +=
        "calibrate:\n"
        "  free: {job: {low: 0.001, high: 0.5, scale: log}, ips: {low: 0.2, high: 5, scale: log}, "
        "ipse: {low: 0.2, high: 5, scale: log}}\n"
        "  starts: 4\n"
        "  targets:\n"
        "    - {arm: sau, ever_in: work, tick: 18, value: 0.465" +
        error +
        "}\n"
        "    - {arm: ips, ever_in: work, tick: 18, value: 0.599" +
        error +
        "}\n"
        "    - {arm: ipse, ever_in: work, tick: 18, value: 0.591" +
        error + "}\n";
    return text;
}

Calibration found(const std::string& error) {
    return calibrate(read_scenario_texts({{"ips.yaml", trial(error)}}), 2);
}

}  // namespace

TEST_CASE("hazard ratios from shares ever in work within 18 months of a Danish trial") {
    const Calibration of = found("");
    REQUIRE(of.optima.size() == 1);
    const Optimum& best = of.optima.front();
    CHECK(best.are_all_reached);
    // 1 - 0.535^(1/18), and ratios of ln(1 - share).
    CHECK(std::abs(best.values[0] - 0.0341525368633524) < 1e-7);
    CHECK(std::abs(best.values[1] - 1.460928226178473) < 1e-5);
    CHECK(std::abs(best.values[2] - 1.4293469457505972) < 1e-5);
    CHECK(best.is_identified == std::vector<bool>{true, true, true});
}

TEST_CASE("with the trial's persons the ratios have standard errors") {
    const Calibration of = found(", n: 240");
    REQUIRE(of.optima.size() == 1);
    const Optimum& best = of.optima.front();
    CHECK(std::abs(best.values[1] - 1.460928226178473) < 1e-4);
    // Of ln(ratio), by hand: the sum of s / (n (1 - s) ln(1 - s)^2) over the two arms.
    const auto part = [](double share) {
        return share / (240.0 * (1.0 - share) * std::pow(std::log(1.0 - share), 2));
    };
    const double expected = 1.460928226178473 * std::sqrt(part(0.465) + part(0.599));
    CHECK(test::is_near(best.standard_error[1], expected, 0.01));
}
