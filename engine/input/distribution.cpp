#include "input/distribution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

namespace forlob {

namespace {

using Family = DistributionFamily;
using Form = std::vector<std::string>;

}  // namespace

const std::vector<DistributionFamily>& distribution_families() {
    static const std::vector<Family> all = {
        {"normal", {{"mean", "sd"}, {"mean", "se"}, {"low", "high"}}},
        {"lognormal", {{"mu", "sigma"}, {"mean", "sd"}, {"mean", "se"}, {"low", "high"}}},
        {"beta", {{"alpha", "beta"}, {"mean", "sd"}, {"mean", "se"}, {"low", "high"}}},
        {"gamma",
         {{"shape", "rate"}, {"shape", "scale"}, {"mean", "sd"}, {"mean", "se"}, {"low", "high"}}},
        {"triangular", {{"low", "mode", "high"}}},
        {"uniform", {{"low", "high"}}},
        {"pert", {{"low", "mode", "high"}}},
    };
    return all;
}

std::vector<std::string> DistributionFamily::arguments() const {
    std::vector<std::string> known;
    for (const Form& form : forms)
        for (const std::string& argument : form)
            if (std::find(known.begin(), known.end(), argument) == known.end())
                known.push_back(argument);
    return known;
}

namespace {

std::vector<std::string> family_names() {
    std::vector<std::string> names;
    for (const Family& family : distribution_families()) names.push_back(family.name);
    return names;
}

std::string shown_forms(const Family& family) {
    std::vector<std::string> forms;
    for (const Form& form : family.forms)
        forms.push_back(fmt::format("{{{}}}", fmt::join(form, ", ")));
    return fmt::format("write {}", fmt::join(forms, " or "));
}

bool has(const Form& form, const std::string& argument) {
    return std::find(form.begin(), form.end(), argument) != form.end();
}

// The form that `arguments` name; reports those that belong to none, or to different ones.
const Form* form_of(const Family& family, const YamlNode& arguments, const std::string& what,
                    Diagnostics& diagnostics) {
    const std::vector<std::string> known = family.arguments();
    bool are_known = true;
    for (const YamlEntry& entry : arguments.entries) {
        if (has(known, entry.key)) continue;
        are_known = false;
        diagnostics.error(entry.key_location,
                          fmt::format("unknown argument '{}' in {}", entry.key, what),
                          unknown_name_help(entry.key, "arguments", known));
    }
    if (!are_known) return nullptr;
    for (const Form& form : family.forms) {
        const bool are_all_in_form =
            std::all_of(arguments.entries.begin(), arguments.entries.end(),
                        [&](const YamlEntry& entry) { return has(form, entry.key); });
        if (are_all_in_form && arguments.entries.size() == form.size()) return &form;
    }
    std::vector<std::string> given;
    for (const YamlEntry& entry : arguments.entries) given.push_back(entry.key);
    diagnostics.error(arguments.location,
                      given.empty()
                          ? fmt::format("{} has no arguments", what)
                          : fmt::format("{} has the arguments {}", what, fmt::join(given, ", ")),
                      shown_forms(family));
    return nullptr;
}

// Checks the values of one distribution, all of which are numbers.
class RangeCheck {
public:
    RangeCheck(const Distribution& distribution, const YamlNode& arguments, std::string what,
               Diagnostics& diagnostics)
        : distribution_(distribution),
          arguments_(arguments),
          what_(std::move(what)),
          diagnostics_(diagnostics) {}

    bool holds() {
        const std::string& family = distribution_.family;
        for (const char* name : {"sd", "se", "sigma", "alpha", "beta", "shape", "rate", "scale"})
            demand(name, has(name) && value(name) <= 0.0, "greater than 0");
        if (family == "lognormal" || family == "gamma")
            demand("mean", has("mean") && value("mean") <= 0.0, "greater than 0");
        if (family == "lognormal" || family == "gamma")
            demand("low", has("low") && value("low") <= 0.0, "greater than 0");
        if (family == "beta") check_beta();
        if (!has("low")) return holds_;
        demand("low", value("low") >= value("high"),
               fmt::format("less than high ({})", value("high")));
        if (!has("mode")) return holds_;
        demand("mode", value("mode") < value("low") || value("mode") > value("high"),
               fmt::format("between low ({}) and high ({})", value("low"), value("high")));
        return holds_;
    }

private:
    [[nodiscard]] bool has(const char* name) const {
        return distribution_.arguments.contains(name);
    }
    [[nodiscard]] double value(const char* name) const { return distribution_.arguments.at(name); }

    // Of a beta: within 0 and 1, and not wider than 0 and 1 allow.
    void check_beta() {
        for (const char* name : {"mean", "low", "high"})
            demand(name, has(name) && (value(name) <= 0.0 || value(name) >= 1.0),
                   "between 0 and 1, and neither of them");
        if (!holds_ || !has("mean")) return;
        const double mean = value("mean");
        const double limit = std::sqrt(mean * (1.0 - mean));
        const char* spread = has("se") ? "se" : "sd";
        demand(spread, value(spread) >= limit,
               fmt::format("less than {:.4g}, the square root of mean (1 - mean)", limit));
    }

    void demand(const char* name, bool is_broken, const std::string& requirement) {
        if (!is_broken) return;
        holds_ = false;
        diagnostics_.error(arguments_.find(name)->location,
                           fmt::format("{}.{} cannot be {}", what_, name, value(name)),
                           fmt::format("it must be {}", requirement));
    }

    const Distribution& distribution_;
    const YamlNode& arguments_;
    std::string what_;
    Diagnostics& diagnostics_;
    bool holds_ = true;
};

}  // namespace

std::optional<Distribution> read_distribution(const YamlNode& node, const std::string& what,
                                              Diagnostics& diagnostics) {
    const char* example = "for example {lognormal: {low: 0.003, high: 0.012}}";
    if (node.kind != YamlNode::Kind::mapping || node.entries.size() != 1) {
        diagnostics.error(node.location, fmt::format("{} must be one family with arguments", what),
                          example);
        return std::nullopt;
    }
    const YamlEntry& entry = node.entries.front();
    const auto family = std::find_if(distribution_families().begin(), distribution_families().end(),
                                     [&](const Family& one) { return one.name == entry.key; });
    if (family == distribution_families().end()) {
        diagnostics.error(entry.key_location, fmt::format("unknown distribution '{}'", entry.key),
                          unknown_name_help(entry.key, "distributions", family_names()));
        return std::nullopt;
    }
    const std::string path = fmt::format("{}.{}", what, family->name);
    if (entry.value.kind != YamlNode::Kind::mapping) {
        diagnostics.error(entry.value.location, fmt::format("{} must have named arguments", path),
                          shown_forms(*family));
        return std::nullopt;
    }
    const Form* form = form_of(*family, entry.value, path, diagnostics);
    if (form == nullptr) return std::nullopt;
    Distribution distribution{family->name, {}, entry.key_location};
    for (const YamlEntry& argument : entry.value.entries) {
        const auto value =
            read_number(argument.value, fmt::format("{}.{}", path, argument.key), diagnostics);
        if (value) distribution.arguments[argument.key] = *value;
    }
    if (distribution.arguments.size() != form->size() ||
        !RangeCheck(distribution, entry.value, path, diagnostics).holds())
        return std::nullopt;
    return distribution;
}

}  // namespace forlob
