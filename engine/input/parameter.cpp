#include "input/parameter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace forlob {
namespace {

struct Family {
    std::string_view name;
    std::vector<std::vector<std::string>> forms;  ///< argument names of each way to state it
};

const std::vector<Family>& families() {
    static const std::vector<Family> known{
        {"normal", {{"mean", "sd"}, {"low", "high"}}},
        {"lognormal", {{"mu", "sigma"}, {"mean", "sd"}, {"low", "high"}}},
        {"beta", {{"alpha", "beta"}, {"mean", "sd"}, {"low", "high"}}},
        {"gamma", {{"shape", "rate"}, {"mean", "sd"}}},
        {"triangular", {{"low", "mode", "high"}}},
        {"uniform", {{"low", "high"}}},
        {"pert", {{"low", "mode", "high"}}}};
    return known;
}

std::string forms_text(const Family& family) {
    std::string text;
    for (const auto& form : family.forms) {
        text += text.empty() ? "{" : " or {";
        for (std::size_t i = 0; i < form.size(); ++i) text += (i == 0 ? "" : ", ") + form[i];
        text += "}";
    }
    return text;
}

bool is_one_of_the_forms(const Family& family, const std::map<std::string, double>& arguments) {
    return std::any_of(family.forms.begin(), family.forms.end(), [&](const auto& form) {
        return form.size() == arguments.size() &&
               std::all_of(form.begin(), form.end(),
                           [&](const std::string& name) { return arguments.contains(name); });
    });
}

// What is wrong with the arguments of a family in one of its forms; empty if nothing.
std::string fault_of(const std::string& family, const std::map<std::string, double>& arguments) {
    const auto get = [&](const char* name) {
        const auto found = arguments.find(name);
        return found == arguments.end() ? std::nan("") : found->second;
    };
    for (const char* name : {"sd", "sigma", "alpha", "beta", "shape", "rate"})
        if (arguments.contains(name) && get(name) <= 0.0) return fmt::format("'{}' must be above 0", name);
    if (arguments.contains("low") && get("low") >= get("high")) return "'low' must be below 'high'";
    if (arguments.contains("mode") && (get("mode") < get("low") || get("mode") > get("high")))
        return "'mode' must lie between 'low' and 'high'";
    if (family == "lognormal" && arguments.contains("low") && get("low") <= 0.0)
        return "'low' of a lognormal must be above 0";
    if ((family == "lognormal" || family == "gamma") && arguments.contains("mean") && get("mean") <= 0.0)
        return "'mean' must be above 0";
    if (family == "beta" && arguments.contains("mean")) {
        const double mean = get("mean");
        if (mean <= 0.0 || mean >= 1.0) return "'mean' of a beta must lie between 0 and 1";
        if (get("sd") * get("sd") >= mean * (1.0 - mean))
            return "'sd' of a beta must be below the square root of mean (1 - mean)";
    }
    if (family == "beta" && arguments.contains("low") && (get("low") <= 0.0 || get("high") >= 1.0))
        return "'low' and 'high' of a beta must lie between 0 and 1";
    return "";
}

std::optional<Distribution> read_distribution(const YamlNode& node, Diagnostics& diagnostics) {
    std::vector<std::string> known;
    for (const Family& family : families()) known.emplace_back(family.name);
    if (node.kind != YamlNode::Kind::mapping || node.entries.size() != 1) {
        diagnostics.error(node.location, "distribution must name one family with its arguments",
                          "write for example {lognormal: {low: 0.003, high: 0.012}}");
        return std::nullopt;
    }
    const YamlEntry& entry = node.entries.front();
    const auto family = std::find_if(families().begin(), families().end(),
                                     [&](const Family& f) { return f.name == entry.key; });
    if (family == families().end()) {
        diagnostics.error(entry.key_location, "unknown distribution '" + entry.key + "'",
                          unknown_name_help(entry.key, "distributions", known));
        return std::nullopt;
    }
    if (entry.value.kind != YamlNode::Kind::mapping) {
        diagnostics.error(entry.value.location, "'" + entry.key + "' must have arguments",
                          entry.key + " takes " + forms_text(*family));
        return std::nullopt;
    }
    Distribution distribution{entry.key, {}, entry.key_location};
    bool all_numbers = true;
    for (const YamlEntry& argument : entry.value.entries) {
        const auto value = read_number(argument.value, "'" + argument.key + "'", diagnostics);
        if (value) distribution.arguments[argument.key] = *value;
        all_numbers = all_numbers && value.has_value();
    }
    if (!all_numbers) return std::nullopt;
    if (!is_one_of_the_forms(*family, distribution.arguments)) {
        diagnostics.error(entry.key_location, "'" + entry.key + "' has other arguments than it takes",
                          entry.key + " takes " + forms_text(*family));
        return std::nullopt;
    }
    if (const std::string fault = fault_of(entry.key, distribution.arguments); !fault.empty()) {
        diagnostics.error(entry.key_location, "the arguments of '" + entry.key + "' make no sense",
                          fault);
        return std::nullopt;
    }
    return distribution;
}

std::optional<Grade> read_grade(const YamlNode& node, Diagnostics& diagnostics) {
    if (node.kind == YamlNode::Kind::scalar && node.text.size() == 1 && node.text[0] >= 'A' &&
        node.text[0] <= 'D')
        return static_cast<Grade>(node.text[0] - 'A');
    diagnostics.error(node.location,
                      node.kind == YamlNode::Kind::scalar ? "unknown grade '" + node.text + "'"
                                                          : std::string("grade must be a letter"),
                      "A law, official statistic or randomised trial; B observational study; C a "
                      "provider's own claim; D assumption");
    return std::nullopt;
}

const std::vector<KeyRule>& parameter_rules() {
    static const std::vector<KeyRule> rules{
        {"value", true, "expression", "a number, or a formula over other parameters"},
        {"unit", true, "unit", "what the number counts, for example probability/month"},
        {"distribution", false, "distribution", "how uncertain it is"},
        {"grade", true, "grade",
         "A law, official statistic or randomised trial; B observational study; C a provider's own "
         "claim; D assumption"},
        {"source", true, "text", "where the number comes from"},
        {"label", false, "text", "what people read"}};
    return rules;
}

std::optional<Parameter> read_parameter(const YamlEntry& entry, Diagnostics& diagnostics) {
    if (!check_keys(entry.value, "parameter '" + entry.key + "'", parameter_rules(), diagnostics))
        return std::nullopt;
    Parameter parameter{.name = entry.key,
                        .value = Expression(0.0, entry.value.location),
                        .unit = {},
                        .distribution = std::nullopt,
                        .grade = Grade::D,
                        .source = {},
                        .label = {},
                        .location = entry.key_location};
    if (const YamlNode* value = entry.value.find("value"))
        if (auto expression = read_expression(*value, "value", diagnostics))
            parameter.value = std::move(*expression);
    if (const YamlNode* unit = entry.value.find("unit"))
        if (auto text = read_text(*unit, "unit", diagnostics)) {
            const auto& units = known_units();
            if (std::find(units.begin(), units.end(), *text) == units.end())
                diagnostics.error(unit->location, "unknown unit '" + *text + "'",
                                  unknown_name_help(*text, "units", units));
            parameter.unit = *text;
        }
    if (const YamlNode* distribution = entry.value.find("distribution"))
        parameter.distribution = read_distribution(*distribution, diagnostics);
    if (const YamlNode* grade = entry.value.find("grade"))
        if (const auto read = read_grade(*grade, diagnostics)) parameter.grade = *read;
    if (const YamlNode* source = entry.value.find("source"))
        if (auto text = read_text(*source, "source", diagnostics)) parameter.source = *text;
    if (const YamlNode* label = entry.value.find("label"))
        if (auto text = read_text(*label, "label", diagnostics)) parameter.label = *text;
    return parameter;
}

bool is_parameter_name(const std::string& text) {
    return !text.empty() && text.size() <= 64 && text[0] >= 'a' && text[0] <= 'z' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

// Evaluates definitions in the order in which they need one another.
class Evaluation {
public:
    Evaluation(const std::map<std::string, const Expression*>& definitions,
               const std::vector<std::string>& names, Diagnostics& diagnostics)
        : definitions_(definitions), names_(names), diagnostics_(diagnostics) {}

    double value(const std::string& name) {
        if (const auto known = values_.find(name); known != values_.end()) return known->second;
        const Expression& expression = *definitions_.at(name);
        path_.push_back(name);
        double result = 0.0;
        bool usable = true;
        for (const std::string& needed : expression.names()) {
            if (const auto at = std::find(path_.begin(), path_.end(), needed); at != path_.end()) {
                report_circle(expression, static_cast<std::size_t>(at - path_.begin()));
                usable = false;
            } else if (!definitions_.contains(needed)) {
                diagnostics_.error(expression.location(), "unknown parameter '" + needed + "'",
                                   unknown_name_help(needed, "parameters", names_));
                usable = false;
            } else {
                value(needed);
            }
        }
        if (usable) {
            result = expression.evaluate([&](const std::string& needed) { return values_.at(needed); });
            if (!std::isfinite(result)) {
                diagnostics_.error(expression.location(),
                                   fmt::format("'{}' is {}, not a finite number", name, result),
                                   "check for a division by 0 or the logarithm of 0");
                result = 0.0;
            }
        }
        path_.pop_back();
        return values_[name] = result;
    }

    [[nodiscard]] std::map<std::string, double> take() { return std::move(values_); }

private:
    void report_circle(const Expression& expression, std::size_t first) {
        std::string circle;
        for (std::size_t at = first; at < path_.size(); ++at) circle += path_[at] + " → ";
        diagnostics_.error(expression.location(),
                           "parameters are defined in a circle: " + circle + path_[first],
                           "give one of them a number");
    }

    const std::map<std::string, const Expression*>& definitions_;
    const std::vector<std::string>& names_;
    Diagnostics& diagnostics_;
    std::map<std::string, double> values_;
    std::vector<std::string> path_;
};

bool same_place(const Location& a, const Location& b) {
    return a.file == b.file && a.line == b.line && a.column == b.column;
}

}  // namespace

char letter(Grade grade) { return static_cast<char>('A' + static_cast<int>(grade)); }

std::vector<Parameter> read_parameters(const YamlNode* block, Diagnostics& diagnostics) {
    std::vector<Parameter> parameters;
    if (block == nullptr) return parameters;
    if (block->kind != YamlNode::Kind::mapping) {
        diagnostics.error(block->location, "parameters must be a mapping of names to parameters",
                          "write 'name: {value: …, unit: …, grade: …, source: …}'");
        return parameters;
    }
    for (const YamlEntry& entry : block->entries) {
        if (entry.key.starts_with("x-")) continue;
        if (!is_parameter_name(entry.key))
            diagnostics.error(entry.key_location, "'" + entry.key + "' cannot be a name",
                              "names are small letters, digits and '_', and begin with a letter");
        if (auto parameter = read_parameter(entry, diagnostics))
            parameters.push_back(std::move(*parameter));
    }
    return parameters;
}

std::vector<Override> read_overrides(const YamlNode* block, Diagnostics& diagnostics) {
    std::vector<Override> overrides;
    if (block == nullptr) return overrides;
    if (block->kind != YamlNode::Kind::mapping) {
        diagnostics.error(block->location, "set must be a mapping of parameters to values",
                          "write 'set: {name: value}'");
        return overrides;
    }
    for (const YamlEntry& entry : block->entries)
        if (auto value = read_expression(entry.value, "'" + entry.key + "'", diagnostics))
            overrides.push_back({entry.key, std::move(*value), entry.key_location});
    return overrides;
}

ParameterValues::ParameterValues(const std::vector<Parameter>& parameters,
                                 const std::vector<Override>& overrides,
                                 Diagnostics& diagnostics) {
    std::map<std::string, const Expression*> definitions;
    std::map<std::string, const Parameter*> first;
    for (const Parameter& parameter : parameters) {
        const auto [place, is_new] = first.emplace(parameter.name, &parameter);
        if (!is_new && !same_place(place->second->location, parameter.location)) {
            const Location& other = place->second->location;
            diagnostics.error(parameter.location,
                              "parameter '" + parameter.name + "' is defined twice",
                              fmt::format("it is also defined at {}:{}:{}; rename one of them",
                                          other.file ? other.file->name : "", other.line,
                                          other.column));
            continue;
        }
        definitions[parameter.name] = &parameter.value;
    }
    std::vector<std::string> names;
    for (const auto& [name, expression] : definitions) names.push_back(name);
    for (const Override& change : overrides) {
        if (!definitions.contains(change.name))
            diagnostics.error(change.name_location, "unknown parameter '" + change.name + "'",
                              unknown_name_help(change.name, "parameters", names));
        else
            definitions[change.name] = &change.value;
    }
    Evaluation evaluation(definitions, names, diagnostics);
    for (const std::string& name : names) evaluation.value(name);
    values_ = evaluation.take();
}

double ParameterValues::value(const Expression& expression, Diagnostics& diagnostics) const {
    bool usable = true;
    for (const std::string& name : expression.names()) {
        if (values_.contains(name)) continue;
        std::vector<std::string> known;
        for (const auto& [known_name, known_value] : values_) known.push_back(known_name);
        diagnostics.error(expression.location(), "unknown parameter '" + name + "'",
                          unknown_name_help(name, "parameters", known));
        usable = false;
    }
    if (!usable) return 0.0;
    return expression.evaluate([&](const std::string& name) { return values_.at(name); });
}

const std::vector<std::string>& known_units() {
    static const std::vector<std::string> units{
        "probability", "probability/month", "rate/month",  "rate/year",   "share",   "factor",
        "hazard_ratio", "log_sd",           "months",      "weeks",       "years",   "hours",
        "hours/month", "hours/week",        "weeks/month", "persons",     "count",   "DKK",
        "DKK/month",   "DKK/week",          "DKK/year",    "DKK/hour",    "1/year"};
    return units;
}

}  // namespace forlob
