#include "simulate/month_kernel.hpp"

#include <doctest/doctest.h>
#include <hwy/targets.h>

#include <vector>

#include "random/uniforms.hpp"

using namespace forlob;

namespace {

constexpr std::uint32_t last = 0xFFFFFFFF;
using Positions = std::vector<std::uint32_t>;

struct Events {
    Positions struck, due;
    bool operator==(const Events&) const = default;
};

Events events(const MonthColumns& columns, std::uint32_t tick, decltype(&find_events) find) {
    Events events{Positions(columns.uniform.size()), {}};
    events.due.resize(events.struck.size());
    const Found found = find(columns, tick, events.struck, events.due);
    events.struck.resize(found.n_struck);
    events.due.resize(found.n_due);
    return events;
}

// People who stay from `low` on over `width`, and are due at tick 7.
Events events_of(const Positions& uniform, std::uint32_t low, std::uint32_t width,
                 std::uint32_t tick) {
    const Positions lows(uniform.size(), low), widths(uniform.size(), width),
        due(uniform.size(), 7);
    return events({uniform, lows, widths, due, {}, {}}, tick, &find_events);
}

// Runs `check` for every instruction set that this processor has.
template <typename Check>
void for_each_instruction_set(Check check) {
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
        CAPTURE(hwy::TargetName(target));
        hwy::SetSupportedTargetsForTest(target);
        check();
    }
    hwy::SetSupportedTargetsForTest(0);
}

}  // namespace

TEST_CASE("a uniform stays from the low end on and before the high one") {
    CHECK(events_of({0, 99, 100, 149, 150, last}, 100, 50, 1).struck == Positions{0, 1, 4, 5});
}

TEST_CASE("nobody stays in a row without width, and the last uniform of a full row is looked at") {
    CHECK(events_of({0, 1, last}, 0, 0, 1).struck == Positions{0, 1, 2});
    CHECK(events_of({0, 1, last - 1, last}, 0, last, 1).struck == Positions{3});
}

TEST_CASE("whoever is due at the tick is found, at no other, and not twice") {
    CHECK(events_of({5, 5}, 0, last, 6) == Events{});
    CHECK(events_of({5, 5}, 0, last, 7) == Events{{}, {0, 1}});
    CHECK(events_of({5, 5}, 0, last, 8) == Events{});
    CHECK(events_of({5, last}, 0, last, 7) == Events{{1}, {0}});
}

TEST_CASE("a chance strikes below its cut") {
    const Positions uniform(6, 5), low(6, 0), width(6, last), due(6, 0);
    const Positions drawn{0, 4, 5, last, 0, 4}, below{5, 5, 5, last, 0, 0};
    const Events expected{{0, 1}, {}};
    CHECK(events({uniform, low, width, due, {drawn, below}, {}}, 1, &find_events) == expected);
    CHECK(events({uniform, low, width, due, {}, {drawn, below}}, 1, &find_events) == expected);
}

TEST_CASE("every instruction set finds what the plain loop finds, whatever the length of a block") {
    for_each_instruction_set([] {
        for (const std::size_t n : {0u, 1u, 3u, 4u, 7u, 8u, 9u, 15u, 16u, 17u, 64u, 333u}) {
            CAPTURE(n);
            std::vector<Positions> columns(8, Positions(n));
            for (std::size_t column = 0; column < columns.size(); ++column) {
                DrawAddress address;
                address.tick = Tick{static_cast<std::int32_t>(column)};
                fill_uniforms(address, PersonId{0}, columns[column]);
            }
            for (std::uint32_t& tick : columns[3]) tick %= 4;
            const MonthColumns all{columns[0],
                                   columns[1],
                                   columns[2],
                                   columns[3],
                                   {columns[4], columns[5]},
                                   {columns[6], columns[7]}};
            const MonthColumns some{columns[0], columns[1], columns[2], columns[3], {}, {}};
            CHECK(events(all, 2, &find_events) == events(all, 2, &plain::find_events));
            CHECK(events(some, 2, &find_events) == events(some, 2, &plain::find_events));
        }
    });
}

TEST_CASE("offers are accepted by those to whom they stand and whose uniform is below the cut") {
    for_each_instruction_set([] {
        for (const std::size_t n : {0u, 1u, 5u, 8u, 16u, 21u, 100u}) {
            CAPTURE(n);
            Positions uniform(n), expected, found(n), plainly(found);
            fill_uniforms({}, PersonId{0}, uniform);
            std::vector<std::uint8_t> stands(n);
            constexpr std::uint32_t half = 1U << 31;
            for (std::size_t person = 0; person < n; ++person) {
                stands[person] = person % 3 == 0 ? 0 : 1;
                if (person % 3 != 0 && uniform[person] < half)
                    expected.push_back(static_cast<std::uint32_t>(person));
            }
            found.resize(find_accepted(stands, uniform, half, found));
            plainly.resize(plain::find_accepted(stands, uniform, half, plainly));
            CHECK(found == expected);
            CHECK(plainly == expected);
        }
    });
}
