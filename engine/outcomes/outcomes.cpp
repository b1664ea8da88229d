#include "outcomes/outcomes.hpp"

#include <fmt/format.h>

#include <deque>
#include <limits>
#include <mutex>

#include "base/require.hpp"
#include "outcomes/estimate.hpp"
#include "outcomes/ratios.hpp"
#include "outcomes/replication_values.hpp"

namespace forlob {
namespace {

constexpr std::size_t most_groups = 100;

// Persons by tick and cell of one arm, to which several threads add: each takes a part that nobody
// else uses, so that nobody waits. They are integers: the sum of the parts does not depend on who
// added what.
class SharedCells {
public:
    explicit SharedCells(const Model& model)
        : empty_({static_cast<std::size_t>(model.horizon) + 1, model.cells.size()}) {}
    template <typename Add>
    void with_part(Add add) {
        Table<std::uint64_t, 2>* part = take();
        add(*part);
        const std::lock_guard lock(mutex_);
        free_.push_back(part);
    }
    [[nodiscard]] Table<std::uint64_t, 2> sum() const {
        Table<std::uint64_t, 2> all = empty_;
        const std::lock_guard lock(mutex_);
        for (const auto& part : parts_) all += part;
        return all;
    }

private:
    Table<std::uint64_t, 2>* take() {
        const std::lock_guard lock(mutex_);
        if (free_.empty()) return &parts_.emplace_back(empty_);
        auto* part = free_.back();
        free_.pop_back();
        return part;
    }

    Table<std::uint64_t, 2> empty_;
    mutable std::mutex mutex_;
    std::deque<Table<std::uint64_t, 2>> parts_;
    std::vector<Table<std::uint64_t, 2>*> free_;
};

// What a measure is called, and where its values are.
struct MeasurePlan {
    std::string name;
    std::vector<std::string> axes;  ///< after arm and stratum
    std::string units;
    std::string long_name;
    std::string long_name_da;
    ValueRange range;
    bool is_ratio = false;
};

std::vector<MeasurePlan> plan_occupancy(const ReplicationValues& values, const CycleWords& words) {
    return {{"persons_in_state",
             {words.one, "state"},
             "persons",
             "Persons in each state",
             "Personer i hver tilstand",
             values.persons_in_state,
             false},
            {"persons_in_phase",
             {words.one, "phase"},
             "persons",
             "Persons in each phase of a program",
             "Personer i hver fase af en indsats",
             values.persons_in_phase,
             false}};
}

std::vector<MeasurePlan> plan_exits(const ReplicationValues& values, const CycleWords& words) {
    return {{"exits",
             {"base", words.one},
             "persons",
             fmt::format("Exits in each {}", words.one),
             fmt::format("Udslusninger i hver {}", words.one_da),
             values.exits,
             false},
            {"exits_total",
             {"base"},
             "persons",
             "Exits until the horizon",
             "Udslusninger i hele perioden",
             values.exits_total,
             false}};
}

std::vector<MeasurePlan> plan_relapse(const OutcomeRatios& ratios, const CycleWords& words) {
    return {
        {"relapse",
         {"base", "event", words.many + "_since_exit"},
         "1",
         fmt::format("Share that has relapsed by so many {} after the exit", words.many),
         fmt::format("Andel med tilbagefald inden for {} efter udslusning", words.many_da),
         ratios.relapse,
         true},
        {"relapse_within",
         {"base", "event", "window"},
         "1",
         "Share that relapses within the window",
         "Andel med tilbagefald inden for perioden",
         ratios.relapse_within,
         true},
        {"relapse_status",
         {"base", "event", "window"},
         "1",
         fmt::format("Share that is back so many {} after the exit", words.many),
         fmt::format("Andel der er tilbage så mange {} efter udslusning", words.many_da),
         ratios.relapse_status,
         true},
        {"status",
         {"base", "window", "state"},
         "1",
         fmt::format("Share in each state so many {} after the exit", words.many),
         fmt::format("Andel i hver tilstand så mange {} efter udslusning", words.many_da),
         ratios.status,
         true},
    };
}

MeasurePlan plan_durations(const OutcomeRatios& ratios, const CycleWords& words) {
    return {words.many + "_in_state",
            {"state"},
            words.many,
            fmt::format("{} per person in each state", capitalised(words.many)),
            fmt::format("{} pr. person i hver tilstand", capitalised(words.many_da)),
            ratios.months_in_state,
            true};
}

std::vector<MeasurePlan> plan_employment(const OutcomeRatios& ratios, const CycleWords& words) {
    return {
        {"employed_by",
         {words.one},
         "1",
         fmt::format("Share that has been in employment by the {}", words.one),
         fmt::format("Andel der har været i beskæftigelse inden {}", words.the_da),
         ratios.employed_by,
         true},
        {fmt::format("mean_{}_to_employment", words.many),
         {},
         words.many,
         fmt::format("Mean {} to the first {} in employment, among those who get there", words.many,
                     words.one),
         fmt::format("Gennemsnitlige {} til første beskæftigelse blandt dem der når den",
                     words.many_da),
         ratios.mean_months_to_employment,
         true},
    };
}

std::vector<MeasurePlan> plan_visits(const OutcomeRatios& ratios, const CycleWords& words) {
    return {
        {"ever_visited",
         {words.one, "state"},
         "1",
         "Share that has been in the state by the " + words.one,
         "Andel der har været i tilstanden inden " + words.the_da,
         ratios.ever_visited,
         true},
        {"first_passage",
         {"state"},
         words.many,
         fmt::format("Mean {} to the first {} in the state, among those who get there", words.many,
                     words.one),
         fmt::format("Gennemsnitlige {} til første gang i tilstanden blandt dem der når den",
                     words.many_da),
         ratios.first_passage,
         true},
        {"visits",
         {"state"},
         "1",
         "Spells in the state per person, one that is there at the start included",
         "Forløb i tilstanden pr. person, også et der er i gang ved starten",
         ratios.visits,
         true},
    };
}

// What the definitions do not speak of has no measure.
std::vector<MeasurePlan> plan_measures(const ReplicationValues& values, const OutcomeRatios& ratios,
                                       const Definitions& definitions, const CycleWords& words) {
    std::vector<MeasurePlan> plans = plan_occupancy(values, words);
    const auto add = [&](std::vector<MeasurePlan> more) {
        for (MeasurePlan& plan : more) plans.push_back(std::move(plan));
    };
    if (values.shape.n_bases > 0) add(plan_exits(values, words));
    if (values.shape.n_bases > 0 && values.shape.n_events > 0) add(plan_relapse(ratios, words));
    plans.push_back(plan_durations(ratios, words));
    if (!definitions.employment.empty()) add(plan_employment(ratios, words));
    add(plan_visits(ratios, words));
    return plans;
}

std::vector<KeyOutcome> name_key_outcomes(const Definitions& definitions,
                                          const OutcomeLabels& labels) {
    const CycleWords& words = labels.words;
    std::vector<KeyOutcome> names;
    for (std::size_t base = 0; base < labels.base.size(); ++base)
        names.push_back({"exits_" + labels.base.labels[base], "persons",
                         labels.base.texts[base] + " until the horizon"});
    if (!definitions.exit_bases.empty() && !definitions.relapse_events.empty()) {
        const std::string what = fmt::format("{}: {}", labels.base.texts[definitions.headline_base],
                                             labels.event.texts[definitions.headline_event]);
        for (const std::int32_t months : definitions.relapse_within_months) {
            names.push_back({fmt::format("relapses_within_{}_{}", months, words.many), "persons",
                             fmt::format("{}, relapses within {} {}", what, months, words.many)});
            names.push_back({fmt::format("followed_{}_{}", months, words.many), "persons",
                             fmt::format("{}, exits that relapsed or were followed for {} {}", what,
                                         months, words.many)});
        }
    }
    for (std::size_t state = 0; state < labels.state.size(); ++state)
        names.push_back({"persons_" + labels.state.labels[state], "persons",
                         labels.state.texts[state] + " at the horizon"});
    if (!definitions.employment.empty())
        names.push_back({"ever_employed", "persons",
                         fmt::format("Persons with a {} in employment", words.one)});
    return names;
}

}  // namespace

struct OutcomeAccumulator::State {
    State(const std::vector<Model>& models_, OutcomeLabels labels_)
        : models(models_),
          labels(std::move(labels_)),
          values(models, labels),
          ratios(values, models.front().definitions, labels.window),
          means(models.size(), labels.reference, values.n_means),
          groups(models.size()),
          key_names(name_key_outcomes(models.front().definitions, labels)) {
        for (const Model& model : models) cells.emplace_back(model);
    }

    [[nodiscard]] Jackknife arm_ratios(std::size_t arm) const;
    [[nodiscard]] Measure measure(const MeasurePlan& plan, std::size_t n_strata,
                                  const std::vector<Jackknife>& of_arms) const;
    [[nodiscard]] Estimate mean_estimate(std::size_t arm, std::size_t number) const {
        return {means.mean(arm, number), means.standard_error(arm, number),
                means.difference(arm, number), means.difference_standard_error(arm, number)};
    }

    const std::vector<Model>& models;
    OutcomeLabels labels;
    ReplicationValues values;
    OutcomeRatios ratios;
    PairedMoments means;
    std::vector<std::vector<std::vector<double>>> groups;  ///< [arm][group] sums of parts of ratios
    std::deque<SharedCells> cells;                         ///< [arm]
    std::vector<KeyOutcome> key_names;
};

Jackknife OutcomeAccumulator::State::arm_ratios(std::size_t arm) const {
    return jackknife(groups[arm], values.n_values - values.n_means,
                     [&](std::span<const double> parts) { return ratios.of(parts); });
}

Measure OutcomeAccumulator::State::measure(const MeasurePlan& plan, std::size_t n_strata,
                                           const std::vector<Jackknife>& of_arms) const {
    Measure measure;
    measure.name = plan.name;
    measure.axes = {"arm"};
    if (n_strata > 1) {
        measure.group = "strata";
        measure.axes.push_back("stratum");
    }
    measure.axes.insert(measure.axes.end(), plan.axes.begin(), plan.axes.end());
    measure.units = plan.units;
    measure.long_name = plan.long_name;
    measure.long_name_da = plan.long_name_da;
    for (std::size_t arm = 0; arm < models.size(); ++arm)
        for (std::size_t position = 0; position < n_strata * plan.range.per_stratum; ++position) {
            const std::size_t number = plan.range.first + position;
            append(plan.is_ratio
                       ? jackknife_estimate(of_arms[arm], of_arms[labels.reference], number)
                       : mean_estimate(arm, number),
                   measure);
        }
    return measure;
}

OutcomeAccumulator::OutcomeAccumulator(const std::vector<Model>& models, OutcomeLabels labels)
    : state_(std::make_unique<State>(models, std::move(labels))) {}

OutcomeAccumulator::~OutcomeAccumulator() = default;

std::vector<double> OutcomeAccumulator::prepare(const Counts& counts, std::size_t arm) {
    std::vector<double> values;
    state_->cells[arm].with_part([&](Table<std::uint64_t, 2>& persons) {
        values = state_->values.fold(counts, arm, persons);
    });
    return values;
}

std::vector<double> OutcomeAccumulator::prepare(const ExpectedCounts& counts,
                                                std::size_t arm) const {
    return state_->values.fold(counts, arm);
}

void OutcomeAccumulator::add(std::span<const std::vector<double>> prepared) {
    State& state = *state_;
    require(prepared.size() == state.models.size(), "every arm of the replication is prepared");
    const std::size_t group = state.means.n() % most_groups;
    std::vector<std::span<const double>> means;
    for (std::size_t arm = 0; arm < prepared.size(); ++arm) {
        const std::span<const double> values(prepared[arm]);
        require(values.size() == state.values.n_values, "prepared values are complete");
        means.push_back(values.first(state.values.n_means));
        const auto parts = values.subspan(state.values.n_means);
        auto& groups = state.groups[arm];
        if (group == groups.size()) groups.emplace_back(parts.size(), 0.0);
        for (std::size_t part = 0; part < parts.size(); ++part) groups[group][part] += parts[part];
    }
    state.means.add(means);
}

const std::vector<KeyOutcome>& OutcomeAccumulator::key_outcome_names() const {
    return state_->key_names;
}

std::vector<double> OutcomeAccumulator::key_outcomes(const Counts& counts, std::size_t arm) const {
    const Model& model = state_->models[arm];
    const Definitions& definitions = model.definitions;
    const OutcomeShape& shape = state_->values.shape;
    const auto n_subgroups = static_cast<std::size_t>(model.n_subgroups);
    std::vector<double> values;
    const auto sum = [](std::span<const std::uint32_t> entries) {
        std::uint64_t total = 0;
        for (const std::uint32_t entry : entries) total += entry;
        return total;
    };
    for (std::size_t base = 0; base < shape.n_bases; ++base) {
        std::uint64_t exits = 0;
        for (std::size_t subgroup = 0; subgroup < n_subgroups; ++subgroup)
            exits += sum(counts.exits.row(subgroup, base));
        values.push_back(static_cast<double>(exits));
    }
    if (shape.n_bases > 0 && shape.n_events > 0)
        for (const std::int32_t months : definitions.relapse_within_months) {
            const std::size_t window =
                std::min(static_cast<std::size_t>(months), shape.n_ticks - 1);
            std::uint64_t within = 0;
            std::uint64_t followed = 0;
            for (std::size_t subgroup = 0; subgroup < n_subgroups; ++subgroup) {
                const std::size_t group = subgroup * shape.n_bases + definitions.headline_base;
                const auto relapses = counts.relapses.row(group, definitions.headline_event);
                const auto censored = counts.censored.row(group, definitions.headline_event);
                within += sum(relapses.first(window + 1));
                followed += sum(relapses);
                if (static_cast<std::size_t>(months) < shape.n_ticks)
                    followed += sum(censored.subspan(window));
            }
            values.push_back(static_cast<double>(within));
            values.push_back(static_cast<double>(followed));
        }
    std::vector<std::uint64_t> persons(shape.n_states, 0);
    const auto at_horizon = counts.cells.row(shape.n_ticks - 1);
    for (std::size_t cell = 0; cell < at_horizon.size(); ++cell)
        persons[index(model.cells[cell].state)] += at_horizon[cell];
    for (const std::uint64_t in_state : persons) values.push_back(static_cast<double>(in_state));
    if (!definitions.employment.empty())
        values.push_back(static_cast<double>(sum(counts.first_employment.values())));
    return values;
}

std::vector<Measure> OutcomeAccumulator::measures() const {
    const State& state = *state_;
    std::vector<Jackknife> of_arms;
    for (std::size_t arm = 0; arm < state.models.size(); ++arm)
        of_arms.push_back(state.arm_ratios(arm));
    const auto plans = plan_measures(state.values, state.ratios, state.models.front().definitions,
                                     state.labels.words);
    std::vector<Measure> measures;
    for (const MeasurePlan& plan : plans) measures.push_back(state.measure(plan, 1, of_arms));
    const std::size_t n_strata = state.values.shape.n_strata;
    if (n_strata > 1)
        for (const MeasurePlan& plan : plans)
            measures.push_back(state.measure(plan, n_strata, of_arms));
    return measures;
}

Table<std::uint64_t, 2> OutcomeAccumulator::persons_in_cells(std::size_t arm) const {
    return state_->cells[arm].sum();
}

}  // namespace forlob
