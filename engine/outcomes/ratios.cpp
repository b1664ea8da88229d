#include "outcomes/ratios.hpp"

#include <algorithm>
#include <limits>

#include "outcomes/survival.hpp"

namespace forlob {
namespace {

constexpr double not_defined = std::numeric_limits<double>::quiet_NaN();

double ratio(double numerator, double denominator) {
    return denominator > 0.0 ? numerator / denominator : not_defined;
}

}  // namespace

OutcomeRatios::OutcomeRatios(const ReplicationValues& values, const Definitions& definitions,
                             const Axis& window)
    : values_(&values), events_(definitions.relapse_events), left_(definitions.left) {
    const auto& recorded = definitions.status_after_months;
    for (const std::int32_t months : window.values) {
        window_months_.push_back(static_cast<std::size_t>(months));
        const auto found = std::find(recorded.begin(), recorded.end(), months);
        recorded_.push_back(found == recorded.end() ? std::nullopt
                                                    : std::optional(static_cast<std::size_t>(
                                                          found - recorded.begin())));
    }
    const OutcomeShape& shape = values.shape;
    const std::size_t n_pairs = shape.n_bases * shape.n_events;
    const auto take = [&](ValueRange& range, std::size_t per_stratum) {
        range = {n_ratios, per_stratum};
        n_ratios += per_stratum * shape.n_strata;
    };
    take(relapse, n_pairs * shape.n_ticks);
    take(relapse_within, n_pairs * window_months_.size());
    take(relapse_status, n_pairs * window_months_.size());
    take(status, shape.n_bases * window_months_.size() * shape.n_states);
    take(months_in_state, shape.n_states);
    take(employed_by, shape.n_ticks);
    take(mean_months_to_employment, 1);
    take(ever_visited, shape.n_ticks * shape.n_states);
    take(first_passage, shape.n_states);
    take(visits, shape.n_states);
}

std::span<const double> OutcomeRatios::part(std::span<const double> parts, const ValueRange& range,
                                            std::size_t stratum) const {
    return parts.subspan(range.at(stratum) - values_->n_means, range.per_stratum);
}

std::vector<double> OutcomeRatios::of(std::span<const double> parts) const {
    std::vector<double> ratios(n_ratios, not_defined);
    for (std::size_t stratum = 0; stratum < values_->shape.n_strata; ++stratum) {
        add_relapse(parts, stratum, ratios);
        add_status(parts, stratum, ratios);
        add_employment(parts, stratum, ratios);
        add_visits(parts, stratum, ratios);
    }
    return ratios;
}

void OutcomeRatios::add_relapse(std::span<const double> parts, std::size_t stratum,
                                std::span<double> ratios) const {
    const OutcomeShape& shape = values_->shape;
    const auto relapses = part(parts, values_->relapses, stratum);
    const auto censored = part(parts, values_->censored, stratum);
    const std::size_t n_windows = window_months_.size();
    for (std::size_t pair = 0; pair < shape.n_bases * shape.n_events; ++pair) {
        const std::size_t first = pair * shape.n_ticks;
        const auto curve = share_with_event(relapses.subspan(first, shape.n_ticks),
                                            censored.subspan(first, shape.n_ticks));
        std::copy(curve.begin(), curve.end(),
                  ratios.begin() + static_cast<std::ptrdiff_t>(relapse.at(stratum) + first));
        for (std::size_t window = 0; window < n_windows; ++window)
            if (window_months_[window] < curve.size())
                ratios[relapse_within.at(stratum) + pair * n_windows + window] =
                    curve[window_months_[window]];
    }
}

void OutcomeRatios::add_status(std::span<const double> parts, std::size_t stratum,
                               std::span<double> ratios) const {
    const OutcomeShape& shape = values_->shape;
    const auto counts = part(parts, values_->status, stratum);
    const std::size_t n_windows = window_months_.size();
    for (std::size_t base = 0; base < shape.n_bases; ++base) {
        for (std::size_t window = 0; window < n_windows; ++window) {
            if (!recorded_[window]) continue;
            const auto in_state = counts.subspan(
                (base * shape.n_windows + *recorded_[window]) * shape.n_states, shape.n_states);
            const auto persons_in = [&](auto matters) {
                double persons = 0.0;
                for (std::size_t state = 0; state < shape.n_states; ++state)
                    if (matters(static_cast<StateId>(state))) persons += in_state[state];
                return persons;
            };
            const double all = persons_in([](StateId) { return true; });
            const double followed =
                persons_in([&](StateId state) { return !left_.contains(state); });
            for (std::size_t state = 0; state < shape.n_states; ++state)
                ratios[status.at(stratum) + (base * n_windows + window) * shape.n_states + state] =
                    ratio(in_state[state], all);
            for (std::size_t event = 0; event < events_.size(); ++event)
                ratios[relapse_status.at(stratum) + (base * shape.n_events + event) * n_windows +
                       window] =
                    ratio(persons_in([&](StateId state) {
                              return events_[event].contains(state) && !left_.contains(state);
                          }),
                          followed);
        }
    }
}

void OutcomeRatios::add_employment(std::span<const double> parts, std::size_t stratum,
                                   std::span<double> ratios) const {
    const double persons = part(parts, values_->persons, stratum)[0];
    const auto months = part(parts, values_->months_in_state, stratum);
    for (std::size_t state = 0; state < months.size(); ++state)
        ratios[months_in_state.at(stratum) + state] = ratio(months[state], persons);

    const auto first = part(parts, values_->first_employment, stratum);
    double employed = 0.0;
    double months_until = 0.0;
    for (std::size_t tick = 0; tick < first.size(); ++tick) {
        employed += first[tick];
        months_until += first[tick] * static_cast<double>(tick);
        ratios[employed_by.at(stratum) + tick] = ratio(employed, persons);
    }
    ratios[mean_months_to_employment.at(stratum)] = ratio(months_until, employed);
}

void OutcomeRatios::add_visits(std::span<const double> parts, std::size_t stratum,
                               std::span<double> ratios) const {
    const OutcomeShape& shape = values_->shape;
    const double persons = part(parts, values_->persons, stratum)[0];
    const auto first = part(parts, values_->first_visits, stratum);
    const auto spells = part(parts, values_->visits, stratum);
    for (std::size_t state = 0; state < shape.n_states; ++state) {
        double been_there = 0.0;
        double ticks_until = 0.0;
        for (std::size_t tick = 0; tick < shape.n_ticks; ++tick) {
            const double now = first[state * shape.n_ticks + tick];
            been_there += now;
            ticks_until += now * static_cast<double>(tick);
            ratios[ever_visited.at(stratum) + tick * shape.n_states + state] =
                ratio(been_there, persons);
        }
        ratios[first_passage.at(stratum) + state] = ratio(ticks_until, been_there);
        ratios[visits.at(stratum) + state] = ratio(spells[state], persons);
    }
}

}  // namespace forlob
