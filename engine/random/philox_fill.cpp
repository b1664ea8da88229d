#include "random/philox_fill.hpp"

#include <algorithm>
#include <cstddef>

// Highway compiles what follows once for every instruction set: this file includes itself.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "random/philox_fill.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace forlob {
namespace HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR

// Without vectors there are no lanes to pair up; the caller's plain loop does everything.
std::size_t fill_whole_vectors(const PhiloxCounter&, const PhiloxKey&, std::uint32_t*,
                               std::size_t) {
    return 0;
}

#else

namespace hn = hwy::HWY_NAMESPACE;

// High and low halves of lane · multiplier. Vector multiplications widen only the even lanes, so
// odd lanes are moved there and back.
template <class D, class V>
HWY_INLINE void multiply(D d, V lanes, V multiplier, V& high, V& low) {
    const hn::Repartition<std::uint64_t, D> pairs;
    const auto odd_lanes = hn::BitCast(d, hn::ShiftRight<32>(hn::BitCast(pairs, lanes)));
    const auto even = hn::MulEven(lanes, multiplier);
    const auto odd = hn::MulEven(odd_lanes, multiplier);
    high = hn::OddEven(hn::BitCast(d, odd), hn::BitCast(d, hn::ShiftRight<32>(even)));
    low = hn::OddEven(hn::BitCast(d, hn::ShiftLeft<32>(odd)), hn::BitCast(d, even));
}

// Returns the number of counters whose words were written: all, or none if they fill no vector. The
// last vector overlaps the one before, so that nothing is left over.
std::size_t fill_whole_vectors(const PhiloxCounter& first, const PhiloxKey& key,
                               std::uint32_t* words, std::size_t n_counters) {
    const hn::ScalableTag<std::uint32_t> d;
    const std::size_t n_lanes = hn::Lanes(d);
    if (n_counters < n_lanes) return 0;
    const auto multiplier_0 = hn::Set(d, 0xD2511F53U);
    const auto multiplier_2 = hn::Set(d, 0xCD9E8D57U);
    for (std::size_t done = 0; done < n_counters; done += n_lanes) {
        const std::size_t at = std::min(done, n_counters - n_lanes);
        auto c0 = hn::Iota(d, first[0] + static_cast<std::uint32_t>(at));
        auto c1 = hn::Set(d, first[1]);
        auto c2 = hn::Set(d, first[2]);
        auto c3 = hn::Set(d, first[3]);
        std::uint32_t key_0 = key[0];
        std::uint32_t key_1 = key[1];
        for (int round = 0; round < 10; ++round) {
            auto high_0 = c0, low_0 = c0, high_2 = c2, low_2 = c2;
            multiply(d, c0, multiplier_0, high_0, low_0);
            multiply(d, c2, multiplier_2, high_2, low_2);
            c0 = hn::Xor(hn::Xor(high_2, c1), hn::Set(d, key_0));
            c1 = low_2;
            c2 = hn::Xor(hn::Xor(high_0, c3), hn::Set(d, key_1));
            c3 = low_0;
            key_0 += 0x9E3779B9U;
            key_1 += 0xBB67AE85U;
        }
        hn::StoreInterleaved4(c0, c1, c2, c3, d, words + 4 * at);
    }
    return n_counters;
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace forlob
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace forlob {

HWY_EXPORT(fill_whole_vectors);

void fill_philox(PhiloxCounter first, PhiloxKey key, std::span<std::uint32_t> words) noexcept {
    const std::size_t n_counters = words.size() / 4;
    std::size_t done =
        HWY_DYNAMIC_DISPATCH(fill_whole_vectors)(first, key, words.data(), n_counters);
    for (; done < n_counters; ++done) {
        PhiloxCounter counter = first;
        counter[0] += static_cast<std::uint32_t>(done);
        const PhiloxCounter bits = philox4x32_10(counter, key);
        for (std::size_t word = 0; word < 4; ++word) words[4 * done + word] = bits[word];
    }
}

}  // namespace forlob

#endif
