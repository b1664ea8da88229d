#pragma once

// What does the model say where something was observed, and how far off is it? Private to the
// module.

#include <span>
#include <vector>

#include "calibrate/calibrate.hpp"
#include "input/scenario_spec.hpp"
#include "model/model.hpp"
#include "outcomes/counts.hpp"

namespace forlob {

/// The targets of a scenario, point by point.
class Targets {
public:
    explicit Targets(const ScenarioSpec& scenario);

    /// The arms that have targets, as positions in the scenario.
    [[nodiscard]] const std::vector<std::size_t>& arms() const { return arms_; }
    [[nodiscard]] std::size_t n_points() const { return points_.size(); }

    /// [point] what the models (of `arms()`, in that order) say, as shares times `per`.
    [[nodiscard]] std::vector<double> values(const std::vector<Model>& models) const;

    [[nodiscard]] double loss(std::span<const double> values) const;
    /// [point] distances in standard errors, or weighted relative ones: the loss is near the sum of
    /// their squares.
    [[nodiscard]] std::vector<double> residuals(std::span<const double> values) const;
    /// Whether all targets have a standard error, stated or binomial.
    [[nodiscard]] bool have_errors() const;

    [[nodiscard]] std::vector<FittedTarget> fitted(std::span<const double> values) const;

private:
    struct Point {
        std::size_t model = 0;  ///< position in `arms_`
        const TargetSpec* target = nullptr;
        const TargetSpec::Point* point = nullptr;
        StateSet states;
        bool is_employment = false;  ///< `ever` in what the definitions call employment
    };
    [[nodiscard]] static double scale(const Point& at);
    // Shares of persons.
    [[nodiscard]] static double there(const Point& at, const Model& model,
                                      const ExpectedCounts& counts, std::size_t tick);
    [[nodiscard]] static double ever(const Point& at, const ExpectedCounts& counts,
                                     std::size_t tick);

    const ScenarioSpec& scenario_;
    std::vector<std::size_t> arms_;
    std::vector<Point> points_;
};

}  // namespace forlob
