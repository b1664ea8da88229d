#pragma once

// How does a result lie in its file? Attributes and axes at the root, measures over them, cells in
// /counts, inputs in /inputs. `result_reader.cpp` is its mirror.

#include <string>
#include <vector>

#include "results/hdf5.hpp"
#include "results/result.hpp"

namespace forlob {

/// Raised when a reader of the older one would misunderstand the file.
inline constexpr std::int32_t result_schema_version = 1;

/// Everything of `result` but the root's attributes. `attributes` are the axes of static
/// attributes, whose labels the columns of cells get.
void write_content(hdf5::Group root, const Result& result, const std::vector<Axis>& attributes);

/// The root's attributes; `result_digest` as content_digest gives it.
void write_root_attributes(const hdf5::Group& root, const Result& result,
                           const std::string& result_digest, const std::string& command_line);

}  // namespace forlob
