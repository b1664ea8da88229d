#pragma once

// How do the tables that grow while a run goes on get into the file? Chunk by chunk: whole chunks
// wait here, are encoded several at once, and written in the order in which they came. So the file
// is the same whoever encodes, and one thread alone speaks to HDF5.

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "results/digest.hpp"
#include "results/hdf5.hpp"
#include "results/result_file.hpp"

namespace forlob {

/// SHA-256 by path of the content of datasets (content_digest.hpp), noted while they are written.
using KnownDigests = std::map<std::string, std::string>;

/// A dataset that is written chunk by chunk; stays where it is while its chunks wait.
struct ChunkedDataset {
    explicit ChunkedDataset(hdf5::Dataset opened)
        : dataset(std::move(opened)), chunk(dataset.chunk()), extent(dataset.shape()) {}

    hdf5::Dataset dataset;
    hdf5::Shape chunk;
    hdf5::Shape extent;  ///< that HDF5 knows
    /// Of the chunks written: [sequence][chunk]. Within a sequence they come in row-major order,
    /// and so do sequences; only what grows along an inner axis has several.
    std::vector<std::vector<Digest>> digests = std::vector<std::vector<Digest>>(1);

    [[nodiscard]] std::size_t chunk_bytes() const {
        return hdf5::volume(chunk) * hdf5::bytes_of(dataset.element());
    }
    /// When the queue has written everything.
    void close(KnownDigests& known);
};

/// One chunk on its way.
struct Chunk {
    ChunkedDataset* to = nullptr;
    hdf5::Shape offset;              ///< of its first element
    hdf5::Shape extent;              ///< of the dataset when it is written
    std::vector<std::byte> numbers;  ///< of the whole chunk, also where it ends outside the dataset
    std::size_t n_bytes_inside = 0;  ///< the first so many are within the dataset
    std::size_t sequence = 0;        ///< in `digests`
};

class ChunkQueue {
public:
    explicit ChunkQueue(ForEach for_each) : for_each_(std::move(for_each)) {}

    /// For a chunk of this size; what it holds is left over from another.
    [[nodiscard]] std::vector<std::byte> take_memory(std::size_t n_bytes);
    /// Encodes and writes everything that waits as soon as that is enough for several threads.
    void add(Chunk chunk);
    void flush();

private:
    ForEach for_each_;
    std::vector<Chunk> waiting_;
    std::size_t n_bytes_waiting_ = 0;
    std::vector<std::vector<std::byte>> free_;
};

}  // namespace forlob
