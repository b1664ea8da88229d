#include "input/block.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/require.hpp"
#include "input/cycle.hpp"

namespace forlob {

namespace {

constexpr std::size_t longest_name = 64;

// Reports a mapping with too few or too many entries.
void check_count(const YamlNode& node, std::string_view what, EntryCount count,
                 Diagnostics& diagnostics) {
    const std::size_t n = node.entries.size();
    if (n >= count.low && n <= count.high) return;
    diagnostics.error(node.location,
                      n == 0 ? fmt::format("{} is empty", what)
                             : fmt::format("{} has {} {}", what, n, n == 1 ? "entry" : "entries"),
                      count.low == 1 && n == 0 ? std::string("give at least one")
                      : count.low == 1
                          ? fmt::format("at most {} are allowed", count.high)
                          : fmt::format("{} to {} are allowed", count.low, count.high));
}

}  // namespace

bool is_name(std::string_view text) {
    const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto may_follow = [&](char c) {
        return is_lower(c) || (c >= '0' && c <= '9') || c == '_';
    };
    return !text.empty() && text.size() <= longest_name && is_lower(text.front()) &&
           std::all_of(text.begin(), text.end(), may_follow);
}

std::optional<Name> read_name(const YamlNode& node, std::string_view what,
                              Diagnostics& diagnostics) {
    if (node.kind != YamlNode::Kind::scalar) {
        diagnostics.error(node.location, fmt::format("{} must be a name", what),
                          "write a single word");
        return std::nullopt;
    }
    return Name{node.text, node.location};
}

std::vector<Name> read_names(const YamlNode& node, std::string_view what,
                             Diagnostics& diagnostics) {
    std::vector<Name> names;
    if (node.kind == YamlNode::Kind::scalar) {
        if (auto name = read_name(node, what, diagnostics)) names.push_back(std::move(*name));
        return names;
    }
    if (node.kind != YamlNode::Kind::sequence) {
        diagnostics.error(node.location, fmt::format("{} must be a name or a list of names", what),
                          "write a single word, or [a, b]");
        return names;
    }
    if (node.items.empty()) {
        diagnostics.error(node.location, fmt::format("{} is an empty list", what),
                          "give at least one name");
    }
    for (const YamlNode& item : node.items) {
        auto name = read_name(item, what, diagnostics);
        if (!name) continue;
        const bool is_repeated = std::any_of(names.begin(), names.end(), [&](const Name& other) {
            return other.text == name->text;
        });
        if (is_repeated) {
            diagnostics.error(name->location, fmt::format("'{}' is twice in {}", name->text, what),
                              "name it once");
            continue;
        }
        names.push_back(std::move(*name));
    }
    return names;
}

Name key_name(const YamlEntry& entry) { return {entry.key, entry.key_location}; }

void check_new_name(const Name& name, std::string_view what, Diagnostics& diagnostics) {
    if (is_name(name.text)) return;
    diagnostics.error(name.location, fmt::format("'{}' in {} is not a name", name.text, what),
                      fmt::format("names have lower-case letters a-z, digits and _, begin with a "
                                  "letter and have at most {} characters",
                                  longest_name));
}

bool check_mapping(const YamlNode& node, std::string_view what, Diagnostics& diagnostics) {
    return node.kind == YamlNode::Kind::mapping || check_keys(node, what, {}, diagnostics);
}

std::span<const YamlEntry> referring_entries(const YamlNode& node, std::string_view what,
                                             Diagnostics& diagnostics) {
    if (!check_mapping(node, what, diagnostics)) return {};
    check_count(node, what, {}, diagnostics);
    return node.entries;
}

std::span<const YamlEntry> naming_entries(const YamlNode& node, std::string_view what,
                                          Diagnostics& diagnostics, EntryCount count) {
    if (!check_mapping(node, what, diagnostics)) return {};
    check_count(node, what, count, diagnostics);
    for (const YamlEntry& entry : node.entries) check_new_name(key_name(entry), what, diagnostics);
    return node.entries;
}

std::span<const YamlNode> list_items(const YamlNode& node, std::string_view what,
                                     Diagnostics& diagnostics) {
    if (node.kind != YamlNode::Kind::sequence) {
        diagnostics.error(node.location, fmt::format("{} must be a list", what),
                          "write [a, b], or a line with - for each item");
        return {};
    }
    if (node.items.empty())
        diagnostics.error(node.location, fmt::format("{} is an empty list", what),
                          "give at least one");
    return node.items;
}

std::optional<std::int64_t> read_integer_of(const YamlNode& node, std::string_view what,
                                            std::string_view type, Diagnostics& diagnostics) {
    const auto& types = integer_types();
    const auto found = std::find_if(types.begin(), types.end(),
                                    [&](const IntegerType& one) { return one.name == type; });
    require(found != types.end(), "the key table says that this is a whole number");
    return read_integer(node, what, found->low, found->high, diagnostics);
}

std::optional<std::size_t> read_word_of(const YamlNode& node, std::string_view what,
                                        std::string_view type, Diagnostics& diagnostics) {
    const auto& types = word_types();
    const auto known = std::find_if(types.begin(), types.end(),
                                    [&](const WordType& one) { return one.name == type; });
    require(known != types.end(), "the key table says that this is a word");
    const auto found = std::find(known->words.begin(), known->words.end(), node.text);
    if (node.kind == YamlNode::Kind::scalar && found != known->words.end())
        return static_cast<std::size_t>(found - known->words.begin());
    diagnostics.error(
        node.location,
        node.kind == YamlNode::Kind::scalar ? fmt::format("{} cannot be '{}'", what, node.text)
                                            : fmt::format("{} must be a word", what),
        known->words.size() == 1 ? fmt::format("write {}", known->words.front())
                                 : fmt::format("write one of: {}", fmt::join(known->words, ", ")));
    return std::nullopt;
}

Block::Block(const YamlNode& node, std::string path, std::string_view object,
             Diagnostics& diagnostics)
    : node_(node), path_(std::move(path)), object_(object), diagnostics_(&diagnostics) {
    const std::string what = path_.empty() ? fmt::format("the {}", object) : path_;
    is_mapping_ = check_object(node, what, object, diagnostics);
}

const YamlEntry* Block::entry(std::string_view key) const {
    if (!is_mapping_) return nullptr;
    const auto found = std::find_if(node_.entries.begin(), node_.entries.end(),
                                    [&](const YamlEntry& one) { return one.key == key; });
    return found == node_.entries.end() ? nullptr : &*found;
}

const YamlNode* Block::find(std::string_view key) const {
    const YamlEntry* found = entry(key);
    return found == nullptr ? nullptr : &found->value;
}

std::string Block::path(std::string_view key) const {
    return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

std::string_view Block::type_of(std::string_view key) const {
    for (const KeyRule& rule : key_rules(object_))
        if (rule.key == key) return rule.type;
    require(false, "only keys of the table are asked for");
    return {};
}

std::string_view Block::about(std::string_view key) const {
    for (const KeyRule& rule : key_rules(object_))
        if (rule.key == key) return rule.about;
    require(false, "only keys of the table are asked for");
    return {};
}

std::optional<std::string> Block::text(std::string_view key) const {
    const YamlNode* node = find(key);
    if (node == nullptr) return std::nullopt;
    return read_text(*node, path(key), *diagnostics_);
}

std::optional<std::int64_t> Block::integer(std::string_view key) const {
    const YamlNode* node = find(key);
    if (node == nullptr) return std::nullopt;
    return read_integer_of(*node, path(key), type_of(key), *diagnostics_);
}

std::vector<std::int64_t> Block::ascending_integers(std::string_view key) const {
    std::vector<std::int64_t> numbers;
    const YamlNode* node = find(key);
    if (node == nullptr) return numbers;
    constexpr std::string_view prefix = "one-or-more ";
    const std::string_view alternatives = type_of(key).substr(prefix.size());
    const std::string_view type = alternatives.substr(0, alternatives.find(" or "));
    const bool is_list = node->kind == YamlNode::Kind::sequence;
    for (const YamlNode& item :
         is_list ? list_items(*node, path(key), *diagnostics_) : std::span(node, 1)) {
        const auto number = read_integer_of(item, path(key), type, *diagnostics_);
        if (!number) continue;
        if (!numbers.empty() && *number <= numbers.back()) {
            diagnostics_->error(item.location,
                                fmt::format("{} in {} does not ascend", *number, path(key)),
                                "list the numbers from the smallest to the largest, each once");
            continue;
        }
        numbers.push_back(*number);
    }
    return numbers;
}

const YamlEntry* Block::in_cycles(std::string_view month_key) const {
    const YamlEntry* in_months = entry(month_key);
    const std::string twin = twin_of_month_word(month_key);
    const YamlEntry* found = entry(twin);
    if (in_months == nullptr) return found;
    if (found != nullptr) {
        diagnostics_->error(
            found->key_location,
            fmt::format("{} has both '{}' and '{}'", path_.empty() ? std::string(object_) : path_,
                        month_key, twin),
            "they say the same: write one of them");
        return in_months;
    }
    diagnostics_->error_if(
        cycle_is_no_month, in_months->key_location,
        fmt::format("'{}' counts months, but the cycle of the model is no month", month_key),
        fmt::format("write '{}' and count cycles", twin));
    return in_months;
}

const YamlEntry* Block::required_in_cycles(std::string_view month_key) const {
    const std::string twin = twin_of_month_word(month_key);
    if (is_mapping_ && !has(month_key) && !has(twin)) {
        diagnostics_->error(node_.location, fmt::format("missing key '{}' in {}", month_key, path_),
                            fmt::format("or '{}': {}", twin, about(month_key)));
        return nullptr;
    }
    return in_cycles(month_key);
}

std::optional<std::int32_t> Block::cycles(std::string_view month_key) const {
    const YamlEntry* found = in_cycles(month_key);
    if (found == nullptr) return std::nullopt;
    const auto number = integer(found->key);
    return number ? std::optional(static_cast<std::int32_t>(*number)) : std::nullopt;
}

std::vector<std::int32_t> Block::ascending_cycles(std::string_view month_key) const {
    const YamlEntry* found = in_cycles(month_key);
    if (found == nullptr) return {};
    std::vector<std::int32_t> cycles;
    for (const std::int64_t number : ascending_integers(found->key))
        cycles.push_back(static_cast<std::int32_t>(number));
    return cycles;
}

std::optional<bool> Block::boolean(std::string_view key) const {
    const YamlNode* node = find(key);
    if (node == nullptr) return std::nullopt;
    return read_boolean(*node, path(key), *diagnostics_);
}

std::optional<std::size_t> Block::word(std::string_view key) const {
    const YamlNode* node = find(key);
    if (node == nullptr) return std::nullopt;
    return read_word_of(*node, path(key), type_of(key), *diagnostics_);
}

std::optional<Expression> Block::expression(std::string_view key) const {
    const YamlNode* node = find(key);
    if (node == nullptr) return std::nullopt;
    return read_expression(*node, path(key), *diagnostics_);
}

std::optional<Name> Block::name(std::string_view key) const {
    const YamlNode* node = find(key);
    if (node == nullptr) return std::nullopt;
    return read_name(*node, path(key), *diagnostics_);
}

std::vector<Name> Block::names(std::string_view key) const {
    const YamlNode* node = find(key);
    if (node == nullptr) return {};
    return read_names(*node, path(key), *diagnostics_);
}

Label Block::label() const {
    Label label;
    if (auto english = text("label")) label.text = std::move(*english);
    if (has("danish"))
        if (auto danish = text("danish")) label.danish = std::move(*danish);
    return label;
}

std::span<const YamlEntry> Block::referring(std::string_view key) const {
    const YamlNode* node = find(key);
    if (node == nullptr) return {};
    return referring_entries(*node, path(key), *diagnostics_);
}

std::span<const YamlEntry> Block::naming(std::string_view key, EntryCount count) const {
    const YamlNode* node = find(key);
    if (node == nullptr) return {};
    return naming_entries(*node, path(key), *diagnostics_, count);
}

std::span<const YamlNode> Block::items(std::string_view key) const {
    const YamlNode* node = find(key);
    if (node == nullptr) return {};
    return list_items(*node, path(key), *diagnostics_);
}

bool Block::exactly_one_of(std::initializer_list<std::string_view> keys, std::string help) const {
    if (!is_mapping_) return false;
    const YamlEntry* first = nullptr;
    for (const std::string_view key : keys) {
        const YamlEntry* one = entry(key);
        if (one == nullptr) continue;
        if (first != nullptr) {
            diagnostics_->error(one->key_location,
                                fmt::format("{} has both '{}' and '{}'", path_, first->key, key),
                                std::move(help));
            return false;
        }
        first = one;
    }
    if (first != nullptr) return true;
    diagnostics_->error(node_.location,
                        fmt::format("{} needs one of: {}", path_, fmt::join(keys, ", ")),
                        std::move(help));
    return false;
}

}  // namespace forlob
