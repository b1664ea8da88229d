#include "input/yaml_mistake.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/utf8.hpp"

namespace forlob {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

bool is_blank_line(std::string_view line) {
    const std::size_t first = line.find_first_not_of(" \t");
    return first == line.npos || line[first] == '#';
}

// Offset of the ':' that ends the key of a line; nothing if it has none.
std::optional<std::size_t> end_of_key(std::string_view line) {
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '#' && i > 0 && is_blank(line[i - 1])) return std::nullopt;
        if (line[i] == ':' && (i + 1 == line.size() || is_blank(line[i + 1]))) return i;
    }
    return std::nullopt;
}

// One attempt to say what is wrong; knows the text around the place where the parser gave up.
class Explanation {
public:
    Explanation(std::size_t offset, const YamlProgress& progress, const YamlPlaces& places,
                Diagnostics& diagnostics)
        : offset_(offset),
          progress_(progress),
          places_(places),
          diagnostics_(diagnostics),
          source_(places.source()->text) {}

    void report(YamlFault fault) {
        // Whatever the parser says of it, a tab before the first word is what is wrong.
        if (const auto tab = tab_in_indentation()) return say_tab(*tab);
        switch (fault) {
            case YamlFault::tab:
                return say_tab(offset_);
            case YamlFault::open_bracket:
                return bracket_not_closed();
            case YamlFault::closing_bracket:
                return wrong_closing_bracket();
            case YamlFault::open_quote:
                return quote_not_closed();
            case YamlFault::colon:
                return colon_not_expected();
            case YamlFault::misplaced:
                return does_not_belong();
            case YamlFault::escape:
                return unknown_escape();
            case YamlFault::alias:
                return step_back_to('*');
            case YamlFault::anchor:
                return step_back_to('&');
            case YamlFault::other:
                return by_first_character();
            case YamlFault::list_item:
                return say(offset_, 1, "a list cannot begin here",
                           "write each '- item' on a line of its own below the key, or [a, b]");
            case YamlFault::block_header:
                return say(offset_, 1, "nothing may follow '|' or '>' on its line",
                           "begin the text on the next line, indented");
            case YamlFault::depth:
                return say(offset_, 1, "this is nested too deeply",
                           "at most 64 levels are allowed");
        }
    }

private:
    void say(std::size_t offset, std::size_t width, std::string message, std::string help) {
        Location place = places_.at(offset);
        place.width = static_cast<int>(width);
        diagnostics_.error(std::move(place), std::move(message), std::move(help));
    }

    void say_tab(std::size_t offset) {
        say(offset, 1, "a tab stands where spaces are needed", "indent with spaces");
    }

    [[nodiscard]] char at(std::size_t offset) const {
        return offset < source_.size() ? source_[offset] : '\0';
    }

    // A tab before the first word of the line where the parser gave up.
    [[nodiscard]] std::optional<std::size_t> tab_in_indentation() const {
        const std::string_view line = places_.line_of(offset_);
        const std::size_t first_word = line.find_first_not_of(" \t");
        const std::size_t tab = line.find('\t');
        const bool is_indentation = tab < std::min(first_word, line.size());
        return is_indentation ? std::optional(places_.start_of_line(offset_) + tab) : std::nullopt;
    }

    void bracket_not_closed() {
        const std::size_t bracket = progress_.open_bracket.value_or(offset_);
        const bool is_list = at(bracket) != '{';
        say(bracket, 1,
            is_list ? "this list is not closed, or a comma is missing in it"
                    : "this mapping is not closed, or a comma is missing in it",
            is_list ? "write commas between its items and ']' after the last"
                    : "write commas between its entries and '}' after the last");
    }

    void wrong_closing_bracket() {
        const char closing = at(offset_);
        if (!progress_.open_bracket)
            return say(offset_, 1, fmt::format("'{}' closes nothing", closing),
                       "remove it, or put the text in quotes");
        say(offset_, 1, fmt::format("'{}' cannot close '{}'", closing, at(*progress_.open_bracket)),
            closing == '}' ? "write ']'" : "write '}'");
    }

    // The parser gives up at the end of the file. The quote is after what it reported last.
    void quote_not_closed() {
        for (std::size_t i = progress_.last_offset; i < source_.size(); ++i) {
            const char before = i == 0 ? '\n' : source_[i - 1];
            const bool begins_word =
                std::string_view(" \t\n[{,:").find(before) != std::string_view::npos;
            if (source_[i] == '#' && begins_word)
                i = std::min(source_.find('\n', i), source_.size() - 1);
            const bool is_quote = begins_word && (source_[i] == '"' || source_[i] == '\'');
            if (!is_quote) continue;
            const auto end = places_.closing_quote(i);
            if (!end) return report_open_quote(places_, i, diagnostics_);
            i = *end;
        }
        say(offset_, 1, "the file ends within a text in quotes", "close the quotes");
    }

    void colon_not_expected() {
        const std::size_t start = places_.start_of_line(offset_);
        const std::string_view line = places_.line_of(offset_);
        if (const auto colon = end_of_key(line.substr(0, offset_ - start)); colon)
            return say(offset_, 1, "a second ':' stands in the value",
                       "put a text that contains ': ' in quotes, or begin the key on a new line");
        // The parser took the line before for the beginning of the key.
        std::size_t above = start;
        while (above > 0) {
            above = places_.start_of_line(above - 1);
            const std::string_view text = places_.line_of(above);
            if (is_blank_line(text)) continue;
            if (!end_of_key(text)) return line_without_colon(above, text);
            break;
        }
        const std::size_t indent = std::min(line.find_first_not_of(" \t"), line.size());
        say(start + indent, 1, "the indentation does not fit",
            "the keys of a mapping begin in the same column; a key that has a value of its own "
            "has nothing below it");
    }

    void line_without_colon(std::size_t start, std::string_view line) {
        const std::size_t first = line.find_first_not_of(" \t");
        const std::size_t last = std::min(line.find_last_not_of(" \t"), line.size() - 1);
        const std::string_view words = line.substr(first, last - first + 1);
        if (const std::size_t colon = words.find(':'); colon != words.npos && colon > 0)
            return say(start + first + colon, 1, "a space is missing after ':'",
                       fmt::format("write {}: {}", shortened(words.substr(0, colon)),
                                   shortened(words.substr(colon + 1))));
        say(start + first, n_characters(words), "this line has no ':'", "write 'key: value'");
    }

    void does_not_belong() {
        std::size_t before = offset_;
        while (before > 0 && is_blank(source_[before - 1])) --before;
        const char last = before == 0 ? '\n' : source_[before - 1];
        if (last == '"' || last == '\'')
            return say(offset_, 1, "a text follows the closing quote",
                       "put the whole text in quotes; within double quotes write \\\" for a quote, "
                       "within single quotes ''");
        if (last == ']' || last == '}')
            return say(offset_, 1, fmt::format("something follows the closing '{}'", last),
                       "begin the next key on a new line");
        say(offset_, 1, "the indentation does not fit",
            "the keys of a mapping, and the '-' of a list, begin in the same column");
    }

    void unknown_escape() {
        // The parser stands behind what it could not read.
        const std::size_t backslash = source_.rfind('\\', offset_ == 0 ? 0 : offset_ - 1);
        const std::size_t place = backslash == source_.npos ? offset_ : backslash;
        say(place, 2, "unknown escape in a text in double quotes",
            "write \\\\ for a backslash, or use single quotes");
    }

    // The parser stands behind the sign that it found no name after.
    void step_back_to(char sign) {
        const std::size_t found = source_.rfind(sign, offset_);
        if (found != source_.npos) offset_ = found;
        by_first_character();
    }

    void by_first_character() {
        switch (at(offset_)) {
            case '*':
                return refuse_yaml_alias(places_, offset_, diagnostics_);
            case '&':
                return say(offset_, 1, "anchors are not supported: '&'",
                           "remove it; to use a number in several places, define a parameter");
            case '!':
                return say(offset_, 1, "tags are not supported",
                           "remove the word that begins with '!'");
            case '@':
            case '`':
            case '%':
            case '?':
                return say(offset_, 1,
                           fmt::format("a key or value cannot begin with '{}'", at(offset_)),
                           "put it in quotes");
            default:
                say(offset_, 1, "this is not YAML",
                    "check the colons, quotes, brackets and indentation here");
        }
    }

    std::size_t offset_;
    YamlProgress progress_;
    const YamlPlaces& places_;
    Diagnostics& diagnostics_;
    std::string_view source_;
};

}  // namespace

void report_open_quote(const YamlPlaces& places, std::size_t offset, Diagnostics& diagnostics) {
    diagnostics.error(places.at(offset), "this quote is never closed",
                      fmt::format("write {} where the text ends", places.source()->text[offset]));
}

void report_yaml_mistake(YamlFault fault, std::size_t offset, const YamlProgress& progress,
                         const YamlPlaces& places, Diagnostics& diagnostics) {
    Explanation(offset, progress, places, diagnostics).report(fault);
}

void refuse_yaml_alias(const YamlPlaces& places, std::size_t offset, Diagnostics& diagnostics) {
    const std::string_view line = places.rest_of_line(offset);
    const std::string_view word = line.substr(0, line.find_first_of(" \t,]}:"));
    Location place = places.at(offset);
    place.width = static_cast<int>(std::max(n_characters(word), std::size_t{1}));
    diagnostics.error(std::move(place),
                      fmt::format("aliases are not supported: '{}'", shortened(word)),
                      "write the value out; to use a number in several places, define a parameter");
}

}  // namespace forlob
