#pragma once

// Is this a text that can be read as YAML, and where in it is the author? Places in a text, and
// what is refused before any parsing. Part of yaml.cpp.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"

namespace forlob {

/// The most bytes that a file may have.
inline constexpr std::size_t most_yaml_bytes = std::size_t{4} << 20U;

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

/// Whether a text has at most 4 MiB, is UTF-8 without control characters, and is one that the
/// parser reads within a second. Reports the first thing that is wrong.
bool check_yaml_text(const YamlPlaces& places, Diagnostics& diagnostics);

}  // namespace forlob
