#pragma once

// Is this text a formula, and if not, at which character is the mistake? Checks the language of
// expressions: names of parameters, numbers, + - * / ^, parentheses, comparisons, && || ?: and a
// few functions. What a formula is worth is expression.hpp's question.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace forlob {

/// The functions of the language.
[[nodiscard]] const std::vector<std::string>& formula_functions();

struct FormulaMistake {
    std::size_t offset = 0;   ///< in bytes from the beginning of the formula
    std::size_t n_bytes = 0;  ///< 0 at its end
    std::string message;
    std::string help;
};

struct CheckedFormula {
    std::vector<std::string> names;         ///< of parameters, alphabetical, each once
    std::optional<FormulaMistake> mistake;  ///< the first one
};

/// Checks the form only; whether the parameters exist is not known here. At most 2,000 bytes and 50
/// parentheses within one another.
[[nodiscard]] CheckedFormula check_formula(std::string_view text);

/// Offset in bytes of the first use of the parameter `name` in a formula without mistakes.
[[nodiscard]] std::optional<std::size_t> offset_of_name(std::string_view text,
                                                        std::string_view name);

}  // namespace forlob
