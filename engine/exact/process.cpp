#include "exact/process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <span>

#include "base/require.hpp"

namespace forlob {
namespace {

// Cycles with the same intensities: the rows of all states, and how many cycles.
struct Stretch {
    std::vector<std::uint32_t> rows;
    std::int32_t cycles = 0;
    auto operator<=>(const Stretch&) const = default;
};
using Course = std::vector<Stretch>;

// Whether a clock advances for everybody in every cycle, as age does.
bool runs_always(const Model& model, const Clock& clock) {
    for (int state = 0; state < model.n_states; ++state)
        if (!clock.counts.contains(static_cast<StateId>(state))) return false;
    return clock.on_enter.empty() && clock.resets_on.empty() && !clock.window;
}

// The coordinates that intensities depend on while nobody is in a program.
std::vector<Coordinate> coordinates_of(const Model& model) {
    std::vector<Coordinate> coordinates;
    for (int state = 0; state < model.n_states; ++state)
        for (const Lattice::Axis& axis :
             model.row_of.contexts[model.context(no_phase, static_cast<StateId>(state))].axes)
            if (std::find(coordinates.begin(), coordinates.end(), axis.coordinate) ==
                coordinates.end())
                coordinates.push_back(axis.coordinate);
    return coordinates;
}

std::string why_not(const Model& model, const std::vector<Coordinate>& coordinates) {
    for (const Program& program : model.programs)
        return fmt::format("program '{}' begins and ends at ticks", program.name);
    if (!model.population.inflow.empty()) return "people come at ticks";
    for (const Coordinate coordinate : coordinates) {
        if (coordinate == Coordinate::month) continue;
        if (coordinate < Coordinate::first_clock) return "intensities depend on time in a program";
        const Clock& clock =
            model.clocks[index(coordinate) - static_cast<std::size_t>(Coordinate::first_clock)];
        if (!runs_always(model, clock))
            return fmt::format("intensities depend on clock '{}', which counts at ticks",
                               clock.name);
    }
    if (std::any_of(model.intensities.begin(), model.intensities.end(),
                    [](double intensity) { return std::isnan(intensity); }))
        return "no intensities make the stated matrix";
    return "";
}

// Everybody at tick 0, by the course that their intensities take.
class People {
public:
    People(const Model& model, const std::vector<Coordinate>& coordinates)
        : model_(model), n_subgroups_(static_cast<std::size_t>(model.n_subgroups)) {
        for (const Coordinate coordinate : coordinates)
            if (coordinate != Coordinate::month) clocks_.push_back(coordinate);
        const Population& population = model.population;
        for (std::size_t number = 0; number < population.strata.size(); ++number) {
            const Stratum& stratum = population.strata[number];
            const double share = population.stratum.probability[number] /
                                 static_cast<double>(population.frailty.size());
            for (std::size_t level = 0; level < population.frailty.size(); ++level) {
                values_.assign(static_cast<std::size_t>(model.n_coordinates), 0);
                add(stratum, stratum.kind + static_cast<std::uint32_t>(level), 0, share);
            }
        }
    }

    /// [subgroup · n_states + state] shares of all people.
    [[nodiscard]] const std::map<Course, std::vector<double>>& by_course() const {
        return by_course_;
    }

private:
    // Every start of every clock that matters.
    void add(const Stratum& stratum, std::uint32_t kind, std::size_t n_clocks_set, double share) {
        if (n_clocks_set < clocks_.size()) {
            const std::size_t clock = index(clocks_[n_clocks_set]);
            const ClockRange range = stratum.clock_starts[clock - index(Coordinate::first_clock)];
            const double n_starts = range.high - range.low + 1;
            for (std::uint32_t start = range.low; start <= range.high; ++start) {
                values_[clock] = static_cast<std::uint16_t>(start);
                add(stratum, kind, n_clocks_set + 1, share / n_starts);
            }
            return;
        }
        auto& people = by_course_[course(kind)];
        const auto n_states = static_cast<std::size_t>(model_.n_states);
        people.resize(n_subgroups_ * n_states, 0.0);
        for (std::size_t start = 0; start < stratum.start_states.size(); ++start)
            people[stratum.subgroup * n_states + index(stratum.start_states[start])] +=
                share * stratum.start_state.probability[start];
    }

    [[nodiscard]] Course course(std::uint32_t kind) const {
        Course course;
        std::vector<std::uint16_t> values = values_;
        for (std::int32_t month = 1; month <= model_.horizon; ++month) {
            const auto set = [&](Coordinate coordinate, std::int32_t value) {
                values[index(coordinate)] = static_cast<std::uint16_t>(
                    std::min<std::int32_t>(value, model_.coordinate_cap[index(coordinate)]));
            };
            set(Coordinate::month, month);
            for (const Coordinate clock : clocks_) set(clock, values_[index(clock)] + month - 1);
            std::vector<std::uint32_t> rows;
            for (int state = 0; state < model_.n_states; ++state)
                rows.push_back(model_.row_of.at(
                    model_.context(no_phase, static_cast<StateId>(state)), kind, values));
            if (!course.empty() && course.back().rows == rows)
                ++course.back().cycles;
            else
                course.push_back({std::move(rows), 1});
        }
        return course;
    }

    const Model& model_;
    std::size_t n_subgroups_;
    std::vector<Coordinate> clocks_;
    std::vector<std::uint16_t> values_;  ///< of the clocks at tick 0
    std::map<Course, std::vector<double>> by_course_;
};

std::span<const double> intensities_of(const Model& model, std::uint32_t row) {
    const auto n_states = static_cast<std::size_t>(model.n_states);
    return std::span(model.intensities).subspan(row * n_states, n_states);
}

std::vector<double> matrix_of(const Model& model, const Stretch& stretch) {
    std::vector<double> matrix;
    for (const std::uint32_t row : stretch.rows) {
        const auto intensities = intensities_of(model, row);
        matrix.insert(matrix.end(), intensities.begin(), intensities.end());
    }
    return matrix;
}

// Adds up people from different starts; times to a first visit count for those who get there.
class Sum {
public:
    explicit Sum(std::size_t n_states) {
        for (auto* values :
             {&sum_.time_in_state, &sum_.visits, &sum_.ever_visited, &sum_.first_passage})
            values->assign(n_states, 0.0);
    }
    void add(const ContinuousOutcomes& outcomes, double share) {
        for (std::size_t state = 0; state < sum_.visits.size(); ++state) {
            sum_.time_in_state[state] += share * outcomes.time_in_state[state];
            sum_.visits[state] += share * outcomes.visits[state];
            const double visited = share * outcomes.ever_visited[state];
            sum_.ever_visited[state] += visited;
            if (visited > 0.0) sum_.first_passage[state] += visited * outcomes.first_passage[state];
        }
    }
    /// Of one person. `share` are all who were added.
    [[nodiscard]] ContinuousOutcomes mean(double share) const {
        ContinuousOutcomes mean = sum_;
        for (std::size_t state = 0; state < mean.visits.size(); ++state) {
            mean.first_passage[state] /= sum_.ever_visited[state];  // NaN if nobody gets there
            for (auto* values : {&mean.time_in_state, &mean.visits, &mean.ever_visited})
                (*values)[state] /= share;
        }
        return mean;
    }

private:
    ContinuousOutcomes sum_;
};

// Stays of everybody who is in the group, in each state at any time.
class Departures {
public:
    explicit Departures(const Model& model)
        : model_(model), row_(static_cast<std::size_t>(model.n_states)) {}

    void add(const Course& course) {
        for (const Stretch& stretch : course)
            for (std::size_t state = 0; state < row_.size(); ++state) {
                const Departure found = departure(intensities_of(model_, stretch.rows[state]));
                if (!row_[state])
                    row_[state] = found;
                else if (*row_[state] != found)
                    differs_.insert(state);
            }
    }
    [[nodiscard]] std::vector<std::optional<Departure>> common() const {
        auto common = row_;
        for (const std::size_t state : differs_) common[state].reset();
        return common;
    }

private:
    const Model& model_;
    std::vector<std::optional<Departure>> row_;
    std::set<std::size_t> differs_;
};

// Outcomes of those who take one course, from every state that anybody of them starts in.
struct FromStates {
    std::vector<std::optional<ContinuousOutcomes>> until_horizon;
    std::vector<std::optional<ContinuousOutcomes>> unlimited;
};

FromStates outcomes_of(const Model& model, const Course& course,
                       const std::vector<double>& people) {
    const auto n_states = static_cast<std::size_t>(model.n_states);
    std::vector<IntensityPiece> pieces;
    for (const Stretch& stretch : course)
        pieces.push_back({matrix_of(model, stretch), static_cast<double>(stretch.cycles)});
    FromStates from{std::vector<std::optional<ContinuousOutcomes>>(n_states),
                    std::vector<std::optional<ContinuousOutcomes>>(n_states)};
    for (std::size_t number = 0; number < people.size(); ++number) {
        const std::size_t state = number % n_states;
        if (people[number] <= 0.0 || from.until_horizon[state]) continue;
        std::vector<double> start(n_states, 0.0);
        start[state] = 1.0;
        from.until_horizon[state] = continuous_outcomes(pieces, start);
        if (pieces.size() == 1)
            from.unlimited[state] = unlimited_outcomes(pieces.front().intensity, start);
    }
    return from;
}

}  // namespace

Process continuous_process(const Model& model, const std::vector<std::vector<int>>& groups) {
    require(!model.intensities.empty(), "the model has intensities");
    const std::vector<Coordinate> coordinates = coordinates_of(model);
    Process process;
    process.left_out = why_not(model, coordinates);
    if (!process.left_out.empty()) return process;

    const People people(model, coordinates);
    const auto n_states = static_cast<std::size_t>(model.n_states);
    std::vector<FromStates> outcomes;
    bool is_constant = true;
    for (const auto& [course, shares] : people.by_course()) {
        outcomes.push_back(outcomes_of(model, course, shares));
        is_constant = is_constant && course.size() == 1;
    }
    for (const std::vector<int>& subgroups : groups) {
        ProcessGroup group;
        Sum until_horizon(n_states);
        Sum unlimited(n_states);
        Departures departures(model);
        std::size_t number = 0;
        for (const auto& [course, shares] : people.by_course()) {
            const FromStates& from = outcomes[number++];
            bool is_anybody = false;
            for (const int subgroup : subgroups)
                for (std::size_t state = 0; state < n_states; ++state) {
                    const double share =
                        shares[static_cast<std::size_t>(subgroup) * n_states + state];
                    if (share <= 0.0) continue;
                    is_anybody = true;
                    group.share += share;
                    until_horizon.add(*from.until_horizon[state], share);
                    if (is_constant) unlimited.add(*from.unlimited[state], share);
                }
            if (is_anybody) departures.add(course);
        }
        group.until_horizon = until_horizon.mean(group.share);
        if (is_constant) group.unlimited = unlimited.mean(group.share);
        group.departure = departures.common();
        process.group.push_back(std::move(group));
    }
    return process;
}

}  // namespace forlob
