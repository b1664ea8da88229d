#pragma once

// How do the parts of an explanation read? Names, lists and factors as text. Private to explain.

#include <string>
#include <utility>
#include <vector>

#include "input/model_spec.hpp"
#include "input/parameter.hpp"

namespace forlob::explaining {

/// "name: label (danish)".
[[nodiscard]] std::string named(const Label& label, const Name& name);
[[nodiscard]] std::string list(const std::vector<Name>& names, const char* if_none = "all");
/// "; by coordinate: step × factor, …" for each.
[[nodiscard]] std::string factors(const std::vector<FactorSpec>& by);
/// "low 0.95, high 1.05".
[[nodiscard]] std::string arguments_text(const Distribution& distribution);
/// Indented, broken into lines.
[[nodiscard]] std::string line(const std::string& text, std::size_t width, std::size_t indent = 2);

/// What the arms that are explained make of the author's formulas.
class ArmValues {
public:
    explicit ArmValues(std::vector<const ParameterValues*> arms) : arms_(std::move(arms)) {}

    /// The formula, and what it comes to where that is one number in all arms that know its names:
    /// "c_trt = 12000". A number alone stays as the author wrote it.
    [[nodiscard]] std::string text(const Expression& expression) const;

private:
    std::vector<const ParameterValues*> arms_;
};

/// Tables with their steps, grades and sources.
[[nodiscard]] std::string tables_text(const std::vector<TableSpec>& tables, std::size_t width);

}  // namespace forlob::explaining
