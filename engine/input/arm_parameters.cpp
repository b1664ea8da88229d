#include "input/arm_parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "base/utf8.hpp"
#include "input/csv.hpp"
#include "input/readers.hpp"
#include "input/uses.hpp"

namespace forlob {

namespace {

bool has(const std::vector<Parameter>& parameters, const std::string& name) {
    return std::any_of(parameters.begin(), parameters.end(),
                       [&](const Parameter& one) { return one.name == name; });
}

bool is_same(const Diagnostic& one, const Diagnostic& other) {
    return one.location.file == other.location.file && one.location.line == other.location.line &&
           one.location.column == other.location.column && one.message == other.message;
}

// Arms share most parameters and so most mistakes.
void add_new(const Diagnostics& found, Diagnostics& diagnostics) {
    for (const Diagnostic& one : found.all()) {
        const auto& known = diagnostics.all();
        if (std::none_of(known.begin(), known.end(),
                         [&](const Diagnostic& other) { return is_same(one, other); }))
            diagnostics.error(one.location, one.message, one.help);
    }
}

bool is_among(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

struct ArmNames {
    std::string arm;
    std::vector<Parameter> parameters;
    std::vector<const TableSpec*> tables;
    std::vector<std::size_t> programs;

    [[nodiscard]] bool has_table(const std::string& name) const {
        return std::any_of(tables.begin(), tables.end(),
                           [&](const TableSpec* table) { return table->name.text == name; });
    }
};

// Names that mean something about a person: coordinates, clocks, attributes.
class PersonNames {
public:
    explicit PersonNames(const ModelSpec& model) {
        for (const std::string& name : built_in_coordinates()) things_[name] = "a coordinate";
        for (const ClockSpec& clock : model.clocks) things_[clock.name.text] = "a clock";
        for (const AttributeSpec& attribute : model.attributes) {
            things_[attribute.name.text] = "an attribute";
            if (!attribute.is_numeric()) without_values_.push_back(attribute.name.text);
        }
    }

    /// "a clock"; empty if the name means none of them.
    [[nodiscard]] std::string thing(const std::string& name) const {
        const auto found = things_.find(name);
        return found == things_.end() ? std::string() : found->second;
    }
    [[nodiscard]] bool lacks_values(const std::string& name) const {
        return is_among(without_values_, name);
    }
    [[nodiscard]] std::vector<std::string> all() const {
        std::vector<std::string> names;
        for (const auto& [name, thing] : things_)
            if (!lacks_values(name)) names.push_back(name);
        return names;
    }

private:
    std::map<std::string, std::string> things_;
    std::vector<std::string> without_values_;
};

// The checks of names in formulas. `arms` are those that use a formula, at least one.
class FormulaCheck {
public:
    FormulaCheck(const PersonNames& persons, Diagnostics& diagnostics)
        : persons_(persons), diagnostics_(diagnostics) {}

    /// `all` are the formulas of a part, `values` those of them that may depend on a person.
    /// `built_in` are names that mean something of their own in them.
    void check(const std::vector<const Expression*>& all,
               const std::vector<const Expression*>& values,
               const std::vector<const ArmNames*>& arms,
               const std::vector<std::string>& built_in = {}) {
        if (arms.empty()) return;
        for (const Expression* expression : all) {
            const bool may_depend =
                std::find(values.begin(), values.end(), expression) != values.end();
            for (const std::string& name : expression->names())
                if (!is_among(built_in, name))
                    check_name(*expression, name, may_depend, arms, built_in);
        }
    }
    void check_parameters(const ArmNames& arm) {
        for (const Parameter& parameter : arm.parameters) {
            const std::string thing = persons_.thing(parameter.name);
            if (!thing.empty()) {
                report_second_meaning(parameter.location, parameter.name, thing);
                continue;
            }
            for (const std::string& name : parameter.value.names())
                if (is_dependent(name, arm)) report_dependence(parameter.value, name);
        }
    }
    void check_tables(const ArmNames& arm) {
        for (std::size_t position = 0; position < arm.tables.size(); ++position) {
            const TableSpec& table = *arm.tables[position];
            std::string thing = persons_.thing(table.name.text);
            if (has(arm.parameters, table.name.text)) thing = "a parameter";
            for (std::size_t other = 0; other < position; ++other)
                if (arm.tables[other]->name.text == table.name.text) thing = "another table";
            if (!thing.empty()) report_second_meaning(table.name.location, table.name.text, thing);
            for (const std::string& name : table.of.names())
                if (arm.has_table(name))
                    diagnostics_.error(
                        table.of.place_of(name),
                        fmt::format("table '{}' looks up table '{}'", table.name.text, name),
                        "'of' is a formula over parameters, coordinates, clocks "
                        "and attributes");
        }
    }

private:
    [[nodiscard]] bool is_dependent(const std::string& name, const ArmNames& arm) const {
        return !persons_.thing(name).empty() || arm.has_table(name);
    }

    void report_second_meaning(const Location& place, const std::string& name,
                               const std::string& thing) {
        diagnostics_.error(place, fmt::format("'{}' is also the name of {}", name, thing),
                           "formulas could not tell the two apart: choose another name");
    }

    void report_dependence(const Expression& expression, const std::string& name,
                           const std::vector<std::string>& built_in = {}) {
        std::string thing = persons_.thing(name);
        if (thing.empty()) thing = "a table";
        diagnostics_.error(
            expression.place_of(name), fmt::format("{}, '{}', cannot stand here", thing, name),
            built_in.empty()
                ? std::string("this number is the same for everybody and always: a formula may "
                              "name parameters only")
                : fmt::format("this number is the same for everybody: a formula may name "
                              "parameters and {}",
                              fmt::join(built_in, ", ")));
    }

    // Whether the name means something about a person, or a table, and so is no parameter.
    bool check_dependent(const Expression& expression, const std::string& name, bool may_depend,
                         const std::vector<const ArmNames*>& arms,
                         const std::vector<std::string>& built_in) {
        const auto knows = [&](const ArmNames* arm) { return is_dependent(name, *arm); };
        if (!std::all_of(arms.begin(), arms.end(), knows)) return false;
        if (!may_depend) {
            report_dependence(expression, name, built_in);
        } else if (persons_.lacks_values(name)) {
            diagnostics_.error(expression.place_of(name),
                               fmt::format("attribute '{}' has no values", name),
                               "give every level a 'value', or a factor per level under 'by'");
        }
        return true;
    }

    void check_name(const Expression& expression, const std::string& name, bool may_depend,
                    const std::vector<const ArmNames*>& arms,
                    const std::vector<std::string>& built_in) {
        if (check_dependent(expression, name, may_depend, arms, built_in)) return;
        std::vector<std::string> lacking;
        const Location* elsewhere = nullptr;
        for (const ArmNames* arm : arms) {
            const auto found = std::find_if(arm->parameters.begin(), arm->parameters.end(),
                                            [&](const Parameter& one) { return one.name == name; });
            const auto table =
                std::find_if(arm->tables.begin(), arm->tables.end(),
                             [&](const TableSpec* one) { return one->name.text == name; });
            if (found != arm->parameters.end())
                elsewhere = &found->location;
            else if (table != arm->tables.end())
                elsewhere = &(*table)->name.location;
            else
                lacking.push_back(arm->arm);
        }
        if (lacking.empty()) return;
        const Location place = expression.place_of(name);
        if (elsewhere != nullptr) {
            diagnostics_.error(
                place,
                fmt::format("unknown parameter '{}' in arm '{}'", name, fmt::join(lacking, "', '")),
                fmt::format("only a program of other arms defines it ({}:{}): define it in the "
                            "scenario or the model instead",
                            elsewhere->file->name, elsewhere->line));
            return;
        }
        std::vector<std::string> known;
        for (const Parameter& one : arms.front()->parameters) known.push_back(one.name);
        if (may_depend) {
            const auto more = persons_.all();
            // A name that is nearly that of a coordinate is meant as one.
            if (nearest_name(name, known).empty() && !nearest_name(name, more).empty()) {
                diagnostics_.error(
                    place, fmt::format("unknown name '{}'", name),
                    unknown_name_help(name, "coordinates, clocks and attributes", more));
                return;
            }
        }
        diagnostics_.error(place, fmt::format("unknown parameter '{}'", name),
                           unknown_name_help(name, "parameters", known));
    }

    const PersonNames& persons_;
    Diagnostics& diagnostics_;
};

// The files that an arm has parameters from.
std::vector<const std::vector<Parameter>*> sources_of(const ScenarioSpec& scenario,
                                                      const ArmSpec& arm) {
    std::vector<const std::vector<Parameter>*> sources = {
        &scenario.parameters, &scenario.model.parameters, &scenario.population.parameters,
        &scenario.economy.parameters};
    for (const std::size_t program : arm.programs)
        sources.push_back(&scenario.programs[program].parameters);
    return sources;
}

bool has(const ScenarioSpec& scenario, const ArmSpec& arm, const std::string& name) {
    const auto sources = sources_of(scenario, arm);
    return std::any_of(sources.begin(), sources.end(),
                       [&](const auto* source) { return has(*source, name); });
}

}  // namespace

std::vector<Parameter> parameters_of(const ScenarioSpec& scenario, const ArmSpec& arm) {
    std::vector<Parameter> parameters;
    for (const auto* source : sources_of(scenario, arm))
        parameters.insert(parameters.end(), source->begin(), source->end());
    return parameters;
}

bool sets(const std::vector<Override>& overrides, const std::string& name) {
    return std::any_of(overrides.begin(), overrides.end(),
                       [&](const Override& one) { return one.name == name; });
}

std::vector<Override> overrides_of(const ScenarioSpec& scenario, const ArmSpec& arm) {
    std::vector<Override> overrides;
    for (const Override& one : scenario.overrides)
        if (has(scenario, arm, one.name)) overrides.push_back(one);
    overrides.insert(overrides.end(), arm.overrides.begin(), arm.overrides.end());
    return overrides;
}

std::optional<double> undrawn_value(const ScenarioSpec& scenario, const std::string& name) {
    std::optional<double> of_any;
    for (const ArmSpec& arm : scenario.arms) {
        if (!has(scenario, arm, name)) continue;
        const std::vector<Override> overrides = overrides_of(scenario, arm);
        if (of_any && sets(overrides, name)) continue;
        Diagnostics ignored;
        const double value =
            ParameterValues(parameters_of(scenario, arm), overrides, ignored).all().at(name);
        if (!sets(overrides, name)) return value;
        of_any = value;
    }
    return of_any;
}

std::vector<std::string> parameter_names(const ScenarioSpec& scenario) {
    std::vector<std::string> names;
    for (const ArmSpec& arm : scenario.arms)
        for (const Parameter& parameter : parameters_of(scenario, arm))
            if (std::find(names.begin(), names.end(), parameter.name) == names.end())
                names.push_back(parameter.name);
    return names;
}

std::vector<const TableSpec*> tables_of(const ScenarioSpec& scenario, const ArmSpec& arm) {
    std::vector<const TableSpec*> tables;
    const auto add = [&](const std::vector<TableSpec>& more) {
        for (const TableSpec& table : more) tables.push_back(&table);
    };
    add(scenario.model.tables);
    add(scenario.economy.tables);
    for (const std::size_t program : arm.programs) add(scenario.programs[program].tables);
    return tables;
}

void distribute_overrides(ScenarioSpec& scenario, Diagnostics& diagnostics) {
    std::vector<std::vector<Parameter>> parameters;  // [arm]
    std::vector<std::vector<Override>> own;          // [arm] overrides that not all arms share
    for (const ArmSpec& arm : scenario.arms) {
        parameters.push_back(parameters_of(scenario, arm));
        own.emplace_back();
    }
    std::vector<Override> shared;
    for (Override& one : scenario.overrides) {
        const auto n_arms = std::count_if(parameters.begin(), parameters.end(),
                                          [&](const auto& known) { return has(known, one.name); });
        if (n_arms == 0) {
            diagnostics.error(one.name_location,
                              fmt::format("no arm has a parameter '{}'", one.name),
                              unknown_name_help(one.name, "parameters", parameter_names(scenario)));
        } else if (std::cmp_equal(n_arms, scenario.arms.size())) {
            shared.push_back(std::move(one));
        } else {
            for (std::size_t arm = 0; arm < own.size(); ++arm)
                if (has(parameters[arm], one.name)) own[arm].push_back(one);
        }
    }
    scenario.overrides = std::move(shared);
    for (std::size_t arm = 0; arm < own.size(); ++arm) {
        auto& overrides = scenario.arms[arm].overrides;
        overrides.insert(overrides.begin(), own[arm].begin(), own[arm].end());
    }
}

void check_draw_columns(const ScenarioSpec& scenario, Diagnostics& diagnostics) {
    if (!scenario.draws || !scenario.draws->file) return;
    const std::vector<std::string> known = parameter_names(scenario);
    for (const DrawFile::Column& column : scenario.draws->file->columns)
        if (std::find(known.begin(), known.end(), column.name) == known.end())
            diagnostics.error(column.location,
                              fmt::format("no arm has a parameter {}", quoted_field(column.name)),
                              unknown_name_help(column.name, "parameters", known));
}

void check_arm_parameters(const ScenarioSpec& scenario, Diagnostics& diagnostics) {
    const PersonNames persons(scenario.model);
    FormulaCheck formulas(persons, diagnostics);
    std::vector<ArmNames> arms;
    for (const ArmSpec& arm : scenario.arms) {
        arms.push_back(
            {arm.name.text, parameters_of(scenario, arm), tables_of(scenario, arm), arm.programs});
        Diagnostics found;
        FormulaCheck of_arm(persons, found);
        of_arm.check_parameters(arms.back());
        of_arm.check_tables(arms.back());
        // A parameter that depends on a person would be reported once more as unknown.
        if (!found.has_errors())
            static_cast<void>(
                ParameterValues(arms.back().parameters, overrides_of(scenario, arm), found));
        add_new(found, diagnostics);
    }
    std::vector<const ArmNames*> all;
    for (const ArmNames& arm : arms) all.push_back(&arm);
    formulas.check(expressions_of(scenario.model), values_of(scenario.model), all);
    formulas.check(expressions_of(scenario.population), {}, all);
    formulas.check(expressions_of(scenario.economy), values_of(scenario.economy), all);
    const std::vector<std::string> time = names_of_time(scenario.model.cycle);
    formulas.check(timed_expressions_of(scenario.population), {}, all, time);
    formulas.check(tick_formulas_of(scenario.economy), {}, all, names_in_weights());
    for (std::size_t program = 0; program < scenario.programs.size(); ++program) {
        std::vector<const ArmNames*> users;
        for (const ArmNames& arm : arms)
            if (std::find(arm.programs.begin(), arm.programs.end(), program) != arm.programs.end())
                users.push_back(&arm);
        const ProgramSpec& spec = scenario.programs[program];
        formulas.check(expressions_of(spec), values_of(spec), users);
        formulas.check(tick_formulas_of(spec), {}, users, names_in_weights());
        formulas.check(timed_expressions_of(spec), {}, users, time);
    }
}

void check_parameters_alone(const std::vector<Parameter>& parameters, Diagnostics& diagnostics) {
    std::vector<Parameter> closed = parameters;
    const auto rests_on_others = [&](const Parameter& one) {
        const auto& names = one.value.names();
        return std::any_of(names.begin(), names.end(),
                           [&](const std::string& name) { return !has(closed, name); });
    };
    while (true) {
        const auto open = std::find_if(closed.begin(), closed.end(), rests_on_others);
        if (open == closed.end()) break;
        closed.erase(open);
    }
    static_cast<void>(ParameterValues(closed, {}, diagnostics));
}

}  // namespace forlob
