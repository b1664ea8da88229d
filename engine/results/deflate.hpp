#pragma once

// How does a chunk of numbers become the bytes that HDF5's filters shuffle and deflate would make
// of it? Done here and not in HDF5, so that several threads can do it at once, and five times as
// fast.

#include <cstddef>
#include <span>
#include <vector>

namespace forlob {

/// Numbers of `element_bytes` each: the first bytes of all, then the second bytes of all, …, as a
/// zlib stream (RFC 1950). Any reader's zlib takes it back. The same bytes on every processor of a
/// kind (x86, Arm), whatever its instruction set. May be called by several threads at once.
[[nodiscard]] std::vector<std::byte> shuffled_and_deflated(std::span<const std::byte> numbers,
                                                           std::size_t element_bytes);

}  // namespace forlob
