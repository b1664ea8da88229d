#include "calibrate/targets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/require.hpp"
#include "exact/recursion.hpp"
#include "model/vocabulary.hpp"

namespace forlob {
namespace {

constexpr double normal_interval = 1.96;
constexpr double near_enough = 1e-4;  ///< relative distance at which a target counts as reached

double squared(double value) { return value * value; }

// x ln(x / y), which is 0 where x is.
double entropy(double x, double y) { return x > 0.0 ? x * std::log(x / y) : 0.0; }

}  // namespace

Targets::Targets(const ScenarioSpec& scenario) : scenario_(scenario) {
    const Vocabulary vocabulary(scenario.model);
    Diagnostics ignored;  // the reader has reported names that are unknown
    const StateSet employment = vocabulary.states(scenario.model.definitions.employment, ignored);
    for (const TargetSpec& target : scenario.calibrate->targets) {
        const auto arm =
            std::find_if(scenario.arms.begin(), scenario.arms.end(),
                         [&](const ArmSpec& one) { return one.name.text == target.arm.text; });
        require(arm != scenario.arms.end(), "every target has an arm");
        const auto position = static_cast<std::size_t>(arm - scenario.arms.begin());
        auto known = std::find(arms_.begin(), arms_.end(), position);
        if (known == arms_.end()) known = arms_.insert(arms_.end(), position);
        Point point;
        point.model = static_cast<std::size_t>(known - arms_.begin());
        point.target = &target;
        point.states = vocabulary.states(target.states, ignored);
        point.is_employment = target.ever && point.states == employment;
        require(!target.ever || point.is_employment || point.states.size() == 1,
                "recursion follows who has ever been there");
        for (const TargetSpec::Point& one : target.points) {
            point.point = &one;
            points_.push_back(point);
        }
    }
}

double Targets::scale(const Point& at) {
    const TargetSpec::Point& point = *at.point;
    if (point.se) return *point.se;
    const double share = point.value / at.target->per;
    if (point.n) {
        // Of the observed share, pulled in a little where it is 0 or 1.
        const auto n = static_cast<double>(*point.n);
        const double inside = (share * n + 0.5) / (n + 1.0);
        return at.target->per * std::sqrt(inside * (1.0 - inside) / n);
    }
    return (point.value == 0.0 ? at.target->per : point.value) / std::sqrt(at.target->weight);
}

double Targets::there(const Point& at, const Model& model, const ExpectedCounts& counts,
                      std::size_t tick) {
    double share = 0.0;
    for (std::size_t cell = 0; cell < model.cells.size(); ++cell)
        if (at.states.contains(model.cells[cell].state)) share += counts.cells(tick, cell);
    return share;
}

double Targets::ever(const Point& at, const ExpectedCounts& counts, std::size_t tick) {
    double share = 0.0;
    for (std::size_t subgroup = 0; subgroup < counts.first_employment.shape()[0]; ++subgroup)
        for (std::size_t first = 0; first <= tick; ++first) {
            if (at.is_employment) {
                share += counts.first_employment(subgroup, first);
                continue;
            }
            for (std::size_t state = 0; state < counts.first_visits.shape()[1]; ++state)
                if (at.states.contains(static_cast<StateId>(state)))
                    share += counts.first_visits(subgroup, state, first);
        }
    return share;
}

std::vector<double> Targets::values(const std::vector<Model>& models) const {
    ExactPlan plan;
    plan.cells = false;
    plan.exits = false;
    plan.first_visits = std::any_of(points_.begin(), points_.end(),
                                    [](const Point& at) { return at.target->ever; });
    ExactRecursion recursion(plan);
    std::vector<ExactCounts> counted;
    for (const Model& model : models) counted.push_back(recursion.count(model));
    std::vector<double> values;
    for (const Point& at : points_) {
        const auto tick = static_cast<std::size_t>(at.point->tick);
        const Model& model = models[at.model];
        const ExpectedCounts& counts = counted[at.model].counts;
        const double share =
            at.target->ever ? ever(at, counts, tick) : there(at, model, counts, tick);
        values.push_back(share * at.target->per);
    }
    return values;
}

double Targets::loss(std::span<const double> values) const {
    double loss = 0.0;
    for (std::size_t i = 0; i < points_.size(); ++i) {
        const Point& at = points_[i];
        if (at.point->n && !at.point->se) {
            const double observed = at.point->value / at.target->per;
            const double share = std::clamp(values[i] / at.target->per, 1e-12, 1.0 - 1e-12);
            // Twice the distance of log-likelihoods; never below 0.
            loss += std::max(0.0,
                             2.0 * static_cast<double>(*at.point->n) *
                                 (entropy(observed, share) + entropy(1.0 - observed, 1.0 - share)));
        } else {
            loss += squared((values[i] - at.point->value) / scale(at));
        }
    }
    return loss;
}

std::vector<double> Targets::residuals(std::span<const double> values) const {
    std::vector<double> residuals;
    for (std::size_t i = 0; i < points_.size(); ++i)
        residuals.push_back((values[i] - points_[i].point->value) / scale(points_[i]));
    return residuals;
}

bool Targets::have_errors() const {
    return std::all_of(points_.begin(), points_.end(),
                       [](const Point& at) { return at.point->se || at.point->n; });
}

std::vector<FittedTarget> Targets::fitted(std::span<const double> values) const {
    std::vector<FittedTarget> fitted;
    for (std::size_t i = 0; i < points_.size(); ++i) {
        const Point& at = points_[i];
        std::string states;
        for (const Name& name : at.target->states)
            states += (states.empty() ? "" : ", ") + name.text;
        FittedTarget one;
        one.arm = at.target->arm.text;
        one.what = fmt::format("{} {} {} {}", at.target->ever ? "ever in" : "in", states,
                               at.target->ever ? "by tick" : "at tick", at.point->tick);
        if (at.target->per != 1.0) one.what += fmt::format(", per {:g}", at.target->per);
        one.target = at.point->value;
        one.model = values[i];
        if (at.point->within)
            one.within = *at.point->within;
        else if (at.point->se || at.point->n)
            one.within = normal_interval * scale(at);
        else
            one.within = near_enough * (one.target == 0.0 ? at.target->per : one.target);
        one.is_reached = std::abs(one.model - one.target) <= one.within;
        fitted.push_back(std::move(one));
    }
    return fitted;
}

}  // namespace forlob
