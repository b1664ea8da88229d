#include "random/uniforms.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <set>
#include <vector>

#include "random/philox.hpp"
#include "support/tolerance.hpp"

using namespace forlob;

namespace {

const DrawAddress somewhere{.seed = 0x0123456789ABCDEF,
                            .draw = 11,
                            .replication = ReplicationId{22},
                            .tick = Tick{33},
                            .purpose = Purpose::enrolment,
                            .sub = 44};

}  // namespace

TEST_CASE("the uniform of a person is the word of the counter that its address spells out") {
    // Person 4 · 1000 + 2: word 2 of {1000, 33 | 44 << 16 | 5 << 24, 22, 11}.
    const PhiloxCounter words = philox4x32_10({1000, 0x052C0021, 22, 11}, {0x89ABCDEF, 0x01234567});
    CHECK(uniform(somewhere, PersonId{4002}) == words[2]);
    CHECK(uniform(somewhere, PersonId{4003}) == words[3]);
}

TEST_CASE("a block of uniforms is the uniforms of its persons, whatever its length") {
    for (const std::size_t n : {0u, 1u, 3u, 4u, 5u, 220u, 1023u}) {
        CAPTURE(n);
        std::vector<std::uint32_t> block(n);
        fill_uniforms(somewhere, PersonId{400}, block);
        std::vector<std::uint32_t> singly;
        for (std::uint32_t person = 0; person < n; ++person)
            singly.push_back(uniform(somewhere, PersonId{400 + person}));
        CHECK(block == singly);
    }
}

TEST_CASE("every part of an address matters") {
    std::set<std::uint32_t> different;
    DrawAddress address = somewhere;
    different.insert(uniform(address, PersonId{5}));
    different.insert(uniform(address, PersonId{6}));
    address.seed ^= 1ULL << 63;
    different.insert(uniform(address, PersonId{5}));
    address = somewhere;
    address.draw = 12;
    different.insert(uniform(address, PersonId{5}));
    address = somewhere;
    address.replication = ReplicationId{23};
    different.insert(uniform(address, PersonId{5}));
    address = somewhere;
    address.tick = Tick{34};
    different.insert(uniform(address, PersonId{5}));
    address = somewhere;
    address.purpose = Purpose::willing;
    different.insert(uniform(address, PersonId{5}));
    address = somewhere;
    address.sub = 45;
    different.insert(uniform(address, PersonId{5}));
    CHECK(different.size() == 8);
}

TEST_CASE("purposes keep the numbers they were given") {
    CHECK(static_cast<int>(Purpose::stratum) == 0);
    CHECK(static_cast<int>(Purpose::frailty) == 1);
    CHECK(static_cast<int>(Purpose::start_state) == 2);
    CHECK(static_cast<int>(Purpose::clock_start) == 3);
    CHECK(static_cast<int>(Purpose::transition) == 4);
    CHECK(static_cast<int>(Purpose::enrolment) == 5);
    CHECK(static_cast<int>(Purpose::willing) == 6);
    CHECK(static_cast<int>(Purpose::advance) == 7);
    CHECK(static_cast<int>(Purpose::drop_out) == 8);
}

// Hypothesis: the 32 bits of every uniform are independent fair coins. Along each axis of the
// address 2^16 neighbours; each of the 32 bits is 1 in 32,768 ± 128 (standard error), and equal to
// the same bit of the neighbour as often. 256 comparisons at a joint false-alarm rate of 1e-6
// allow 5.9 standard errors, 755 of 65,536: a bias of 0.012 would be missed half the time, one of
// 0.02 practically never.
TEST_CASE("neighbouring addresses have independent fair bits" *
          doctest::test_suite("statistical")) {
    constexpr int n = 1 << 16;
    const double allowed = test::allowed_standard_errors(256) * 128.0;
    const auto check_axis = [&](auto address_of, auto person_of) {
        std::vector<int> ones(32, 0), equal(32, 0);
        std::uint32_t before = uniform(address_of(0), person_of(0));
        for (int i = 1; i <= n; ++i) {
            const std::uint32_t bits = uniform(address_of(i), person_of(i));
            for (std::size_t bit = 0; bit < 32; ++bit) {
                ones[bit] += static_cast<int>(bits >> bit & 1U);
                equal[bit] += static_cast<int>(~(bits ^ before) >> bit & 1U);
            }
            before = bits;
        }
        for (std::size_t bit = 0; bit < 32; ++bit) {
            CHECK(std::abs(ones[bit] - n / 2) <= allowed);
            CHECK(std::abs(equal[bit] - n / 2) <= allowed);
        }
    };
    const auto same_person = [](int) { return PersonId{17}; };
    const auto with = [](auto change) {
        return [change](int i) {
            DrawAddress address = somewhere;
            change(address, i);
            return address;
        };
    };
    check_axis([](int) { return somewhere; },
               [](int i) { return static_cast<PersonId>(static_cast<std::uint32_t>(i)); });
    check_axis(with([](DrawAddress& address, int i) { address.tick = Tick{i % 65536}; }),
               same_person);
    check_axis(with([](DrawAddress& address, int i) {
                   address.replication = static_cast<ReplicationId>(i);
               }),
               same_person);
    check_axis(with([](DrawAddress& address, int i) { address.seed = static_cast<unsigned>(i); }),
               same_person);
}
