#include "input/yaml.hpp"

#include <fmt/format.h>
#include <yaml-cpp/anchor.h>
#include <yaml-cpp/emitterstyle.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <system_error>
#include <utility>

#include "base/utf8.hpp"
#include "input/yaml_mistake.hpp"
#include "input/yaml_text.hpp"

namespace forlob {

namespace {

constexpr std::size_t most_levels = 64;
constexpr std::size_t most_nodes = 200'000;
constexpr std::size_t longest_key = 128;
// The rest of the file cannot be read. What is wrong has been reported.
struct Unreadable {};

// Characters that a scalar takes up in the first of its lines, which begins with it; the sign alone
// if it is a block of the following lines. `n_quoted_bytes` is 0 if it is not in quotes.
int width_of_scalar(std::string_view line, const std::string& value, std::size_t n_quoted_bytes) {
    std::size_t n_bytes = n_quoted_bytes;
    if (n_bytes == 0 && !line.starts_with('|') && !line.starts_with('>')) {
        const auto [end, in_value] =
            std::mismatch(line.begin(), line.end(), value.begin(), value.end());
        n_bytes = static_cast<std::size_t>(end - line.begin());
    }
    return std::max(static_cast<int>(n_characters(line.substr(0, n_bytes))), 1);
}

// What the parser's words mean.
YamlFault fault_of(std::string_view words) {
    namespace Msg = YAML::ErrorMsg;
    const std::pair<std::string_view, YamlFault> known[] = {
        {Msg::TAB_IN_INDENTATION, YamlFault::tab},
        {Msg::END_OF_SEQ_FLOW, YamlFault::open_bracket},
        {Msg::END_OF_MAP_FLOW, YamlFault::open_bracket},
        {Msg::FLOW_END, YamlFault::closing_bracket},
        {Msg::EOF_IN_SCALAR, YamlFault::open_quote},
        {Msg::MAP_VALUE, YamlFault::colon},
        {Msg::END_OF_MAP, YamlFault::misplaced},
        {Msg::END_OF_SEQ, YamlFault::misplaced},
        {Msg::BLOCK_ENTRY, YamlFault::list_item},
        {Msg::INVALID_ESCAPE, YamlFault::escape},
        {Msg::INVALID_HEX, YamlFault::escape},
        {Msg::INVALID_UNICODE, YamlFault::escape},
        {Msg::CHAR_IN_BLOCK, YamlFault::block_header},
        {Msg::ALIAS_NOT_FOUND, YamlFault::alias},
        {Msg::CHAR_IN_ALIAS, YamlFault::alias},
        {Msg::ANCHOR_NOT_FOUND, YamlFault::anchor},
        {Msg::CHAR_IN_ANCHOR, YamlFault::anchor},
        {Msg::BAD_FILE, YamlFault::depth},
    };
    // Some go on with the character that they are about.
    for (const auto& [beginning, fault] : known)
        if (words.starts_with(beginning)) return fault;
    return YamlFault::other;
}

// Makes the tree from the parser's events and reports what YAML allows but we do not. It goes on
// after whatever leaves the rest readable.
class TreeBuilder final : public YAML::EventHandler {
public:
    TreeBuilder(const YamlPlaces& places, Diagnostics& diagnostics)
        : places_(places), diagnostics_(diagnostics) {}

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (++n_documents_ == 1) return;
        if (places_.rest_of_line(offset(mark)).starts_with("---"))
            stop(place(mark), "a second document begins here",
                 "a file has one document: remove the line '---' and what belongs to it");
        stop(place(mark), "this is outside of what the file began with",
             "a file is one mapping: its keys begin in the same column, and nothing follows a "
             "closing bracket");
    }
    void OnDocumentEnd() override {}

    void OnAnchor(const YAML::Mark& mark, const std::string& name) override {
        refuse(place(mark), n_characters(name) + 1,
               fmt::format("anchors are not supported: '&{}'", shortened(name)),
               "remove it; to use a number in several places, define a parameter");
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        // Once for each anchor: its first use shows how it is to be replaced.
        if (refused_aliases_.insert(anchor).second)
            refuse_yaml_alias(places_, offset(mark), diagnostics_);
        is_complete_ = false;
        add(node_at(mark, YamlNode::Kind::null));
    }
    void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
        refuse_tag(mark, {});
        YamlNode node = node_at(mark, YamlNode::Kind::null);
        // A value that is left out stands at the next token, which is elsewhere: show its key.
        if (!open_.empty() && open_.back().key &&
            places_.at(offset(mark)).line != open_.back().key->location.line)
            node.location = open_.back().key->location;
        add(std::move(node));
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                  const std::string& value) override {
        refuse_tag(mark, tag);
        YamlNode node = node_at(mark, YamlNode::Kind::scalar);
        const std::string_view line = places_.rest_of_line(offset(mark));
        node.text = value;
        node.quoted = tag == "!";  // yaml-cpp's mark of whatever is not plain
        std::size_t n_quoted_bytes = 0;
        if (line.starts_with('"') || line.starts_with('\'')) {
            // At the end of a file that ends with a line feed, yaml-cpp takes any text as closed.
            const auto end = places_.closing_quote(offset(mark));
            if (!end) report_open_quote(places_, offset(mark), diagnostics_);
            if (!end) throw Unreadable{};
            n_quoted_bytes = *end + 1 - offset(mark);
        }
        node.location.width = width_of_scalar(line, value, n_quoted_bytes);
        add(std::move(node));
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                         YAML::EmitterStyle::value style) override {
        open(mark, tag, YamlNode::Kind::sequence, style);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                    YAML::EmitterStyle::value style) override {
        open(mark, tag, YamlNode::Kind::mapping, style);
    }
    void OnMapEnd() override { close(); }

    // The tree, if the whole of it is known.
    [[nodiscard]] std::optional<YamlNode> take() {
        return is_complete_ ? std::move(root_) : std::nullopt;
    }

    [[nodiscard]] bool is_empty() const {
        return is_complete_ && (!root_ || root_->kind == YamlNode::Kind::null);
    }

    [[nodiscard]] YamlProgress progress() const {
        const auto bracket = std::find_if(open_.rbegin(), open_.rend(),
                                          [](const Level& level) { return level.is_flow; });
        return {last_offset_,
                bracket == open_.rend() ? std::nullopt : std::optional(bracket->offset)};
    }

private:
    struct Level {
        YamlNode node;
        std::size_t offset = 0;
        bool is_flow = false;         ///< in brackets
        std::optional<YamlNode> key;  ///< whose value must come
        bool is_key_usable = false;
        std::map<std::string, Location> keys;
    };

    [[nodiscard]] std::size_t offset(const YAML::Mark& mark) const {
        return places_.offset_of(mark.pos);
    }
    [[nodiscard]] Location place(const YAML::Mark& mark) const { return places_.at(offset(mark)); }
    [[nodiscard]] YamlNode node_at(const YAML::Mark& mark, YamlNode::Kind kind) {
        last_offset_ = offset(mark);
        YamlNode node;
        node.kind = kind;
        node.location = place(mark);
        return node;
    }

    void refuse(Location location, std::size_t width, std::string message, std::string help) {
        location.width = static_cast<int>(width);
        diagnostics_.error(std::move(location), std::move(message), std::move(help));
    }
    [[noreturn]] void stop(Location location, std::string message, std::string help) {
        refuse(std::move(location), 1, std::move(message), std::move(help));
        throw Unreadable{};
    }
    // yaml-cpp gives a plain scalar the tag "?", other scalars "!", which an author may write too.
    void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
        const std::string_view line = places_.rest_of_line(offset(mark));
        if (!line.starts_with('!') && (tag.empty() || tag == "?" || tag == "!")) return;
        const std::string_view word = line.substr(0, line.find_first_of(" ,]}\r"));
        refuse(place(mark), line.starts_with('!') ? n_characters(word) : 1,
               "tags are not supported", "remove the word that begins with '!'");
    }

    void open(const YAML::Mark& mark, const std::string& tag, YamlNode::Kind kind,
              YAML::EmitterStyle::value style) {
        refuse_tag(mark, tag);
        if (open_.size() == most_levels)
            stop(place(mark), "this is nested too deeply",
                 fmt::format("at most {} levels are allowed", most_levels));
        Level level;
        level.node = node_at(mark, kind);
        level.offset = offset(mark);
        level.is_flow = style == YAML::EmitterStyle::Flow;
        open_.push_back(std::move(level));
    }
    void close() {
        YamlNode node = std::move(open_.back().node);
        open_.pop_back();
        add(std::move(node));
    }
    void add(YamlNode node) {
        if (++n_nodes_ > most_nodes)
            stop(node.location, "the file has too many keys and values",
                 "at most 200,000 are allowed: put large tables into a CSV file");
        if (open_.empty()) {
            root_ = std::move(node);
        } else if (Level& level = open_.back(); level.node.kind == YamlNode::Kind::sequence) {
            level.node.items.push_back(std::move(node));
        } else if (!level.key) {
            level.is_key_usable = is_usable_key(node, level);
            level.key = std::move(node);
        } else {
            YamlNode key = std::move(*level.key);
            level.key.reset();
            if (level.is_key_usable && !lacks_space(key, node, level.is_flow))
                level.node.entries.push_back({std::move(key.text), key.location, std::move(node)});
        }
    }
    bool is_usable_key(const YamlNode& key, Level& level) {
        if (key.kind != YamlNode::Kind::scalar) {
            diagnostics_.error(key.location,
                               key.kind == YamlNode::Kind::null ? "a key is missing before ':'"
                                                                : "a key must be a word",
                               "write 'key: value'");
            return false;
        }
        if (key.text == "<<" && !key.quoted) {
            diagnostics_.error(key.location, "merge keys are not supported: '<<'",
                               "write the keys out; to use a number in several places, define a "
                               "parameter");
            return false;
        }
        if (n_characters(key.text) > longest_key) {
            diagnostics_.error(key.location,
                               fmt::format("the key '{}' is too long", shortened(key.text)),
                               fmt::format("keys have at most {} characters", longest_key));
            return false;
        }
        const auto [first, is_new] = level.keys.emplace(key.text, key.location);
        if (is_new) return true;
        diagnostics_.error(key.location, fmt::format("the key '{}' is given twice", key.text),
                           fmt::format("it is first given in line {}, column {}: keep one of them",
                                       first->second.line, first->second.column));
        return false;
    }
    // {a:1} has a key "a:1" and no value.
    bool lacks_space(const YamlNode& key, const YamlNode& value, bool is_flow) {
        const std::size_t colon = key.text.find(':');
        if (!is_flow || key.quoted || value.kind != YamlNode::Kind::null || colon == key.text.npos)
            return false;
        diagnostics_.error(
            key.location, fmt::format("a space is missing after ':' in '{}'", key.text),
            fmt::format("write {}: {}", key.text.substr(0, colon), key.text.substr(colon + 1)));
        return true;
    }

    const YamlPlaces& places_;
    Diagnostics& diagnostics_;
    std::vector<Level> open_;  ///< innermost last
    std::optional<YamlNode> root_;
    std::set<YAML::anchor_t> refused_aliases_;
    bool is_complete_ = true;
    std::size_t n_nodes_ = 0;
    std::size_t last_offset_ = 0;
    int n_documents_ = 0;
};

// The content of a file; nothing, after reporting it, if it cannot be read.
std::optional<std::string> read_content(const std::string& path, const std::string& shown_name,
                                        const std::optional<Location>& referred_from,
                                        Diagnostics& diagnostics) {
    namespace fs = std::filesystem;
    const auto refuse = [&](std::string message, const char* help) {
        diagnostics.error(referred_from.value_or(Location{}), std::move(message), help);
        return std::nullopt;
    };
    std::error_code problem;
    const fs::file_status status = fs::status(path, problem);
    if (status.type() == fs::file_type::not_found)
        return refuse(fmt::format("there is no file '{}'", shown_name),
                      referred_from ? "paths are relative to the file that names them"
                                    : "give the path of a file");
    if (fs::is_directory(status))
        return refuse(fmt::format("'{}' is a folder", shown_name), "name a file in it");
    if (status.type() != fs::file_type::none && !fs::is_regular_file(status))
        return refuse(fmt::format("'{}' is not an ordinary file", shown_name), "name a text file");
    std::ifstream stream(path, std::ios::binary);
    if (!stream)
        return refuse(fmt::format("'{}' cannot be opened", shown_name),
                      "you may lack the permission to read it");
    std::string text(most_yaml_bytes + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (stream.bad())
        return refuse(fmt::format("'{}' cannot be read", shown_name), "the disk may be at fault");
    text.resize(static_cast<std::size_t>(stream.gcount()));
    if (text.size() > most_yaml_bytes)
        return refuse(fmt::format("'{}' is larger than 4 MiB", shown_name),
                      "put large tables into a CSV file");
    text.shrink_to_fit();
    return text;
}

}  // namespace

std::optional<YamlNode> read_yaml_file(const std::string& path, const std::string& shown_name,
                                       const std::optional<Location>& referred_from,
                                       Diagnostics& diagnostics) {
    auto text = read_content(path, shown_name, referred_from, diagnostics);
    if (!text) return std::nullopt;
    return read_yaml_text(
        std::make_shared<const SourceFile>(SourceFile{shown_name, std::move(*text)}), diagnostics);
}

std::optional<YamlNode> read_yaml_text(std::shared_ptr<const SourceFile> source,
                                       Diagnostics& diagnostics) {
    const YamlPlaces places(std::move(source));
    if (!check_yaml_text(places, diagnostics)) return std::nullopt;
    TreeBuilder builder(places, diagnostics);
    try {
        std::istringstream stream{std::string(places.text())};
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const Unreadable&) {
        return std::nullopt;
    } catch (const YAML::Exception& exception) {
        report_yaml_mistake(fault_of(exception.msg), places.offset_of(exception.mark.pos),
                            builder.progress(), places, diagnostics);
        return std::nullopt;
    }
    if (!builder.is_empty()) return builder.take();
    diagnostics.error(places.at(0), "the file is empty",
                      "a file begins with forlob: 1, kind: … and title: …");
    return std::nullopt;
}

}  // namespace forlob
