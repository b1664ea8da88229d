#include "input/quantile_classes.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <cmath>
#include <functional>

namespace forlob {

namespace {

const double width_of_interval = 2.0 * 1.959963984540054;  // of 95 %, in standard deviations

// For each class, n · (partial expectation up to its end − up to its beginning), where the partial
// expectation E[X; X <= x] is `below(x)`.
std::vector<double> class_means(int n, double mean, const std::function<double(double)>& quantile,
                                const std::function<double(double)>& below) {
    std::vector<double> means;
    double before = 0.0;
    for (int end = 1; end <= n; ++end) {
        const double until = end == n ? mean : below(quantile(static_cast<double>(end) / n));
        means.push_back(n * (until - before));
        before = until;
    }
    return means;
}

std::vector<double> of_normal(int n, double mean, double sd) {
    const boost::math::normal standard;
    return class_means(
        n, mean, [&](double p) { return boost::math::quantile(standard, p); },
        [&](double z) {
            return mean * boost::math::cdf(standard, z) - sd * boost::math::pdf(standard, z);
        });
}

std::vector<double> of_lognormal(int n, double mu, double sigma) {
    const boost::math::normal standard;
    const double mean = std::exp(mu + sigma * sigma / 2.0);
    return class_means(
        n, mean, [&](double p) { return boost::math::quantile(standard, p); },
        [&](double z) { return mean * boost::math::cdf(standard, z - sigma); });
}

// The partial expectation of a beta or gamma is its mean times the cdf of a first parameter that is
// one larger.
std::vector<double> of_beta(int n, double alpha, double beta, double low, double width) {
    const boost::math::beta_distribution<> own(alpha, beta);
    const boost::math::beta_distribution<> larger(alpha + 1.0, beta);
    const double mean = alpha / (alpha + beta);
    auto means = class_means(
        n, mean, [&](double p) { return boost::math::quantile(own, p); },
        [&](double x) { return mean * boost::math::cdf(larger, x); });
    for (double& one : means) one = low + width * one;
    return means;
}

std::vector<double> of_gamma(int n, double shape, double rate) {
    const boost::math::gamma_distribution<> own(shape, 1.0 / rate);
    const boost::math::gamma_distribution<> larger(shape + 1.0, 1.0 / rate);
    return class_means(
        n, shape / rate, [&](double p) { return boost::math::quantile(own, p); },
        [&](double x) { return shape / rate * boost::math::cdf(larger, x); });
}

std::vector<double> of_triangular(int n, double low, double mode, double high) {
    // ∫ x f(x) dx of the two straight pieces of the density.
    const auto below = [&](double x) {
        const double left = std::min(x, mode);
        double sum = 0.0;
        if (mode > low)
            sum += (2.0 * left * left * left - 3.0 * low * left * left + low * low * low) / 3.0 /
                   ((high - low) * (mode - low));
        if (x > mode)
            sum += (3.0 * high * (x * x - mode * mode) - 2.0 * (x * x * x - mode * mode * mode)) /
                   3.0 / ((high - low) * (high - mode));
        return sum;
    };
    const boost::math::triangular_distribution<> own(low, mode, high);
    return class_means(
        n, (low + mode + high) / 3.0, [&](double p) { return boost::math::quantile(own, p); },
        below);
}

std::vector<double> of_uniform(int n, double low, double high) {
    std::vector<double> means;
    for (int number = 0; number < n; ++number)
        means.push_back(low + (high - low) * (number + 0.5) / n);
    return means;
}

}  // namespace

std::optional<std::vector<double>> quantile_class_means(const Distribution& distribution, int n) {
    const auto& arguments = distribution.arguments;
    const auto has = [&](const char* name) { return arguments.contains(name); };
    const auto value = [&](const char* name) { return arguments.at(name); };
    const std::string& family = distribution.family;
    if (family == "uniform") return of_uniform(n, value("low"), value("high"));
    if (family == "triangular") return of_triangular(n, value("low"), value("mode"), value("high"));
    if (family == "pert") {
        const double width = value("high") - value("low");
        return of_beta(n, 1.0 + 4.0 * (value("mode") - value("low")) / width,
                       1.0 + 4.0 * (value("high") - value("mode")) / width, value("low"), width);
    }
    if (family == "normal")
        return has("mean") ? of_normal(n, value("mean"), value("sd"))
                           : of_normal(n, (value("low") + value("high")) / 2.0,
                                       (value("high") - value("low")) / width_of_interval);
    if (family == "lognormal") {
        if (has("mu")) return of_lognormal(n, value("mu"), value("sigma"));
        if (has("mean")) {
            const double ratio = value("sd") / value("mean");
            const double variance = std::log1p(ratio * ratio);
            return of_lognormal(n, std::log(value("mean")) - variance / 2.0, std::sqrt(variance));
        }
        const double low = std::log(value("low"));
        const double high = std::log(value("high"));
        return of_lognormal(n, (low + high) / 2.0, (high - low) / width_of_interval);
    }
    if (family == "gamma") {
        if (has("shape")) return of_gamma(n, value("shape"), value("rate"));
        const double variance = value("sd") * value("sd");
        return of_gamma(n, value("mean") * value("mean") / variance, value("mean") / variance);
    }
    if (has("alpha")) return of_beta(n, value("alpha"), value("beta"), 0.0, 1.0);
    if (!has("mean")) return std::nullopt;
    const double mean = value("mean");
    const double size = mean * (1.0 - mean) / (value("sd") * value("sd")) - 1.0;
    return of_beta(n, mean * size, (1.0 - mean) * size, 0.0, 1.0);
}

}  // namespace forlob
