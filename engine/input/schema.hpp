#pragma once

// Which keys may a file have? The JSON Schema of every kind, made from the same key tables that the
// readers check against, so that an editor and `forlob check` never disagree.

#include <string>
#include <string_view>
#include <vector>

namespace forlob {

/// model, population, economy, program, scenario, parameters.
[[nodiscard]] const std::vector<std::string>& file_kinds();

/// JSON Schema (draft 2020-12) of one kind as text. `kind` is one of file_kinds().
[[nodiscard]] std::string json_schema(std::string_view kind);

}  // namespace forlob
