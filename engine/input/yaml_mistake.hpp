#pragma once

// What did the author do that is no YAML, and where? Places in a YAML text, and plain words for
// what the parser refuses. Part of yaml.cpp.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"

namespace forlob {

/// Offsets in bytes, as the parser counts, turned into lines and characters.
class YamlPlaces {
public:
    explicit YamlPlaces(std::shared_ptr<const SourceFile> source);

    [[nodiscard]] const std::shared_ptr<const SourceFile>& source() const { return source_; }
    /// The text without its byte-order mark: what the parser is given.
    [[nodiscard]] std::string_view text() const;
    /// The offset in the source of a position that the parser gives.
    [[nodiscard]] std::size_t offset_of(int position) const;
    /// The place of one character.
    [[nodiscard]] Location at(std::size_t offset) const;
    /// The line without its end.
    [[nodiscard]] std::string_view line_of(std::size_t offset) const;
    [[nodiscard]] std::string_view rest_of_line(std::size_t offset) const;
    [[nodiscard]] std::size_t start_of_line(std::size_t offset) const;
    /// The offset of the quote that closes the one at `open`, if any does.
    [[nodiscard]] std::optional<std::size_t> closing_quote(std::size_t open) const;

private:
    [[nodiscard]] std::size_t line_index(std::size_t offset) const;
    [[nodiscard]] std::size_t n_characters_before(std::size_t offset) const;

    std::shared_ptr<const SourceFile> source_;
    std::size_t mark_bytes_ = 0;  ///< of the byte-order mark
    std::vector<std::size_t> line_starts_;
    std::vector<std::uint32_t> block_characters_;  ///< characters before each block of bytes
};

/// How far the parser had come when it gave up.
struct YamlProgress {
    std::size_t last_offset = 0;              ///< of the last key or value that it reported
    std::optional<std::size_t> open_bracket;  ///< the innermost [ or { that is not closed
};

/// Reports what the parser refused with `parser_message` at `offset`.
void report_yaml_mistake(std::string_view parser_message, std::size_t offset,
                         const YamlProgress& progress, const YamlPlaces& places,
                         Diagnostics& diagnostics);

/// Reports that the quote at `offset` is never closed.
void report_open_quote(const YamlPlaces& places, std::size_t offset, Diagnostics& diagnostics);

/// Reports that the alias at `offset` is not supported.
void refuse_yaml_alias(const YamlPlaces& places, std::size_t offset, Diagnostics& diagnostics);

}  // namespace forlob
