#include "simulate/block_uniforms.hpp"

#include <doctest/doctest.h>

using namespace forlob;

namespace {

const DrawAddress replication{.seed = 9, .draw = 1, .replication = ReplicationId{3}};

std::vector<std::uint32_t> drawn(BlockUniforms& uniforms, Purpose purpose, int tick,
                                 std::uint8_t sub) {
    const auto row = uniforms.of(purpose, Tick{tick}, sub);
    return {row.begin(), row.end()};
}

std::vector<std::uint32_t> expected(Purpose purpose, int tick, std::uint8_t sub) {
    DrawAddress address = replication;
    address.purpose = purpose;
    address.tick = Tick{tick};
    address.sub = sub;
    std::vector<std::uint32_t> uniforms;
    for (std::uint32_t person = 8; person < 15; ++person)
        uniforms.push_back(uniform(address, PersonId{person}));
    return uniforms;
}

}  // namespace

TEST_CASE("a block gets the uniforms of its own persons, in whatever order they are asked for") {
    BlockUniforms uniforms;
    uniforms.begin(replication, PersonId{8}, 7, 5);
    CHECK(drawn(uniforms, Purpose::transition, 5, 0) == expected(Purpose::transition, 5, 0));
    CHECK(drawn(uniforms, Purpose::stratum, 0, 0) == expected(Purpose::stratum, 0, 0));
    CHECK(drawn(uniforms, Purpose::enrolment, 2, 1) == expected(Purpose::enrolment, 2, 1));
    CHECK(drawn(uniforms, Purpose::enrolment, 2, 0) == expected(Purpose::enrolment, 2, 0));
    CHECK(drawn(uniforms, Purpose::transition, 1, 0) == expected(Purpose::transition, 1, 0));
    CHECK(drawn(uniforms, Purpose::transition, 5, 0) == expected(Purpose::transition, 5, 0));
}

TEST_CASE("uniforms stay where they are while others are drawn") {
    BlockUniforms uniforms;
    uniforms.begin(replication, PersonId{8}, 7, 5);
    const auto first = uniforms.of(Purpose::transition, Tick{1});
    for (std::uint8_t sub = 0; sub < 50; ++sub)
        static_cast<void>(uniforms.of(Purpose::enrolment, Tick{3}, sub));
    for (int tick = 2; tick <= 5; ++tick)
        static_cast<void>(uniforms.of(Purpose::transition, Tick{tick}));
    CHECK(std::vector(first.begin(), first.end()) == expected(Purpose::transition, 1, 0));
}

TEST_CASE("the next block forgets the one before") {
    BlockUniforms uniforms;
    uniforms.begin({.seed = 5}, PersonId{0}, 40, 9);
    static_cast<void>(uniforms.of(Purpose::transition, Tick{2}));
    static_cast<void>(uniforms.of(Purpose::stratum, Tick{0}));
    uniforms.begin(replication, PersonId{8}, 7, 5);
    CHECK(drawn(uniforms, Purpose::transition, 2, 0) == expected(Purpose::transition, 2, 0));
    CHECK(drawn(uniforms, Purpose::stratum, 0, 0) == expected(Purpose::stratum, 0, 0));
}
