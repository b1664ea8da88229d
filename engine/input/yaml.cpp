#include "input/yaml.hpp"

#include <yaml-cpp/anchor.h>
#include <yaml-cpp/emitterstyle.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace forlob {
namespace {

constexpr std::size_t most_bytes = std::size_t{4} << 20;
constexpr std::size_t deepest = 64;
constexpr std::size_t most_nodes = 200'000;

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

int characters(std::string_view text) {
    return static_cast<int>(std::count_if(text.begin(), text.end(),
                                          [](char byte) { return !is_continuation(byte); }));
}

/// Places of a text by line and byte, as yaml-cpp counts them, turned into characters.
class Places {
public:
    explicit Places(std::shared_ptr<const SourceFile> source) : source_(std::move(source)) {
        const std::string& text = source_->text;
        starts_.push_back(0);
        for (std::size_t at = 0; at < text.size(); ++at)
            if (text[at] == '\n') starts_.push_back(at + 1);
    }

    [[nodiscard]] Location at(const YAML::Mark& mark, int width = 1) const {
        const std::size_t line =
            std::min(static_cast<std::size_t>(std::max(mark.line, 0)), starts_.size() - 1);
        std::string_view text(source_->text);
        text = text.substr(starts_[line]);
        text = text.substr(0, text.find('\n'));
        // A byte-order mark is no character of the line.
        std::size_t column = static_cast<std::size_t>(std::max(mark.column, 0));
        if (line == 0 && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
        column = std::min(column, text.size());
        return {source_, static_cast<int>(line) + 1, characters(text.substr(0, column)) + 1,
                std::max(width, 1)};
    }

    [[nodiscard]] Location at_byte(std::size_t byte) const {
        const auto after = std::upper_bound(starts_.begin(), starts_.end(), byte);
        const auto line = static_cast<std::size_t>(after - starts_.begin()) - 1;
        const std::string_view before =
            std::string_view(source_->text).substr(starts_[line], byte - starts_[line]);
        return {source_, static_cast<int>(line) + 1, characters(before) + 1, 1};
    }

    /// Whether the scalar that begins there is in quotes.
    [[nodiscard]] char character(const YAML::Mark& mark) const {
        const auto at = static_cast<std::size_t>(std::max(mark.pos, 0));
        return at < source_->text.size() ? source_->text[at] : '\0';
    }

private:
    std::shared_ptr<const SourceFile> source_;
    std::vector<std::size_t> starts_;
};

/// What is refused at a place, to leave the parser early.
struct Refused {
    Location location;
    std::string message;
    std::string help;
};

/// Builds the tree from the parser's events, refusing what a file may not contain.
class TreeBuilder final : public YAML::EventHandler {
public:
    TreeBuilder(const Places& places, Diagnostics& diagnostics)
        : places_(places), diagnostics_(diagnostics) {}

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (++documents_ > 1)
            throw Refused{places_.at(mark), "a second document begins here",
                          "a file holds one document: remove the line '---'"};
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        refuse_anchor(mark, anchor);
        YamlNode node;
        node.location = places_.at(mark);
        add(std::move(node));
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        throw Refused{places_.at(mark), "an alias (*name) is not allowed",
                      "write the value out, or use a named parameter"};
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        refuse_anchor(mark, anchor);
        refuse_tag(mark, tag);
        YamlNode node;
        node.kind = YamlNode::Kind::scalar;
        node.text = value;
        // yaml-cpp tags quoted scalars "!" and plain ones "?".
        node.quoted = tag == "!";
        node.location = places_.at(mark, characters(value) + (node.quoted ? 2 : 0));
        if (const char first = places_.character(mark); first == '|' || first == '>')
            node.location.width = 1;
        add(std::move(node));
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, YamlNode::Kind::sequence);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, YamlNode::Kind::mapping);
    }
    void OnMapEnd() override { close(); }

    [[nodiscard]] std::optional<YamlNode> take() { return std::move(root_); }

private:
    struct Frame {
        YamlNode node;
        std::optional<YamlNode> key;  ///< of a mapping: read, its value not yet
        std::map<std::string, Location> keys;
    };

    void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) const {
        if (anchor != 0)
            throw Refused{places_.at(mark), "an anchor (&name) is not allowed",
                          "use a named parameter instead"};
    }
    void refuse_tag(const YAML::Mark& mark, const std::string& tag) const {
        if (!tag.empty() && tag != "?" && tag != "!")
            throw Refused{places_.at(mark), "a tag (!name) is not allowed", "remove the tag"};
    }
    void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
              YamlNode::Kind kind) {
        refuse_anchor(mark, anchor);
        refuse_tag(mark, tag);
        if (open_.size() >= deepest)
            throw Refused{places_.at(mark), "this is nested too deeply",
                          "at most 64 levels are allowed"};
        Frame frame;
        frame.node.kind = kind;
        frame.node.location = places_.at(mark);
        open_.push_back(std::move(frame));
    }
    void close() {
        YamlNode node = std::move(open_.back().node);
        open_.pop_back();
        add(std::move(node));
    }
    void add(YamlNode node) {
        if (++nodes_ > most_nodes)
            throw Refused{node.location, "the file has too many values",
                          "at most 200,000 are allowed; put large tables into a CSV file"};
        if (open_.empty()) {
            root_ = std::move(node);
            return;
        }
        Frame& frame = open_.back();
        if (frame.node.kind == YamlNode::Kind::sequence) {
            frame.node.items.push_back(std::move(node));
        } else if (!frame.key) {
            add_key(frame, std::move(node));
        } else {
            YamlNode key = std::move(*frame.key);
            frame.key.reset();
            if (const auto [first, is_new] = frame.keys.emplace(key.text, key.location); !is_new) {
                diagnostics_.error(key.location, "'" + key.text + "' is given twice",
                                   "it was given first in line " +
                                       std::to_string(first->second.line) + "; keep one of them");
                return;
            }
            frame.node.entries.push_back({key.text, key.location, std::move(node)});
        }
    }
    static void add_key(Frame& frame, YamlNode node) {
        if (node.kind != YamlNode::Kind::scalar)
            throw Refused{node.location, "a key must be a plain word",
                          "write 'key: value' with a space after the colon"};
        if (node.text == "<<")
            throw Refused{node.location, "a merge key (<<) is not allowed",
                          "write the keys out, or use named parameters"};
        // A mapping is placed at its first key: flow style would point at the brace, block style at
        // the line before.
        if (frame.node.entries.empty() && frame.keys.empty()) frame.node.location = node.location;
        frame.key = std::move(node);
    }

    const Places& places_;
    Diagnostics& diagnostics_;
    std::vector<Frame> open_;
    std::optional<YamlNode> root_;
    std::size_t nodes_ = 0;
    int documents_ = 0;
};

/// The first byte that is not UTF-8 (overlong forms and surrogates included), if any.
std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const std::size_t length = byte < 0x80U                     ? 1
                                   : byte >= 0xC2U && byte < 0xE0U ? 2
                                   : byte >= 0xE0U && byte < 0xF0U ? 3
                                   : byte >= 0xF0U && byte < 0xF5U ? 4
                                                                    : 0;
        if (length == 0 || at + length > text.size()) return at;
        for (std::size_t next = 1; next < length; ++next)
            if (!is_continuation(text[at + next])) return at;
        if (length > 2) {
            const auto second = static_cast<unsigned char>(text[at + 1]);
            if ((byte == 0xE0U && second < 0xA0U) || (byte == 0xEDU && second >= 0xA0U) ||
                (byte == 0xF0U && second < 0x90U) || (byte == 0xF4U && second >= 0x90U))
                return at;
        }
        at += length;
    }
    return std::nullopt;
}

std::pair<std::string, std::string> plain_words(const std::string& parser_message) {
    const auto has = [&](const char* words) {
        return parser_message.find(words) != std::string::npos;
    };
    if (has("tab")) return {"a tab stands where spaces are needed", "indent with spaces only"};
    if (has("end of sequence flow"))
        return {"a list that begins with '[' is not closed", "add the missing ']' or ','"};
    if (has("end of map flow"))
        return {"a mapping that begins with '{' is not closed", "add the missing '}' or ','"};
    if (has("end of map"))
        return {"the indentation or a key does not fit here",
                "keys of one mapping begin in the same column and end with ': '"};
    if (has("end of sequence"))
        return {"the indentation of this list does not fit",
                "items of one list begin with '- ' in the same column"};
    if (has("illegal map value"))
        return {"a ':' is not expected here",
                "put texts that contain ': ' in quotes, and begin each key on a line of its own"};
    if (has("illegal block entry"))
        return {"a '- ' is not expected here", "begin each item of a list on a line of its own"};
    if (has("illegal EOF in scalar") || has("EOF"))
        return {"the file ends within a value", "close the quotes or brackets"};
    if (has("unknown escape"))
        return {"an unknown escape in a text in double quotes",
                "write '\\\\' for a backslash, or use single quotes"};
    return {"this is not YAML that can be read: " + parser_message,
            "check indentation, colons, quotes and brackets"};
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
    for (const YamlEntry& entry : entries)
        if (entry.key == key) return &entry.value;
    return nullptr;
}

std::optional<YamlNode> read_yaml_text(std::shared_ptr<const SourceFile> source,
                                       Diagnostics& diagnostics) {
    const Places places(source);
    const std::string& text = source->text;
    if (text.size() > most_bytes) {
        diagnostics.error({source, 1, 1, 1}, "the file is larger than 4 MiB",
                          "put large tables into a CSV file");
        return std::nullopt;
    }
    if (const auto bad = first_invalid_utf8(text)) {
        diagnostics.error(places.at_byte(*bad), "this is not UTF-8",
                          "save the file with the encoding UTF-8");
        return std::nullopt;
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x20U && byte != '\n' && byte != '\r' && byte != '\t') {
            diagnostics.error(places.at_byte(at), "a control character is not allowed",
                              "remove it; the file may not be a text");
            return std::nullopt;
        }
    }

    TreeBuilder builder(places, diagnostics);
    try {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const Refused& refused) {
        diagnostics.error(refused.location, refused.message, refused.help);
        return std::nullopt;
    } catch (const YAML::Exception& error) {
        if (error.msg == "bad file" || error.msg.find("deep") != std::string::npos) {
            diagnostics.error(places.at(error.mark), "this is nested too deeply",
                              "at most 64 levels are allowed");
        } else {
            const auto [message, help] = plain_words(error.msg);
            diagnostics.error(places.at(error.mark), message, help);
        }
        return std::nullopt;
    }
    auto root = builder.take();
    if (!root || root->kind == YamlNode::Kind::null) {
        diagnostics.error({source, 1, 1, 1}, "the file is empty",
                          "a file begins with 'forlob: 1' and 'kind: …'");
        return std::nullopt;
    }
    return root;
}

std::optional<YamlNode> read_yaml_file(const std::string& path, const std::string& shown_name,
                                       const std::optional<Location>& referred_from,
                                       Diagnostics& diagnostics) {
    namespace fs = std::filesystem;
    const auto fail = [&](const std::string& message, const std::string& help) {
        auto nameless = std::make_shared<SourceFile>(SourceFile{shown_name, ""});
        diagnostics.error(referred_from.value_or(Location{nameless, 1, 1, 1}), message, help);
        return std::nullopt;
    };
    std::error_code status_error;
    const fs::file_status status = fs::status(path, status_error);
    if (!fs::exists(status))
        return fail("there is no file '" + shown_name + "'", "paths are relative to the file that names them");
    if (fs::is_directory(status)) return fail("'" + shown_name + "' is a folder", "name a file");
    if (!fs::is_regular_file(status))
        return fail("'" + shown_name + "' is not an ordinary file", "name a file");
    const auto size = fs::file_size(path, status_error);
    if (!status_error && size > most_bytes)
        return fail("'" + shown_name + "' is larger than 4 MiB", "put large tables into a CSV file");
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream content;
    content << stream.rdbuf();
    if (!stream) return fail("'" + shown_name + "' cannot be read", "check its permissions");
    return read_yaml_text(std::make_shared<SourceFile>(SourceFile{shown_name, content.str()}),
                          diagnostics);
}

std::optional<double> read_number(const YamlNode& node, std::string_view what,
                                  Diagnostics& diagnostics) {
    const auto fail = [&](const std::string& help) -> std::optional<double> {
        const std::string shown =
            node.kind == YamlNode::Kind::scalar ? "'" + node.text + "'" : "this";
        diagnostics.error(node.location, std::string(what) + " must be a number, not " + shown, help);
        return std::nullopt;
    };
    if (node.kind != YamlNode::Kind::scalar) return fail("write a number such as 0.25");
    if (node.quoted) return fail("remove the quotes");
    std::string_view text(node.text);
    const std::string_view digits = text.starts_with('-') || text.starts_with('+') ? text.substr(1) : text;
    if (digits.find(',') != std::string_view::npos) return fail("write a decimal point, as in 1.5");
    if (digits.find('_') != std::string_view::npos) return fail("write the digits without '_'");
    if (digits.starts_with("0x") || digits.starts_with("0o") || digits.starts_with("0b"))
        return fail("write a decimal number");
    if (digits.size() > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9')
        return fail("remove the leading zeros");
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range) return fail("the number is too large or too small");
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
        return fail("write a finite number such as 0.25");
    return value;
}

std::optional<std::int64_t> read_integer(const YamlNode& node, std::string_view what,
                                         std::int64_t low, std::int64_t high,
                                         Diagnostics& diagnostics) {
    const std::string range = std::to_string(low) + " to " + std::to_string(high);
    std::int64_t value = 0;
    const std::string& text = node.text;
    const std::string_view digits =
        std::string_view(text).substr(text.starts_with('-') ? 1 : 0);
    const bool has_leading_zero = digits.size() > 1 && digits[0] == '0';
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (node.kind != YamlNode::Kind::scalar || node.quoted || has_leading_zero ||
        error == std::errc::invalid_argument || end != text.data() + text.size()) {
        const std::string shown = node.kind == YamlNode::Kind::scalar ? "'" + text + "'" : "this";
        diagnostics.error(node.location,
                          std::string(what) + " must be a whole number, not " + shown,
                          "write a whole number from " + range +
                              (node.quoted ? ", without quotes" : ""));
        return std::nullopt;
    }
    if (error != std::errc{} || value < low || value > high) {
        diagnostics.error(node.location, std::string(what) + " '" + text + "' is out of range",
                          "write a whole number from " + range);
        return std::nullopt;
    }
    return value;
}

std::optional<bool> read_boolean(const YamlNode& node, std::string_view what,
                                 Diagnostics& diagnostics) {
    if (node.kind == YamlNode::Kind::scalar && !node.quoted) {
        if (node.text == "true") return true;
        if (node.text == "false") return false;
    }
    const std::string shown =
        node.kind == YamlNode::Kind::scalar ? "'" + node.text + "'" : "this";
    diagnostics.error(node.location, std::string(what) + " must be true or false, not " + shown,
                      "write true or false, without quotes");
    return std::nullopt;
}

std::optional<std::string> read_text(const YamlNode& node, std::string_view what,
                                     Diagnostics& diagnostics) {
    if (node.kind == YamlNode::Kind::scalar && !node.text.empty()) return node.text;
    diagnostics.error(node.location, std::string(what) + " must be a text that is not empty",
                      "write a text after the colon, on the same line");
    return std::nullopt;
}

bool check_keys(const YamlNode& node, std::string_view what, const std::vector<KeyRule>& rules,
                Diagnostics& diagnostics) {
    if (node.kind != YamlNode::Kind::mapping) {
        diagnostics.error(node.location, std::string(what) + " must be a mapping of keys to values",
                          "write 'key: value' lines, indented");
        return false;
    }
    std::vector<std::string> known;
    for (const KeyRule& rule : rules) known.emplace_back(rule.key);
    for (const YamlEntry& entry : node.entries) {
        if (entry.key.starts_with("x-")) continue;
        if (std::find(known.begin(), known.end(), entry.key) == known.end())
            diagnostics.error(entry.key_location,
                              "unknown key '" + entry.key + "' in " + std::string(what),
                              unknown_name_help(entry.key, "keys", known));
    }
    for (const KeyRule& rule : rules)
        if (rule.required && node.find(rule.key) == nullptr)
            diagnostics.error(node.location,
                              std::string(what) + " lacks the key '" + std::string(rule.key) + "'",
                              std::string(rule.key) + ": " + std::string(rule.about));
    return true;
}

}  // namespace forlob
