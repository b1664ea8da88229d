#pragma once

// Is this text a number that everyone reads alike? Plain decimal notation: no hexadecimal, no
// leading zeros that some read as octal, no separators, nothing that is not finite.

#include <optional>
#include <string>
#include <string_view>

namespace forlob {

struct PlainNumber {
    std::optional<double> value;
    std::string help;  ///< what to write instead, if there is no value
};

/// An optional sign, digits with an optional decimal point, an optional exponent. Does not depend
/// on the locale.
[[nodiscard]] PlainNumber read_plain_number(std::string_view text);

/// Whether `word` is a value elsewhere: yes, no, true, nan … Such words are never names here.
[[nodiscard]] bool is_reserved_word(std::string_view word);

/// Whether a whole text is meant as a number, right or wrong ("1e-3", "1,5", "-.inf", "0x10",
/// "yes"), rather than as a formula.
[[nodiscard]] bool is_meant_as_number(std::string_view text);

}  // namespace forlob
