#pragma once

// Which values does a file of kind `parameters` set? What `forlob calibrate` writes and a
// scenario's `use:` names.

#include <string_view>
#include <vector>

#include "input/parameter.hpp"

namespace forlob {

/// The overrides of the file, each with the source that it states; that names are parameters is for
/// others to check.
[[nodiscard]] std::vector<Override> read_used_values(const YamlNode& root,
                                                     Diagnostics& diagnostics);

}  // namespace forlob
