#pragma once

// In which pieces is a large array kept, written and read? Boxes of bounded size that follow one
// another in row-major order: whole along the last axes, cut along one, single before that.

#include <cstddef>
#include <functional>

#include "results/hdf5.hpp"

namespace forlob {

/// The largest such box of at most `max_elements` (at least one) within `shape`. As a chunk:
/// readers with HDF5's default cache of 1 MiB are hundreds of times slower on larger ones.
[[nodiscard]] hdf5::Shape box_shape(const hdf5::Shape& shape, std::size_t max_elements);

inline constexpr std::size_t max_chunk_bytes = 1 << 20;

/// Chunks of a dataset that is written whole: empty, for contiguous, if it has no elements.
[[nodiscard]] hdf5::Shape chunk_shape(const hdf5::Shape& shape, hdf5::Element element);

/// Calls `visit(offset, count)` for boxes that together are `shape`, in row-major order: as large
/// as `box`, less at the ends.
void for_each_box_of(const hdf5::Shape& shape, const hdf5::Shape& box,
                     const std::function<void(const hdf5::Shape&, const hdf5::Shape&)>& visit);

/// The same for boxes of at most `max_elements`.
void for_each_box(const hdf5::Shape& shape, std::size_t max_elements,
                  const std::function<void(const hdf5::Shape&, const hdf5::Shape&)>& visit);

}  // namespace forlob
