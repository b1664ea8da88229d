#include "random/distributions.hpp"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <functional>
#include <limits>

#include "base/require.hpp"

namespace forlob {
namespace {

namespace bm = boost::math;

// What cannot be computed is not an exception: the caller gets the nearest number.
using Policy = bm::policies::policy<bm::policies::domain_error<bm::policies::ignore_error>,
                                    bm::policies::overflow_error<bm::policies::ignore_error>,
                                    bm::policies::underflow_error<bm::policies::ignore_error>,
                                    bm::policies::denorm_error<bm::policies::ignore_error>,
                                    bm::policies::evaluation_error<bm::policies::ignore_error>,
                                    bm::policies::promote_double<false>>;
using Normal = bm::normal_distribution<double, Policy>;
using Beta = bm::beta_distribution<double, Policy>;
using Gamma = bm::gamma_distribution<double, Policy>;

constexpr double lower_tail = 0.025;  ///< outside a 95 % interval, on either side
constexpr double upper_tail = 0.975;

double within_numbers(double value, double low, double high) {
    return std::isnan(value) ? low : std::clamp(value, low, high);
}

constexpr double largest = std::numeric_limits<double>::max();

// Where `f`, which rises from below 0 to above it, is 0. Both ends must be finite.
double root(const std::function<double(double)>& f, double low, double high) {
    constexpr int halvings = 200;
    for (int step = 0; step < halvings; ++step) {
        const double middle = 0.5 * (low + high);
        if (middle <= low || middle >= high) break;
        (f(middle) < 0.0 ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

double beta_below(double alpha, double beta, double x) { return bm::cdf(Beta(alpha, beta), x); }

// Of all betas with this 2.5 % quantile, the larger alpha + beta, the lower the upper end.
Law beta_of_interval(double low, double high) {
    constexpr double least = -6.0;  // logarithms of alpha + beta, and of the odds of the mean
    constexpr double most = 30.0;
    constexpr double odds = 40.0;
    const auto mean_at = [&](double log_size) {
        const double size = std::exp(log_size);
        const double log_odds = root(
            [&](double at) {
                const double share = 1.0 / (1.0 + std::exp(-at));
                return lower_tail - beta_below(size * share, size * (1.0 - share), low);
            },
            -odds, odds);
        return 1.0 / (1.0 + std::exp(-log_odds));
    };
    const double log_size = root(
        [&](double at) {
            const double size = std::exp(at);
            const double share = mean_at(at);
            return beta_below(size * share, size * (1.0 - share), high) - upper_tail;
        },
        least, most);
    const double size = std::exp(log_size);
    const double share = mean_at(log_size);
    return {Law::Family::beta, size * share, size * (1.0 - share), 0.0};
}

// The ratio of the two ends depends on the shape alone.
Law gamma_of_interval(double low, double high) {
    const auto end = [](double log_shape, double u) {
        return bm::quantile(Gamma(std::exp(log_shape), 1.0), u);
    };
    const double log_shape = root(
        [&](double at) {
            return std::log(high / low) - std::log(end(at, upper_tail) / end(at, lower_tail));
        },
        std::log(0.01), std::log(1e12));
    return {Law::Family::gamma, std::exp(log_shape), high / end(log_shape, upper_tail), 0.0};
}

// Arguments by name; a form is recognised by what is there.
class Arguments {
public:
    explicit Arguments(const std::map<std::string, double>& values) : values_(values) {}
    [[nodiscard]] bool has(const char* name) const { return values_.contains(name); }
    [[nodiscard]] double at(const char* name) const {
        const auto found = values_.find(name);
        require(found != values_.end(), "a distribution has the arguments of one of its forms");
        return found->second;
    }
    [[nodiscard]] double spread() const { return has("se") ? at("se") : at("sd"); }

private:
    const std::map<std::string, double>& values_;
};

Law normal_law(const Arguments& given) {
    if (!given.has("low")) return {Law::Family::normal, given.at("mean"), given.spread(), 0.0};
    const double half = 0.5 * (given.at("high") - given.at("low"));
    return {Law::Family::normal, given.at("low") + half, half / normal_quantile(upper_tail), 0.0};
}

Law lognormal_law(const Arguments& given) {
    if (given.has("mu")) return {Law::Family::lognormal, given.at("mu"), given.at("sigma"), 0.0};
    if (given.has("low")) {
        const double low = std::log(given.at("low"));
        const double half = 0.5 * (std::log(given.at("high")) - low);
        return {Law::Family::lognormal, low + half, half / normal_quantile(upper_tail), 0.0};
    }
    const double relative = given.spread() / given.at("mean");
    const double variance = std::log1p(relative * relative);
    return {Law::Family::lognormal, std::log(given.at("mean")) - 0.5 * variance,
            std::sqrt(variance), 0.0};
}

Law beta_law(const Arguments& given) {
    if (given.has("alpha")) return {Law::Family::beta, given.at("alpha"), given.at("beta"), 0.0};
    if (given.has("low")) return beta_of_interval(given.at("low"), given.at("high"));
    const double share = given.at("mean");
    const double size = share * (1.0 - share) / (given.spread() * given.spread()) - 1.0;
    return {Law::Family::beta, size * share, size * (1.0 - share), 0.0};
}

Law gamma_law(const Arguments& given) {
    if (given.has("scale")) return {Law::Family::gamma, given.at("shape"), given.at("scale"), 0.0};
    if (given.has("rate"))
        return {Law::Family::gamma, given.at("shape"), 1.0 / given.at("rate"), 0.0};
    if (given.has("low")) return gamma_of_interval(given.at("low"), given.at("high"));
    const double relative = given.at("mean") / given.spread();
    return {Law::Family::gamma, relative * relative,
            given.spread() * given.spread() / given.at("mean"), 0.0};
}

// The beta behind a pert, on [0, 1].
Beta standard_pert(const Law& law) {
    const double width = law.third - law.first;
    return {1.0 + 4.0 * (law.second - law.first) / width,
            1.0 + 4.0 * (law.third - law.second) / width};
}

double triangular_quantile(const Law& law, double u) {
    const double width = law.third - law.first;
    const double rising = (law.second - law.first) / width;  // share below the mode
    return u < rising ? law.first + std::sqrt(u * width * (law.second - law.first))
                      : law.third - std::sqrt((1.0 - u) * width * (law.third - law.second));
}

}  // namespace

Law law_of(std::string_view family, const std::map<std::string, double>& arguments) {
    const Arguments given(arguments);
    if (family == "normal") return normal_law(given);
    if (family == "lognormal") return lognormal_law(given);
    if (family == "beta") return beta_law(given);
    if (family == "gamma") return gamma_law(given);
    if (family == "uniform") return {Law::Family::uniform, given.at("low"), given.at("high"), 0.0};
    require(family == "triangular" || family == "pert", "the family of a distribution is known");
    return {family == "pert" ? Law::Family::pert : Law::Family::triangular, given.at("low"),
            given.at("mode"), given.at("high")};
}

double quantile(const Law& law, double u) {
    switch (law.family) {
        case Law::Family::normal:
            return within_numbers(law.first + law.second * normal_quantile(u), -largest, largest);
        case Law::Family::lognormal:
            return within_numbers(std::exp(law.first + law.second * normal_quantile(u)), 0.0,
                                  largest);
        case Law::Family::beta:
            return within_numbers(bm::quantile(Beta(law.first, law.second), u), 0.0, 1.0);
        case Law::Family::gamma:
            return within_numbers(law.second * bm::quantile(Gamma(law.first, 1.0), u), 0.0,
                                  largest);
        case Law::Family::triangular:
            return within_numbers(triangular_quantile(law, u), law.first, law.third);
        case Law::Family::uniform:
            return within_numbers(law.first + u * (law.second - law.first), law.first, law.second);
        case Law::Family::pert:
            break;
    }
    const double share = within_numbers(bm::quantile(standard_pert(law), u), 0.0, 1.0);
    return law.first + share * (law.third - law.first);
}

double mean(const Law& law) {
    switch (law.family) {
        case Law::Family::normal:
            return law.first;
        case Law::Family::lognormal:
            return std::exp(law.first + 0.5 * law.second * law.second);
        case Law::Family::beta:
            return law.first / (law.first + law.second);
        case Law::Family::gamma:
            return law.first * law.second;
        case Law::Family::triangular:
            return (law.first + law.second + law.third) / 3.0;
        case Law::Family::uniform:
            return 0.5 * (law.first + law.second);
        case Law::Family::pert:
            break;
    }
    return (law.first + 4.0 * law.second + law.third) / 6.0;
}

double normal_probability(double z) {
    const double nearest = 0.5 * std::numeric_limits<double>::epsilon();
    return std::clamp(bm::cdf(Normal(), z), std::numeric_limits<double>::min(), 1.0 - nearest);
}

double normal_quantile(double u) { return bm::quantile(Normal(), u); }

std::vector<double> dirichlet(std::span<const double> concentration, std::span<const double> u) {
    require(concentration.size() == u.size(), "every share has its uniform number");
    // In logarithms: gammas of small shape may be smaller than any number.
    std::vector<double> logs;
    for (std::size_t i = 0; i < u.size(); ++i) {
        const double shape = concentration[i];
        const double value = bm::quantile(Gamma(shape, 1.0), u[i]);
        constexpr double accurate = 1e-100;  // below it the first term of the series is exact
        logs.push_back(value > accurate
                           ? std::log(value)
                           : (std::log(u[i]) + bm::lgamma(shape + 1.0, Policy())) / shape);
    }
    const double most = *std::max_element(logs.begin(), logs.end());
    double total = 0.0;
    for (double& one : logs) {
        one = std::exp(one - most);
        total += one;
    }
    for (double& one : logs) one /= total;
    return logs;
}

Table<double, 2> cholesky(const Table<double, 2>& matrix) {
    const std::size_t n = matrix.shape()[0];
    require(n > 0 && matrix.shape()[1] == n, "a matrix of covariances is square");
    constexpr double rounding = 1e-12;
    Table<double, 2> lower({n, n});
    for (std::size_t column = 0; column < n; ++column) {
        double left = matrix(column, column);
        for (std::size_t k = 0; k < column; ++k) left -= lower(column, k) * lower(column, k);
        const double tolerance = rounding * matrix(column, column);
        if (!(left >= -tolerance) || matrix(column, column) < 0.0) return {};
        const double pivot = left > tolerance ? std::sqrt(left) : 0.0;
        lower(column, column) = pivot;
        for (std::size_t row = column + 1; row < n; ++row) {
            double rest = matrix(row, column);
            for (std::size_t k = 0; k < column; ++k) rest -= lower(row, k) * lower(column, k);
            // What has no variance of its own left can have no covariance left either.
            const double scale = std::sqrt(matrix(row, row) * matrix(column, column));
            if (pivot == 0.0 && std::abs(rest) > std::sqrt(rounding) * scale) return {};
            lower(row, column) = pivot == 0.0 ? 0.0 : rest / pivot;
        }
    }
    return lower;
}

std::vector<double> correlated(const Table<double, 2>& lower, std::span<const double> z) {
    std::vector<double> values(z.size(), 0.0);
    for (std::size_t row = 0; row < z.size(); ++row)
        for (std::size_t column = 0; column <= row; ++column)
            values[row] += lower(row, column) * z[column];
    return values;
}

}  // namespace forlob
