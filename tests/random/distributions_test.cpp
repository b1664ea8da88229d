#include "random/distributions.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "random/uniforms.hpp"
#include "support/tolerance.hpp"
#include "support/values.hpp"

using namespace forlob;
using test::is_near;

namespace {

struct Example {
    const char* family;
    std::map<std::string, double> arguments;
};

// Every form of every family.
const std::vector<Example>& examples() {
    static const std::vector<Example> all = {
        {"normal", {{"mean", -3.0}, {"sd", 2.0}}},
        {"normal", {{"mean", 5.0}, {"se", 0.25}}},
        {"normal", {{"low", -1.0}, {"high", 2.0}}},
        {"lognormal", {{"mu", 0.5}, {"sigma", 0.4}}},
        {"lognormal", {{"mean", 3.0}, {"sd", 1.0}}},
        {"lognormal", {{"mean", 3.0}, {"se", 0.1}}},
        {"lognormal", {{"low", 0.003}, {"high", 0.012}}},
        {"beta", {{"alpha", 2.0}, {"beta", 5.0}}},
        {"beta", {{"mean", 0.1}, {"sd", 0.05}}},
        {"beta", {{"mean", 0.9}, {"se", 0.02}}},
        {"beta", {{"low", 0.1}, {"high", 0.4}}},
        {"gamma", {{"shape", 0.7}, {"rate", 2.0}}},
        {"gamma", {{"shape", 30.0}, {"scale", 0.005}}},
        {"gamma", {{"mean", 1000.0}, {"sd", 400.0}}},
        {"gamma", {{"mean", 1000.0}, {"se", 10.0}}},
        {"gamma", {{"low", 500.0}, {"high", 2000.0}}},
        {"triangular", {{"low", 1.0}, {"mode", 2.0}, {"high", 5.0}}},
        {"triangular", {{"low", 1.0}, {"mode", 1.0}, {"high", 5.0}}},
        {"uniform", {{"low", -1.0}, {"high", 3.0}}},
        {"pert", {{"low", 0.0}, {"mode", 1.0}, {"high", 6.0}}},
    };
    return all;
}

// By the formulas of textbooks.
double standard_deviation(const Law& law) {
    const double a = law.first;
    const double b = law.second;
    const double c = law.third;
    const auto of_beta = [](double alpha, double beta) {
        return std::sqrt(alpha * beta / (alpha + beta + 1.0)) / (alpha + beta);
    };
    switch (law.family) {
        case Law::Family::normal:
            return b;
        case Law::Family::lognormal:
            return mean(law) * std::sqrt(std::expm1(b * b));
        case Law::Family::beta:
            return of_beta(a, b);
        case Law::Family::gamma:
            return std::sqrt(a) * b;
        case Law::Family::triangular:
            return std::sqrt((a * a + b * b + c * c - a * b - a * c - b * c) / 18.0);
        case Law::Family::uniform:
            return (b - a) / std::sqrt(12.0);
        case Law::Family::pert:
            break;
    }
    const double width = c - a;
    return width * of_beta(1.0 + 4.0 * (b - a) / width, 1.0 + 4.0 * (c - b) / width);
}

}  // namespace

TEST_CASE("quantiles that tables print") {
    const auto at = [](const char* family, std::map<std::string, double> arguments, double u) {
        return quantile(law_of(family, arguments), u);
    };
    CHECK(is_near(at("normal", {{"mean", 0}, {"sd", 1}}, 0.975), 1.959963984540054, 1e-14));
    CHECK(is_near(at("lognormal", {{"mu", 0}, {"sigma", 1}}, 0.5), 1.0, 1e-14));
    // Of an exponential: −ln(1 − u) · scale.
    CHECK(is_near(at("gamma", {{"shape", 1}, {"scale", 3}}, 0.9), 3 * std::log(10.0), 1e-13));
    // χ² with 10 degrees of freedom.
    CHECK(is_near(at("gamma", {{"shape", 5}, {"scale", 2}}, 0.95), 18.307038053275146, 1e-13));
    // beta(2, 1): the square root; beta(1, 3): 1 − (1 − u)^(1/3).
    CHECK(is_near(at("beta", {{"alpha", 2}, {"beta", 1}}, 0.36), 0.6, 1e-13));
    CHECK(is_near(at("beta", {{"alpha", 1}, {"beta", 3}}, 1 - 0.125), 0.5, 1e-13));
    CHECK(is_near(at("triangular", {{"low", 0}, {"mode", 1}, {"high", 2}}, 0.125), 0.5, 1e-14));
    CHECK(is_near(at("triangular", {{"low", 0}, {"mode", 1}, {"high", 2}}, 0.875), 1.5, 1e-14));
    CHECK(is_near(at("uniform", {{"low", 2}, {"high", 4}}, 0.25), 2.5, 1e-15));
    // A pert with its mode in the middle is symmetric.
    CHECK(is_near(at("pert", {{"low", 2}, {"mode", 3}, {"high", 4}}, 0.5), 3.0, 1e-13));
}

TEST_CASE("mean and standard deviation, as they were asked for") {
    for (const Example& example : examples()) {
        CAPTURE(std::string(example.family));
        const Law law = law_of(example.family, example.arguments);
        if (!example.arguments.contains("mean")) continue;
        const bool has_se = example.arguments.contains("se");
        CHECK(is_near(mean(law), example.arguments.at("mean"), 1e-12));
        CHECK(is_near(standard_deviation(law), example.arguments.at(has_se ? "se" : "sd"), 1e-9));
    }
}

TEST_CASE("low and high are the ends of a 95 % interval, or bounds") {
    for (const Example& example : examples()) {
        if (!example.arguments.contains("low")) continue;
        CAPTURE(std::string(example.family));
        const Law law = law_of(example.family, example.arguments);
        const bool has_bounds = law.family == Law::Family::uniform ||
                                law.family == Law::Family::triangular ||
                                law.family == Law::Family::pert;
        if (has_bounds) {
            CHECK(quantile(law, 0x1p-53) >= example.arguments.at("low"));
            CHECK(quantile(law, 1.0 - 0x1p-53) <= example.arguments.at("high"));
        } else {
            CHECK(is_near(quantile(law, 0.025), example.arguments.at("low"), 1e-9));
            CHECK(is_near(quantile(law, 0.975), example.arguments.at("high"), 1e-9));
        }
    }
}

TEST_CASE("95 % intervals of betas and gammas are found where they are narrow, wide or at an end") {
    for (const auto& [low, high] : {std::pair{1e-6, 1e-5}, std::pair{0.499, 0.501},
                                    std::pair{0.001, 0.999}, std::pair{0.98, 0.9999}}) {
        CAPTURE(low);
        const Law beta = law_of("beta", {{"low", low}, {"high", high}});
        CHECK(is_near(quantile(beta, 0.025), low, 1e-6));
        CHECK(is_near(quantile(beta, 0.975), high, 1e-6));
    }
    for (const double ratio : {1.001, 2.0, 1000.0}) {
        CAPTURE(ratio);
        const Law gamma = law_of("gamma", {{"low", 7.0}, {"high", 7.0 * ratio}});
        CHECK(is_near(quantile(gamma, 0.025), 7.0, 1e-6));
        CHECK(is_near(quantile(gamma, 0.975), 7.0 * ratio, 1e-6));
    }
}

// The midpoint rule over u is exact enough that a wrong parameter of 1 in 1000 would show.
TEST_CASE("moments by integration of the quantiles") {
    for (const Example& example : examples()) {
        CAPTURE(std::string(example.family));
        const Law law = law_of(example.family, example.arguments);
        constexpr int n = 20'000;
        double sum = 0.0;
        double squares = 0.0;
        for (int i = 0; i < n; ++i) {
            const double distance = quantile(law, (i + 0.5) / n) - mean(law);
            sum += distance;
            squares += distance * distance;
        }
        const double sd = standard_deviation(law);
        CHECK(std::abs(sum / n) < 2e-4 * sd);
        CHECK(std::abs(std::sqrt(squares / n) / sd - 1.0) < 2e-3);
    }
}

TEST_CASE("quantiles rise, and are finite at the ends") {
    std::vector<Example> all = examples();
    all.push_back({"lognormal", {{"mu", 0.0}, {"sigma", 1000.0}}});
    all.push_back({"beta", {{"alpha", 1e-4}, {"beta", 1e-4}}});
    all.push_back({"beta", {{"alpha", 1e9}, {"beta", 1e-3}}});
    all.push_back({"gamma", {{"shape", 1e-4}, {"scale", 1e300}}});
    all.push_back({"gamma", {{"shape", 1e10}, {"scale", 1e-10}}});
    for (const Example& example : all) {
        CAPTURE(std::string(example.family));
        const Law law = law_of(example.family, example.arguments);
        double before = -std::numeric_limits<double>::infinity();
        for (const double u : {0x1p-53, 1e-9, 0.01, 0.3, 0.5, 0.7, 0.99, 1 - 1e-9, 1 - 0x1p-53}) {
            const double value = quantile(law, u);
            CHECK(std::isfinite(value));
            CHECK(value >= before);
            before = value;
        }
    }
}

// Kolmogorov's distance of 4000 draws: a shift of the law by 4.5 % of its spread would show.
TEST_CASE("draws follow their law" * doctest::test_suite("statistical")) {
    constexpr int n = 4000;
    const Law law = law_of("gamma", {{"shape", 3.0}, {"scale", 2.0}});
    std::vector<double> values;
    for (std::uint32_t draw = 1; draw <= n; ++draw)
        values.push_back(quantile(law, parameter_uniform(42, draw, "duration")));
    std::sort(values.begin(), values.end());
    double distance = 0.0;
    for (int i = 0; i < n; ++i) {
        const double below = boost::math::gamma_p(3.0, values[static_cast<std::size_t>(i)] / 2.0);
        distance = std::max(
            {distance, std::abs(below - double(i) / n), std::abs(below - double(i + 1) / n)});
    }
    // 2 exp(−2 n d²) = 1e-6.
    CHECK(distance < std::sqrt(std::log(2e6) / (2.0 * n)));
    const double total = std::accumulate(values.begin(), values.end(), 0.0);
    CHECK(std::abs(total / n - mean(law)) <
          test::allowed_standard_errors(1) * standard_deviation(law) / std::sqrt(double(n)));
    // Teeth: the same values are not those of a mean 10 % larger.
    CHECK(std::abs(total / n - 1.1 * mean(law)) >
          test::allowed_standard_errors(1) * standard_deviation(law) / std::sqrt(double(n)));
}

TEST_CASE("the uniform of a parameter depends on seed, draw and name, and on nothing else") {
    const double u = parameter_uniform(7, 3, "rate");
    CHECK(u == parameter_uniform(7, 3, "rate"));
    CHECK(u != parameter_uniform(8, 3, "rate"));
    CHECK(u != parameter_uniform(7 + (1ULL << 32), 3, "rate"));
    CHECK(u != parameter_uniform(7, 4, "rate"));
    CHECK(u != parameter_uniform(7, 3, "rates"));
    for (std::uint32_t draw = 0; draw < 1000; ++draw) {
        const double one = parameter_uniform(1, draw, "x");
        CHECK((one > 0.0 && one < 1.0));
        CHECK(std::fmod(one * 0x1p53, 2.0) == 1.0);
    }
}

TEST_CASE("shares of a Dirichlet add up to 1, and are gammas over their sum") {
    const std::vector<double> u = {0.2, 0.5, 0.9};
    const std::vector<double> shares = dirichlet(std::vector<double>{1.0, 1.0, 2.0}, u);
    const double first = -std::log(0.8);
    const double second = -std::log(0.5);
    const double third = quantile(law_of("gamma", {{"shape", 2.0}, {"scale", 1.0}}), 0.9);
    const double total = first + second + third;
    CHECK(is_near(shares[0], first / total, 1e-13));
    CHECK(is_near(shares[1], second / total, 1e-13));
    CHECK(is_near(shares[2], third / total, 1e-13));
}

TEST_CASE("shares of tiny concentrations are still shares") {
    const std::vector<double> shares =
        dirichlet(std::vector<double>{1e-5, 1e-5, 1e-5}, std::vector<double>{0.2, 0.5, 0.9});
    CHECK(is_near(shares[0] + shares[1] + shares[2], 1.0, 1e-12));
    CHECK(shares[2] > 0.999);
    CHECK(std::isfinite(shares[0]));
}

// A Dirichlet's shares have mean a/A and variance m (1 − m)/(A + 1); the variance of their squared
// deviations comes from the fourth central moment of their beta distribution. An error of the
// variance by 6 % would show: concentrations of 9 or 11 together in place of 10 would.
TEST_CASE("moments of a Dirichlet" * doctest::test_suite("statistical")) {
    const std::vector<double> concentration = {2.0, 3.0, 5.0};
    constexpr std::uint32_t n = 40'000;
    std::vector<double> sums(3, 0.0);
    std::vector<double> squares(3, 0.0);
    for (std::uint32_t draw = 1; draw <= n; ++draw) {
        const std::vector<double> u = {parameter_uniform(5, draw, "a"),
                                       parameter_uniform(5, draw, "b"),
                                       parameter_uniform(5, draw, "c")};
        const std::vector<double> shares = dirichlet(concentration, u);
        for (std::size_t i = 0; i < 3; ++i) {
            sums[i] += shares[i];
            squares[i] += std::pow(shares[i] - concentration[i] / 10.0, 2);
        }
    }
    const double allowed = test::allowed_standard_errors(6);
    for (std::size_t i = 0; i < 3; ++i) {
        const double m = concentration[i] / 10.0;
        const double variance = m * (1.0 - m) / 11.0;
        CHECK(std::abs(sums[i] / n - m) < allowed * std::sqrt(variance / n));
        const boost::math::beta_distribution share(concentration[i], 10.0 - concentration[i]);
        const double of_square = variance * std::sqrt((boost::math::kurtosis(share) - 1.0) / n);
        CHECK(std::abs(squares[i] / n - variance) < allowed * of_square);
        // Teeth: neither is it that of other concentrations with the same mean.
        for (const double total : {9.0, 11.0})
            CHECK(std::abs(squares[i] / n - m * (1.0 - m) / (total + 1.0)) > allowed * of_square);
    }
}

TEST_CASE("a matrix of covariances and its triangle") {
    Table<double, 2> matrix({3, 3});
    const double values[3][3] = {{4.0, 2.0, 0.6}, {2.0, 2.0, 0.5}, {0.6, 0.5, 1.0}};
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t column = 0; column < 3; ++column)
            matrix(row, column) = values[row][column];
    const Table<double, 2> lower = cholesky(matrix);
    REQUIRE(lower.shape()[0] == 3);
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t column = 0; column < 3; ++column) {
            double product = 0.0;
            for (std::size_t k = 0; k < 3; ++k) product += lower(row, k) * lower(column, k);
            CHECK(is_near(product, matrix(row, column), 1e-14));
        }
    CHECK(correlated(lower, std::vector<double>{1.0, 0.0, 0.0}) ==
          std::vector<double>{2.0, 1.0, 0.3});
}

TEST_CASE("matrices that are none of covariances, and those that are only just") {
    Table<double, 2> matrix({2, 2}, 1.0);
    const Table<double, 2> lower = cholesky(matrix);  // the second is the first
    REQUIRE(lower.shape()[0] == 2);
    CHECK(lower(1, 0) == 1.0);
    CHECK(lower(1, 1) == 0.0);
    matrix(0, 1) = matrix(1, 0) = 1.001;
    CHECK(cholesky(matrix).shape()[0] == 0);
    matrix(0, 0) = 0.0;
    CHECK(cholesky(matrix).shape()[0] == 0);
    matrix(0, 1) = matrix(1, 0) = 0.0;
    CHECK(cholesky(matrix).shape()[0] == 2);
    matrix(1, 1) = -1.0;
    CHECK(cholesky(matrix).shape()[0] == 0);
}
