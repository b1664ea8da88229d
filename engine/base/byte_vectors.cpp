#include "base/byte_vectors.hpp"

#include <algorithm>

// Highway compiles what follows once for every instruction set: this file includes itself.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "base/byte_vectors.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace forlob {
namespace HWY_NAMESPACE {

constexpr std::size_t bits_in_word = 64;

std::uint64_t changes_one_by_one(const std::uint8_t* bytes, std::size_t n) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < n; ++i)
        bits |= std::uint64_t{bytes[i] != *(bytes + i - 1) ? 1U : 0U} << i;
    return bits;
}

void transpose_one_by_one(const std::uint8_t* from, std::size_t row_length, std::size_t n_rows,
                          std::size_t first_column, std::size_t n_columns, std::uint8_t* to) {
    for (std::size_t column = first_column; column < n_columns; ++column)
        for (std::size_t row = 0; row < n_rows; ++row)
            to[column * n_rows + row] = from[row * row_length + column];
}

#if HWY_TARGET == HWY_SCALAR

std::uint64_t changes_in_word(const std::uint8_t* bytes) {
    return changes_one_by_one(bytes, bits_in_word);
}

void transpose_here(const std::uint8_t* from, std::size_t row_length, std::size_t n_rows,
                    std::size_t n_columns, std::uint8_t* to) {
    transpose_one_by_one(from, row_length, n_rows, 0, n_columns, to);
}

#else

namespace hn = hwy::HWY_NAMESPACE;

HWY_INLINE std::uint64_t changes_in_word(const std::uint8_t* bytes) {
    const hn::CappedTag<std::uint8_t, bits_in_word> d;
    std::uint64_t bits = 0;
    for (std::size_t first = 0; first < bits_in_word; first += hn::Lanes(d)) {
        const auto is_other = hn::Ne(hn::LoadU(d, bytes + first), hn::LoadU(d, bytes + first - 1));
        // As wide as the bits, so that they need not travel through memory.
        hwy::UnsignedFromSize<hn::MaxLanes(d) / 8> some = 0;
        hn::StoreMaskBits(d, is_other, reinterpret_cast<std::uint8_t*>(&some));
        bits |= std::uint64_t{some} << first;
    }
    return bits;
}

constexpr std::size_t side = 16;
using Sixteen = hn::FixedTag<std::uint8_t, side>;
using Rows = hn::Vec<Sixteen>[side];

// Puts the first half of the rows between the second one, byte by byte. Four times, and bytes have
// traded row for column: each time moves one bit of one number into the other.
HWY_INLINE void interleave(const Rows& rows, Rows& mixed) {
    const Sixteen d;
    for (std::size_t row = 0; row < side / 2; ++row) {
        mixed[2 * row] = hn::InterleaveLower(d, rows[row], rows[row + side / 2]);
        mixed[2 * row + 1] = hn::InterleaveUpper(d, rows[row], rows[row + side / 2]);
    }
}

HWY_INLINE void transpose_square(const std::uint8_t* from, std::size_t row_length, std::uint8_t* to,
                                 std::size_t column_length) {
    const Sixteen d;
    Rows one;
    Rows other;
    for (std::size_t row = 0; row < side; ++row) one[row] = hn::LoadU(d, from + row * row_length);
    interleave(one, other);
    interleave(other, one);
    interleave(one, other);
    interleave(other, one);
    for (std::size_t row = 0; row < side; ++row) hn::StoreU(one[row], d, to + row * column_length);
}

void transpose_here(const std::uint8_t* from, std::size_t row_length, std::size_t n_rows,
                    std::size_t n_columns, std::uint8_t* to) {
    const std::size_t n_in_squares = n_rows < side ? 0 : n_columns / side * side;
    for (std::size_t column = 0; column < n_in_squares; column += side)
        for (std::size_t next = 0; next < n_rows; next += side) {
            // The last rows are done once more where they are no multiple of sixteen.
            const std::size_t row = std::min(next, n_rows - side);
            transpose_square(from + row * row_length + column, row_length,
                             to + column * n_rows + row, n_rows);
        }
    transpose_one_by_one(from, row_length, n_rows, n_in_squares, n_columns, to);
}

#endif

void find_changes_here(const std::uint8_t* bytes, std::size_t n, std::uint64_t* bits) {
    std::size_t first = 0;
    for (; first + bits_in_word <= n; first += bits_in_word)
        *bits++ = changes_in_word(bytes + first);
    if (first < n) *bits = changes_one_by_one(bytes + first, n - first);
}

}  // namespace HWY_NAMESPACE
}  // namespace forlob
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace forlob {

HWY_EXPORT(find_changes_here);
HWY_EXPORT(transpose_here);

void find_changes(const std::uint8_t* bytes, std::size_t n, std::uint64_t* bits) noexcept {
    HWY_DYNAMIC_DISPATCH(find_changes_here)(bytes, n, bits);
}

void transpose(const std::uint8_t* from, std::size_t row_length, std::size_t n_rows,
               std::size_t n_columns, std::uint8_t* to) noexcept {
    HWY_DYNAMIC_DISPATCH(transpose_here)(from, row_length, n_rows, n_columns, to);
}

}  // namespace forlob

#endif
