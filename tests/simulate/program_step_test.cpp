// Every branch that a month in a phase can take.

#include "simulate/program_step.hpp"

#include <doctest/doctest.h>

#include "support/hand_model.hpp"

using namespace forlob;

namespace {

constexpr StateId benefit{0}, internship{1}, employment{2};
constexpr PhaseId dialogue{1}, placed{2}, care{3}, after{4};
constexpr std::uint32_t half = 1U << 31;

// dialogue (2 to 6 months, may advance by half) -> placed (3 months) -> care; employment -> care.
struct Steps {
    Model model = test::hand_model(3, 12);

    Steps() {
        Phase first;
        first.min_months = 2;
        first.max_months = 6;
        first.advance = cut_at(0.5);
        first.drop_out = cut_at(0.25);
        first.then = placed;
        first.on_enter = {stay_in_phase, stay_in_phase, care};
        Phase second;
        second.max_months = 3;
        second.placement = internship;
        second.release = benefit;
        second.then = care;
        Phase third;
        third.on_enter = {dialogue, placed, stay_in_phase};
        Phase fourth;
        fourth.after_program = true;
        fourth.max_months = 2;
        test::add_program(model, {first, second, third, fourth}).after_program = after;
    }

    [[nodiscard]] PhaseOutcome step(PhaseId phase, StateId from, StateId to, std::uint32_t months,
                                    std::uint32_t drop_out = 0xFFFFFFFF,
                                    std::uint32_t advance = 0xFFFFFFFF) const {
        return program_step(model, {phase, from, to, months, drop_out, advance});
    }
};

void check(const PhaseOutcome& outcome, StateId state, PhaseId phase, bool begins) {
    CHECK(outcome.state == state);
    CHECK(outcome.phase == phase);
    CHECK(outcome.begins == begins);
}

}  // namespace

TEST_CASE("nothing happens in an ordinary month of a phase") {
    check(Steps().step(dialogue, benefit, benefit, 1), benefit, dialogue, false);
    check(Steps().step(dialogue, benefit, internship, 1), internship, dialogue, false);
}

TEST_CASE("entering a state that the phase names changes the phase") {
    check(Steps().step(dialogue, benefit, employment, 1), employment, care, true);
}

TEST_CASE("being in a named state without entering it changes nothing") {
    check(Steps().step(care, benefit, benefit, 1), benefit, care, false);
    check(Steps().step(care, employment, benefit, 1), benefit, dialogue, true);
}

TEST_CASE("entering a named state comes before drop-out and length") {
    check(Steps().step(dialogue, benefit, employment, 6, 0, 0), employment, care, true);
}

TEST_CASE("a phase that begins by a named state moves the person to its placement") {
    check(Steps().step(care, employment, internship, 1), internship, placed, true);
    Steps steps;
    steps.model.phases[3].on_enter = {placed, stay_in_phase, stay_in_phase};
    check(steps.step(care, employment, benefit, 1), internship, placed, true);
}

TEST_CASE("drop-out ends the program below its cut") {
    check(Steps().step(dialogue, benefit, benefit, 1, half / 2 - 1), benefit, after, true);
    check(Steps().step(dialogue, benefit, benefit, 1, half / 2), benefit, dialogue, false);
}

TEST_CASE("drop-out comes before length and releases nobody") {
    Steps steps;
    steps.model.phases[2].drop_out = cut_at(0.25);
    check(steps.step(placed, internship, internship, 3, 0), internship, after, true);
}

TEST_CASE("a phase advances by chance from its shortest length on") {
    check(Steps().step(dialogue, benefit, benefit, 1, half, 0), benefit, dialogue, false);
    check(Steps().step(dialogue, benefit, benefit, 2, half, half - 1), internship, placed, true);
    check(Steps().step(dialogue, benefit, benefit, 2, half, half), benefit, dialogue, false);
}

TEST_CASE("a phase ends at its longest length") {
    check(Steps().step(dialogue, benefit, benefit, 5), benefit, dialogue, false);
    check(Steps().step(dialogue, benefit, benefit, 6), internship, placed, true);
}

TEST_CASE("whoever is still in the placement at the end is released") {
    check(Steps().step(placed, internship, internship, 3), benefit, care, true);
}

TEST_CASE("whoever has left the placement is not moved") {
    check(Steps().step(placed, employment, employment, 3), employment, care, true);
}

TEST_CASE("a placement without release keeps the person where they are") {
    Steps steps;
    steps.model.phases[2].release.reset();
    check(steps.step(placed, internship, internship, 3), internship, care, true);
}

TEST_CASE("a phase may begin again") {
    Steps steps;
    steps.model.phases[1].then = dialogue;
    check(steps.step(dialogue, benefit, benefit, 6), benefit, dialogue, true);
}

TEST_CASE("a phase without length or chances lasts") {
    check(Steps().step(care, employment, employment, 1000, 0, 0), employment, care, false);
}

TEST_CASE("the phase after a program ends by its length, in no program") {
    check(Steps().step(after, benefit, benefit, 1), benefit, after, false);
    check(Steps().step(after, benefit, benefit, 2), benefit, no_phase, true);
}
