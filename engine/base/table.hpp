#pragma once

// Where is the number that belongs to these coordinates? A dense row-major array with up to four
// axes, the last one contiguous. Adding two tables of the same shape merges counts.

#include <array>
#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

#include "base/require.hpp"

namespace forlob {

template <typename T, std::size_t Rank>
class Table {
public:
    using Shape = std::array<std::size_t, Rank>;

    Table() = default;
    explicit Table(const Shape& shape, T fill = T{}) : shape_(shape), values_(count(shape), fill) {}

    template <typename... Index>
    requires(sizeof...(Index) == Rank) [[nodiscard]] T& operator()(Index... index) {
        return values_[offset(static_cast<std::size_t>(index)...)];
    }
    template <typename... Index>
    requires(sizeof...(Index) == Rank) [[nodiscard]] const T& operator()(Index... index) const {
        return values_[offset(static_cast<std::size_t>(index)...)];
    }

    /// The contiguous run at the given leading coordinates: the last axis.
    template <typename... Index>
    requires(sizeof...(Index) + 1 == Rank) [[nodiscard]] std::span<T> row(Index... index) {
        return {values_.data() + offset(static_cast<std::size_t>(index)..., std::size_t{0}),
                shape_[Rank - 1]};
    }
    template <typename... Index>
    requires(sizeof...(Index) + 1 == Rank)
        [[nodiscard]] std::span<const T> row(Index... index) const {
        return {values_.data() + offset(static_cast<std::size_t>(index)..., std::size_t{0}),
                shape_[Rank - 1]};
    }

    [[nodiscard]] const Shape& shape() const { return shape_; }
    [[nodiscard]] std::span<T> values() { return values_; }
    [[nodiscard]] std::span<const T> values() const { return values_; }
    void fill(T value) { values_.assign(values_.size(), value); }

    /// Requires equal shapes.
    template <typename U>
    Table& operator+=(const Table<U, Rank>& other) {
        require(shape_ == other.shape(), "tables that are added have the same shape");
        for (std::size_t i = 0; i < values_.size(); ++i)
            values_[i] = static_cast<T>(values_[i] + static_cast<T>(other.values()[i]));
        return *this;
    }

    bool operator==(const Table&) const = default;

private:
    static std::size_t count(const Shape& shape) {
        return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
    }
    template <typename... Index>
    [[nodiscard]] std::size_t offset(Index... index) const {
        std::size_t result = 0;
        std::size_t axis = 0;
        ((result = result * shape_[axis++] + index), ...);
        return result;
    }

    Shape shape_{};
    std::vector<T> values_;
};

}  // namespace forlob
