#pragma once

// What does this mapping say under that key? A mapping that is being read, with its key table and
// its path, so that a value of the wrong form is called by its full name in the message.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "input/expression.hpp"
#include "input/keys.hpp"
#include "input/model_spec.hpp"

namespace forlob {

/// Whether `text` is of the form [a-z][a-z0-9_]* with at most 64 characters.
[[nodiscard]] bool is_name(std::string_view text);

/// A name that refers to something: whether it exists is for others to check.
[[nodiscard]] std::optional<Name> read_name(const YamlNode& node, std::string_view what,
                                            Diagnostics& diagnostics);

/// One name or a list of names, none twice, at least one.
[[nodiscard]] std::vector<Name> read_names(const YamlNode& node, std::string_view what,
                                           Diagnostics& diagnostics);

/// The key of an entry as a name.
[[nodiscard]] Name key_name(const YamlEntry& entry);

/// Reports a name that the author gives to something, if it is not of the right form.
void check_new_name(const Name& name, std::string_view what, Diagnostics& diagnostics);

/// Reports what is not a mapping.
bool check_mapping(const YamlNode& node, std::string_view what, Diagnostics& diagnostics);

/// The entries of a mapping whose keys refer to something, at least one. Nothing if it is not a
/// mapping. `what` names it in messages.
[[nodiscard]] std::span<const YamlEntry> referring_entries(const YamlNode& node,
                                                           std::string_view what,
                                                           Diagnostics& diagnostics);

/// How many entries a mapping may have.
struct EntryCount {
    std::size_t low = 1;
    std::size_t high = 1000;
};

/// The entries of a mapping whose keys are names that the author gives.
[[nodiscard]] std::span<const YamlEntry> naming_entries(const YamlNode& node, std::string_view what,
                                                        Diagnostics& diagnostics,
                                                        EntryCount count = {});

/// The items of a list, at least one. Nothing if it is not a list.
[[nodiscard]] std::span<const YamlNode> list_items(const YamlNode& node, std::string_view what,
                                                   Diagnostics& diagnostics);

/// A whole number of one of integer_types().
[[nodiscard]] std::optional<std::int64_t> read_integer_of(const YamlNode& node,
                                                          std::string_view what,
                                                          std::string_view type,
                                                          Diagnostics& diagnostics);

/// The position of a word among those of one of word_types().
[[nodiscard]] std::optional<std::size_t> read_word_of(const YamlNode& node, std::string_view what,
                                                      std::string_view type,
                                                      Diagnostics& diagnostics);

class Block {
public:
    /// Reports what is not a mapping, and its unknown, missing and not yet supported keys. `node`
    /// and `diagnostics` must outlive the block. `path` is "" for a whole file.
    Block(const YamlNode& node, std::string path, std::string_view object,
          Diagnostics& diagnostics);

    /// Otherwise every question is answered as if the keys were absent.
    [[nodiscard]] bool is_mapping() const { return is_mapping_; }
    [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }
    [[nodiscard]] const YamlNode* find(std::string_view key) const;
    [[nodiscard]] const YamlEntry* entry(std::string_view key) const;
    [[nodiscard]] const Location& location() const { return node_.location; }
    /// What messages call this mapping.
    [[nodiscard]] const std::string& path() const { return path_; }
    /// What messages call the value of `key`, e.g. "clocks.support_months.counts".
    [[nodiscard]] std::string path(std::string_view key) const;

    // The value of `key`: nothing if it is absent, or wrong and reported. Integers and words are of
    // the type that the key table says.
    [[nodiscard]] std::optional<std::string> text(std::string_view key) const;
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key) const;
    [[nodiscard]] std::vector<std::int64_t> ascending_integers(std::string_view key) const;
    /// Of the two keys that say the same, one in months and one in cycles (`month_key` is the
    /// former), the one that is there; both are a mistake, and so is the word for months if the
    /// model's cycle is no month (cycle.hpp).
    [[nodiscard]] const YamlEntry* in_cycles(std::string_view month_key) const;
    /// The same for a key that must be there.
    [[nodiscard]] const YamlEntry* required_in_cycles(std::string_view month_key) const;
    /// The value at the key of `in_cycles`.
    [[nodiscard]] std::optional<std::int32_t> cycles(std::string_view month_key) const;
    [[nodiscard]] std::vector<std::int32_t> ascending_cycles(std::string_view month_key) const;
    [[nodiscard]] std::optional<bool> boolean(std::string_view key) const;
    [[nodiscard]] std::optional<std::size_t> word(std::string_view key) const;
    [[nodiscard]] std::optional<Expression> expression(std::string_view key) const;
    [[nodiscard]] std::optional<Name> name(std::string_view key) const;
    [[nodiscard]] std::vector<Name> names(std::string_view key) const;
    /// `label` and `danish`.
    [[nodiscard]] Label label() const;
    /// The entries of the mapping, or items of the list, at `key`; nothing if absent.
    [[nodiscard]] std::span<const YamlEntry> referring(std::string_view key) const;
    [[nodiscard]] std::span<const YamlEntry> naming(std::string_view key,
                                                    EntryCount count = {}) const;
    [[nodiscard]] std::span<const YamlNode> items(std::string_view key) const;

    /// Reports unless exactly one of `keys` is there. `help` says which to use when.
    bool exactly_one_of(std::initializer_list<std::string_view> keys, std::string help) const;

private:
    [[nodiscard]] std::string_view type_of(std::string_view key) const;
    [[nodiscard]] std::string_view about(std::string_view key) const;

    const YamlNode& node_;
    std::string path_;
    std::string_view object_;
    Diagnostics* diagnostics_;
    bool is_mapping_ = false;
};

}  // namespace forlob
