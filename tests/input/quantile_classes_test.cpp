#include "input/quantile_classes.hpp"

#include <doctest/doctest.h>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <numeric>

#include "input/distribution.hpp"
#include "input/reading.hpp"

using namespace forlob;

namespace {

std::vector<double> means(const std::string& distribution, int n) {
    Diagnostics diagnostics;
    const auto read = read_distribution(test::yaml(distribution), "x", diagnostics);
    REQUIRE(read.has_value());
    return quantile_class_means(*read, n).value_or(std::vector<double>{});
}

double mean_of(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

TEST_CASE("classes of a uniform distribution are represented by their middles") {
    const auto found = means("uniform: {low: 0.95, high: 1.05}", 4);
    REQUIRE(found.size() == 4);
    CHECK(found[0] == doctest::Approx(0.9625).epsilon(1e-12));
    CHECK(found[3] == doctest::Approx(1.0375).epsilon(1e-12));
}

TEST_CASE("class means ascend, and their mean is the distribution's") {
    const std::vector<std::pair<std::string, double>> distributions = {
        {"normal: {mean: 3, sd: 2}", 3.0},
        {"normal: {low: 1, high: 3}", 2.0},
        {"lognormal: {mu: 0.5, sigma: 0.4}", std::exp(0.58)},
        {"lognormal: {mean: 2, sd: 1}", 2.0},
        {"gamma: {shape: 2, rate: 4}", 0.5},
        {"gamma: {mean: 3, sd: 1.5}", 3.0},
        {"beta: {alpha: 2, beta: 6}", 0.25},
        {"beta: {mean: 0.3, sd: 0.1}", 0.3},
        {"triangular: {low: 1, mode: 2, high: 6}", 3.0},
        {"pert: {low: 1, mode: 2, high: 6}", 2.5},
    };
    for (const auto& [distribution, mean] : distributions) {
        INFO(distribution);
        const auto found = means(distribution, 7);
        REQUIRE(found.size() == 7);
        for (std::size_t i = 1; i < found.size(); ++i) CHECK(found[i] > found[i - 1]);
        CHECK(mean_of(found) == doctest::Approx(mean).epsilon(1e-12));
    }
}

// The mean of the class from p to q is the integral of the quantile function over it, divided by
// its width.
TEST_CASE("class means are integrals of the quantile function") {
    const boost::math::beta_distribution<> beta(2.0, 6.0);
    const auto found = means("beta: {alpha: 2, beta: 6}", 5);
    for (int number = 0; number < 5; ++number) {
        const double integral = boost::math::quadrature::gauss_kronrod<double, 61>::integrate(
            [&](double p) { return boost::math::quantile(beta, p); }, number / 5.0,
            (number + 1) / 5.0);
        CHECK(found[static_cast<std::size_t>(number)] ==
              doctest::Approx(5.0 * integral).epsilon(1e-7));
    }
    // Triangular from 0 to 1 with its mode at 1: the quantile is sqrt(p).
    const auto triangle = means("triangular: {low: 0, mode: 1, high: 1}", 2);
    CHECK(triangle[0] == doctest::Approx(2.0 * 2.0 / 3.0 * std::pow(0.5, 1.5)).epsilon(1e-12));
}

TEST_CASE("a beta that is stated by an interval has no classes") {
    CHECK(means("beta: {low: 0.1, high: 0.3}", 5).empty());
}
