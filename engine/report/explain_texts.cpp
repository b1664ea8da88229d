#include "report/explain_texts.hpp"

#include <fmt/format.h>

#include "report/text.hpp"

namespace forlob::explain {
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

std::string line(const std::string& text, std::size_t width, std::size_t indent) {
    return std::string(indent, ' ') + wrapped(text, width - indent, indent + 2) + "\n";
}

}  // namespace forlob::explain
