#pragma once

// Which function of age or time does this table say? Reading of `tables:` in models, economies and
// programs, and of the CSV files that some of them name.

#include <vector>

#include "input/file_set.hpp"
#include "input/model_spec.hpp"

namespace forlob {

/// The `tables:` block of a file; nothing at all is an empty list.
[[nodiscard]] std::vector<TableSpec> read_tables(const YamlNode* block, Diagnostics& diagnostics);

/// Fills in the steps of the tables that name a CSV file: a header of names, then rows of numbers,
/// the key ascending. At most 20 mistakes of a file are reported.
void load_tables(std::vector<TableSpec>& tables, FileSet& files, Diagnostics& diagnostics);

}  // namespace forlob
