#include "support/agreement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "simulate/simulate.hpp"
#include "support/values.hpp"

namespace forlob::test {

namespace {

// Spells follow from counts that are compared: one for everybody who is in the state at the start,
// one for every move into it. Newcomers begin theirs between ticks and are not followed here.
template <typename AnyCounts>
bool are_visits_entries(const Model& model, const AnyCounts& counts) {
    if (!model.population.inflow.empty()) return true;
    const auto n_states = static_cast<std::size_t>(model.n_states);
    std::vector<double> entries(n_states, 0.0);
    for (std::size_t cell = 0; cell < model.cells.size(); ++cell)
        entries[index(model.cells[cell].state)] += static_cast<double>(counts.cells(0, cell));
    for (std::size_t tick = 0; tick < counts.moves.shape()[0]; ++tick)
        for (std::size_t from = 0; from < n_states; ++from)
            for (std::size_t to = 0; to < n_states; ++to)
                if (from != to) entries[to] += static_cast<double>(counts.moves(tick, from, to));
    for (std::size_t state = 0; state < n_states; ++state) {
        double spells = 0.0;
        for (std::size_t subgroup = 0; subgroup < counts.visits.shape()[0]; ++subgroup)
            spells += static_cast<double>(counts.visits(subgroup, state));
        if (!is_near(spells, entries[state]) && std::abs(spells - entries[state]) > 1e-9)
            return false;
    }
    return true;
}

// How often one person may be counted: exits are two ticks apart or more, and an exit is followed
// until the next one at most.
template <typename Compare>
void compare_follow_up(const Model& model, const Counts& counts, const ExpectedCounts& means,
                       Compare compare) {
    const auto horizon = static_cast<std::size_t>(model.horizon);
    const auto compare_all = [&](const char* name, auto simulated, auto expected) {
        for (std::size_t position = 0; position < expected.size(); ++position) {
            const std::size_t months = position % (horizon + 1);
            const std::size_t most =
                std::max<std::size_t>(1, months < 2 ? (horizon + 1) / 2 : (horizon - 1) / months);
            compare(name, position, simulated[position], expected[position],
                    static_cast<double>(most));
        }
    };
    compare_all("relapses", counts.relapses.values(), means.relapses.values());
    compare_all("censored", counts.censored.values(), means.censored.values());
    const auto status = means.status.values();
    for (std::size_t position = 0; position < status.size(); ++position)
        compare("status", position, counts.status.values()[position], status[position],
                static_cast<double>((horizon + 1) / 2));
}

}  // namespace

Agreement agreement(const ScenarioSpec& scenario, const std::vector<Model>& models,
                    const std::vector<Model>& expected_by) {
    std::vector<Counts> counts;
    SimulationPlan plan;
    plan.seed = scenario.seed;
    plan.n_people = scenario.cohort_size;
    plan.n_replications = 1;
    SimulationHooks hooks;
    hooks.in_order = [&](ReplicationResult& result) { counts = result.arms; };
    simulate(models, plan, hooks);

    Agreement found;
    const double n = scenario.cohort_size;
    for (std::size_t arm = 0; arm < models.size(); ++arm) {
        const Expectation expected = expected_occupancy(expected_by[arm]);
        const auto persons = persons_in_state(counts[arm], models[arm]);
        for (std::int32_t tick = 0; tick <= models[arm].horizon; ++tick) {
            for (int state = 0; state < models[arm].n_states; ++state) {
                const double p = expected.share_in_state(tick, state);
                const auto there = static_cast<double>(persons(tick, state));
                if (p < 1e-15 && there > 0.0) ++found.n_impossible;
                // Fewer are too skewed for a bound in normal standard errors.
                if (n * p < 100.0 || n * (1.0 - p) < 100.0) continue;
                const double distance = std::abs(there / n - p) / std::sqrt(p * (1.0 - p) / n);
                ++found.n_compared;
                if (distance <= found.worst) continue;
                found.worst = distance;
                found.where =
                    fmt::format("arm {}, month {}, state {}: {} of {} persons, expected {:.1f}",
                                models[arm].arm, tick,
                                scenario.model.states[static_cast<std::size_t>(state)].name.text,
                                there, n, n * p);
            }
        }
    }
    return found;
}

Agreement agreement_of_counts(const Model& model, const Counts& counts,
                              const ExactCounts& expected) {
    Agreement found;
    const auto n = static_cast<double>(counts.persons);
    // `most` is how often one person can be counted: the variance is at most that of a person who
    // is counted so often or not at all.
    const auto compare = [&](const char* name, std::size_t position, double simulated, double mean,
                             double most) {
        if (mean < 1e-12 * n && simulated > 0.0) ++found.n_impossible;
        if (mean < 100.0 || (most == 1.0 && n - mean < 100.0)) return;
        const double variance = most == 1.0 ? mean * (1.0 - mean / n) : mean * most;
        const double distance = std::abs(simulated - mean) / std::sqrt(variance);
        ++found.n_compared;
        if (distance <= found.worst) return;
        found.worst = distance;
        found.where =
            fmt::format("{}, entry {}: {}, expected {:.1f}", name, position, simulated, mean);
    };
    const auto compare_all = [&](const char* name, auto simulated, std::span<const double> means,
                                 double most) {
        for (std::size_t position = 0; position < means.size(); ++position)
            compare(name, position, static_cast<double>(simulated[position]), means[position],
                    most);
    };
    const ExpectedCounts& means = expected.counts;
    compare_all("moves", counts.moves.values(), means.moves.values(), 1.0);
    // A phase may begin twice in a month: on enrolment, and by a phase that ends in it.
    compare_all("phase entries", counts.phase_entries.values(), means.phase_entries.values(), 2.0);
    compare_all("exits", counts.exits.values(), means.exits.values(), 1.0);
    if (expected.relapses_left_out == RelapsesLeftOut::no)
        compare_follow_up(model, counts, means, compare);
    compare_all("first visits", counts.first_visits.values(), means.first_visits.values(), 1.0);
    compare_all("first employment", counts.first_employment.values(),
                means.first_employment.values(), 1.0);
    if (!are_visits_entries(model, counts)) ++found.n_impossible;
    if (!are_visits_entries(model, means)) ++found.n_impossible;
    const std::size_t n_priced = model.priced_moves.size();
    for (const Lattice::Context& context : model.cell_of.contexts) {
        if (std::any_of(context.axes.begin(), context.axes.end(), [&](const Lattice::Axis& axis) {
                return std::any_of(
                    expected.not_followed.begin(), expected.not_followed.end(),
                    [&](ClockId clock) { return axis.coordinate == coordinate_of(clock); });
            }))
            continue;
        for (std::size_t tick = 0; tick < counts.cells.shape()[0]; ++tick)
            for (std::size_t cell = context.base; cell < context.base + context.size; ++cell)
                compare("cells", tick * model.cells.size() + cell, counts.cells(tick, cell),
                        means.cells(tick, cell), 1.0);
        if (n_priced == 0) continue;
        for (std::size_t tick = 0; tick < counts.cells.shape()[0]; ++tick)
            for (std::size_t move = model.first_priced_move[context.base];
                 move < model.first_priced_move[context.base + context.size]; ++move)
                compare("priced moves", tick * n_priced + move, counts.priced_moves(tick, move),
                        means.priced_moves(tick, move), 1.0);
    }
    return found;
}

}  // namespace forlob::test
