#include "random/quantile_classes.hpp"

#include <doctest/doctest.h>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <vector>

using namespace forlob;

namespace {

std::vector<double> means(const char* family, const std::map<std::string, double>& arguments,
                          int n) {
    return quantile_class_means(law_of(family, arguments), n);
}

double mean_of(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

TEST_CASE("classes of a uniform distribution are represented by their middles") {
    const auto found = means("uniform", {{"low", 0.95}, {"high", 1.05}}, 4);
    REQUIRE(found.size() == 4);
    CHECK(found[0] == doctest::Approx(0.9625).epsilon(1e-12));
    CHECK(found[3] == doctest::Approx(1.0375).epsilon(1e-12));
}

// Every form that a distribution can be written in.
TEST_CASE("class means ascend, and their mean is the distribution's") {
    struct Example {
        const char* family;
        std::map<std::string, double> arguments;
        double mean;
    };
    constexpr double from_elsewhere = 0.0;  // the law's own mean is compared
    const std::vector<Example> examples = {
        {"normal", {{"mean", 3}, {"sd", 2}}, 3.0},
        {"normal", {{"mean", 3}, {"se", 2}}, 3.0},
        {"normal", {{"low", 1}, {"high", 3}}, 2.0},
        {"lognormal", {{"mu", 0.5}, {"sigma", 0.4}}, std::exp(0.58)},
        {"lognormal", {{"mean", 2}, {"sd", 1}}, 2.0},
        {"lognormal", {{"mean", 2}, {"se", 1}}, 2.0},
        {"lognormal", {{"low", 0.003}, {"high", 0.012}}, from_elsewhere},
        {"gamma", {{"shape", 2}, {"rate", 4}}, 0.5},
        {"gamma", {{"shape", 2}, {"scale", 0.25}}, 0.5},
        {"gamma", {{"mean", 3}, {"sd", 1.5}}, 3.0},
        {"gamma", {{"mean", 3}, {"se", 1.5}}, 3.0},
        {"gamma", {{"low", 500}, {"high", 2000}}, from_elsewhere},
        {"beta", {{"alpha", 2}, {"beta", 6}}, 0.25},
        {"beta", {{"mean", 0.3}, {"sd", 0.1}}, 0.3},
        {"beta", {{"mean", 0.3}, {"se", 0.1}}, 0.3},
        {"beta", {{"low", 0.1}, {"high", 0.4}}, from_elsewhere},
        {"triangular", {{"low", 1}, {"mode", 2}, {"high", 6}}, 3.0},
        {"uniform", {{"low", 1}, {"high", 2}}, 1.5},
        {"pert", {{"low", 1}, {"mode", 2}, {"high", 6}}, 2.5},
    };
    for (const Example& example : examples) {
        CAPTURE(std::string(example.family));
        CAPTURE(example.arguments.begin()->first);
        const auto found = means(example.family, example.arguments, 7);
        REQUIRE(found.size() == 7);
        for (std::size_t i = 1; i < found.size(); ++i) CHECK(found[i] > found[i - 1]);
        const double expected = example.mean == from_elsewhere
                                    ? mean(law_of(example.family, example.arguments))
                                    : example.mean;
        CHECK(mean_of(found) == doctest::Approx(expected).epsilon(1e-12));
    }
}

// The mean of the class from p to q is the integral of the quantile function over it, divided by
// its width.
TEST_CASE("class means are integrals of the quantile function") {
    const boost::math::beta_distribution<> beta(2.0, 6.0);
    const auto found = means("beta", {{"alpha", 2}, {"beta", 6}}, 5);
    for (int number = 0; number < 5; ++number) {
        const double integral = boost::math::quadrature::gauss_kronrod<double, 61>::integrate(
            [&](double p) { return boost::math::quantile(beta, p); }, number / 5.0,
            (number + 1) / 5.0);
        CHECK(found[static_cast<std::size_t>(number)] ==
              doctest::Approx(5.0 * integral).epsilon(1e-7));
    }
    // Triangular from 0 to 1 with its mode at 1: the quantile is sqrt(p).
    const auto triangle = means("triangular", {{"low", 0}, {"mode", 1}, {"high", 1}}, 2);
    CHECK(triangle[0] == doctest::Approx(2.0 * 2.0 / 3.0 * std::pow(0.5, 1.5)).epsilon(1e-12));
}

TEST_CASE("of an interval, the class means are integrals of the quantile function too") {
    for (const char* family : {"normal", "lognormal", "gamma", "beta"}) {
        CAPTURE(std::string(family));
        const Law law = law_of(family, {{"low", 0.1}, {"high", 0.4}});
        const auto found = quantile_class_means(law, 4);
        for (int number = 1; number < 3; ++number) {
            const double integral = boost::math::quadrature::gauss_kronrod<double, 61>::integrate(
                [&](double p) { return quantile(law, p); }, number / 4.0, (number + 1) / 4.0);
            CHECK(found[static_cast<std::size_t>(number)] ==
                  doctest::Approx(4.0 * integral).epsilon(1e-7));
        }
    }
}

TEST_CASE("what no number can hold is no number, and no exception") {
    const auto found = means("lognormal", {{"mu", 0}, {"sigma", 1000}}, 3);
    CHECK_FALSE(std::isfinite(found[2]));
}
