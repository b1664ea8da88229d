#include "results/growing_variable.hpp"

#include <utility>

namespace forlob {

using hdf5::Shape;

namespace {

std::size_t numbers_in_row(const Shape& shape) {
    return hdf5::volume(Shape(shape.begin() + 1, shape.end()));
}

}  // namespace

GrowingVariable::GrowingVariable(hdf5::Dataset dataset, ChunkQueue& queue)
    : queue_(&queue), to_(std::make_unique<ChunkedDataset>(std::move(dataset))) {
    const Shape& chunk = to_->chunk;
    require(!chunk.empty() && to_->extent[0] == 0, "a growing variable starts without rows");
    row_ = numbers_in_row(to_->extent);
    require(numbers_in_row(chunk) == row_ || (chunk.size() == 2 && chunk[0] == 1),
            "chunks are whole rows, or parts of one");
}

std::size_t GrowingVariable::capacity_of_next() const {
    const std::size_t capacity = hdf5::volume(to_->chunk);
    return capacity < row_ ? std::min(capacity, row_ - n_handed_over_ % row_) : capacity;
}

void GrowingVariable::begin_chunk() {
    numbers_ = queue_->take_memory(to_->chunk_bytes());
    capacity_ = capacity_of_next();
    n_filled_ = 0;
}

void GrowingVariable::hand_over() {
    Chunk chunk;
    chunk.to = to_.get();
    chunk.offset = Shape(to_->chunk.size(), 0);
    chunk.offset[0] = n_handed_over_ / row_;
    if (chunk.offset.size() == 2) chunk.offset[1] = n_handed_over_ % row_;
    n_handed_over_ += n_filled_;
    chunk.extent = to_->extent;
    chunk.extent[0] = (n_handed_over_ + row_ - 1) / row_;
    chunk.numbers = std::exchange(numbers_, {});
    chunk.n_bytes_inside = n_filled_ * hdf5::bytes_of(to_->dataset.element());
    std::fill(chunk.numbers.begin() + static_cast<std::ptrdiff_t>(chunk.n_bytes_inside),
              chunk.numbers.end(), std::byte{0});
    queue_->add(std::move(chunk));
}

void GrowingVariable::finish() {
    if (!numbers_.empty()) hand_over();
    require(n_handed_over_ % row_ == 0, "a variable grows by whole rows");
}

void GrowingVariable::close(KnownDigests& known) { to_->close(known); }

}  // namespace forlob
