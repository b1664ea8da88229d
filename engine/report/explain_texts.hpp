#pragma once

// How do the parts of an explanation read? Names, lists and factors as text. Private to explain.

#include <string>
#include <vector>

#include "input/model_spec.hpp"

namespace forlob::explain {

/// "name: label (danish)".
[[nodiscard]] std::string named(const Label& label, const Name& name);
[[nodiscard]] std::string list(const std::vector<Name>& names, const char* if_none = "all");
/// "; by coordinate: step × factor, …" for each.
[[nodiscard]] std::string factors(const std::vector<FactorSpec>& by);
/// Indented, broken into lines.
[[nodiscard]] std::string line(const std::string& text, std::size_t width, std::size_t indent = 2);

/// Tables with their steps, grades and sources.
[[nodiscard]] std::string tables_text(const std::vector<TableSpec>& tables, std::size_t width);

}  // namespace forlob::explain
