#pragma once

// From counts of replications to measures: occupancy, exits, relapse, status, months, time to
// employment, each with standard error and paired difference.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "outcomes/counts.hpp"
#include "outcomes/measure.hpp"

namespace forlob {

/// Names that measures are labelled with; made from the scenario by `run`.
struct OutcomeLabels {
    Axis arm, month, state, phase, base, event, window, stratum;
    CycleWords words;
    std::size_t reference = 0;
    /// For each stratum after the first ("all"): the subgroups it is made of.
    std::vector<std::vector<int>> subgroups_of_stratum;
    /// [arm][phase] position on the phase axis: arms number their phases themselves.
    std::vector<std::vector<std::size_t>> phase_position;
};

/// Key outcomes of one replication and arm, for the table /replications.
struct KeyOutcome {
    std::string name;
    std::string units;
    std::string long_name;
};

class OutcomeAccumulator {
public:
    /// `models` must outlive it. Ratios use at most 100 jackknife groups: replication r belongs to
    /// group r mod 100.
    OutcomeAccumulator(const std::vector<Model>& models, OutcomeLabels labels);
    ~OutcomeAccumulator();

    /// What one arm of one replication adds up to, for `add`; also adds the counts to `total`. To
    /// be called once for each, in any order, by any thread: `total` is sums of integers.
    [[nodiscard]] std::vector<double> prepare(const Counts& counts, std::size_t arm);

    /// The same from what recursion expects, to be added once. Nothing is added to `total`.
    [[nodiscard]] std::vector<double> prepare(const ExpectedCounts& counts, std::size_t arm) const;

    /// What `prepare` made of every arm of one replication. In order, by one thread.
    void add(std::span<const std::vector<double>> prepared);

    /// Names of the values that `key_outcomes` gives, in order.
    [[nodiscard]] const std::vector<KeyOutcome>& key_outcome_names() const;
    /// Values of one replication and arm: exits by base; relapses within each window by the
    /// headline definition, and the exits that relapsed or were followed that long; persons in each
    /// state at the horizon; persons who were ever in employment. What the model does not define is
    /// left out. Thread-safe.
    [[nodiscard]] std::vector<double> key_outcomes(const Counts& counts, std::size_t arm) const;

    /// Root measures: persons_in_state (arm, month, state); persons_in_phase (arm, month, phase);
    /// exits (arm, base, month) and exits_total (arm, base), persons; relapse (arm, base, event,
    /// months_since_exit), share; relapse_within (arm, base, event, window) and relapse_status
    /// (same), share; status (arm, base, window, state), share; months_in_state (arm, state) per
    /// person over months 1 … T (states at ticks 0 … T − 1); employed_by (arm, month), share with a
    /// first month in employment by then; mean_months_to_employment (arm), among those who got
    /// there; ever_visited (arm, month, state), share that has been in the state by then;
    /// first_passage (arm, state), months until then among those who got there; visits (arm,
    /// state), spells per person, one that is there at the start included. With strata: the same
    /// names in group "strata" with an axis "stratum" after "arm".
    ///
    /// In models whose cycle is no month, names, axes and units say `cycle` for `month`. Without
    /// exits, relapses or employment in the definitions, the measures of these are absent.
    ///
    /// months_since_exit is 0 … T. The axis `window` holds months: relapse_status and status are
    /// NaN for those that the definitions do not record. Persons and exits are means over
    /// replications with their standard errors; shares and months are ratios pooled over all
    /// replications, with standard errors by the jackknife.
    [[nodiscard]] std::vector<Measure> measures() const;

    /// [tick][cell] persons, of every replication that was prepared, added up.
    [[nodiscard]] Table<std::uint64_t, 2> persons_in_cells(std::size_t arm) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace forlob
