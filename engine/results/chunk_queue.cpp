#include "results/chunk_queue.hpp"

#include <algorithm>
#include <utility>

#include "base/require.hpp"
#include "results/deflate.hpp"

namespace forlob {

namespace {

// Some milliseconds of work for one thread, and little memory.
constexpr std::size_t enough_bytes = 4 << 20;

// Large chunks are worth keeping: fresh memory costs as much as filling it.
constexpr std::size_t most_free = 16;

struct Encoded {
    std::vector<std::byte> stream;
    Digest digest;
};

Encoded encoded(const Chunk& chunk) {
    const std::span<const std::byte> numbers(chunk.numbers);
    return {shuffled_and_deflated(numbers, hdf5::bytes_of(chunk.to->dataset.element())),
            digest_of(numbers.first(chunk.n_bytes_inside))};
}

void write(const Chunk& chunk, const Encoded& how) {
    ChunkedDataset& to = *chunk.to;
    if (to.extent != chunk.extent) to.dataset.extend(chunk.extent);
    to.extent = chunk.extent;
    to.dataset.write_chunk(chunk.offset, how.stream);
    to.digests.at(chunk.sequence).push_back(how.digest);
}

}  // namespace

std::vector<std::byte> ChunkQueue::take_memory(std::size_t n_bytes) {
    const auto fits = std::find_if(free_.begin(), free_.end(),
                                   [&](const auto& other) { return other.size() == n_bytes; });
    if (fits == free_.end()) return std::vector<std::byte>(n_bytes);
    auto memory = std::move(*fits);
    free_.erase(fits);
    return memory;
}

void ChunkQueue::add(Chunk chunk) {
    require(chunk.numbers.size() == chunk.to->chunk_bytes(), "a chunk is whole");
    n_bytes_waiting_ += chunk.numbers.size();
    waiting_.push_back(std::move(chunk));
    if (n_bytes_waiting_ >= enough_bytes) flush();
}

void ChunkQueue::flush() {
    std::vector<Encoded> results(waiting_.size());
    for_each_(waiting_.size(),
              [&](std::size_t number) { results[number] = encoded(waiting_[number]); });
    for (std::size_t number = 0; number < waiting_.size(); ++number) {
        write(waiting_[number], results[number]);
        if (free_.size() < most_free) free_.push_back(std::move(waiting_[number].numbers));
    }
    waiting_.clear();
    n_bytes_waiting_ = 0;
}

void ChunkedDataset::close(KnownDigests& known) {
    Sha256 sha;
    for (const auto& sequence : digests)
        for (const Digest& digest : sequence) sha.add(digest);
    known[dataset.path()] = sha.finish();
    dataset.close();
}

}  // namespace forlob
