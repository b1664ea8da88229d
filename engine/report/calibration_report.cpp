#include "report/calibration_report.hpp"

#include <fmt/format.h>

#include <cmath>

#include "base/version.hpp"
#include "report/text.hpp"

namespace forlob {
namespace {

std::string shown(double value) { return std::isnan(value) ? "–" : fmt::format("{:.7g}", value); }

std::string remark(const Optimum& optimum, std::size_t parameter) {
    if (optimum.is_at_bound[parameter]) return "at its bound";
    return optimum.is_identified[parameter] ? "" : "not determined by the targets";
}

std::string parameters_of(const Calibration& calibration, const Optimum& optimum,
                          std::size_t width) {
    TextTable table({"Parameter", "value", "standard error", ""});
    for (std::size_t parameter = 0; parameter < calibration.parameters.size(); ++parameter)
        table.add({calibration.parameters[parameter], shown(optimum.values[parameter]),
                   shown(optimum.standard_error[parameter]), remark(optimum, parameter)});
    return table.text(width);
}

std::string targets_of(const Optimum& optimum, std::size_t width) {
    TextTable table({"Target", "observed", "model", "reached"});
    for (const FittedTarget& target : optimum.targets)
        table.add({target.arm + ": " + target.what, shown(target.target), shown(target.model),
                   target.is_reached ? "yes" : "no"});
    return table.text(width);
}

// A text that any YAML reader takes as such.
std::string quoted(const std::string& text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        result += c == '\n' ? ' ' : c;
    }
    return result + "\"";
}

}  // namespace

std::string calibration_text(const Calibration& calibration, std::size_t width) {
    std::string text = wrapped(
        fmt::format("{} {}, {} evaluations by exact recursion: {}.{}", calibration.n_starts,
                    calibration.n_starts == 1 ? "start" : "starts",
                    grouped(static_cast<double>(calibration.n_evaluations)),
                    calibration.optima.size() == 1
                        ? "all lead to one optimum"
                        : fmt::format("{} different optima", calibration.optima.size()),
                    calibration.n_failed == 0
                        ? ""
                        : fmt::format(" {} starts make no sense as values and were left out.",
                                      calibration.n_failed)),
        width);
    text += "\n";
    for (std::size_t number = 0; number < calibration.optima.size(); ++number) {
        const Optimum& optimum = calibration.optima[number];
        text += fmt::format(
            "\nOptimum {}: loss {:.6g}, from {} of the starts; {}\n\n", number + 1, optimum.loss,
            optimum.n_starts,
            optimum.are_all_reached ? "all targets are reached" : "not all targets are reached");
        text += parameters_of(calibration, optimum, width) + "\n" + targets_of(optimum, width);
    }
    return text;
}

std::string calibration_yaml(const Calibration& calibration, const ScenarioSpec& scenario,
                             const std::string& scenario_name) {
    const Optimum& best = calibration.optima.front();
    std::string text = fmt::format(
        "forlob: 1\nkind: parameters\ntitle: {}\ndescription: {}\nset:\n",
        quoted("Calibrated: " + scenario.title),
        quoted(fmt::format(
            "Written by forlob calibrate ({}) from {}: loss {:.6g}, {}.", version(), scenario_name,
            best.loss, best.are_all_reached ? "all targets reached" : "not all targets reached")));
    for (std::size_t parameter = 0; parameter < best.values.size(); ++parameter) {
        const std::string note = remark(best, parameter);
        text += fmt::format("  {}: {{value: {}, source: {}}}\n", calibration.parameters[parameter],
                            best.values[parameter],
                            quoted(fmt::format("calibrated to {} {} of {}{}", best.targets.size(),
                                               best.targets.size() == 1 ? "target" : "targets",
                                               scenario_name, note.empty() ? "" : ", " + note)));
    }
    return text;
}

}  // namespace forlob
