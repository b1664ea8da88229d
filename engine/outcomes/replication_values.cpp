#include "outcomes/replication_values.hpp"

namespace forlob {
namespace {

template <typename Number>
void add_to(std::span<double> values, std::span<const Number> counts) {
    for (std::size_t position = 0; position < counts.size(); ++position)
        values[position] += counts[position];
}

}  // namespace

OutcomeShape::OutcomeShape(const Model& model, const OutcomeLabels& labels)
    : n_ticks(static_cast<std::size_t>(model.horizon) + 1),
      n_states(static_cast<std::size_t>(model.n_states)),
      n_phases(labels.phase.size()),
      n_strata(1 + labels.subgroups_of_stratum.size()),
      n_bases(model.definitions.exit_bases.size()),
      n_events(model.definitions.relapse_events.size()),
      n_windows(model.definitions.status_after_months.size()) {}

ReplicationValues::ReplicationValues(const std::vector<Model>& models, const OutcomeLabels& labels)
    : shape(models.front(), labels),
      strata_of_subgroup_(static_cast<std::size_t>(models.front().n_subgroups), {0}) {
    const auto take = [&](ValueRange& range, std::size_t per_stratum) {
        range = {n_values, per_stratum};
        n_values += per_stratum * shape.n_strata;
    };
    take(persons_in_state, shape.n_ticks * shape.n_states);
    take(persons_in_phase, shape.n_ticks * shape.n_phases);
    take(exits, shape.n_bases * shape.n_ticks);
    take(exits_total, shape.n_bases);
    n_means = n_values;
    take(relapses, shape.n_bases * shape.n_events * shape.n_ticks);
    take(censored, shape.n_bases * shape.n_events * shape.n_ticks);
    take(status, shape.n_bases * shape.n_windows * shape.n_states);
    take(first_employment, shape.n_ticks);
    take(first_visits, shape.n_states * shape.n_ticks);
    take(visits, shape.n_states);
    take(months_in_state, shape.n_states);
    take(persons, 1);

    for (std::size_t arm = 0; arm < models.size(); ++arm) {
        places_.emplace_back();
        for (const Cell& cell : models[arm].cells)
            places_.back().push_back(
                {index(cell.state), labels.phase_position[arm][index(cell.phase)], cell.subgroup});
    }
    for (std::size_t stratum = 1; stratum < shape.n_strata; ++stratum)
        for (const int subgroup : labels.subgroups_of_stratum[stratum - 1])
            strata_of_subgroup_[static_cast<std::size_t>(subgroup)].push_back(stratum);
}

std::vector<double> ReplicationValues::fold(const Counts& counts, std::size_t arm,
                                            Table<std::uint64_t, 2>& persons_in_cells) const {
    std::vector<double> values(n_values, 0.0);
    const auto add_to_total = [&](std::size_t tick, std::size_t cell, std::uint32_t persons_in) {
        persons_in_cells(tick, cell) += persons_in;
    };
    fold_cells(counts, arm, add_to_total, values);
    fold_outcomes(counts, values);
    return values;
}

std::vector<double> ReplicationValues::fold(const ExpectedCounts& counts, std::size_t arm) const {
    std::vector<double> values(n_values, 0.0);
    fold_cells(
        counts, arm, [](std::size_t, std::size_t, double) {}, values);
    fold_outcomes(counts, values);
    return values;
}

template <typename Number, typename AddToTotal>
void ReplicationValues::fold_cells(const BasicCounts<Number>& counts, std::size_t arm,
                                   AddToTotal add_to_total, std::vector<double>& values) const {
    for (std::size_t tick = 0; tick < shape.n_ticks; ++tick) {
        for_each_counted(counts.cells.row(tick), [&](std::size_t number, Number persons_in) {
            add_to_total(tick, number, persons_in);
            const Place& place = places_[arm][number];
            for (const std::size_t stratum : strata_of_subgroup_[place.subgroup]) {
                values[persons_in_state.at(stratum) + tick * shape.n_states + place.state] +=
                    persons_in;
                values[persons_in_phase.at(stratum) + tick * shape.n_phases + place.phase] +=
                    persons_in;
            }
        });
    }
    for (std::size_t stratum = 0; stratum < shape.n_strata; ++stratum) {
        const double* in_state = values.data() + persons_in_state.at(stratum);
        for (std::size_t state = 0; state < shape.n_states; ++state) {
            values[persons.at(stratum)] += in_state[state];
            for (std::size_t tick = 0; tick + 1 < shape.n_ticks; ++tick)
                values[months_in_state.at(stratum) + state] +=
                    in_state[tick * shape.n_states + state];
        }
    }
}

template <typename Number>
void ReplicationValues::fold_outcomes(const BasicCounts<Number>& counts,
                                      std::vector<double>& values) const {
    const std::span<double> all(values);
    const auto add_groups = [&](const Table<Number, 3>& table, const ValueRange& range,
                                std::size_t stratum, std::size_t subgroup) {
        const std::size_t first = subgroup * range.per_stratum;  // [subgroup · base] come first
        add_to<Number>(all.subspan(range.at(stratum)),
                       table.values().subspan(first, range.per_stratum));
    };
    for (std::size_t subgroup = 0; subgroup < strata_of_subgroup_.size(); ++subgroup) {
        for (const std::size_t stratum : strata_of_subgroup_[subgroup]) {
            add_groups(counts.exits, exits, stratum, subgroup);
            add_groups(counts.relapses, relapses, stratum, subgroup);
            add_groups(counts.censored, censored, stratum, subgroup);
            add_groups(counts.status, status, stratum, subgroup);
            add_groups(counts.first_visits, first_visits, stratum, subgroup);
            add_to<Number>(all.subspan(first_employment.at(stratum)),
                           counts.first_employment.row(subgroup));
            add_to<Number>(all.subspan(visits.at(stratum)), counts.visits.row(subgroup));
            for (const Number came : counts.newcomers.row(subgroup))
                values[persons.at(stratum)] += came;
            for (std::size_t base = 0; base < shape.n_bases; ++base)
                for (const Number in_month : counts.exits.row(subgroup, base))
                    values[exits_total.at(stratum) + base] += in_month;
        }
    }
}

}  // namespace forlob
