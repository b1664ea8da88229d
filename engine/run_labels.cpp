#include "run_labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace forlob {
namespace {

void add_label(Axis& axis, const std::string& name, const Label& label) {
    axis.labels.push_back(name);
    axis.texts.push_back(label.text.empty() ? name : label.text);
    axis.danish.push_back(label.danish);
}

Axis number_axis(std::string name, std::string long_name, std::string long_name_da,
                 std::vector<std::int32_t> values, std::string units) {
    Axis axis;
    axis.name = std::move(name);
    axis.long_name = std::move(long_name);
    axis.long_name_da = std::move(long_name_da);
    axis.values = std::move(values);
    axis.units = std::move(units);
    return axis;
}

Axis label_axis(std::string name, std::string long_name, std::string long_name_da) {
    Axis axis;
    axis.name = std::move(name);
    axis.long_name = std::move(long_name);
    axis.long_name_da = std::move(long_name_da);
    return axis;
}

std::string danish_unit(const CycleSpec& cycle) {
    const bool is_one = cycle.length == 1.0;
    switch (cycle.unit) {
        case TimeUnit::minute:
            return is_one ? "minut" : "minutter";
        case TimeUnit::hour:
            return is_one ? "time" : "timer";
        case TimeUnit::day:
            return is_one ? "dag" : "dage";
        case TimeUnit::week:
            return is_one ? "uge" : "uger";
        case TimeUnit::month:
            return is_one ? "måned" : "måneder";
        case TimeUnit::quarter:
            return is_one ? "kvartal" : "kvartaler";
        case TimeUnit::year:
            break;
    }
    return "år";
}

Axis month_axis(const ScenarioSpec& scenario) {
    std::vector<std::int32_t> ticks(static_cast<std::size_t>(scenario.horizon_months) + 1);
    for (std::size_t tick = 0; tick < ticks.size(); ++tick)
        ticks[tick] = static_cast<std::int32_t>(tick);
    const CycleSpec& cycle = scenario.model.cycle;
    const CycleWords words = cycle_words(scenario);
    if (cycle.is_month())
        return number_axis(words.one, "Months since the start", "Måneder siden start",
                           std::move(ticks), words.many);
    return number_axis(
        words.one, fmt::format("Cycles of {} since the start", cycle.length_text()),
        fmt::format("Cyklusser siden start, hver {} {}", cycle.length, danish_unit(cycle)),
        std::move(ticks), words.many);
}

Axis arm_axis(const ScenarioSpec& scenario) {
    Axis axis = label_axis("arm", "Policy alternative", "Alternativ");
    for (const ArmSpec& arm : scenario.arms) add_label(axis, arm.name.text, arm.label);
    return axis;
}

Axis named_states_axis(Axis axis, const std::vector<NamedStates>& sets) {
    for (const NamedStates& set : sets) add_label(axis, set.name.text, set.label);
    return axis;
}

// "All", then every level of every attribute in record.by: marginal strata, not their product.
void add_strata(const ScenarioSpec& scenario, OutcomeLabels& labels) {
    labels.stratum = label_axis("stratum", "Subgroup of persons", "Undergruppe");
    add_label(labels.stratum, "all", {"All", "Alle"});
    std::vector<const AttributeSpec*> by;
    for (const Name& name : scenario.record.by)
        for (const AttributeSpec& attribute : scenario.model.attributes)
            if (attribute.name.text == name.text) by.push_back(&attribute);
    int n_subgroups = 1;
    for (const AttributeSpec* attribute : by)
        n_subgroups *= static_cast<int>(attribute->levels.size());
    int stride = n_subgroups;
    for (const AttributeSpec* attribute : by) {
        const int n_levels = static_cast<int>(attribute->levels.size());
        stride /= n_levels;
        for (int level = 0; level < n_levels; ++level) {
            const auto& spec = attribute->levels[static_cast<std::size_t>(level)];
            const std::string text =
                (attribute->label.text.empty() ? attribute->name.text : attribute->label.text) +
                ": " + (spec.label.text.empty() ? spec.name.text : spec.label.text);
            add_label(labels.stratum, attribute->name.text + "=" + spec.name.text,
                      {text, spec.label.danish});
            std::vector<int> members;
            for (int subgroup = 0; subgroup < n_subgroups; ++subgroup)
                if (subgroup / stride % n_levels == level) members.push_back(subgroup);
            labels.subgroups_of_stratum.push_back(std::move(members));
        }
    }
}

// Arms number their phases themselves; the axis has every phase of the scenario once.
void add_phases(const std::vector<Model>& models, OutcomeLabels& labels) {
    labels.phase = label_axis("phase", "Phase of a program", "Fase i en indsats");
    add_label(labels.phase, "none", {"In no program", "Ingen indsats"});
    std::map<std::string, std::size_t> position;
    for (const Model& model : models) {
        std::vector<std::size_t> positions{0};
        for (std::size_t phase = 1; phase < model.phases.size(); ++phase) {
            const Phase& spec = model.phases[phase];
            const auto [known, is_new] = position.emplace(spec.name, labels.phase.labels.size());
            if (is_new) add_label(labels.phase, spec.name, {spec.label, ""});
            positions.push_back(known->second);
        }
        labels.phase_position.push_back(std::move(positions));
    }
}

// Outcomes with their units, which differ from one to the next.
void add_outcomes(const ScenarioSpec& scenario, LedgerLabels& labels) {
    labels.outcome = label_axis("outcome", "What counts besides money", "Resultat");
    for (const OutcomeInfo& outcome : outcomes_of(scenario)) {
        Label label = outcome.label;
        if (label.text.empty()) label.text = outcome.name;
        if (label.text != outcome.unit) label.text += ", " + outcome.unit;
        add_label(labels.outcome, outcome.name, label);
        labels.outcome_units.push_back(outcome.unit);
    }
}

// A payer, all payers together, or an account whoever pays it: names are known.
void add_incremental(const ScenarioSpec& scenario, LedgerLabels& labels) {
    if (!scenario.economy.incremental) return;
    const IncrementalSpec& spec = *scenario.economy.incremental;
    const auto position = [](const Axis& axis, const std::string& name) {
        return static_cast<std::size_t>(std::find(axis.labels.begin(), axis.labels.end(), name) -
                                        axis.labels.begin());
    };
    IncrementalLabels incremental;
    incremental.payer = position(labels.payer, spec.cost.text);
    if (incremental.payer < labels.payer.size()) {
        incremental.cost_text = labels.payer.texts[incremental.payer];
    } else {
        incremental.payer = labels.payer.size() - 1;
        incremental.account = position(labels.account, spec.cost.text);
        incremental.cost_text = labels.account.texts[*incremental.account];
    }
    incremental.effect = position(labels.outcome, spec.effect.text);
    incremental.effect_text = labels.outcome.texts[incremental.effect];
    incremental.effect_unit = labels.outcome_units[incremental.effect];
    labels.incremental = std::move(incremental);
    labels.threshold =
        number_axis("threshold", "Worth of a unit of the effect", "Værdi af en enhed virkning",
                    spec.thresholds, labels.currency + "/" + labels.incremental->effect_unit);
}

}  // namespace

CycleWords cycle_words(const ScenarioSpec& scenario) {
    return CycleWords::of(scenario.model.cycle.is_month());
}

OutcomeLabels outcome_labels(const ScenarioSpec& scenario, const std::vector<Model>& models) {
    OutcomeLabels labels;
    labels.reference = scenario.reference;
    labels.arm = arm_axis(scenario);
    labels.words = cycle_words(scenario);
    labels.month = month_axis(scenario);
    labels.state = label_axis("state", "State", "Tilstand");
    for (const StateSpec& state : scenario.model.states)
        add_label(labels.state, state.name.text, state.label);
    const DefinitionsSpec& definitions = scenario.model.definitions;
    labels.base = named_states_axis(label_axis("base", "Kind of exit", "Slags udslusning"),
                                    definitions.exit_bases);
    labels.event =
        named_states_axis(label_axis("event", "What counts as relapse", "Slags tilbagefald"),
                          definitions.relapse_events);
    // One axis serves both clocks of relapse and the status table.
    std::vector<std::int32_t> windows = definitions.relapse_within_months;
    windows.insert(windows.end(), definitions.status_after_months.begin(),
                   definitions.status_after_months.end());
    std::sort(windows.begin(), windows.end());
    windows.erase(std::unique(windows.begin(), windows.end()), windows.end());
    labels.window = number_axis("window", capitalised(labels.words.many) + " after the exit",
                                capitalised(labels.words.many_da) + " efter udslusning",
                                std::move(windows), labels.words.many);
    add_phases(models, labels);
    add_strata(scenario, labels);
    return labels;
}

// Arms number their resources themselves; the axis has every resource of the scenario once.
QueueLabels queue_labels(const ScenarioSpec& scenario, const std::vector<Model>& models) {
    QueueLabels labels;
    labels.reference = scenario.reference;
    labels.arm = arm_axis(scenario);
    labels.words = cycle_words(scenario);
    labels.month = month_axis(scenario);
    labels.resource = label_axis("resource", "Limited places", "Begrænsede pladser");
    labels.cycles_waited = month_axis(scenario);
    labels.cycles_waited.name = labels.words.many + "_waited";
    labels.cycles_waited.long_name = capitalised(labels.words.many) + " waited for a place";
    labels.cycles_waited.long_name_da = fmt::format("Ventetid i {}", labels.words.many_da);
    auto& known = labels.resource.labels;
    for (const Model& model : models)
        for (const Resource& resource : model.resources)
            if (std::find(known.begin(), known.end(), resource.name) == known.end())
                add_label(labels.resource, resource.name, {resource.label, ""});
    for (const Model& model : models) {
        labels.position.emplace_back(known.size());
        for (std::size_t number = 0; number < model.resources.size(); ++number) {
            const auto found = std::find(known.begin(), known.end(), model.resources[number].name);
            labels.position.back()[static_cast<std::size_t>(found - known.begin())] = number;
        }
    }
    return labels;
}

LedgerLabels ledger_labels(const ScenarioSpec& scenario) {
    LedgerLabels labels;
    labels.reference = scenario.reference;
    labels.n_people = scenario.cohort_size;
    labels.words = cycle_words(scenario);
    labels.currency = scenario.economy.currency;
    labels.arm = arm_axis(scenario);
    labels.month = month_axis(scenario);
    labels.payer = label_axis("payer", "Who pays", "Betaler");
    for (const PayerSpec& payer : scenario.economy.payers)
        add_label(labels.payer, payer.name.text, payer.label);
    if (labels.payer.size() > 0)
        add_label(labels.payer, "all", {"All payers together", "Alle betalere"});
    labels.account = label_axis("account", "What is paid for", "Konto");
    for (const AccountInfo& account : accounts_of(scenario))
        add_label(labels.account, account.name, account.label);
    labels.horizon = number_axis("horizon", capitalised(labels.words.many) + " that are counted",
                                 "Medregnede " + labels.words.many_da, scenario.horizons_months,
                                 labels.words.many);
    add_outcomes(scenario, labels);
    add_incremental(scenario, labels);
    return labels;
}

std::vector<Axis> attribute_axes(const ModelSpec& model) {
    std::vector<Axis> axes;
    for (const AttributeSpec& attribute : model.attributes) {
        Axis axis =
            label_axis(attribute.name.text,
                       attribute.label.text.empty() ? attribute.name.text : attribute.label.text,
                       attribute.label.danish);
        for (const auto& level : attribute.levels) add_label(axis, level.name.text, level.label);
        axes.push_back(std::move(axis));
    }
    return axes;
}

}  // namespace forlob
