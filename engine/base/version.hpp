#pragma once

// Which program made this file?

#include <string_view>

namespace forlob {

/// As in "0.1.0".
[[nodiscard]] std::string_view version();

/// Of the source: what `git describe --always --dirty` said when it was built, or "unknown".
[[nodiscard]] std::string_view revision();

}  // namespace forlob
