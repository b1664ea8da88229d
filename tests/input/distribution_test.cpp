#include "input/distribution.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>

#include "support/reported.hpp"

using namespace forlob;

namespace {

struct Read {
    explicit Read(const std::string& text) {
        const auto root = read_yaml_text(test::source(text), diagnostics);
        REQUIRE(root);
        distribution = read_distribution(*root, "it", diagnostics);
        CHECK(distribution.has_value() != diagnostics.has_errors());
    }
    Diagnostics diagnostics;
    std::optional<Distribution> distribution;
};

std::string refused(const std::string& text) { return test::reported(Read(text).diagnostics); }

bool accepted(const std::string& text) { return Read(text).distribution.has_value(); }

}  // namespace

TEST_CASE("a distribution is a family with named arguments") {
    const Read read("{lognormal: {low: 0.003, high: 0.012}}");
    REQUIRE(read.distribution);
    CHECK(read.distribution->family == "lognormal");
    CHECK(read.distribution->arguments ==
          std::map<std::string, double>{{"low", 0.003}, {"high", 0.012}});
    CHECK(read.distribution->location.column == 2);
    CHECK(read.distribution->location.width == 9);
}

TEST_CASE("every form of every family") {
    for (const char* text : {"{normal: {mean: 0, sd: 1}}", "{normal: {low: -1, high: 1}}",
                             "{lognormal: {mu: -3, sigma: 0.5}}", "{lognormal: {mean: 1, sd: 2}}",
                             "{lognormal: {low: 0.1, high: 1}}", "{beta: {alpha: 0.5, beta: 2}}",
                             "{beta: {mean: 0.5, sd: 0.1}}", "{beta: {low: 0.1, high: 0.2}}",
                             "{gamma: {shape: 2, rate: 3}}", "{gamma: {mean: 2, sd: 1}}",
                             "{triangular: {low: -1, mode: 0, high: 1}}",
                             "{uniform: {low: -1, high: 1}}", "{pert: {low: 0, mode: 1, high: 4}}",
                             "{normal: {mean: 0, se: 1}}", "{lognormal: {mean: 1, se: 2}}",
                             "{beta: {mean: 0.5, se: 0.1}}", "{gamma: {mean: 2, se: 1}}",
                             "{gamma: {shape: 2, scale: 3}}", "{gamma: {low: 1, high: 3}}"})
        CHECK_MESSAGE(accepted(text), std::string(text));
}

TEST_CASE("the order of the arguments does not matter") {
    CHECK(accepted("{triangular: {high: 1, low: -1, mode: 0}}"));
}

TEST_CASE("one family, not none or two") {
    const std::string rest =
        " it must be one family with arguments | for example {lognormal: {low: 0.003, high: "
        "0.012}}";
    CHECK(refused("normal") == "1:1+6" + rest);
    CHECK(refused("{}") == "1:1+1" + rest);
    CHECK(refused("[normal]") == "1:1+1" + rest);
    CHECK(refused("{normal: {mean: 1, sd: 1}, uniform: {low: 0, high: 1}}") == "1:1+1" + rest);
}

TEST_CASE("unknown families") {
    CHECK(refused("{lognorml: {low: 1, high: 2}}") ==
          "1:2+8 unknown distribution 'lognorml' | did you mean 'lognormal'? known distributions: "
          "normal, lognormal, beta, gamma, triangular, uniform, pert");
    CHECK(refused("{dirichlet: {a: 1}}") ==
          "1:2+9 unknown distribution 'dirichlet' | known distributions: normal, lognormal, beta, "
          "gamma, triangular, uniform, pert");
}

TEST_CASE("arguments have names") {
    CHECK(refused("{uniform: 3}") ==
          "1:11+1 it.uniform must have named arguments | write {low, "
          "high}");
    CHECK(refused("{uniform: [0, 1]}") ==
          "1:11+1 it.uniform must have named arguments | write {low, high}");
    CHECK(refused("{normal: }") ==
          "1:10+1 it.normal must have named arguments | write {mean, sd} or {mean, se} or {low, "
          "high}");
}

TEST_CASE("arguments of no form") {
    CHECK(refused("{normal: {mean: 1, std: 1}}") ==
          "1:20+3 unknown argument 'std' in it.normal | did you mean 'sd'? known arguments: mean, "
          "sd, se, low, high");
    CHECK(refused("{pert: {min: 1, max: 2}}") ==
          "1:9+3 unknown argument 'min' in it.pert | known arguments: low, mode, high\n"
          "1:17+3 unknown argument 'max' in it.pert | known arguments: low, mode, high");
}

TEST_CASE("arguments that are too few, too many, or of different forms") {
    CHECK(refused("{normal: {}}") ==
          "1:10+1 it.normal has no arguments | write {mean, sd} or {mean, se} or {low, high}");
    CHECK(
        refused("{normal: {mean: 1}}") ==
        "1:10+1 it.normal has the arguments mean | write {mean, sd} or {mean, se} or {low, high}");
    CHECK(
        refused("{lognormal: {mu: 1, sd: 1}}") ==
        "1:13+1 it.lognormal has the arguments mu, sd | write {mu, sigma} or {mean, sd} or {mean, "
        "se} or {low, high}");
    CHECK(refused("{normal: {mean: 1, sd: 1, low: 0}}") ==
          "1:10+1 it.normal has the arguments mean, sd, low | write {mean, sd} or {mean, se} or "
          "{low, high}");
    CHECK(refused("{pert: {low: 0, high: 1}}") ==
          "1:8+1 it.pert has the arguments low, high | write {low, mode, high}");
}

TEST_CASE("arguments are numbers") {
    CHECK(refused("{uniform: {low: a, high: .inf}}") ==
          "1:17+1 it.uniform.low must be a number, not 'a' | write a number such as 0.25\n"
          "1:26+4 it.uniform.high must be a number, not '.inf' | write a finite number such as "
          "0.25");
}

TEST_CASE("spreads, shapes and rates are greater than 0") {
    const std::string rest = " | it must be greater than 0";
    CHECK(refused("{normal: {mean: 1, sd: 0}}") == "1:24+1 it.normal.sd cannot be 0" + rest);
    CHECK(refused("{normal: {mean: 1, sd: -1}}") == "1:24+2 it.normal.sd cannot be -1" + rest);
    CHECK(refused("{lognormal: {mu: 1, sigma: 0}}") ==
          "1:28+1 it.lognormal.sigma cannot be 0" + rest);
    CHECK(refused("{beta: {alpha: 0, beta: -2}}") ==
          "1:16+1 it.beta.alpha cannot be 0" + rest + "\n1:25+2 it.beta.beta cannot be -2" + rest);
    CHECK(refused("{gamma: {shape: 0, rate: 0}}") ==
          "1:17+1 it.gamma.shape cannot be 0" + rest + "\n1:26+1 it.gamma.rate cannot be 0" + rest);
}

TEST_CASE("means of what is always greater than 0 are so too") {
    const std::string rest = " | it must be greater than 0";
    CHECK(refused("{lognormal: {mean: 0, sd: 1}}") ==
          "1:20+1 it.lognormal.mean cannot be 0" + rest);
    CHECK(refused("{gamma: {mean: -1, sd: 1}}") == "1:16+2 it.gamma.mean cannot be -1" + rest);
    CHECK(refused("{lognormal: {low: 0, high: 1}}") ==
          "1:19+1 it.lognormal.low cannot be 0" + rest);
}

TEST_CASE("low is less than high") {
    for (const std::string family : {"normal", "lognormal", "uniform"})
        CHECK(refused("{" + family + ": {low: 2, high: 2}}")
                  .ends_with(" it." + family + ".low cannot be 2 | it must be less than high (2)"));
    CHECK(refused("{beta: {low: 0.3, high: 0.2}}") ==
          "1:14+3 it.beta.low cannot be 0.3 | it must be less than high (0.2)");
    CHECK(refused("{triangular: {low: 3, mode: 2, high: 1}}") ==
          "1:20+1 it.triangular.low cannot be 3 | it must be less than high (1)\n"
          "1:29+1 it.triangular.mode cannot be 2 | it must be between low (3) and high (1)");
}

TEST_CASE("the mode is between low and high, both included") {
    CHECK(accepted("{pert: {low: 0, mode: 0, high: 1}}"));
    CHECK(accepted("{triangular: {low: 0, mode: 1, high: 1}}"));
    CHECK(refused("{pert: {low: 0, mode: -0.1, high: 1}}") ==
          "1:23+4 it.pert.mode cannot be -0.1 | it must be between low (0) and high (1)");
    CHECK(refused("{triangular: {low: 0, mode: 5, high: 1}}") ==
          "1:29+1 it.triangular.mode cannot be 5 | it must be between low (0) and high (1)");
}

TEST_CASE("a beta is within 0 and 1, and not too wide for it") {
    const std::string rest = " | it must be between 0 and 1, and neither of them";
    CHECK(refused("{beta: {mean: 1, sd: 0.1}}") == "1:15+1 it.beta.mean cannot be 1" + rest);
    CHECK(refused("{beta: {mean: 0, sd: 0.1}}") == "1:15+1 it.beta.mean cannot be 0" + rest);
    CHECK(refused("{beta: {low: 0, high: 1}}") ==
          "1:14+1 it.beta.low cannot be 0" + rest + "\n1:23+1 it.beta.high cannot be 1" + rest);
    CHECK(accepted("{beta: {mean: 0.5, sd: 0.49}}"));
    CHECK(
        refused("{beta: {mean: 0.5, sd: 0.5}}") ==
        "1:24+3 it.beta.sd cannot be 0.5 | it must be less than 0.5, the square root of mean (1 - "
        "mean)");
    CHECK(refused("{beta: {mean: 0.1, sd: 0.3001}}") ==
          "1:24+6 it.beta.sd cannot be 0.3001 | it must be less than 0.3, the square root of mean "
          "(1 - mean)");
}

TEST_CASE("standard errors, scales and intervals of gammas are held to the same") {
    const std::string rest = " | it must be greater than 0";
    CHECK(refused("{normal: {mean: 1, se: 0}}") == "1:24+1 it.normal.se cannot be 0" + rest);
    CHECK(refused("{gamma: {shape: 1, scale: 0}}") == "1:27+1 it.gamma.scale cannot be 0" + rest);
    CHECK(refused("{gamma: {low: 0, high: 1}}") == "1:15+1 it.gamma.low cannot be 0" + rest);
    CHECK(
        refused("{beta: {mean: 0.5, se: 0.5}}") ==
        "1:24+3 it.beta.se cannot be 0.5 | it must be less than 0.5, the square root of mean (1 - "
        "mean)");
    CHECK(refused("{normal: {mean: 1, sd: 1, se: 1}}") ==
          "1:10+1 it.normal has the arguments mean, sd, se | write {mean, sd} or {mean, se} or "
          "{low, high}");
}
