#pragma once

// What did the author do that is no YAML, and where? Places in a YAML text, and plain words for
// what the parser refuses. Part of yaml.cpp.

#include <cstddef>
#include <optional>

#include "base/diagnostic.hpp"
#include "input/yaml_text.hpp"

namespace forlob {

/// What the parser met where it gave up.
enum class YamlFault {
    tab,
    open_bracket,     ///< a list or mapping in brackets does not go on as it must
    closing_bracket,  ///< one that closes nothing or another one
    open_quote,       ///< the end of the file within quotes
    colon,            ///< where none can stand
    misplaced,        ///< something that belongs to nothing above it
    list_item,        ///< "- " where none can begin
    escape,
    block_header,  ///< text on the line of | or >
    alias,
    anchor,
    depth,
    other
};

/// How far the parser had come when it gave up.
struct YamlProgress {
    std::size_t last_offset = 0;              ///< of the last key or value that it reported
    std::optional<std::size_t> open_bracket;  ///< the innermost [ or { that is not closed
};

/// Reports what the parser refused at `offset`.
void report_yaml_mistake(YamlFault fault, std::size_t offset, const YamlProgress& progress,
                         const YamlPlaces& places, Diagnostics& diagnostics);

/// Reports that the quote at `offset` is never closed.
void report_open_quote(const YamlPlaces& places, std::size_t offset, Diagnostics& diagnostics);

/// Reports that the alias at `offset` is not supported.
void refuse_yaml_alias(const YamlPlaces& places, std::size_t offset, Diagnostics& diagnostics);

}  // namespace forlob
