#include "simulate/state_history.hpp"

#include <doctest/doctest.h>

#include <random>

#include "simulate/recorder.hpp"

using namespace forlob;

namespace {

// Lives of people who move now and then, and the same month by month.
struct Lives {
    std::vector<std::vector<SpellStart>> of;
    StateHistory history;
};

Lives random_lives(std::size_t n_people, std::int32_t horizon, unsigned one_in) {
    Lives lives;
    lives.history.begin(n_people, static_cast<std::size_t>(horizon) + 1);
    std::mt19937 generator(static_cast<unsigned>(horizon));
    for (std::size_t person = 0; person < n_people; ++person) {
        auto& life = lives.of.emplace_back();
        for (std::uint16_t tick = 0; tick <= horizon; ++tick) {
            const auto state = static_cast<StateId>(generator() % 5);
            if (life.empty() || (generator() % one_in == 0 && state != life.back().state))
                life.push_back({tick, state, no_phase});
            lives.history.at(tick)[person] = static_cast<std::uint8_t>(life.back().state);
        }
    }
    return lives;
}

}  // namespace

TEST_CASE("a history is read as the lives that made it, as spells and as states") {
    for (const std::int32_t horizon : {0, 1, 14, 15, 16, 48, 63, 64, 65, 200})
        for (const std::size_t n_people : {0U, 1U, 63U, 64U, 65U, 200U})
            for (const unsigned one_in : {1U, 10U}) {
                CAPTURE(horizon);
                CAPTURE(n_people);
                Lives lives = random_lives(n_people, horizon, one_in);
                const std::size_t n_ticks = static_cast<std::size_t>(horizon) + 1;
                Spells expected;
                std::vector<std::uint8_t> expected_states(n_people * n_ticks);
                // They are put behind what is there.
                append_spells(std::vector<SpellStart>{{0, StateId{3}, no_phase}}, 5, 0, horizon,
                              expected);
                Spells spells = expected;
                for (std::uint32_t person = 0; person < n_people; ++person) {
                    append_spells(lives.of[person], 1000 + person, 0, horizon, expected);
                    write_states(lives.of[person], 0,
                                 std::span(expected_states).subspan(person * n_ticks, n_ticks));
                }
                lives.history.append_spells(1000, spells);
                CHECK((spells == expected));
                std::vector<std::uint8_t> states(n_people * n_ticks);
                lives.history.write_states(states);
                CHECK(states == expected_states);
            }
}
