#include "input/plain_number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace forlob {

namespace {

constexpr const char* example = "write a number such as 0.25";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string without(std::string_view text, char unwanted) {
    std::string rest(text);
    rest.erase(std::remove(rest.begin(), rest.end(), unwanted), rest.end());
    return rest;
}

bool has_only(std::string_view text, std::string_view characters) {
    return text.find_first_not_of(characters) == text.npos;
}

// Digits with commas: 1,5 is a decimal comma, 1,500,000 separates thousands, 1,500 is either.
std::string help_on_commas(std::string_view text) {
    const auto n_commas = std::count(text.begin(), text.end(), ',');
    const std::string joined = without(text, ',');
    if (!has_only(joined, "+-.0123456789") || n_commas == 0) return example;
    if (text.find('.') != text.npos || n_commas > 1)
        return "write a point before the decimals and nothing between thousands, as in 1234567.5";
    const std::size_t comma = text.find(',');
    std::string with_point(text);
    with_point[comma] = '.';
    const bool may_be_thousands = text.size() - comma == 4;
    return may_be_thousands
               ? fmt::format("write {}, or {} if the comma separates thousands", with_point, joined)
               : fmt::format("write {}", with_point);
}

// What is wrong with a text that has no form of a number at all.
std::string help_on_other_text(std::string_view digits) {
    std::string word(digits);
    std::transform(word.begin(), word.end(), word.begin(), to_lower);
    if (word == "yes" || word == "true" || word == "on") return "write 1 for yes";
    if (word == "no" || word == "false" || word == "off") return "write 0 for no";
    if (word.starts_with('.')) word.erase(0, 1);
    for (const char* infinite : {"inf", "infinity", "nan"})
        if (word == infinite) return "write a finite number such as 0.25";
    if (digits.ends_with('%')) return "write a share: 0.05 for 5 %";
    if (!digits.empty() && is_digit(digits.front()) &&
        std::any_of(digits.begin(), digits.end(), is_letter))
        return "write the number alone, without a unit";
    if (std::count(digits.begin(), digits.end(), '.') > 1)
        return "write one decimal point at most and nothing between thousands";
    return example;
}

// What is wrong with the text after the sign; empty if its form is right.
std::string fault_of_form(std::string_view text, std::string_view digits) {
    if (digits.find(',') != digits.npos) return help_on_commas(text);
    if (digits.size() > 1 && digits[0] == '0' && is_letter(digits[1]) && to_lower(digits[1]) != 'e')
        return "write a decimal number";
    if (digits.find('_') != digits.npos)
        return has_only(digits, "_.0123456789") ? fmt::format("write {}", without(text, '_'))
                                                : example;
    const std::size_t n_whole = std::min(digits.find_first_not_of("0123456789"), digits.size());
    std::string_view rest = digits.substr(n_whole);
    std::size_t n_decimals = 0;
    if (rest.starts_with('.')) {
        rest.remove_prefix(1);
        n_decimals = std::min(rest.find_first_not_of("0123456789"), rest.size());
        rest.remove_prefix(n_decimals);
    }
    if (!rest.empty() && to_lower(rest.front()) == 'e') {
        rest.remove_prefix(1);
        if (rest.starts_with('+') || rest.starts_with('-')) rest.remove_prefix(1);
        if (rest.empty()) return "write digits after the e, as in 1e-3";
        rest.remove_prefix(std::min(rest.find_first_not_of("0123456789"), rest.size()));
    }
    if (!rest.empty() || n_whole + n_decimals == 0) return help_on_other_text(digits);
    if (n_whole > 1 && digits.front() == '0') return "remove the leading zeros";
    return {};
}

}  // namespace

bool is_reserved_word(std::string_view word) {
    constexpr std::array<std::string_view, 10> reserved = {
        "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"};
    return std::find(reserved.begin(), reserved.end(), word) != reserved.end();
}

PlainNumber read_plain_number(std::string_view text) {
    std::string_view digits = text;
    if (digits.starts_with('-') || digits.starts_with('+')) digits.remove_prefix(1);
    if (std::string help = fault_of_form(text, digits); !help.empty()) return {std::nullopt, help};
    double value = 0.0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size() || !std::isfinite(value))
        return {std::nullopt,
                "write a number between -1e308 and 1e308 that is not closer to 0 than "
                "1e-307"};
    return {text.starts_with('-') ? -value : value, {}};
}

bool is_meant_as_number(std::string_view text) {
    std::string_view digits = text;
    if (digits.starts_with('-') || digits.starts_with('+')) digits.remove_prefix(1);
    if (is_reserved_word(digits)) return true;
    if (digits.empty() || !(is_digit(digits.front()) || digits.front() == '.')) return false;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const char c = digits[i];
        if (is_digit(c) || is_letter(c) || c == '.' || c == ',' || c == '_') continue;
        const bool is_percent = c == '%' && i + 1 == digits.size();
        const bool is_before_percent = c == ' ' && digits.substr(i) == " %";
        const bool is_sign_of_exponent = (c == '+' || c == '-') && i > 0 &&
                                         to_lower(digits[i - 1]) == 'e' &&
                                         has_only(digits.substr(0, i - 1), "0123456789.");
        if (!is_percent && !is_before_percent && !is_sign_of_exponent) return false;
    }
    return true;
}

}  // namespace forlob
