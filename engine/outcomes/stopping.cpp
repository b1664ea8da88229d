#include "outcomes/stopping.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "base/require.hpp"
#include "outcomes/measure.hpp"

namespace forlob {
namespace {

constexpr double error_rate = 0.05;
constexpr std::uint64_t most = std::uint64_t{1} << 32;
// Groups of the jackknife (outcomes.hpp): their standard errors grow no surer beyond that.
constexpr std::uint64_t most_groups = 100;

// The a with 2 (1 − Φ(a) + a φ(a)) = chance, by bisection: it falls from 1 at 0.
double boundary_parameter(double chance) {
    const boost::math::normal normal;
    double low = 0.0;
    double high = 40.0;
    constexpr int steps = 100;
    for (int step = 0; step < steps; ++step) {
        const double a = 0.5 * (low + high);
        const double error = 2.0 * (cdf(complement(normal, a)) + a * boost::math::pdf(normal, a));
        (error > chance ? low : high) = a;
    }
    return 0.5 * (low + high);
}

double with_estimated_variance(double factor, std::uint64_t n_replications) {
    const double tail = cdf(complement(boost::math::normal(), factor));
    const auto groups = std::min(n_replications, most_groups);
    const boost::math::students_t student(static_cast<double>(groups - 1));
    return quantile(complement(student, tail));
}

// The first n of `step`, 2 · step, … for which `holds`, which stays true once it is; 0 beyond most.
template <typename Holds>
std::uint64_t first_multiple(std::uint64_t step, Holds holds) {
    std::uint64_t low = 0;
    std::uint64_t high = 1;
    while (!holds(high * step)) {
        if (high * step >= most) return 0;
        low = high;
        high *= 2;
    }
    while (high - low > 1) {
        const std::uint64_t middle = (low + high) / 2;
        (holds(middle * step) ? high : low) = middle;
    }
    return high * step;
}

bool is_met(const StopRule& rule, const EstimateSoFar& estimate, double factor) {
    if (std::isnan(estimate.value) || std::isnan(estimate.standard_error)) return false;
    if (rule.kind == StopRule::Kind::standard_error) return estimate.standard_error <= rule.bound;
    return std::abs(estimate.value - rule.bound) > factor * estimate.standard_error;
}

}  // namespace

double sequential_factor(std::uint64_t n_replications, std::uint64_t first_look,
                         std::size_t n_estimates) {
    require(first_look >= 2 && n_replications >= first_look, "the first look comes first");
    require(n_estimates > 0, "something is estimated");
    const double a = boundary_parameter(error_rate / static_cast<double>(n_estimates));
    const double growth =
        std::log(static_cast<double>(n_replications) / static_cast<double>(first_look));
    return with_estimated_variance(std::sqrt(a * a + growth), n_replications);
}

bool is_enough(const StopRule& rule, std::span<const EstimateSoFar> estimates,
               std::uint64_t n_replications, std::uint64_t first_look) {
    const double factor = rule.kind == StopRule::Kind::decided
                              ? sequential_factor(n_replications, first_look, estimates.size())
                              : 0.0;
    return std::all_of(estimates.begin(), estimates.end(), [&](const EstimateSoFar& estimate) {
        return is_met(rule, estimate, factor);
    });
}

std::uint64_t replications_for(double half_width, double deviation) {
    return first_multiple(1, [&](std::uint64_t number) {
        return number >= 2 && interval_factor(number) * deviation <=
                                  half_width * std::sqrt(static_cast<double>(number));
    });
}

std::uint64_t replications_until_decided(double value, double bound, double deviation,
                                         std::uint32_t first_look, std::size_t n_estimates) {
    return first_multiple(first_look, [&](std::uint64_t number) {
        const double error = deviation / std::sqrt(static_cast<double>(number));
        return is_met({StopRule::Kind::decided, bound}, {value, error},
                      sequential_factor(number, first_look, n_estimates));
    });
}

}  // namespace forlob
