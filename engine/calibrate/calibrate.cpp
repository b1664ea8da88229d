#include "calibrate/calibrate.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <optional>

#include "base/require.hpp"
#include "calibrate/identification.hpp"
#include "calibrate/search.hpp"
#include "calibrate/targets.hpp"
#include "input/arm_parameters.hpp"
#include "model/model_compiler.hpp"
#include "simulate/parallel.hpp"
#include "simulate/simulate.hpp"

namespace forlob {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

// The scenario with no other arms than these.
ScenarioSpec with_arms(const ScenarioSpec& scenario, const std::vector<std::size_t>& arms) {
    ScenarioSpec reduced = scenario;
    reduced.arms.clear();
    for (const std::size_t arm : arms) reduced.arms.push_back(scenario.arms[arm]);
    reduced.reference = 0;
    return reduced;
}

class Calibrating {
public:
    explicit Calibrating(const ScenarioSpec& scenario)
        : scenario_(scenario),
          spec_(*scenario.calibrate),
          targets_(scenario),
          reduced_(with_arms(scenario, targets_.arms())) {}

    Calibration run(int threads) {
        const auto starts = starting_points();
        std::vector<std::optional<Minimum>> minima(starts.size());
        std::vector<std::exception_ptr> errors(starts.size());
        OrderedWork pieces;
        pieces.n_pieces = starts.size();
        pieces.max_in_flight = starts.size();
        pieces.start = [](std::size_t) { return true; };
        pieces.finish = [](std::size_t) {};
        pieces.work = [&](std::size_t start) {
            try {
                minima[start] = search_from(starts[start]);
            } catch (const InputError&) {
                errors[start] = std::current_exception();
            }
        };
        run_in_parallel(pieces, threads > 0 ? threads : available_threads());

        Calibration result;
        for (const FreeParameter& free : spec_.free) result.parameters.push_back(free.name.text);
        result.n_starts = static_cast<std::uint32_t>(starts.size());
        for (const auto& minimum : minima) {
            if (minimum)
                result.n_evaluations += minimum->n_evaluations;
            else
                ++result.n_failed;
        }
        if (result.n_failed == result.n_starts) std::rethrow_exception(errors.front());
        for (const auto& minimum : minima)
            if (minimum) note(*minimum);
        for (const Found& found : found_) result.optima.push_back(optimum(found));
        std::stable_sort(result.optima.begin(), result.optima.end(),
                         [](const Optimum& a, const Optimum& b) { return a.loss < b.loss; });
        return result;
    }

private:
    struct Found {
        Minimum minimum;
        std::uint32_t n_starts = 0;
    };

    [[nodiscard]] double value_of(std::size_t parameter, double share) const {
        const FreeParameter& free = spec_.free[parameter];
        if (!free.is_logarithmic) return free.low + share * (free.high - free.low);
        return std::clamp(free.low * std::pow(free.high / free.low, share), free.low, free.high);
    }
    [[nodiscard]] double share_of(std::size_t parameter, double value) const {
        const FreeParameter& free = spec_.free[parameter];
        const double share = free.is_logarithmic
                                 ? std::log(value / free.low) / std::log(free.high / free.low)
                                 : (value - free.low) / (free.high - free.low);
        return std::clamp(share, 0.0, 1.0);
    }
    [[nodiscard]] std::vector<double> values_of(std::span<const double> at) const {
        std::vector<double> values;
        for (std::size_t parameter = 0; parameter < at.size(); ++parameter)
            values.push_back(value_of(parameter, at[parameter]));
        return values;
    }

    /// What the models say at a point of the cube. Throws InputError where it makes no sense.
    [[nodiscard]] std::vector<double> model_at(std::span<const double> at,
                                               ModelCompiler& compiler) const {
        DrawnValues values;
        for (std::size_t parameter = 0; parameter < at.size(); ++parameter)
            values.emplace(spec_.free[parameter].name.text, value_of(parameter, at[parameter]));
        return targets_.values(compiler.compile(values));
    }

    // The values that the parameters have, as far as they are within the bounds; then even spread.
    [[nodiscard]] std::vector<std::vector<double>> starting_points() const {
        std::vector<double> first;
        for (std::size_t parameter = 0; parameter < spec_.free.size(); ++parameter) {
            const FreeParameter& free = spec_.free[parameter];
            const double start = free.start
                                     ? *free.start
                                     : undrawn_value(reduced_, free.name.text).value_or(undefined);
            first.push_back(start >= free.low && start <= free.high ? share_of(parameter, start)
                                                                    : 0.5);
        }
        std::vector<std::vector<double>> starts{std::move(first)};
        for (auto& point : spread_points(spec_.free.size(), spec_.starts - 1))
            starts.push_back(std::move(point));
        return starts;
    }

    // Values that make no sense are as bad as can be, but not where the search begins.
    [[nodiscard]] Minimum search_from(const std::vector<double>& start) const {
        ModelCompiler compiler(reduced_);
        static_cast<void>(model_at(start, compiler));
        return minimise(
            [&](std::span<const double> at) {
                try {
                    return targets_.loss(model_at(at, compiler));
                } catch (const InputError&) {
                    return std::numeric_limits<double>::infinity();
                }
            },
            start);
    }

    // The better of two minima that are one.
    void note(const Minimum& minimum) {
        constexpr double same_place = 1e-3;
        for (Found& known : found_) {
            double distance = 0.0;
            for (std::size_t parameter = 0; parameter < minimum.at.size(); ++parameter)
                distance = std::max(distance,
                                    std::abs(minimum.at[parameter] - known.minimum.at[parameter]));
            if (distance > same_place) continue;
            ++known.n_starts;
            if (minimum.value < known.minimum.value) known.minimum = minimum;
            return;
        }
        found_.push_back({minimum, 1});
    }

    // [point][parameter] by differences within the cube.
    [[nodiscard]] Table<double, 2> slopes(const std::vector<double>& at) const {
        constexpr double step = 1e-5;
        Table<double, 2> slopes({targets_.n_points(), at.size()});
        ModelCompiler compiler(reduced_);
        for (std::size_t parameter = 0; parameter < at.size(); ++parameter) {
            std::vector<double> below = at;
            std::vector<double> above = at;
            below[parameter] = std::max(0.0, at[parameter] - step);
            above[parameter] = std::min(1.0, at[parameter] + step);
            const std::vector<double> low = targets_.residuals(model_at(below, compiler));
            const std::vector<double> high = targets_.residuals(model_at(above, compiler));
            for (std::size_t point = 0; point < low.size(); ++point)
                slopes(point, parameter) =
                    (high[point] - low[point]) / (above[parameter] - below[parameter]);
        }
        return slopes;
    }

    [[nodiscard]] Optimum optimum(const Found& found) const {
        constexpr double at_bound = 1e-6;
        const std::vector<double>& at = found.minimum.at;
        Optimum result;
        result.values = values_of(at);
        result.loss = found.minimum.value;
        result.n_starts = found.n_starts;
        ModelCompiler compiler(reduced_);
        result.targets = targets_.fitted(model_at(at, compiler));
        result.are_all_reached =
            std::all_of(result.targets.begin(), result.targets.end(),
                        [](const FittedTarget& target) { return target.is_reached; });
        result.is_identified.assign(at.size(), false);
        result.standard_error.assign(at.size(), undefined);
        for (const double share : at)
            result.is_at_bound.push_back(share < at_bound || share > 1.0 - at_bound);
        try {
            const Identification local = identification(slopes(at));
            result.is_identified = local.is_identified;
            for (std::size_t parameter = 0; parameter < at.size(); ++parameter) {
                const FreeParameter& free = spec_.free[parameter];
                // Of a logarithm: relative to the value.
                const double width = free.is_logarithmic
                                         ? result.values[parameter] * std::log(free.high / free.low)
                                         : free.high - free.low;
                if (targets_.have_errors() && !result.is_at_bound[parameter])
                    result.standard_error[parameter] = local.standard_error[parameter] * width;
            }
        } catch (const InputError&) {
            // Beside the optimum the values make no sense: nothing is known about its
            // neighbourhood.
        }
        return result;
    }

    const ScenarioSpec& scenario_;
    const CalibrateSpec& spec_;
    Targets targets_;
    ScenarioSpec reduced_;
    std::vector<Found> found_;
};

}  // namespace

Calibration calibrate(const ScenarioSpec& scenario, int threads) {
    require(scenario.calibrate.has_value(), "a calibration is asked for");
    return Calibrating(scenario).run(threads);
}

}  // namespace forlob
