#include "run.hpp"

#include <cmath>
#include <limits>
#include <map>
#include <fmt/format.h>

#include "economics/ledger.hpp"
#include "economics/price.hpp"
#include "exact/recursion.hpp"
#include "outcomes/outcomes.hpp"
#include "results/digest.hpp"
#include "run_labels.hpp"
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
        ParameterRow row{.name = parameter->name,
                         .label = parameter->label,
                         .unit = parameter->unit,
                         .distribution = parameter->distribution ? text_of(*parameter->distribution) : "",
                         .grade = parameter->grade,
                         .source = parameter->source,
                         .value = {}};
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
        result.files.push_back({file->name, sha256(file->text), file->text});
    result.scenario_digest = scenario_digest(result);
    Diagnostics ignored;  // the rate was checked when the prices were made
    const double rate = models[scenario.reference].parameters.value(
        scenario.economy.discount_rate_per_year, ignored);
    result.discounting = fmt::format(
        "{:.3g} % a year, {}", 100.0 * rate,
        scenario.economy.discounting == EconomySpec::Discounting::compound ? "(1 + r)^-years"
                                                                           : "exp(-r years)");
    return result;
}

CellTable cell_table(const ScenarioSpec& scenario, const std::vector<Model>& models,
                     const OutcomeLabels& labels, const OutcomeAccumulator& outcomes) {
    CellTable table;
    const auto column = [&](std::string name, std::string long_name) {
        table.columns.push_back({std::move(name), std::move(long_name), {}});
    };
    column("arm", "Arm");
    column("state", "State");
    column("phase", "Phase of a program");
    column("subgroup", "Combination of the attributes outcomes are reported by");
    const std::size_t first_attribute = table.columns.size();
    for (const AttributeSpec& attribute : scenario.model.attributes)
        column(attribute.name.text, "Level of " + attribute.name.text + ", -1: any");
    const std::size_t first_clock = table.columns.size();
    for (const Clock& clock : models.front().clocks)
        column(clock.name + "_months", "Months on clock " + clock.name + " (the largest: or more), -1: any");

    table.n_ticks = static_cast<std::size_t>(scenario.horizon_months) + 1;
    for (std::size_t arm = 0; arm < models.size(); ++arm) {
        const Model& model = models[arm];
        const TotalCounts& total = outcomes.total(arm);
        for (std::size_t number = 0; number < model.cells.size(); ++number) {
            const Cell& cell = model.cells[number];
            std::vector<std::uint64_t> persons(table.n_ticks);
            bool is_used = false;
            for (std::size_t tick = 0; tick < table.n_ticks; ++tick) {
                persons[tick] = total.cells(tick, number);
                is_used = is_used || persons[tick] > 0;
            }
            if (!is_used) continue;  // most combinations never occur
            table.columns[0].value.push_back(static_cast<std::int32_t>(arm));
            table.columns[1].value.push_back(static_cast<std::int32_t>(index(cell.state)));
            table.columns[2].value.push_back(
                static_cast<std::int32_t>(labels.phase_position[arm][index(cell.phase)]));
            table.columns[3].value.push_back(cell.subgroup);
            for (std::size_t attribute = 0; attribute < cell.levels.size(); ++attribute)
                table.columns[first_attribute + attribute].value.push_back(cell.levels[attribute]);
            for (std::size_t clock = 0; clock < cell.clocks.size(); ++clock)
                table.columns[first_clock + clock].value.push_back(cell.clocks[clock]);
            table.persons.insert(table.persons.end(), persons.begin(), persons.end());
            ++table.n_cells;
        }
    }
    return table;
}

// Levels of the persons of one replication, attribute by attribute: [attribute][person].
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

ResultLayout layout_of(const ScenarioSpec& scenario, const OutcomeLabels& labels,
                       std::vector<ReplicationColumn> columns) {
    ResultLayout layout;
    layout.arm = labels.arm;
    layout.state = labels.state;
    layout.phase = labels.phase;
    layout.replication_columns = std::move(columns);
    layout.attributes = attribute_axes(scenario.model);
    layout.spells = scenario.record.trajectories == Trajectories::spells;
    layout.panel = scenario.record.trajectories == Trajectories::panel;
    layout.n_people = scenario.cohort_size;
    layout.n_replications = scenario.replications;
    layout.trajectory_replications =
        layout.spells || layout.panel
            ? std::min(scenario.record.replications.value_or(scenario.replications),
                       scenario.replications)
            : 0;
    layout.horizon_months = scenario.horizon_months;
    return layout;
}

SimulationPlan plan_of(const ScenarioSpec& scenario, const RunOptions& options,
                       std::uint32_t trajectory_replications) {
    SimulationPlan plan;
    plan.seed = scenario.seed;
    plan.n_people = scenario.cohort_size;
    plan.n_replications = scenario.replications;
    plan.threads = options.threads;
    plan.block_people = options.block_people;
    plan.trajectory_replications = trajectory_replications;
    return plan;
}

}  // namespace

std::uint64_t person_months(const ScenarioSpec& scenario) {
    return std::uint64_t{scenario.cohort_size} * scenario.replications * scenario.arms.size() *
           static_cast<std::uint64_t>(scenario.horizon_months);
}

}  // namespace forlob
