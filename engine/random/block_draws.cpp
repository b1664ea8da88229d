#include "random/block_draws.hpp"

#include <cstddef>

// Highway compiles what follows once for every instruction set: this file includes itself.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "random/block_draws.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace forlob {
namespace HWY_NAMESPACE {

using Persons = BlockDraws::PersonParts;
using Month = BlockDraws::MonthParts;

#if HWY_TARGET == HWY_SCALAR

// Without vectors: the plain definition does everything.
bool draw_groups(const Persons&, const Month&, std::uint32_t*, std::uint8_t*) { return false; }

#else

namespace hn = hwy::HWY_NAMESPACE;

constexpr std::size_t counters_per_group = lane_group / 4;
using Word = hn::CappedTag<std::uint32_t, counters_per_group>;
using Pair = hn::Repartition<std::uint64_t, Word>;
using Words = hn::Vec<Word>;
using Pairs = hn::Vec<Pair>;

// The words of every other counter: each in the low half of a lane twice as wide, so that products
// of 64 bits need no taking apart. What is in the high halves does not matter.
struct Counters {
    Pairs word_0, word_1, word_2, word_3;
};

HWY_INLINE Pairs product(Pairs factor, std::uint32_t multiplier) {
    return hn::MulEven(hn::BitCast(Word(), factor), hn::Set(Word(), multiplier));
}

HWY_INLINE Pairs xor3(Pairs a, Pairs b, Pairs c) { return hn::Xor3(a, b, c); }

HWY_INLINE Counters round_of_philox(const Counters& in, const Month::Key& key) {
    const Pairs product_0 = product(in.word_0, 0xD2511F53U);
    const Pairs product_2 = product(in.word_2, 0xCD9E8D57U);
    return {xor3(hn::ShiftRight<32>(product_2), in.word_1, hn::Set(Pair(), key.word_0)), product_2,
            xor3(hn::ShiftRight<32>(product_0), in.word_3, hn::Set(Pair(), key.word_1)), product_0};
}

HWY_INLINE Pairs even(Words words) { return hn::BitCast(Pair(), words); }
HWY_INLINE Pairs odd(Words words) { return hn::ShiftRight<32>(hn::BitCast(Pair(), words)); }

HWY_INLINE Counters rest_of_round_3(Pairs low_1, Pairs low_2, Pairs high_3, Pairs low_3,
                                    const Month& month) {
    const Pairs product_2 = product(hn::Xor(low_1, hn::Set(Pair(), month.word_2)), 0xCD9E8D57U);
    return {xor3(hn::ShiftRight<32>(product_2), low_2, hn::Set(Pair(), month.keys[0].word_0)),
            product_2, hn::Xor(high_3, hn::Set(Pair(), month.word_3)), low_3};
}

// One word of neighbouring counters.
HWY_INLINE Words together(Pairs even_ones, Pairs odd_ones) {
    return hn::OddEven(hn::DupEven(hn::BitCast(Word(), odd_ones)), hn::BitCast(Word(), even_ones));
}

HWY_INLINE Words pick(std::uint32_t mask, Words yes, Words no) {
    return hn::IfVecThenElse(hn::Set(Word(), mask), yes, no);
}

// A counter's four words are those of four neighbouring people, so that their highest bytes, put
// together to one word, are in the order of the people.
HWY_INLINE Words highest_bytes(Words word_0, Words word_1, Words word_2, Words word_3) {
    const Words low = pick(0x0000FF00U, hn::ShiftRight<16>(word_1), hn::ShiftRight<24>(word_0));
    const Words high = pick(0xFF000000U, word_3, hn::ShiftRight<8>(word_2));
    return pick(0xFFFF0000U, high, low);
}

bool draw_groups(const Persons& persons, const Month& of_month, std::uint32_t* words,
                 std::uint8_t* top_bytes) {
    const Month month = of_month;  // not where the bytes are written, for all a compiler knows
    const Word d;
    const std::size_t n_lanes = hn::Lanes(d);
    const std::size_t n_counters = persons.low_1.size();
    for (std::size_t at = 0; at < n_counters; at += n_lanes) {
        const Words low_1 = hn::LoadU(d, persons.low_1.data() + at);
        const Words low_2 = hn::LoadU(d, persons.low_2.data() + at);
        const Words high_3 = hn::LoadU(d, persons.high_3.data() + at);
        const Words low_3 = hn::LoadU(d, persons.low_3.data() + at);
        Counters evens =
            rest_of_round_3(even(low_1), even(low_2), even(high_3), even(low_3), month);
        Counters odds = rest_of_round_3(odd(low_1), odd(low_2), odd(high_3), odd(low_3), month);
        // Side by side: each waits for its own products, and the other fills the time.
        for (std::size_t round = 1; round < month.keys.size(); ++round) {
            evens = round_of_philox(evens, month.keys[round]);
            odds = round_of_philox(odds, month.keys[round]);
        }
        const Words word_0 = together(evens.word_0, odds.word_0);
        const Words word_1 = together(evens.word_1, odds.word_1);
        const Words word_2 = together(evens.word_2, odds.word_2);
        const Words word_3 = together(evens.word_3, odds.word_3);
        hn::StoreU(word_0, d, words + at);
        hn::StoreU(word_1, d, words + at + n_counters);
        hn::StoreU(word_2, d, words + at + 2 * n_counters);
        hn::StoreU(word_3, d, words + at + 3 * n_counters);
        const hn::Repartition<std::uint8_t, Word> bytes;
        hn::StoreU(hn::BitCast(bytes, highest_bytes(word_0, word_1, word_2, word_3)), bytes,
                   top_bytes + 4 * at);
    }
    return true;
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace forlob
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace forlob {

HWY_EXPORT(draw_groups);

namespace {

constexpr std::uint64_t multiplier_0 = 0xD2511F53;
constexpr std::uint64_t multiplier_2 = 0xCD9E8D57;

std::uint32_t high(std::uint64_t product) { return static_cast<std::uint32_t>(product >> 32); }
std::uint32_t low(std::uint64_t product) { return static_cast<std::uint32_t>(product); }

PhiloxKey key_of_round(std::uint64_t seed, std::uint32_t round) {
    return {static_cast<std::uint32_t>(seed) + round * 0x9E3779B9U,
            static_cast<std::uint32_t>(seed >> 32) + round * 0xBB67AE85U};
}

}  // namespace

// Round 1 makes of the counter {person, month, replication, draw}:
//   {hi(M2·replication) ^ month ^ k, lo(M2·replication), hi(M0·person) ^ draw ^ k, lo(M0·person)}.
// Its first word is of the month only, and stays so through the product of round 2; its third and
// fourth are of the person only. So are, after round 2, the first two words; the third is one of
// the person xored to one of the month, the fourth of the month only.
void BlockDraws::begin(const DrawAddress& address, PersonId first, std::size_t n_people) {
    address_ = address;
    for (auto* part : {&persons_.low_1, &persons_.low_2, &persons_.high_3, &persons_.low_3})
        part->resize(in_whole_groups(n_people) / 4);
    const auto first_counter = static_cast<std::uint32_t>(first) / 4;
    const std::uint32_t low_of_replication = low(multiplier_2 * index(address.replication));
    const PhiloxKey key_1 = key_of_round(address.seed, 0);
    const PhiloxKey key_2 = key_of_round(address.seed, 1);
    for (std::uint32_t number = 0; number < persons_.low_1.size(); ++number) {
        const std::uint64_t product_1 = multiplier_0 * std::uint64_t{first_counter + number};
        const std::uint32_t word_2 = high(product_1) ^ address.draw ^ key_1[1];
        const std::uint64_t product_2 = multiplier_2 * word_2;
        const std::uint32_t word_0 = high(product_2) ^ low_of_replication ^ key_2[0];
        const std::uint64_t product_3 = multiplier_0 * word_0;
        persons_.low_1[number] = low(product_1);
        persons_.low_2[number] = low(product_2);
        persons_.high_3[number] = high(product_3);
        persons_.low_3[number] = low(product_3);
    }
}

BlockDraws::MonthParts BlockDraws::month_parts(Tick tick) const noexcept {
    const std::uint32_t month = static_cast<std::uint32_t>(tick.index) |
                                std::uint32_t{address_.sub} << 16 |
                                static_cast<std::uint32_t>(address_.purpose) << 24;
    const std::uint32_t word_0 = high(multiplier_2 * index(address_.replication)) ^ month ^
                                 key_of_round(address_.seed, 0)[0];
    const std::uint64_t product = multiplier_0 * word_0;
    MonthParts parts;
    parts.word_2 = high(product) ^ key_of_round(address_.seed, 1)[1];
    parts.word_3 = low(product) ^ key_of_round(address_.seed, 2)[1];
    for (std::uint32_t round = 0; round < parts.keys.size(); ++round)
        parts.keys[round] = {key_of_round(address_.seed, round + 2)[0],
                             key_of_round(address_.seed, round + 2)[1]};
    return parts;
}

void BlockDraws::draw(Tick tick, std::span<std::uint32_t> words,
                      std::span<std::uint8_t> top_bytes) const noexcept {
    const MonthParts month = month_parts(tick);
    if (HWY_DYNAMIC_DISPATCH(draw_groups)(persons_, month, words.data(), top_bytes.data())) return;
    for (std::size_t number = 0; number < n_counters(); ++number)
        draw_plainly(number, month, words, top_bytes);
}

// The definition of what vectors do.
void BlockDraws::draw_plainly(std::size_t number, const MonthParts& month,
                              std::span<std::uint32_t> words,
                              std::span<std::uint8_t> top_bytes) const noexcept {
    const std::uint64_t product = multiplier_2 * (persons_.low_1[number] ^ month.word_2);
    PhiloxCounter bits{high(product) ^ persons_.low_2[number] ^ low(month.keys[0].word_0),
                       low(product), persons_.high_3[number] ^ low(month.word_3),
                       persons_.low_3[number]};
    for (std::size_t round = 1; round < month.keys.size(); ++round)
        bits = philox_round(bits, {low(month.keys[round].word_0), low(month.keys[round].word_1)});
    for (std::size_t word = 0; word < 4; ++word) {
        words[lane_position(4 * number + word, n_counters())] = bits[word];
        top_bytes[4 * number + word] = static_cast<std::uint8_t>(bits[word] >> 24);
    }
}

}  // namespace forlob

#endif
