#include "input/parameter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "base/utf8.hpp"
#include "input/block.hpp"
#include "input/distribution.hpp"
#include "input/keys.hpp"
#include "input/plain_number.hpp"

namespace forlob {

namespace {

// More than any model has; what is refused by name is compared with all of them.
constexpr std::size_t most_parameters = 2000;

bool is_capitals(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_one_of(std::string_view word, const std::vector<std::string>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// A currency, or another unit that is written in capitals, like QALY.
bool is_amount(std::string_view word) {
    constexpr std::size_t fewest_letters = 2;
    constexpr std::size_t most_letters = 8;
    return word.size() >= fewest_letters && word.size() <= most_letters && is_capitals(word);
}

bool is_unit(std::string_view text) {
    const auto slash = text.find('/');
    const std::string_view quantity = text.substr(0, slash);
    return (is_amount(quantity) || is_one_of(quantity, unit_quantities())) &&
           (slash == text.npos || is_one_of(text.substr(slash + 1), unit_times()));
}

// The unit that was probably meant, or nothing.
std::string nearest_unit(const std::string& text) {
    std::vector<std::string> known;
    for (const std::string& quantity : unit_quantities()) {
        if (quantity == "1") continue;  // any single letter would be near it
        known.push_back(quantity);
        for (const std::string& time : unit_times()) known.push_back(quantity + "/" + time);
    }
    return nearest_name(text, known);
}

// The parameter with whatever of it is right; the rest has been reported.
Parameter read_parameter(const YamlEntry& entry, Diagnostics& diagnostics) {
    Parameter parameter{.name = entry.key,
                        .value = Expression(0.0, entry.value.location),
                        .unit = {},
                        .distribution = std::nullopt,
                        .grade = Grade::D,
                        .source = {},
                        .label = {},
                        .location = entry.key_location};
    const std::string what = fmt::format("parameters.{}", entry.key);
    if (!check_object(entry.value, what, "parameter", diagnostics)) return parameter;
    const auto path = [&](const char* key) { return fmt::format("{}.{}", what, key); };
    if (const YamlNode* node = entry.value.find("value"))
        if (auto value = read_expression(*node, path("value"), diagnostics))
            parameter.value = std::move(*value);
    if (const YamlNode* node = entry.value.find("unit"))
        parameter.unit = read_unit(*node, path("unit"), diagnostics).value_or("");
    if (const YamlNode* node = entry.value.find("distribution"))
        parameter.distribution = read_distribution(*node, path("distribution"), diagnostics);
    if (const YamlNode* node = entry.value.find("grade"))
        parameter.grade = read_grade(*node, path("grade"), diagnostics).value_or(Grade::D);
    if (const YamlNode* node = entry.value.find("source"))
        parameter.source = read_text(*node, path("source"), diagnostics).value_or("");
    if (const YamlNode* node = entry.value.find("label"))
        parameter.label = read_text(*node, path("label"), diagnostics).value_or("");
    return parameter;
}

bool is_same_place(const Location& one, const Location& other) {
    const bool is_same_file =
        one.file == other.file || (one.file && other.file && one.file->name == other.file->name);
    return is_same_file && one.line == other.line && one.column == other.column;
}

std::string shown_place(const Location& place) {
    return fmt::format("{}:{}:{}", place.file ? place.file->name : "", place.line, place.column);
}

using Definitions = std::map<std::string, const Expression*>;

// Computes the values in the order in which they need one another.
class Evaluation {
public:
    Evaluation(const Definitions& definitions, Diagnostics& diagnostics)
        : definitions_(definitions), diagnostics_(diagnostics) {
        for (const auto& [name, definition] : definitions_) names_.push_back(name);
    }

    /// The values of all; those of `known` are not computed.
    std::map<std::string, double> all(std::map<std::string, double> known) {
        values_ = std::move(known);
        for (const auto& [name, definition] : definitions_) evaluate(name);
        return std::move(values_);
    }

private:
    struct Step {
        std::string name;
        std::size_t n_needed_done = 0;  ///< of the names in its definition
    };

    // A loop with a list of its own: a chain of definitions may be as long as there are parameters.
    void evaluate(const std::string& name) {
        if (values_.contains(name)) return;
        begin(name);
        while (!path_.empty()) {
            const std::string current = path_.back().name;
            const auto& needed = definitions_.at(current)->names();
            if (path_.back().n_needed_done == needed.size()) {
                finish(current);
                continue;
            }
            const std::string& next = needed[path_.back().n_needed_done++];
            if (!definitions_.contains(next))
                report_unknown(current, next);
            else if (is_on_path_.contains(next))
                report_circle(next);
            else if (!values_.contains(next))
                begin(next);
        }
    }

    void begin(const std::string& name) {
        path_.push_back({name, 0});
        is_on_path_.insert(name);
    }

    void finish(const std::string& name) {
        const Expression& definition = *definitions_.at(name);
        const auto& needed = definition.names();
        // What rests on a mistake is not reported as another one.
        if (std::any_of(needed.begin(), needed.end(),
                        [&](const std::string& one) { return is_wrong_.contains(one); }))
            is_wrong_.insert(name);
        double value = 0.0;
        if (!is_wrong_.contains(name)) {
            value = definition.evaluate([&](const std::string& one) { return values_.at(one); });
            if (!std::isfinite(value)) {
                report_not_finite(name, value);
                value = 0.0;
            }
        }
        values_[name] = value;
        path_.pop_back();
        is_on_path_.erase(name);
    }

    void report_unknown(const std::string& name, const std::string& unknown) {
        is_wrong_.insert(name);
        diagnostics_.error(definitions_.at(name)->place_of(unknown),
                           fmt::format("unknown parameter '{}'", unknown),
                           unknown_name_help(unknown, "parameters", names_));
    }

    void report_circle(const std::string& first) {
        const auto begin_of_circle = std::find_if(
            path_.begin(), path_.end(), [&](const Step& step) { return step.name == first; });
        std::string circle;
        for (auto step = begin_of_circle; step != path_.end(); ++step) {
            is_wrong_.insert(step->name);
            circle += step->name + " → ";
        }
        const auto second =
            begin_of_circle + 1 == path_.end() ? first : (begin_of_circle + 1)->name;
        diagnostics_.error(definitions_.at(first)->place_of(second),
                           fmt::format("parameters are defined in a circle: {}{}", circle, first),
                           "give one of them a number");
    }

    void report_not_finite(const std::string& name, double value) {
        is_wrong_.insert(name);
        diagnostics_.error(definitions_.at(name)->location(),
                           fmt::format("the value of '{}' is {}", name,
                                       std::isnan(value) ? "not a number" : "infinite"),
                           "look for a division by 0, or a logarithm or root of a number that has "
                           "none");
    }

    const Definitions& definitions_;
    Diagnostics& diagnostics_;
    std::vector<std::string> names_;
    std::map<std::string, double> values_;
    std::set<std::string> is_wrong_;
    std::vector<Step> path_;  ///< each is needed by the one before
    std::set<std::string> is_on_path_;
};

// The first definition of each name; reports the others.
std::map<std::string, const Parameter*> by_name(const std::vector<Parameter>& parameters,
                                                Diagnostics& diagnostics) {
    std::map<std::string, const Parameter*> first;
    for (const Parameter& parameter : parameters) {
        const auto [known, is_new] = first.emplace(parameter.name, &parameter);
        if (is_new || is_same_place(known->second->location, parameter.location)) continue;
        diagnostics.error(parameter.location,
                          fmt::format("parameter '{}' is defined twice", parameter.name),
                          fmt::format("it is first defined at {}: give one of them another name",
                                      shown_place(known->second->location)));
    }
    return first;
}

}  // namespace

char letter(Grade grade) {
    constexpr std::string_view letters = "ABCD";
    return letters[static_cast<std::size_t>(grade)];
}

std::optional<Grade> read_grade(const YamlNode& node, const std::string& what,
                                Diagnostics& diagnostics) {
    for (const Grade grade : {Grade::A, Grade::B, Grade::C, Grade::D})
        if (node.kind == YamlNode::Kind::scalar && node.text == std::string(1, letter(grade)))
            return grade;
    diagnostics.error(node.location,
                      node.kind == YamlNode::Kind::scalar
                          ? fmt::format("{} cannot be '{}'", what, shortened(node.text))
                          : fmt::format("{} must be a letter", what),
                      "write A (law, official statistic or randomised trial), B (observational "
                      "study), C (a provider's own claim) or D (assumption)");
    return std::nullopt;
}

std::optional<std::string> read_unit(const YamlNode& node, const std::string& what,
                                     Diagnostics& diagnostics) {
    auto unit = read_text(node, what, diagnostics);
    if (!unit || is_unit(*unit)) return unit;
    const std::string nearest = nearest_unit(*unit);
    diagnostics.error(
        node.location, fmt::format("unknown unit '{}'", shortened(*unit)),
        fmt::format("{}a unit is one of {}, or a currency or other unit in capitals, like DKK or "
                    "QALY; if it is per time, with one of /{} behind it",
                    nearest.empty() ? "" : fmt::format("did you mean '{}'? ", nearest),
                    fmt::join(unit_quantities(), ", "), fmt::join(unit_times(), ", /")));
    return std::nullopt;
}

std::vector<Parameter> read_parameters(const YamlNode* block, Diagnostics& diagnostics) {
    std::vector<Parameter> parameters;
    if (block == nullptr) return parameters;
    if (block->kind != YamlNode::Kind::mapping) {
        diagnostics.error(block->location, "parameters must be a mapping (name: parameter)",
                          "for example effect: {value: 1.2, unit: hazard_ratio, grade: D, source: "
                          "assumed}");
        return parameters;
    }
    if (block->entries.size() > most_parameters) {
        diagnostics.error(block->location,
                          fmt::format("there are {} parameters", block->entries.size()),
                          fmt::format("at most {} are allowed", most_parameters));
        return parameters;
    }
    for (const YamlEntry& entry : block->entries) {
        if (entry.key.starts_with("x-")) continue;
        if (!is_name(entry.key) || is_reserved_word(entry.key))
            diagnostics.error(
                entry.key_location, fmt::format("'{}' is not a name for a parameter", entry.key),
                "names have lower-case letters a-z, digits and _, begin with a "
                "letter and have at most 64 characters; yes, no, true, nan and the like "
                "are none");
        parameters.push_back(read_parameter(entry, diagnostics));
    }
    return parameters;
}

std::vector<Override> read_overrides(const YamlNode* block, Diagnostics& diagnostics) {
    std::vector<Override> overrides;
    if (block == nullptr) return overrides;
    if (block->kind != YamlNode::Kind::mapping) {
        diagnostics.error(block->location, "set must be a mapping (name of a parameter: value)",
                          "for example {tax_rate: 0.25}");
        return overrides;
    }
    for (const YamlEntry& entry : block->entries) {
        if (entry.key.starts_with("x-")) continue;
        if (auto value =
                read_expression(entry.value, fmt::format("set.{}", entry.key), diagnostics))
            overrides.push_back({entry.key, std::move(*value), entry.key_location, {}});
    }
    return overrides;
}

ParameterValues::ParameterValues(const std::vector<Parameter>& parameters,
                                 const std::vector<Override>& overrides, Diagnostics& diagnostics,
                                 const DrawnValues& drawn) {
    Definitions definitions;
    std::vector<std::string> names;
    for (const auto& [name, parameter] : by_name(parameters, diagnostics)) {
        definitions[name] = &parameter->value;
        names.push_back(name);
    }
    for (const Override& one : overrides) {
        const auto known = definitions.find(one.name);
        if (known != definitions.end())
            known->second = &one.value;
        else
            diagnostics.error(one.name_location,
                              fmt::format("unknown parameter '{}'", shortened(one.name)),
                              unknown_name_help(one.name, "parameters", names));
    }
    std::map<std::string, double> known;
    for (const auto& [name, value] : drawn) {
        const bool is_overridden =
            std::any_of(overrides.begin(), overrides.end(),
                        [&, &wanted = name](const Override& one) { return one.name == wanted; });
        if (definitions.contains(name) && !is_overridden) known.emplace(name, value);
    }
    values_ = Evaluation(definitions, diagnostics).all(std::move(known));
}

double ParameterValues::value(const Expression& expression, Diagnostics& diagnostics) const {
    // Most name nothing, or little that is known.
    std::array<double, 8> values;
    const std::vector<std::string>& names = expression.names();
    std::size_t n_known = 0;
    for (; n_known < names.size() && n_known < values.size(); ++n_known) {
        const auto found = values_.find(names[n_known]);
        if (found == values_.end()) break;
        values[n_known] = found->second;
    }
    if (n_known == names.size()) return expression.evaluate_in_order({values.data(), n_known});

    bool are_known = true;
    for (const std::string& name : expression.names()) {
        if (values_.contains(name)) continue;
        are_known = false;
        std::vector<std::string> known;
        for (const auto& [one, value] : values_) known.push_back(one);
        diagnostics.error(expression.place_of(name), fmt::format("unknown parameter '{}'", name),
                          unknown_name_help(name, "parameters", known));
    }
    if (!are_known) return 0.0;
    return expression.evaluate([&](const std::string& name) { return values_.at(name); });
}

const std::vector<std::string>& unit_quantities() {
    static const std::vector<std::string> quantities = {
        "probability", "rate",   "share", "factor",  "hazard_ratio", "relative_risk", "odds_ratio",
        "log_sd",      "number", "count", "persons", "places",       "utility",       "life_years",
        "minutes",     "hours",  "days",  "weeks",   "months",       "quarters",      "years",
        "cycles",      "1"};
    return quantities;
}

const std::vector<std::string>& unit_times() {
    static const std::vector<std::string> times = {"cycle", "minute", "hour",    "day",
                                                   "week",  "month",  "quarter", "year"};
    return times;
}

bool is_currency(std::string_view code) {
    constexpr std::size_t letters = 3;
    return code.size() == letters && is_capitals(code);
}

}  // namespace forlob
