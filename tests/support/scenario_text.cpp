#include "support/scenario_text.hpp"

#include <fmt/format.h>

#include <sstream>

namespace forlob::test {
namespace {

std::string indented(const std::string& block, const std::string& by) {
    std::istringstream lines(block);
    std::string result;
    for (std::string line; std::getline(lines, line);) result += by + line + "\n";
    return result;
}

}  // namespace

std::string ScenarioText::text() const {
    std::string model = "title: Four states\n" + cycle +
                        "groups: {support: {label: Public support}, work: {label: Work}}\n"
                        "states:\n"
                        "  benefit: {label: Benefit, groups: [support]}\n"
                        "  internship: {label: Internship, groups: [support]}\n"
                        "  employment: {label: Employment, groups: [work]}\n"
                        "  pension: {label: Pension, groups: [support], absorbing: true}\n"
                        "attributes:\n" +
                        attributes + frailty;
    if (!tables.empty()) model += "tables:\n" + tables;
    if (!clocks.empty()) model += "clocks:\n" + clocks;
    model += "transitions:\n" + transitions;
    if (!modifiers.empty()) model += "modifiers: " + modifiers + "\n";
    model +=
        "definitions:\n"
        "  exit:\n"
        "    from: [benefit, internship]\n"
        "    to: {any: {label: Any, states: [employment, pension]}, "
        "employment: {label: Employment, states: [employment]}}\n" +
        (confirm_months == 1 ? "" : fmt::format("    confirm_months: {}\n", confirm_months)) +
        "  relapse: {events: {benefit: {label: Benefit, states: [benefit, internship]}}}\n"
        "  headline: {base: employment, event: benefit}\n"
        "  employment: [employment]\n";
    std::string result = "forlob: 1\nkind: scenario\ntitle: Test\nparameters: " + parameters +
                         "\nmodel:\n" + indented(model, "  ") + "population:\n" +
                         indented("title: People\nattributes:\n" + population_attributes +
                                      "start: " + start + "\n" + population_more,
                                  "  ") +
                         "economy: " + economy + "\ncohort: {size: " + std::to_string(people) +
                         "}\nhorizon: " + std::to_string(horizon) +
                         "\nreplications: " + std::to_string(replications) +
                         "\nseed: 7\nreference: plain\n" + scenario +
                         "arms:\n  plain: {label: Plain}\n";
    if (program.empty() && set.empty()) return result;
    result += "  other:\n    label: Other\n";
    if (!set.empty()) result += "    set: " + set + "\n";
    if (!program.empty()) result += "    programs:\n      -\n" + indented(program, "        ");
    if (!more_programs.empty()) result += "      -\n" + indented(more_programs, "        ");
    return result;
}

ScenarioSpec ScenarioText::spec() const { return read_scenario_texts({{"test.yaml", text()}}); }

std::vector<Model> ScenarioText::models() const { return compile_arms(spec()); }

}  // namespace forlob::test
