#include "calibrate/search.hpp"

#include <nlopt.h>

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <cmath>
#include <exception>
#include <memory>

#include "base/require.hpp"

namespace forlob {
namespace {

constexpr double very_bad = 1e12;

struct Call {
    const Objective& objective;
    nlopt_opt optimiser = nullptr;
    std::exception_ptr error;
    Minimum best;
};

// NLopt is C: it loses exceptions, and believes in NaN.
double evaluate(unsigned n, const double* at, double*, void* data) {
    Call& call = *static_cast<Call*>(data);
    if (call.error) return very_bad;
    try {
        ++call.best.n_evaluations;
        double value = call.objective({at, n});
        if (!std::isfinite(value)) value = very_bad;
        if (call.best.at.empty() || value < call.best.value) {
            call.best.at.assign(at, at + n);
            call.best.value = value;
        }
        return std::min(value, very_bad);
    } catch (...) {
        call.error = std::current_exception();
        nlopt_force_stop(call.optimiser);
        return very_bad;
    }
}

struct Destroy {
    void operator()(nlopt_opt optimiser) const { nlopt_destroy(optimiser); }
};

void search(Call& call, std::vector<double> start, double step) {
    constexpr double smallest_step = 1e-10;  // of the cube
    constexpr int most_per_coordinate = 400;
    const auto n = static_cast<unsigned>(start.size());
    const std::unique_ptr<nlopt_opt_s, Destroy> optimiser(
        nlopt_create(n == 1 ? NLOPT_LN_SBPLX : NLOPT_LN_BOBYQA, n));
    require(optimiser != nullptr, "NLopt knows its algorithms");
    call.optimiser = optimiser.get();
    nlopt_set_min_objective(optimiser.get(), &evaluate, &call);
    nlopt_set_lower_bounds1(optimiser.get(), 0.0);
    nlopt_set_upper_bounds1(optimiser.get(), 1.0);
    nlopt_set_initial_step1(optimiser.get(), step);
    nlopt_set_xtol_abs1(optimiser.get(), smallest_step);
    nlopt_set_stopval(optimiser.get(), 0.0);  // no loss is smaller
    nlopt_set_maxeval(optimiser.get(), most_per_coordinate * static_cast<int>(n));
    double value = 0.0;
    // Whatever stopped it, the best point that was seen is known; rounding errors are an end too.
    static_cast<void>(nlopt_optimize(optimiser.get(), start.data(), &value));
    if (call.error) std::rethrow_exception(call.error);
}

}  // namespace

Minimum minimise(const Objective& objective, std::vector<double> start) {
    require(!start.empty(), "there is something to search for");
    Call call{objective, nullptr, nullptr, {}};
    constexpr double wide = 0.2;
    search(call, std::move(start), wide);
    for (const double narrow : {1e-2, 1e-4, 1e-6}) {
        const double before = call.best.value;
        search(call, call.best.at, narrow);
        if (call.best.value >= before) break;
    }
    return call.best;
}

std::vector<std::vector<double>> spread_points(std::size_t n_coordinates, std::size_t n) {
    boost::random::sobol generator(n_coordinates);
    const double range = static_cast<double>((generator.max)()) + 1.0;
    std::vector<std::vector<double>> points(n, std::vector<double>(n_coordinates));
    for (auto& point : points)
        for (double& coordinate : point) coordinate = static_cast<double>(generator()) / range;
    return points;
}

}  // namespace forlob
