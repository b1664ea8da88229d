// The part of yaml.hpp that does not parse: numbers, texts and keys of values that were read.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/utf8.hpp"
#include "input/plain_number.hpp"
#include "input/yaml.hpp"

namespace forlob {

namespace {

// The author's value as messages quote it.
std::string shown(const YamlNode& node) {
    switch (node.kind) {
        case YamlNode::Kind::null:
            return "nothing";
        case YamlNode::Kind::scalar:
            return fmt::format("'{}'", shortened(node.text));
        case YamlNode::Kind::sequence:
            return "a list";
        case YamlNode::Kind::mapping:
            return "a mapping";
    }
    return {};
}

bool is_plain_scalar(const YamlNode& node) {
    return node.kind == YamlNode::Kind::scalar && !node.quoted;
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const YamlEntry& entry) { return entry.key == key; });
    return found == entries.end() ? nullptr : &found->value;
}

std::optional<double> read_number(const YamlNode& node, std::string_view what,
                                  Diagnostics& diagnostics) {
    PlainNumber number{std::nullopt, "write a number such as 0.25"};
    if (node.kind == YamlNode::Kind::scalar) number = read_plain_number(node.text);
    if (number.value && node.quoted) number = {std::nullopt, "remove the quotes"};
    if (!number.value)
        diagnostics.error(node.location,
                          fmt::format("{} must be a number, not {}{}", what,
                                      node.quoted ? "the text " : "", shown(node)),
                          number.help);
    return number.value;
}

std::optional<std::int64_t> read_integer(const YamlNode& node, std::string_view what,
                                         std::int64_t low, std::int64_t high,
                                         Diagnostics& diagnostics) {
    const std::string range = fmt::format("write a whole number from {} to {}", low, high);
    const char* const begin = node.text.data();
    const char* const end = begin + node.text.size();
    const std::string_view digits =
        std::string_view(node.text).substr(node.text.starts_with('-') ? 1 : 0);
    const bool has_leading_zero = digits.size() > 1 && digits.front() == '0';
    std::int64_t number = 0;
    const auto [parsed_to, error] = std::from_chars(begin, end, number);
    const bool has_form = parsed_to == end && error != std::errc::invalid_argument;
    if (!is_plain_scalar(node) || !has_form || has_leading_zero) {
        const bool is_number_in_quotes = node.quoted && has_form && !has_leading_zero;
        diagnostics.error(node.location,
                          fmt::format("{} must be a whole number, not {}{}", what,
                                      node.quoted ? "the text " : "", shown(node)),
                          is_number_in_quotes ? "remove the quotes"
                          : has_form          ? "remove the leading zeros"
                                              : range);
        return std::nullopt;
    }
    if (error == std::errc{} && number >= low && number <= high) return number;
    diagnostics.error(node.location, fmt::format("{} cannot be {}", what, shortened(node.text)),
                      range);
    return std::nullopt;
}

std::optional<bool> read_boolean(const YamlNode& node, std::string_view what,
                                 Diagnostics& diagnostics) {
    if (is_plain_scalar(node) && (node.text == "true" || node.text == "false"))
        return node.text == "true";
    std::string word(node.text);
    std::transform(word.begin(), word.end(), word.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    std::string help = "write true or false";
    for (const char* yes : {"true", "yes", "on", "y", "1"})
        if (word == yes) help = "write true";
    for (const char* no : {"false", "no", "off", "n", "0"})
        if (word == no) help = "write false";
    if (node.quoted && (node.text == "true" || node.text == "false")) help = "remove the quotes";
    diagnostics.error(node.location,
                      fmt::format("{} must be true or false, not {}{}", what,
                                  node.quoted ? "the text " : "", shown(node)),
                      std::move(help));
    return std::nullopt;
}

std::optional<std::string> read_text(const YamlNode& node, std::string_view what,
                                     Diagnostics& diagnostics) {
    const bool is_blank = node.text.find_first_not_of(" \t\r\n") == std::string::npos;
    if (node.kind == YamlNode::Kind::scalar && !is_blank) return node.text;
    if (node.kind == YamlNode::Kind::null || node.kind == YamlNode::Kind::scalar)
        diagnostics.error(node.location, fmt::format("{} is empty", what), "write a text");
    else
        diagnostics.error(node.location,
                          fmt::format("{} must be a text, not {}", what, shown(node)),
                          "put a text in quotes if it begins with [ or {, or contains ': '");
    return std::nullopt;
}

bool check_keys(const YamlNode& node, std::string_view what, const std::vector<KeyRule>& rules,
                Diagnostics& diagnostics) {
    if (node.kind != YamlNode::Kind::mapping) {
        diagnostics.error(
            node.location,
            fmt::format("{} must be a mapping (key: value), not {}", what, shown(node)),
            "write one 'key: value' a line, indented, or {key: value, key: value}");
        return false;
    }
    std::vector<std::string> known;
    for (const KeyRule& rule : rules) known.emplace_back(rule.key);
    for (const YamlEntry& entry : node.entries) {
        if (entry.key.starts_with("x-")) continue;
        if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
        diagnostics.error(entry.key_location,
                          fmt::format("unknown key '{}' in {}", shortened(entry.key), what),
                          unknown_name_help(entry.key, "keys", known));
    }
    for (const KeyRule& rule : rules) {
        if (!rule.required || node.find(rule.key) != nullptr) continue;
        diagnostics.error(node.location, fmt::format("missing key '{}' in {}", rule.key, what),
                          fmt::format("{}: {}", rule.key, rule.about));
    }
    return true;
}

}  // namespace forlob
