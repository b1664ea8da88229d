#pragma once

// What did the author write, and where? YAML text becomes a tree in which every key and value knows
// its place. Strict: one document, no anchors, aliases, tags or merge keys, no duplicate keys,
// UTF-8 only; at most 4 MiB, 64 levels and 200,000 nodes. Only yaml.cpp knows yaml-cpp.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"

namespace forlob {

struct YamlEntry;

/// One value with its place.
struct YamlNode {
    enum class Kind { null, scalar, sequence, mapping };
    Kind kind = Kind::null;
    Location location;
    std::string text;                ///< scalar: as written, without quotes
    bool quoted = false;             ///< scalar: was in quotes, so never a number
    std::vector<YamlNode> items;     ///< sequence
    std::vector<YamlEntry> entries;  ///< mapping, in the author's order, keys unique

    /// The value of `key`, or nullptr. Mapping only.
    [[nodiscard]] const YamlNode* find(std::string_view key) const;
};

struct YamlEntry {
    std::string key;
    Location key_location;
    YamlNode value;
};

/// Reads the file; `shown_name` is what messages call it. Nothing on failure, which is reported at
/// `referred_from` if the file cannot be read (missing, a folder, too large), else in the text.
[[nodiscard]] std::optional<YamlNode> read_yaml_file(const std::string& path,
                                                     const std::string& shown_name,
                                                     const std::optional<Location>& referred_from,
                                                     Diagnostics& diagnostics);

/// Reads a text.
[[nodiscard]] std::optional<YamlNode> read_yaml_text(std::shared_ptr<const SourceFile> source,
                                                     Diagnostics& diagnostics);

/// A plain decimal number: finite; no hexadecimal, octal-looking leading zeros, underscores or
/// quotes. Reports and returns nothing otherwise. `what` names the value in the message.
[[nodiscard]] std::optional<double> read_number(const YamlNode& node, std::string_view what,
                                                Diagnostics& diagnostics);

/// A whole number within [low, high].
[[nodiscard]] std::optional<std::int64_t> read_integer(const YamlNode& node, std::string_view what,
                                                       std::int64_t low, std::int64_t high,
                                                       Diagnostics& diagnostics);

/// `true` or `false`, unquoted.
[[nodiscard]] std::optional<bool> read_boolean(const YamlNode& node, std::string_view what,
                                               Diagnostics& diagnostics);

/// A non-empty text.
[[nodiscard]] std::optional<std::string> read_text(const YamlNode& node, std::string_view what,
                                                   Diagnostics& diagnostics);

/// One key that a mapping may have. Tables of these check the file and make the JSON Schema.
struct KeyRule {
    std::string_view key;
    bool required = false;
    std::string_view type;   ///< name of the value's type in schema.cpp, e.g. "expression"
    std::string_view about;  ///< one line: meaning and unit
};

/// True when `node` is a mapping; then also reports every unknown key (with the nearest known one)
/// and every missing required key. Keys that begin with "x-" are the author's own notes.
bool check_keys(const YamlNode& node, std::string_view what, const std::vector<KeyRule>& rules,
                Diagnostics& diagnostics);

}  // namespace forlob
