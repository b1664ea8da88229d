#pragma once

// How does a variable grow, row by row, while the run goes on? Numbers fill a chunk in memory;
// whole chunks go to the queue. A chunk is written once, so none is ever read again.

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

#include "base/require.hpp"
#include "results/chunk_queue.hpp"
#include "results/hdf5.hpp"

namespace forlob {

/// A variable that grows along its first dimension, by whole rows.
class GrowingVariable {
public:
    /// Its chunks hold whole rows; or each row is cut into chunks, along the second of two axes.
    GrowingVariable(hdf5::Dataset dataset, ChunkQueue& queue);

    /// Whole rows, or parts of rows one after the other.
    template <hdf5::Number T>
    void append(std::span<const T> numbers) {
        fill<T>(numbers.size(), [&](T* to, std::size_t first, std::size_t n) {
            std::memcpy(to, numbers.data() + first, n * sizeof(T));
        });
    }
    /// number_of(0) … number_of(n − 1).
    template <hdf5::Number T, typename NumberOf>
    void append(std::size_t n, NumberOf&& number_of) {
        fill<T>(n, [&](T* to, std::size_t first, std::size_t n_now) {
            for (std::size_t number = 0; number < n_now; ++number)
                to[number] = number_of(first + number);
        });
    }

    /// Numbers until the next chunk is handed over.
    [[nodiscard]] std::size_t room() const {
        return numbers_.empty() ? capacity_of_next() : capacity_ - n_filled_;
    }

    [[nodiscard]] hdf5::Element element() const { return to_->dataset.element(); }
    [[nodiscard]] hdf5::Attributes attributes() const { return to_->dataset.attributes(); }

    /// Hands over what is left. Nothing can be appended any more.
    void finish();
    /// When the queue has written everything.
    void close(KnownDigests& known);

private:
    template <hdf5::Number T, typename Fill>
    void fill(std::size_t n, Fill&& fill_some) {
        require(hdf5::element_of<T>() == to_->dataset.element(),
                "numbers are of the variable's own type");
        for (std::size_t first = 0; first < n;) {
            if (numbers_.empty()) begin_chunk();
            const std::size_t n_now = std::min(n - first, capacity_ - n_filled_);
            fill_some(reinterpret_cast<T*>(numbers_.data()) + n_filled_, first, n_now);
            first += n_now;
            n_filled_ += n_now;
            if (n_filled_ == capacity_) hand_over();
        }
    }
    [[nodiscard]] std::size_t capacity_of_next() const;
    void begin_chunk();
    void hand_over();

    ChunkQueue* queue_;
    std::unique_ptr<ChunkedDataset> to_;
    std::size_t row_;                 ///< numbers in one
    std::size_t n_handed_over_ = 0;   ///< numbers
    std::vector<std::byte> numbers_;  ///< the chunk that is filled; empty between chunks
    std::size_t capacity_ = 0;        ///< of it that is within the dataset, in numbers
    std::size_t n_filled_ = 0;
};

}  // namespace forlob
