#include "input/yaml_text.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/utf8.hpp"

namespace forlob {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t block_bytes = 256;
// yaml-cpp holds the tokens of a whole line, and those within brackets, before it reports any, in a
// hundred times the bytes of the text; it takes seconds for a million short lines.
constexpr std::size_t longest_line_bytes = 65'536;
constexpr std::size_t most_signs = 200'000;  ///< brackets and commas, or lines

// Whether every byte may stand in a file of ours.
bool is_clean(const YamlPlaces& places, Diagnostics& diagnostics) {
    const std::string& text = places.source()->text;
    const auto refuse = [&](std::size_t at, std::string message, std::string help) {
        diagnostics.error(places.at(at), std::move(message), std::move(help));
        return false;
    };
    if (const auto at = first_byte_not_utf8(text))
        return refuse(*at, "the file is not UTF-8 from here on", "save it with the encoding UTF-8");
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\0')
            return refuse(i, "the file contains a NUL byte", "it may not be a text file at all");
        if (c == '\r' && !std::string_view(text).substr(i + 1).starts_with('\n'))
            return refuse(
                i, "a carriage return stands alone",
                "end lines with a line feed, with or without a carriage return before it");
        const bool is_control = static_cast<unsigned char>(c) < 0x20U || c == '\x7F';
        if (is_control && c != '\t' && c != '\n' && c != '\r')
            return refuse(i, "a control character stands here", "remove it");
    }
    return true;
}

// Whether the parser can read the text in a second, without much more memory than it has bytes.
bool is_economical(const YamlPlaces& places, Diagnostics& diagnostics) {
    const std::string& text = places.source()->text;
    std::size_t line_start = 0;
    std::size_t n_lines = 0;
    std::size_t n_signs = 0;
    const auto refuse = [&](std::size_t at, const char* message, const char* help) {
        diagnostics.error(places.at(at), message, help);
        return false;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '[' || text[i] == '{' || text[i] == ',') ++n_signs;
        if (text[i] == '\n') {
            line_start = i + 1;
            ++n_lines;
        } else if (i - line_start >= longest_line_bytes) {
            return refuse(line_start, "this line is longer than 64 KiB",
                          "break it into several lines");
        }
        if (std::max(n_lines, n_signs) > most_signs)
            return refuse(i,
                          n_lines > n_signs ? "the file has too many lines"
                                            : "the file has too many brackets and commas",
                          "at most 200,000 are allowed: put large tables into a CSV file");
    }
    return true;
}

}  // namespace

YamlPlaces::YamlPlaces(std::shared_ptr<const SourceFile> source) : source_(std::move(source)) {
    const std::string_view text(source_->text);
    if (text.starts_with(byte_order_mark)) mark_bytes_ = byte_order_mark.size();
    line_starts_.push_back(mark_bytes_);
    std::uint32_t n_before = 0;
    for (std::size_t block = 0; block <= text.size(); block += block_bytes) {
        block_characters_.push_back(n_before);
        n_before += static_cast<std::uint32_t>(n_characters(text.substr(block, block_bytes)));
    }
    for (std::size_t i = mark_bytes_; i < text.size(); ++i)
        if (text[i] == '\n') line_starts_.push_back(i + 1);
}

std::string_view YamlPlaces::text() const {
    return std::string_view(source_->text).substr(mark_bytes_);
}

std::size_t YamlPlaces::offset_of(int position) const {
    const auto offset = mark_bytes_ + static_cast<std::size_t>(std::max(position, 0));
    return std::min(offset, source_->text.size());
}

std::size_t YamlPlaces::line_index(std::size_t offset) const {
    const auto after = std::upper_bound(line_starts_.begin() + 1, line_starts_.end(), offset);
    return static_cast<std::size_t>(after - line_starts_.begin()) - 1;
}

std::size_t YamlPlaces::n_characters_before(std::size_t offset) const {
    const std::size_t block = offset / block_bytes;
    const std::string_view text(source_->text);
    return block_characters_[block] +
           n_characters(text.substr(block * block_bytes, offset % block_bytes));
}

Location YamlPlaces::at(std::size_t offset) const {
    const std::size_t line = line_index(offset);
    const std::size_t start = line_starts_[line];
    const std::size_t column =
        n_characters_before(std::max(offset, start)) - n_characters_before(start) + 1;
    return {source_, static_cast<int>(line) + 1, static_cast<int>(column), 1};
}

std::size_t YamlPlaces::start_of_line(std::size_t offset) const {
    return line_starts_[line_index(offset)];
}

std::string_view YamlPlaces::line_of(std::size_t offset) const {
    return rest_of_line(start_of_line(offset));
}

std::string_view YamlPlaces::rest_of_line(std::size_t offset) const {
    const std::size_t next = line_index(offset) + 1;
    const std::size_t end =
        next < line_starts_.size() ? line_starts_[next] - 1 : source_->text.size();
    std::string_view rest = std::string_view(source_->text).substr(offset, end - offset);
    if (rest.ends_with('\r')) rest.remove_suffix(1);
    return rest;
}

std::optional<std::size_t> YamlPlaces::closing_quote(std::size_t open) const {
    const std::string_view text(source_->text);
    const char quote = text[open];
    for (std::size_t i = open + 1; i < text.size(); ++i) {
        const bool is_escaped = quote == '"' && text[i] == '\\';
        const bool is_doubled = quote == '\'' && text.substr(i).starts_with("''");
        if (is_escaped || is_doubled)
            ++i;
        else if (text[i] == quote)
            return i;
    }
    return std::nullopt;
}

bool check_yaml_text(const YamlPlaces& places, Diagnostics& diagnostics) {
    if (places.source()->text.size() <= most_yaml_bytes)
        return is_clean(places, diagnostics) && is_economical(places, diagnostics);
    diagnostics.error(places.at(0), "the text is larger than 4 MiB",
                      "put large tables into a CSV file");
    return false;
}

}  // namespace forlob
