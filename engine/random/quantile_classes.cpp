#include "random/quantile_classes.hpp"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <functional>

namespace forlob {

namespace {

namespace bm = boost::math;

// What cannot be computed is not an exception: the classes are then no numbers.
using Policy = bm::policies::policy<bm::policies::domain_error<bm::policies::ignore_error>,
                                    bm::policies::overflow_error<bm::policies::ignore_error>,
                                    bm::policies::evaluation_error<bm::policies::ignore_error>>;
using Normal = bm::normal_distribution<double, Policy>;
using Beta = bm::beta_distribution<double, Policy>;
using Gamma = bm::gamma_distribution<double, Policy>;

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

std::vector<double> of_normal(int n, const Law& law) {
    const Normal standard;
    return class_means(
        n, law.first, [&](double p) { return bm::quantile(standard, p); },
        [&](double z) {
            return law.first * bm::cdf(standard, z) - law.second * bm::pdf(standard, z);
        });
}

// Integrating exp shifts the normal by sigma.
std::vector<double> of_lognormal(int n, const Law& law) {
    const Normal standard;
    return class_means(
        n, mean(law), [&](double p) { return bm::quantile(standard, p); },
        [&](double z) { return mean(law) * bm::cdf(standard, z - law.second); });
}

// The partial expectation of a beta or gamma is its mean times the cdf of a first parameter that is
// one larger.
std::vector<double> of_beta(int n, double alpha, double beta) {
    const Beta own(alpha, beta);
    const Beta larger(alpha + 1.0, beta);
    const double mean = alpha / (alpha + beta);
    return class_means(
        n, mean, [&](double p) { return bm::quantile(own, p); },
        [&](double x) { return mean * bm::cdf(larger, x); });
}

std::vector<double> of_pert(int n, const Law& law) {
    const double width = law.third - law.first;
    auto means = of_beta(n, 1.0 + 4.0 * (law.second - law.first) / width,
                         1.0 + 4.0 * (law.third - law.second) / width);
    for (double& one : means) one = law.first + width * one;
    return means;
}

std::vector<double> of_gamma(int n, const Law& law) {
    const Gamma own(law.first, law.second);
    const Gamma larger(law.first + 1.0, law.second);
    return class_means(
        n, mean(law), [&](double p) { return bm::quantile(own, p); },
        [&](double x) { return mean(law) * bm::cdf(larger, x); });
}

std::vector<double> of_triangular(int n, const Law& law) {
    const double low = law.first;
    const double mode = law.second;
    const double high = law.third;
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
    return class_means(
        n, mean(law), [&](double p) { return quantile(law, p); }, below);
}

std::vector<double> of_uniform(int n, const Law& law) {
    std::vector<double> means;
    for (int number = 0; number < n; ++number)
        means.push_back(law.first + (law.second - law.first) * (number + 0.5) / n);
    return means;
}

}  // namespace

std::vector<double> quantile_class_means(const Law& law, int n) {
    switch (law.family) {
        case Law::Family::normal:
            return of_normal(n, law);
        case Law::Family::lognormal:
            return of_lognormal(n, law);
        case Law::Family::beta:
            return of_beta(n, law.first, law.second);
        case Law::Family::gamma:
            return of_gamma(n, law);
        case Law::Family::triangular:
            return of_triangular(n, law);
        case Law::Family::uniform:
            return of_uniform(n, law);
        case Law::Family::pert:
            break;
    }
    return of_pert(n, law);
}

}  // namespace forlob
