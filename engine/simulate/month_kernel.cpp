#include "simulate/month_kernel.hpp"

#include <algorithm>
#include <bit>

// Highway compiles what follows once for every instruction set: this file includes itself.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simulate/month_kernel.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef FORLOB_MONTH_KERNEL_DONE
#define FORLOB_MONTH_KERNEL_DONE
namespace forlob {

// How far whole vectors went, and how many were found on the way; the plain loops do the rest.
struct Done {
    std::size_t people = 0;
    Found found{};
};

// Appends the numbers of the bits that are set, counted from `first` on. (Vectors could press the
// positions together; but that of AVX2 costs several times the comparisons.)
inline void append_positions(std::uint64_t bits, std::size_t first, std::uint32_t* positions,
                             std::size_t& found) {
    for (; bits != 0; bits &= bits - 1)
        positions[found++] =
            static_cast<std::uint32_t>(first) + static_cast<std::uint32_t>(std::countr_zero(bits));
}

}  // namespace forlob
#endif

HWY_BEFORE_NAMESPACE();
namespace forlob {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET != HWY_SCALAR

// The lanes of a mask as bits, the first lane in bit 0.
template <class D, class Mask>
HWY_INLINE std::uint64_t bits_of(D d, Mask mask) {
    std::uint8_t bytes[8] = {};
    hn::StoreMaskBits(d, mask, bytes);
    std::uint64_t bits = 0;
    for (unsigned byte = 0; byte < (hn::MaxLanes(d) + 7) / 8; ++byte)
        bits |= std::uint64_t{bytes[byte]} << 8 * byte;
    return bits;
}

#endif

#if HWY_TARGET == HWY_SCALAR

Done find_in_vectors(const MonthColumns&, std::uint32_t, std::uint32_t*, std::uint32_t*) {
    return {};
}
Done find_accepted_in_vectors(std::span<const std::uint8_t>, const std::uint32_t*, std::uint32_t,
                              std::uint32_t*) {
    return {};
}

#else

Done find_in_vectors(const MonthColumns& columns, std::uint32_t tick, std::uint32_t* struck,
                     std::uint32_t* due) {
    const hn::ScalableTag<std::uint32_t> d;
    const std::size_t n_lanes = hn::Lanes(d);
    const auto now = hn::Set(d, tick);
    const bool some_drop_out = !columns.drop_out.uniform.empty();
    const bool some_advance = !columns.advance.uniform.empty();
    Done done;
    const std::size_t n_people = columns.uniform.size();
    if (n_people < n_lanes) return done;
    while (done.people < n_people) {
        // Up to 64 people: how many are found is guessed wrong once for all of them.
        std::uint64_t struck_bits = 0, due_bits = 0;
        const std::size_t first = done.people;
        const std::size_t end = std::min(first + 64, n_people);
        for (; done.people < end; done.people += n_lanes) {
            // The last vector begins with people who are done, because there is nobody after it.
            const std::size_t at = std::min(done.people, n_people - n_lanes);
            const std::size_t n_done = done.people - at;
            // An attribute, because lambdas do not inherit the instruction set of their function.
            const auto load = [&](std::span<const std::uint32_t> column)
                                  HWY_ATTR { return hn::LoadU(d, column.data() + at); };
            // stay_width > uniform − stay_low means staying.
            auto is_struck = hn::Not(hn::Gt(
                load(columns.stay_width), hn::Sub(load(columns.uniform), load(columns.stay_low))));
            if (some_drop_out)
                is_struck = hn::Or(is_struck, hn::Gt(load(columns.drop_out.below),
                                                     load(columns.drop_out.uniform)));
            if (some_advance)
                is_struck = hn::Or(
                    is_struck, hn::Gt(load(columns.advance.below), load(columns.advance.uniform)));
            const auto is_due = hn::AndNot(is_struck, hn::Eq(load(columns.due), now));
            struck_bits |= bits_of(d, is_struck) >> n_done << (done.people - first);
            due_bits |= bits_of(d, is_due) >> n_done << (done.people - first);
        }
        append_positions(struck_bits, first, struck, done.found.n_struck);
        append_positions(due_bits, first, due, done.found.n_due);
    }
    done.people = n_people;
    return done;
}

Done find_accepted_in_vectors(std::span<const std::uint8_t> stands, const std::uint32_t* uniform,
                              std::uint32_t below, std::uint32_t* positions) {
    const hn::ScalableTag<std::uint32_t> d;
    const hn::Rebind<std::uint8_t, decltype(d)> bytes;
    const std::size_t n_lanes = hn::Lanes(d);
    const auto cut = hn::Set(d, below);
    Done done;
    for (; done.people + n_lanes <= stands.size(); done.people += n_lanes) {
        const auto standing = hn::PromoteTo(d, hn::LoadU(bytes, stands.data() + done.people));
        const auto is_accepted = hn::And(hn::Gt(standing, hn::Zero(d)),
                                         hn::Gt(cut, hn::LoadU(d, uniform + done.people)));
        append_positions(bits_of(d, is_accepted), done.people, positions, done.found.n_struck);
    }
    return done;
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace forlob
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace forlob {
namespace {

bool strikes(const ChanceColumns& chance, std::size_t person) {
    return !chance.uniform.empty() && chance.uniform[person] < chance.below[person];
}

Found find_from(const MonthColumns& columns, std::size_t person, Found found, std::uint32_t tick,
                std::span<std::uint32_t> struck, std::span<std::uint32_t> due) {
    for (; person < columns.uniform.size(); ++person) {
        const bool is_struck =
            columns.uniform[person] - columns.stay_low[person] >= columns.stay_width[person] ||
            strikes(columns.drop_out, person) || strikes(columns.advance, person);
        if (is_struck)
            struck[found.n_struck++] = static_cast<std::uint32_t>(person);
        else if (columns.due[person] == tick)
            due[found.n_due++] = static_cast<std::uint32_t>(person);
    }
    return found;
}

std::size_t find_accepted_from(std::span<const std::uint8_t> stands,
                               std::span<const std::uint32_t> uniform, std::size_t person,
                               std::size_t found, std::uint32_t below,
                               std::span<std::uint32_t> positions) {
    for (; person < stands.size(); ++person)
        if (stands[person] != 0 && uniform[person] < below)
            positions[found++] = static_cast<std::uint32_t>(person);
    return found;
}

}  // namespace

HWY_EXPORT(find_in_vectors);
HWY_EXPORT(find_accepted_in_vectors);

Found find_events(const MonthColumns& columns, std::uint32_t tick, std::span<std::uint32_t> struck,
                  std::span<std::uint32_t> due) noexcept {
    const auto done =
        HWY_DYNAMIC_DISPATCH(find_in_vectors)(columns, tick, struck.data(), due.data());
    return find_from(columns, done.people, done.found, tick, struck, due);
}

std::size_t find_accepted(std::span<const std::uint8_t> stands,
                          std::span<const std::uint32_t> uniform, std::uint32_t below,
                          std::span<std::uint32_t> positions) noexcept {
    const auto done = HWY_DYNAMIC_DISPATCH(find_accepted_in_vectors)(stands, uniform.data(), below,
                                                                     positions.data());
    return find_accepted_from(stands, uniform, done.people, done.found.n_struck, below, positions);
}

namespace plain {

Found find_events(const MonthColumns& columns, std::uint32_t tick, std::span<std::uint32_t> struck,
                  std::span<std::uint32_t> due) noexcept {
    return find_from(columns, 0, {}, tick, struck, due);
}

std::size_t find_accepted(std::span<const std::uint8_t> stands,
                          std::span<const std::uint32_t> uniform, std::uint32_t below,
                          std::span<std::uint32_t> positions) noexcept {
    return find_accepted_from(stands, uniform, 0, 0, below, positions);
}

}  // namespace plain

}  // namespace forlob

#endif
