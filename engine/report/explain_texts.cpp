#include "report/explain_texts.hpp"

#include <fmt/format.h>

#include "input/parameter.hpp"
#include "report/text.hpp"

namespace forlob::explaining {
namespace {

std::string factor(const FactorSpec& spec) {
    std::string text;
    for (const FactorSpec::Step& step : spec.steps)
        text += fmt::format("{}{}{} × {}", text.empty() ? "" : ", ", step.from ? "from " : "",
                            step.key.text, step.factor.text());
    return "by " + spec.coordinate.text + ": " + text;
}

}  // namespace

std::string named(const Label& label, const Name& name) {
    std::string text = name.text;
    if (!label.text.empty()) text += ": " + label.text;
    if (!label.danish.empty()) text += " (" + label.danish + ")";
    return text;
}

std::string list(const std::vector<Name>& names, const char* if_none) {
    std::string text;
    for (const Name& name : names) text += (text.empty() ? "" : ", ") + name.text;
    return text.empty() ? if_none : text;
}

std::string factors(const std::vector<FactorSpec>& by) {
    std::string text;
    for (const FactorSpec& spec : by) text += "; " + factor(spec);
    return text;
}

std::string arguments_text(const Distribution& distribution) {
    std::string arguments;
    for (const auto& [name, value] : distribution.arguments)
        arguments += fmt::format("{}{} {:.6g}", arguments.empty() ? "" : ", ", name, value);
    return arguments;
}

std::string line(const std::string& text, std::size_t width, std::size_t indent) {
    return std::string(indent, ' ') + wrapped(text, width - indent, indent + 2) + "\n";
}

std::string ArmValues::text(const Expression& expression) const {
    if (expression.names().empty()) return expression.text();
    std::string value;
    for (const ParameterValues* arm : arms_) {
        Diagnostics not_known;  // names of persons or time, or parameters of another arm's program
        const double of_arm = arm->value(expression, not_known);
        if (not_known.has_errors()) continue;
        const std::string one = fmt::format("{:.6g}", of_arm);
        if (!value.empty() && value != one) return expression.text();
        value = one;
    }
    return expression.text() + (value.empty() ? "" : " = " + value);
}

std::string tables_text(const std::vector<TableSpec>& tables, std::size_t width) {
    std::string text;
    for (const TableSpec& table : tables) {
        std::string steps;
        if (table.columns) {
            steps = fmt::format("column {} of {}, {} rows from {:g}", table.columns->column.text,
                                table.columns->file.text, table.steps.size(),
                                table.steps.empty() ? 0.0 : table.steps.front().from);
        } else {
            for (const TableSpec::Step& step : table.steps)
                steps += fmt::format("{}from {:g}: {}", steps.empty() ? "" : ", ", step.from,
                                     step.value.text());
        }
        text += line(fmt::format("{} of {}{}: {}", named(table.label, table.name), table.of.text(),
                                 table.is_linear ? ", straight lines between" : "", steps),
                     width);
        text +=
            line(fmt::format("{} {} {}", letter(table.grade), table.unit, table.source), width, 6);
    }
    return text;
}

}  // namespace forlob::explaining
