#pragma once

// Do two files hold the same numbers? One digest over the content of every dataset.

#include <string>

#include "results/chunk_queue.hpp"
#include "results/hdf5.hpp"

namespace forlob {

/// SHA-256 over one line per dataset below `group`, in the order of their paths (bytewise):
///     path TAB type TAB lengths, separated by spaces TAB digest LF
/// The digest is SHA-256 of the content: the decoded numbers, row-major and little-endian, or the
/// texts, each with a zero byte behind it. Of a dataset in chunks it is SHA-256 of the SHA-256 (32
/// bytes each) of its chunks, as far as they are within it, in row-major order: so that several
/// threads can make it, and none reads again what it has written. Type is uint8, uint16, uint32,
/// uint64, int32, float64 or text. Dimensions without values are left out, and so are attributes:
/// `created` and `history` differ between equal runs.
///
/// Reads every dataset once whose digest is not in `known`; memory does not grow with the file.
[[nodiscard]] std::string content_digest(const hdf5::Group& group, const KnownDigests& known = {});

}  // namespace forlob
