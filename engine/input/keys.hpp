#pragma once

// Which keys may a mapping have, and what may stand behind them? One table per kind of mapping. The
// readers check against these tables and the JSON Schema is made from them (schema.hpp), so that an
// editor and `forlob check` never disagree.
//
// KeyRule::type is written in a small language: alternatives joined by " or ", each optionally
// preceded by "list of ", "one or more " (one, or a list) or "map of " (names to …). What remains
// names another table, a whole-number type, a word type, or a simple type explained in schema.cpp.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "input/yaml.hpp"

namespace forlob {

/// The keys of one kind of mapping. `object` is what KeyRule::type calls it, e.g. "clock".
struct KeyTable {
    std::string_view object;
    std::vector<KeyRule> rules;
};

/// All tables; those of the file kinds come first.
[[nodiscard]] const std::vector<KeyTable>& key_tables();

/// The table of `object`, which exists.
[[nodiscard]] const std::vector<KeyRule>& key_rules(std::string_view object);

/// Type of a key that is known but not yet understood. Its `about` says what to use instead. Such
/// keys are refused by check_object and are not part of the JSON Schema.
inline constexpr std::string_view not_supported = "not supported";

/// check_keys with the table of `object`, and refusal of keys that are not supported yet.
bool check_object(const YamlNode& node, std::string_view what, std::string_view object,
                  Diagnostics& diagnostics);

/// A type of whole number, both ends included.
struct IntegerType {
    std::string_view name;
    std::int64_t low = 0;
    std::int64_t high = 0;
};
[[nodiscard]] const std::vector<IntegerType>& integer_types();

/// A type whose values are a few fixed words.
struct WordType {
    std::string_view name;
    std::vector<std::string> words;
};
[[nodiscard]] const std::vector<WordType>& word_types();

}  // namespace forlob
