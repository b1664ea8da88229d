#pragma once

// Do two files hold the same numbers? One digest over the content of every dataset.

#include <string>

#include "results/hdf5.hpp"

namespace forlob {

/// SHA-256 over one line per dataset below `group`, in the order of their paths (bytewise):
///     path TAB type TAB lengths, separated by spaces TAB SHA-256 of its content LF
/// where the content is the decoded numbers, row-major and little-endian, or the texts, each with a
/// zero byte behind it; type is uint8, uint16, uint32, uint64, int32, float64 or text. Dimensions
/// without values are left out, and so are attributes: `created` and `history` differ between equal
/// runs. Reads everything once; memory does not grow with the file.
[[nodiscard]] std::string content_digest(const hdf5::Group& group);

}  // namespace forlob
