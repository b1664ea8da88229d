#include "run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/require.hpp"
#include "economics/ledger.hpp"
#include "economics/price.hpp"
#include "outcomes/outcomes.hpp"
#include "results/digest.hpp"
#include "results/provenance.hpp"
#include "run_cells.hpp"
#include "run_discounting.hpp"
#include "run_draws.hpp"
#include "run_labels.hpp"
#include "run_parts.hpp"
#include "simulate/parallel.hpp"
#include "simulate/simulate.hpp"

namespace forlob {
namespace {

std::string text_of(const Distribution& distribution) {
    std::string arguments;
    for (const auto& [name, value] : distribution.arguments)
        arguments += fmt::format("{}{}={}", arguments.empty() ? "" : ", ", name, value);
    return distribution.family + "(" + arguments + ")";
}

std::vector<ParameterRow> parameter_rows(const ScenarioSpec& scenario,
                                         const std::vector<Model>& models) {
    std::vector<const Parameter*> all;
    const auto add = [&](const std::vector<Parameter>& parameters) {
        for (const Parameter& parameter : parameters) all.push_back(&parameter);
    };
    add(scenario.parameters);
    add(scenario.model.parameters);
    add(scenario.population.parameters);
    add(scenario.economy.parameters);
    for (const ProgramSpec& program : scenario.programs) add(program.parameters);

    std::vector<ParameterRow> rows;
    for (const Parameter* parameter : all) {
        ParameterRow row{
            .name = parameter->name,
            .label = parameter->label,
            .unit = parameter->unit,
            .distribution = parameter->distribution ? text_of(*parameter->distribution) : "",
            .grade = parameter->grade,
            .source = parameter->source,
            .value = {}};
        for (const Override& one : scenario.overrides)
            if (one.name == parameter->name)
                row.source = one.source.empty() ? parameter->source : one.source;
        for (const Model& model : models) {
            const auto found = model.parameters.all().find(parameter->name);
            row.value.push_back(found == model.parameters.all().end()
                                    ? std::numeric_limits<double>::quiet_NaN()
                                    : found->second);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

// Every file's text and every change of the command line: what the numbers are a function of.
std::string scenario_digest(const Result& result) {
    std::string all;
    for (const InputFile& file : result.files) all += file.name + "\n" + file.sha256 + "\n";
    for (const std::string& change : result.command_line_overrides) all += change + "\n";
    return sha256(all);
}

}  // namespace

Result described(const ScenarioSpec& scenario, const std::vector<Model>& models,
                 const RunOptions& options, std::string method) {
    Result result;
    result.title = scenario.title;
    result.description = scenario.description;
    result.method = std::move(method);
    result.reference = scenario.arms[scenario.reference].name.text;
    result.seed = scenario.seed;
    result.n_people = scenario.cohort_size;
    result.n_replications = scenario.replications;
    result.cycle = scenario.model.cycle;
    result.cycle.location = {};
    result.horizon_months = scenario.horizon_months;
    result.start_year = scenario.start_year;
    result.start_month = scenario.start_month;
    result.currency = scenario.economy.currency;
    result.price_year = scenario.economy.price_year;
    result.scenario_name = options.scenario_name;
    result.command_line_overrides = options.overrides;
    result.cohort_sizes = scenario.cohort_sizes;
    const DefinitionsSpec& definitions = scenario.model.definitions;
    result.headline_base = definitions.headline_base.text;
    result.headline_event = definitions.headline_event.text;
    result.confirm_months = definitions.confirm_months;
    result.parameters = parameter_rows(scenario, models);
    for (const auto& file : scenario.files)
        result.files.push_back({name_from_scenario(file->name, scenario.files.front()->name),
                                sha256(file->text), file->text});
    result.scenario_digest = scenario_digest(result);
    if (scenario.economy.is_given()) result.discounting = discounting_of_arms(scenario, models);
    return result;
}

std::vector<Axis> axes_of_measures(const OutcomeLabels& labels, const LedgerLabels& money,
                                   const std::vector<Measure>& measures) {
    Axis since_exit = labels.month;
    since_exit.name = labels.words.many + "_since_exit";
    since_exit.long_name = capitalised(labels.words.many) + " since the exit";
    since_exit.long_name_da = capitalised(labels.words.many_da) + " siden udslusning";
    std::vector<Axis> axes;
    for (const Axis* axis :
         {&labels.arm, &labels.month, &labels.state, &labels.phase, &labels.base, &labels.event,
          static_cast<const Axis*>(&since_exit), &labels.window, &money.payer, &money.account,
          &money.horizon, &money.outcome, &money.threshold, &labels.stratum})
        if (std::any_of(measures.begin(), measures.end(), [&](const Measure& measure) {
                return std::find(measure.axes.begin(), measure.axes.end(), axis->name) !=
                       measure.axes.end();
            }))
            axes.push_back(*axis);
    return axes;
}

namespace {

// Levels of some persons, attribute by attribute: [attribute][person].
std::vector<std::vector<std::uint8_t>> attribute_columns(const Model& model,
                                                         const Persons& persons) {
    const auto& strata = model.population.strata;
    const std::size_t n_attributes = strata.front().levels.size();
    std::vector<std::vector<std::uint8_t>> columns(n_attributes);
    for (std::size_t attribute = 0; attribute < n_attributes; ++attribute)
        for (const std::uint32_t stratum : persons.stratum)
            columns[attribute].push_back(
                static_cast<std::uint8_t>(index(strata[stratum].levels[attribute])));
    return columns;
}

}  // namespace

ResultLayout layout_of(const ScenarioSpec& scenario, const OutcomeLabels& labels,
                       std::vector<ReplicationColumn> columns) {
    ResultLayout layout;
    layout.arm = labels.arm;
    layout.state = labels.state;
    layout.phase = labels.phase;
    layout.words = labels.words;
    layout.replication_columns = std::move(columns);
    layout.currency = scenario.economy.currency;
    layout.price_year = scenario.economy.price_year;
    layout.attributes = attribute_axes(scenario.model);
    layout.spells = scenario.record.trajectories == Trajectories::spells;
    layout.panel = scenario.record.trajectories == Trajectories::panel;
    layout.persons = scenario.population.inflow.empty();
    layout.n_people = scenario.cohort_size;
    layout.n_replications = scenario.replications;
    layout.horizon_months = scenario.horizon_months;
    return layout;
}

namespace {

// Trajectories are kept of the first so many. Nobody would see them without a file.
std::uint32_t trajectory_replications(const ScenarioSpec& scenario, const RunOptions& options) {
    if (scenario.record.trajectories == Trajectories::none || !options.output) return 0;
    return std::min(scenario.record.replications.value_or(scenario.replications),
                    scenario.replications);
}

SimulationPlan plan_of(const ScenarioSpec& scenario, const RunOptions& options) {
    SimulationPlan plan;
    plan.seed = scenario.seed;
    plan.n_people = scenario.cohort_size;
    plan.n_replications = scenario.replications;
    plan.threads = options.threads;
    plan.block_people = options.block_people;
    plan.trajectory_replications = trajectory_replications(scenario, options);
    plan.as_states = scenario.record.trajectories == Trajectories::panel;
    plan.fastest = options.fastest;
    return plan;
}

// What the run would be called that knew from the start how many replications are enough. After
// changes of parameters, as the command line names them.
void name_replications(std::uint32_t n, Result& result) {
    auto& given = result.command_line_overrides;
    const auto after_set = std::find_if(given.begin(), given.end(), [](const std::string& one) {
        return !one.starts_with("--set ");
    });
    given.insert(after_set, fmt::format("--replications {}", n));
    result.n_replications = n;
    result.scenario_digest = scenario_digest(result);
}

// Which kernel simulates each arm, and why not the fastest one.
void tell_kernels(const std::vector<Model>& models, const SimulationPlan& plan,
                  const std::function<void(const std::string&)>& tell) {
    const std::vector<KernelChoice> choices = kernels_of(models, plan);
    for (std::size_t arm = 0; arm < models.size(); ++arm) {
        const auto& [kernel, reason] = choices[arm];
        tell(models[arm].arm + ": " +
             (kernel == Kernel::lanes ? "in lanes (" + instruction_set_of_lanes() + ")"
              : kernel == Kernel::jointly
                  ? "month by month for everybody at once, because " + reason
                  : "person by person, because " + reason));
    }
}

// As many as are expected, but for shares of those who are there.
std::uint64_t person_months_of_newcomers(const Model& model) {
    double months = 0.0;
    for (const Inflow& inflow : model.population.inflow)
        if (inflow.kind != Inflow::Kind::share)
            for (std::size_t tick = 1; tick < inflow.amount.size(); ++tick)
                months += inflow.amount[tick] * static_cast<double>(inflow.amount.size() - tick);
    return static_cast<std::uint64_t>(months);
}

// Everything that one run carries from replication to replication.
class Run {
public:
    Run(const ScenarioSpec& scenario, const RunOptions& options)
        : scenario_(scenario),
          options_(options),
          models_(compile_arms(scenario)),
          prices_(price_arms(scenario, models_)),
          labels_(outcome_labels(scenario, models_)),
          ledger_labels_(ledger_labels(scenario)),
          queue_labels_(queue_labels(scenario, models_)),
          outcomes_(models_, labels_),
          queues_(queue_labels_),
          money_(prices_, ledger_labels_),
          plan_(plan_of(scenario, options)) {
        if (options.output)
            writer_.emplace(*options.output, options.overwrite,
                            layout_of(scenario, labels_, key_outcome_columns()), in_parallel());
    }

    Result simulate_and_evaluate() {
        // Before draws, because a measure may have a wrong name; before people, because draws may
        // turn out to make no sense.
        if (options_.looks) (void)options_.looks->is_enough(so_far());
        std::optional<DrawResults> draws;
        if (scenario_.draws) draws = run_draws(scenario_, options_);

        SimulationHooks hooks;
        hooks.person_months_done = options_.person_months_done;
        hooks.stop = options_.stop;
        hooks.each_replication = [this](ReplicationResult& replication) { derive(replication); };
        hooks.in_order = [this](ReplicationResult& replication) { collect(replication); };
        if (writer_) write_trajectories(hooks);
        if (options_.tell) tell_kernels(models_, plan_, options_.tell);
        if (options_.looks)
            simulate_until(*options_.looks, hooks);
        else
            simulate_next(scenario_.replications, hooks);

        Result result = described(scenario_, models_, options_, "simulation");
        if (options_.looks) name_replications(n_simulated_, result);
        result.generator = "Philox4x32-10";
        add_measures(result);
        result.cells = cell_table(scenario_, models_, labels_, outcomes_);
        result.draws = std::move(draws);
        if (writer_) writer_->finish(result, options_.command_line);
        return result;
    }

private:
    void simulate_until(const Looks& looks, const SimulationHooks& hooks) {
        require(looks.every > 0, "a block has replications");
        while (!looks.is_enough(so_far()) && n_simulated_ < scenario_.replications)
            simulate_next(std::min(looks.every, scenario_.replications - n_simulated_), hooks);
    }

    void simulate_next(std::uint32_t n, const SimulationHooks& hooks) {
        plan_.first_replication = n_simulated_;
        plan_.n_replications = n;
        if (!simulate(models_, plan_, hooks)) throw Interrupted();
        n_simulated_ += n;
    }

    Result so_far() const {
        Result result = described(scenario_, models_, options_, "simulation");
        result.n_replications = n_simulated_;
        add_measures(result);
        return result;
    }

    // `derived` holds so many vectors per arm: prepared outcomes, ledger, key outcomes, queues.
    static constexpr std::size_t n_derived = 4;

    // How the writer encodes chunks: with the threads that simulate.
    ForEach in_parallel() const {
        const int threads = options_.threads > 0 ? options_.threads : available_threads();
        return [threads](std::size_t n, const std::function<void(std::size_t)>& work) {
            for_each_in_parallel(n, work, threads);
        };
    }

    std::vector<ReplicationColumn> key_outcome_columns() const {
        std::vector<ReplicationColumn> columns;
        for (const KeyOutcome& outcome : outcomes_.key_outcome_names())
            columns.push_back({outcome.name, outcome.units, outcome.long_name, false});
        for (const auto& column : money_.key_outcome_columns())
            columns.push_back({column.name, column.units,
                               (column.is_money ? "Discounted net cost per person, "
                                                : "Discounted outcome per person, ") +
                                   column.name,
                               column.is_money});
        return columns;
    }

    // In worker threads: everything that needs one replication only.
    void derive(ReplicationResult& replication) {
        replication.derived.clear();
        for (std::size_t arm = 0; arm < models_.size(); ++arm) {
            const Counts& counts = replication.arms[arm];
            std::vector<double> key = outcomes_.key_outcomes(counts, arm);
            std::vector<double> amounts = money_.prepare(counts, arm);
            const std::vector<double> money_key = money_.key_outcomes(amounts);
            key.insert(key.end(), money_key.begin(), money_key.end());
            replication.derived.push_back(outcomes_.prepare(counts, arm));
            replication.derived.push_back(std::move(amounts));
            replication.derived.push_back(std::move(key));
            replication.derived.push_back(queues_.prepare(counts, arm));
        }
    }

    // In order, one at a time: sums of floating-point numbers, and the file.
    void collect(ReplicationResult& replication) {
        std::vector<std::vector<double>> prepared;
        std::vector<std::vector<double>> ledgers;
        std::vector<std::vector<double>> key;
        std::vector<std::vector<double>> queues;
        for (std::size_t arm = 0; arm < models_.size(); ++arm) {
            std::vector<double>* derived = replication.derived.data() + n_derived * arm;
            prepared.push_back(std::move(derived[0]));
            ledgers.push_back(std::move(derived[1]));
            key.push_back(std::move(derived[2]));
            queues.push_back(std::move(derived[3]));
        }
        outcomes_.add(prepared);
        money_.add(ledgers);
        queues_.add(queues);
        if (!writer_) return;
        writer_->add_replication(static_cast<std::uint32_t>(index(replication.replication)), key);
    }

    // As they come, block by block: nothing waits for the end of its replication.
    void write_trajectories(SimulationHooks& hooks) {
        hooks.trajectories = [this](const TrajectoryBlock& some) {
            const auto replication = static_cast<std::uint32_t>(index(some.replication));
            const auto arm = static_cast<std::uint32_t>(some.arm);
            if (plan_.as_states)
                writer_->add_states(replication, arm, some.states);
            else
                writer_->add_spells(replication, arm, some.spells, labels_.phase_position[arm]);
        };
        if (!scenario_.population.inflow.empty()) return;
        hooks.persons = [this](ReplicationId replication, const Persons& some) {
            writer_->add_persons(static_cast<std::uint32_t>(index(replication)),
                                 attribute_columns(models_.front(), some), some.frailty);
        };
    }

    void add_measures(Result& result) const {
        result.measures = outcomes_.measures();
        for (Measure& measure : money_.measures()) result.measures.push_back(std::move(measure));
        for (Measure& measure : queues_.measures()) result.measures.push_back(std::move(measure));
        result.axes = axes_of_measures(labels_, ledger_labels_, result.measures);
        if (queue_labels_.resource.size() > 0) {
            result.axes.push_back(queue_labels_.resource);
            result.axes.push_back(queue_labels_.cycles_waited);
        }
    }

    const ScenarioSpec& scenario_;
    const RunOptions& options_;
    std::vector<Model> models_;
    std::vector<Prices> prices_;
    OutcomeLabels labels_;
    LedgerLabels ledger_labels_;
    QueueLabels queue_labels_;
    OutcomeAccumulator outcomes_;
    QueueAccumulator queues_;
    LedgerAccumulator money_;  ///< knows no numbers without an economy
    SimulationPlan plan_;      ///< of the block that is being simulated
    std::uint32_t n_simulated_ = 0;
    std::optional<ResultWriter> writer_;
};

}  // namespace

Result run(const ScenarioSpec& scenario, const RunOptions& options) {
    return Run(scenario, options).simulate_and_evaluate();
}

std::uint64_t person_months(const ScenarioSpec& scenario) {
    const auto horizon = static_cast<std::uint64_t>(scenario.horizon_months);
    std::uint64_t in_replication = scenario.cohort_size * horizon * scenario.arms.size();
    if (!scenario.population.inflow.empty())
        for (const Model& model : compile_arms(scenario))
            in_replication += person_months_of_newcomers(model);
    return in_replication * scenario.replications;
}

}  // namespace forlob
