#include "simulate/lane_kernel.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <type_traits>

// Highway compiles what follows once for every instruction set: this file includes itself.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simulate/lane_kernel.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace forlob {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

// Bit p is set for those of 64 people who perhaps move.
template <std::size_t n_sixteens>
std::uint64_t let_group_stay(const LaneMonth& month, std::size_t first) {
    std::uint64_t perhaps = 0;
    for (std::size_t lane = 0; lane < lane_group; ++lane) {
        const std::uint8_t node = month.before[first + lane];
        month.after[first + lane] = month.table.stays[node];
        const auto above =
            static_cast<std::uint8_t>(month.top_bytes[first + lane] - month.table.safe_low[node]);
        const std::uint64_t is_safe = above < month.table.safe_width[node] ? 1 : 0;
        perhaps |= (is_safe ^ 1) << lane;
    }
    return perhaps;
}

template <std::size_t n_sixteens>
void look_up_group(const ByNode<std::uint8_t>& table, const std::uint8_t* nodes,
                   std::uint8_t* found) {
    for (std::size_t lane = 0; lane < lane_group; ++lane) found[lane] = table[nodes[lane]];
}

template <std::size_t n_slots>
std::size_t slot_of(const std::array<std::uint32_t, n_slots>& last, std::uint32_t uniform) {
    std::size_t slot = 0;
    for (const std::uint32_t last_of_slot : last) slot += uniform > last_of_slot ? 1 : 0;
    return slot;
}

#else

using Byte = hn::CappedTag<std::uint8_t, lane_group>;
using Bytes = hn::Vec<Byte>;

// Where to look a vector of nodes up. Most instructions look up one of 16 bytes: more nodes are
// looked up 16 at a time, an index beyond those giving 0, and the results put together.
template <std::size_t n_sixteens>
class Lookup {
public:
    HWY_INLINE explicit Lookup(Bytes nodes) {
        const Byte d;
        for (std::size_t sixteen = 0; sixteen < n_sixteens; ++sixteen) {
            const Bytes within =
                hn::Sub(nodes, hn::Set(d, static_cast<std::uint8_t>(16 * sixteen)));
            // 0 … 15 stay what they are, all others get the highest bit.
            places_[sixteen] =
                n_sixteens == 1 ? nodes
                                : hn::And(hn::SaturatedAdd(within, hn::Set(d, std::uint8_t{0x70})),
                                          hn::Set(d, std::uint8_t{0x8F}));
        }
    }
    HWY_INLINE Bytes in(const ByNode<std::uint8_t>& table) const {
        const Byte d;
        Bytes found = hn::TableLookupBytesOr0(hn::LoadDup128(d, table.data()), places_[0]);
        for (std::size_t sixteen = 1; sixteen < n_sixteens; ++sixteen)
            found = hn::Or(found,
                           hn::TableLookupBytesOr0(hn::LoadDup128(d, table.data() + 16 * sixteen),
                                                   places_[sixteen]));
        return found;
    }

private:
    Bytes places_[n_sixteens];
};

#if HWY_TARGET == HWY_AVX3_DL

// This instruction set looks up one of 64, or of two times 64.
template <std::size_t n_64>
class WideLookup {
public:
    HWY_INLINE explicit WideLookup(Bytes nodes) : nodes_(nodes) {}
    HWY_INLINE Bytes in(const ByNode<std::uint8_t>& table) const {
        if constexpr (n_64 == 1) return Bytes{_mm512_permutexvar_epi8(nodes_.raw, of(table, 0))};
        const Bytes low = two(table, 0);
        if constexpr (n_64 == 2) return low;
        const hn::Repartition<std::int8_t, Byte> numbers;
        const auto is_high = hn::Lt(hn::BitCast(numbers, nodes_), hn::Zero(numbers));
        return hn::IfThenElse(hn::RebindMask(Byte(), is_high), two(table, 2), low);
    }

private:
    static HWY_INLINE __m512i of(const ByNode<std::uint8_t>& table, std::size_t number) {
        return hn::LoadU(Byte(), table.data() + 64 * number).raw;
    }
    HWY_INLINE Bytes two(const ByNode<std::uint8_t>& table, std::size_t first) const {
        return Bytes{_mm512_permutex2var_epi8(of(table, first), nodes_.raw, of(table, first + 1))};
    }

    Bytes nodes_;
};

template <std::size_t n_sixteens>
using BestLookup =
    std::conditional_t<n_sixteens >= 4, WideLookup<(n_sixteens + 3) / 4>, Lookup<n_sixteens> >;

#else

template <std::size_t n_sixteens>
using BestLookup = Lookup<n_sixteens>;

#endif

HWY_INLINE std::uint64_t bits_of(hn::Mask<Byte> mask) {
    // As wide as the bits, so that they need not travel through memory.
    hwy::UnsignedFromSize<hn::MaxLanes(Byte()) / 8> bits = 0;
    hn::StoreMaskBits(Byte(), mask, reinterpret_cast<std::uint8_t*>(&bits));
    return bits;
}

template <std::size_t n_sixteens>
HWY_INLINE std::uint64_t let_group_stay(const LaneMonth& month, std::size_t first) {
    const Byte d;
    std::uint64_t perhaps = 0;
    for (std::size_t lane = 0; lane < lane_group; lane += hn::Lanes(d)) {
        const BestLookup<n_sixteens> nodes(hn::LoadU(d, month.before + first + lane));
        hn::StoreU(nodes.in(month.table.stays), d, month.after + first + lane);
        const Bytes above =
            hn::Sub(hn::LoadU(d, month.top_bytes + first + lane), nodes.in(month.table.safe_low));
        const Bytes width = nodes.in(month.table.safe_width);
        const auto is_not_safe = hn::Eq(hn::Min(above, width), width);
        perhaps |= bits_of(is_not_safe) << lane;
    }
    return perhaps;
}

template <std::size_t n_sixteens>
HWY_INLINE void look_up_group(const ByNode<std::uint8_t>& table, const std::uint8_t* nodes,
                              std::uint8_t* found) {
    const Byte d;
    for (std::size_t lane = 0; lane < lane_group; lane += hn::Lanes(d))
        hn::StoreU(BestLookup<n_sixteens>(hn::LoadU(d, nodes + lane)).in(table), d, found + lane);
}

// The slots whose last uniform is smaller: the one that the uniform falls on has that number.
template <std::size_t n_slots>
HWY_INLINE std::size_t slot_of(const std::array<std::uint32_t, n_slots>& last,
                               std::uint32_t uniform) {
    const hn::CappedTag<std::uint32_t, 8> d;
    const auto uniforms = hn::Set(d, uniform);
    std::size_t slot = 0;
    for (std::size_t number = 0; number < n_slots; number += hn::Lanes(d))
        slot += hn::CountTrue(d, hn::Gt(uniforms, hn::LoadU(d, last.data() + number)));
    return slot;
}

#endif

#if HWY_TARGET == HWY_AVX3_DL

// Positions of the set bits, by packing the bytes 0, 1, 2, … of those lanes.
HWY_INLINE std::size_t write_positions(std::uint64_t bits, std::size_t first,
                                       LanePosition* positions) {
    const hn::FixedTag<LanePosition, 32> d;
    const __m512i packed = _mm512_maskz_compress_epi8(bits, hn::Iota(Byte(), 0).raw);
    const auto offset = hn::Set(d, static_cast<LanePosition>(first));
    const auto n = static_cast<std::size_t>(std::popcount(bits));
    const auto of = [&](__m256i half) {
        return hn::Add(hn::Vec<decltype(d)>{_mm512_cvtepu8_epi16(half)}, offset);
    };
    hn::StoreU(of(_mm512_castsi512_si256(packed)), d, positions);
    if (n > 32) hn::StoreU(of(_mm512_extracti64x4_epi64(packed, 1)), d, positions + 32);
    return n;
}

#else

// Positions of the set bits. Eight are written without asking how many there are: guessing wrong
// once per 64 people costs more than a few writes in vain.
HWY_INLINE std::size_t write_positions(std::uint64_t bits, std::size_t first,
                                       LanePosition* positions) {
    const auto n = static_cast<std::size_t>(std::popcount(bits));
    for (std::size_t written = 0; written < n; written += 8)
        for (std::size_t next = 0; next < 8; ++next) {
            positions[written + next] =
                static_cast<LanePosition>(first + static_cast<std::size_t>(std::countr_zero(bits)));
            bits &= bits - 1;
        }
    return n;
}

#endif

template <std::size_t n_sixteens>
std::size_t let_all_stay(const LaneMonth& month, LanePosition* positions) {
    std::size_t n = 0;
    for (std::size_t first = 0; first < month.n_people; first += lane_group) {
        std::uint64_t perhaps = let_group_stay<n_sixteens>(month, first);
        const std::size_t n_here = month.n_people - first;
        if (n_here < lane_group) perhaps &= (std::uint64_t{1} << n_here) - 1;
        n += write_positions(perhaps, first, positions + n);
    }
    return n;
}

std::size_t let_stay_here(const LaneMonth& month, LanePosition* positions) {
    const std::size_t n_nodes = month.table.n_nodes;
    if (n_nodes <= 16) return let_all_stay<1>(month, positions);
    if (n_nodes <= 32 && HWY_TARGET != HWY_AVX3_DL) return let_all_stay<2>(month, positions);
    if (n_nodes <= 64) return let_all_stay<4>(month, positions);
    if (n_nodes <= 128) return let_all_stay<8>(month, positions);
    return let_all_stay<16>(month, positions);
}

template <std::size_t n_sixteens>
void look_up_all(const ByNode<std::uint8_t>& table, const std::uint8_t* nodes, std::size_t n,
                 std::uint8_t* found) {
    for (std::size_t first = 0; first < n; first += lane_group)
        look_up_group<n_sixteens>(table, nodes + first, found + first);
}

void look_up_here(const ByNode<std::uint8_t>& table, std::size_t n_nodes, const std::uint8_t* nodes,
                  std::size_t n, std::uint8_t* found) {
    if (n_nodes <= 16) return look_up_all<1>(table, nodes, n, found);
    if (n_nodes <= 32 && HWY_TARGET != HWY_AVX3_DL) return look_up_all<2>(table, nodes, n, found);
    if (n_nodes <= 64) return look_up_all<4>(table, nodes, n, found);
    if (n_nodes <= 128) return look_up_all<8>(table, nodes, n, found);
    look_up_all<16>(table, nodes, n, found);
}

// What these people do, as edges. Pointers are copied, here and below, because the bytes that are
// written could, for all a compiler knows, be theirs.
template <typename Row>
HWY_INLINE void find_edges(const LaneMonth& month, const Row* rows, const LanePosition* positions,
                           std::size_t n, const LaneTable::Edge** edges) {
    const std::uint32_t* const words = month.words;
    const std::size_t n_counters = in_whole_groups(month.n_people) / 4;
    const std::uint8_t* const before = month.before;
    for (std::size_t number = 0; number < n; ++number) {
        const std::size_t person = positions[number];
        const Row& row = rows[before[person]];
        const std::uint32_t uniform = words[lane_position(person, n_counters)];
        edges[number] = &row.edges[slot_of(row.last, uniform)];
    }
}

// What is counted is known when compiling.
template <bool counts_visits, bool counts_nodes>
HWY_INLINE void follow(const LaneTable::Edge* const* edges, const LanePosition* positions,
                       std::size_t n, std::uint8_t* after, const LaneTally& counted) {
    const LaneTally tally = counted;
    for (std::size_t number = 0; number < n; ++number) {
        const std::size_t person = positions[number];
        const LaneTable::Edge edge = *edges[number];
        ++tally.moves[edge.move];
        if constexpr (counts_visits) {
            const std::uint16_t been_in = tally.visited[person];
            tally.first_visits[edge.place] += (been_in & edge.state_bit) == 0 ? 1 : 0;
            tally.visited[person] = static_cast<std::uint16_t>(been_in | edge.state_bit);
        }
        if constexpr (counts_nodes) {
            --tally.more_in_node[after[person]];
            ++tally.more_in_node[edge.next];
        }
        after[person] = edge.next;
    }
}

// Two short loops after one another: together they would need more registers than there are.
template <bool counts_visits, bool counts_nodes, typename Row>
void move_all(const LaneMonth& month, const Row* rows, const LanePosition* positions, std::size_t n,
              const LaneTally& tally) {
    constexpr std::size_t at_a_time = 64;
    std::array<const LaneTable::Edge*, at_a_time> edges;
    for (std::size_t done = 0; done < n; done += at_a_time) {
        const std::size_t n_now = std::min(at_a_time, n - done);
        find_edges(month, rows, positions + done, n_now, edges.data());
        follow<counts_visits, counts_nodes>(edges.data(), positions + done, n_now, month.after,
                                            tally);
    }
}

template <typename Row>
void move_by(const LaneMonth& month, const Row* rows, const LanePosition* positions, std::size_t n,
             const LaneTally& tally) {
    const bool counts_visits = tally.first_visits != nullptr;
    const bool counts_nodes = tally.more_in_node != nullptr;
    if (counts_visits && counts_nodes)
        return move_all<true, true>(month, rows, positions, n, tally);
    if (counts_visits) return move_all<true, false>(month, rows, positions, n, tally);
    if (counts_nodes) return move_all<false, true>(month, rows, positions, n, tally);
    move_all<false, false>(month, rows, positions, n, tally);
}

void move_people_here(const LaneMonth& month, const LanePosition* positions, std::size_t n,
                      const LaneTally& tally) {
    if (month.table.stride == 8)
        move_by(month, month.table.narrow_rows.data(), positions, n, tally);
    else
        move_by(month, month.table.wide_rows.data(), positions, n, tally);
}

const char* instruction_set_here() { return hwy::TargetName(HWY_TARGET); }

}  // namespace HWY_NAMESPACE
}  // namespace forlob
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace forlob {

HWY_EXPORT(let_stay_here);
HWY_EXPORT(look_up_here);
HWY_EXPORT(move_people_here);
HWY_EXPORT(instruction_set_here);

std::size_t let_stay(const LaneMonth& month, LanePosition* positions) noexcept {
    return HWY_DYNAMIC_DISPATCH(let_stay_here)(month, positions);
}

void look_up_states(const LaneTable& table, const std::uint8_t* nodes, std::size_t n_people,
                    std::uint8_t* states) noexcept {
    ByNode<std::uint8_t> numbers{};
    std::transform(table.state.begin(), table.state.end(), numbers.begin(),
                   [](StateId state) { return static_cast<std::uint8_t>(state); });
    HWY_DYNAMIC_DISPATCH(look_up_here)(numbers, table.n_nodes, nodes, n_people, states);
}

void move_people(const LaneMonth& month, std::span<const LanePosition> positions,
                 const LaneTally& tally) noexcept {
    HWY_DYNAMIC_DISPATCH(move_people_here)(month, positions.data(), positions.size(), tally);
}

std::string_view instruction_set() noexcept { return HWY_DYNAMIC_DISPATCH(instruction_set_here)(); }

}  // namespace forlob

#endif
