#include "random/block_draws.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "support/instruction_sets.hpp"

using namespace forlob;

namespace {

// Draws of a block, and of the persons who would come next up to whole groups.
void check_block(DrawAddress address, PersonId first, std::size_t n_people, Tick tick) {
    CAPTURE(n_people);
    CAPTURE(tick.index);
    const std::size_t room = in_whole_groups(n_people);
    BlockDraws draws;
    draws.begin(address, first, n_people);
    std::vector<std::uint32_t> words(room);
    std::vector<std::uint8_t> top_bytes(room);
    draws.draw(tick, words, top_bytes);

    address.tick = tick;
    std::vector<std::uint32_t> expected(room);
    fill_uniforms(address, first, expected);
    std::vector<std::uint32_t> in_order;
    std::vector<std::uint8_t> expected_bytes;
    for (std::size_t person = 0; person < room; ++person) {
        in_order.push_back(words[lane_position(person, draws.n_counters())]);
        expected_bytes.push_back(static_cast<std::uint8_t>(expected[person] >> 24));
    }
    CHECK(in_order == expected);
    CHECK(top_bytes == expected_bytes);
}

}  // namespace

TEST_CASE("draws of blocks are the uniforms of their persons, with every instruction set") {
    const DrawAddress address{0x123456789ABCDEF0,  7,   ReplicationId{0xFFFFFFFE}, {},
                              Purpose::transition, 0x5A};
    test::for_each_instruction_set([&](std::string_view name) {
        CAPTURE(name);
        for (const std::size_t n_people : {0u, 1u, 4u, 63u, 64u, 65u, 1000u})
            for (const std::int32_t tick : {1, 2, 48, 65535})
                check_block(address, PersonId{4004}, n_people, Tick{tick});
        check_block({}, PersonId{0}, 64, Tick{1});
    });
}

TEST_CASE("a block that is begun again forgets the one before") {
    BlockDraws draws;
    draws.begin({.seed = 1}, PersonId{0}, 640);
    draws.begin({.seed = 2}, PersonId{64}, 64);
    std::vector<std::uint32_t> words(64);
    std::vector<std::uint8_t> top_bytes(64);
    draws.draw(Tick{3}, words, top_bytes);
    CHECK(words[lane_position(5, 16)] == uniform({.seed = 2, .tick = Tick{3}}, PersonId{69}));
}
