#include "input/program_spec.hpp"

#include <doctest/doctest.h>

#include <string>

#include "input/reading.hpp"
#include "support/reported.hpp"
#include "support/temporary.hpp"

using namespace forlob;
using test::reported;

namespace {

// The program "training" of tests/input/example, which uses every word of the language.
const ProgramSpec& example() {
    static const ProgramSpec program = [] {
        Diagnostics diagnostics;
        auto read = read_program(
            test::yaml(test::read_file(test::in_tests("example/training.yaml"))), diagnostics);
        REQUIRE(reported(diagnostics) == "");
        REQUIRE(read.has_value());
        return *read;
    }();
    return program;
}

}  // namespace

TEST_CASE("a program has a name, a title and labels") {
    CHECK(example().name.text == "training");
    CHECK(example().title == "Training on the job");
    CHECK(example().label.text == "Training");
    CHECK(example().label.danish == "oplæring");
    CHECK(example().parameters.size() == 3);
}

TEST_CASE("eligibility by states, levels and clocks") {
    const EligibilitySpec& eligibility = example().eligibility;
    CHECK(eligibility.states[0].text == "cash_benefit");
    REQUIRE(eligibility.attributes.size() == 2);
    CHECK(eligibility.attributes[0].first.text == "history");
    CHECK(eligibility.attributes[0].second[0].text == "over_1y");
    CHECK(eligibility.attributes[1].second[0].text == "single");
    REQUIRE(eligibility.clocks.size() == 2);
    CHECK(eligibility.clocks[0].from_months == 12);
    CHECK(eligibility.clocks[0].to_months == std::nullopt);
    CHECK(eligibility.clocks[1].to_months == 2);
}

TEST_CASE("enrolment has months, probability and willingness") {
    const EnrolmentSpec& enrolment = example().enrolment;
    CHECK(enrolment.from_month == 2);
    CHECK(enrolment.to_month == 18);
    CHECK(enrolment.probability.text() == "0.1");
    CHECK(enrolment.willing.text() == "0.8");
    CHECK_FALSE(enrolment.repeat);
}

TEST_CASE("phases have lengths, placements and what comes after") {
    const auto& phases = example().phases;
    REQUIRE(phases.size() == 4);
    CHECK(phases[0].name.text == "course");
    CHECK(phases[0].label.danish == "kursus");
    CHECK(phases[0].min_months == std::nullopt);
    CHECK(phases[0].max_months == 2);
    CHECK(phases[0].then.text == "placement");
    CHECK(phases[1].placement->text == "internship");
    CHECK(phases[1].release->text == "cash_benefit");
    CHECK(phases[1].min_months == 1);
    CHECK(phases[1].max_months == 3);
    CHECK(phases[1].advance->text() == "0.4");
    REQUIRE(phases[2].on_enter.size() == 2);
    CHECK(phases[2].on_enter[0].second.text == "after_care");
    CHECK(phases[2].drop_out->text() == "0.02");
    CHECK(phases[2].then.text == "");
    CHECK(phases[3].max_months == std::nullopt);
    REQUIRE(example().on_enter.size() == 1);
    CHECK(example().on_enter[0].first.text == "left");
    CHECK(example().on_enter[0].second.text == "end");
}

TEST_CASE("effects have ratios, phases, time after and a ramp") {
    const auto& effects = example().effects;
    REQUIRE(effects.size() == 2);
    CHECK(effects[0].label == "Skills");
    CHECK(effects[0].value.text() == "training_ratio");
    CHECK(effects[0].phases.size() == 2);
    CHECK(effects[0].months_after == 6);
    REQUIRE(effects[0].ramp.has_value());
    CHECK(effects[0].ramp->since == EffectSpec::Ramp::Since::program_start);
    CHECK(effects[0].ramp->full_after_months == 3);
    CHECK(effects[1].value.text() == "1");
    CHECK(effects[1].by.size() == 2);
    CHECK(effects[1].phases.empty());
    CHECK_FALSE(effects[1].ramp.has_value());
}

TEST_CASE("rows may be replaced in some phases") {
    REQUIRE(example().replace.size() == 1);
    CHECK(example().replace[0].phases[0].text == "placement");
    CHECK(example().replace[0].row.from.text == "internship");
    CHECK(example().replace[0].row.moves[0].to.text == "employment");
}

TEST_CASE("payments are accounts that know phases") {
    const auto& payments = example().payments;
    REQUIRE(payments.size() == 2);
    REQUIRE(payments[0].amounts.size() == 3);
    CHECK(payments[0].amounts[0].when == AmountSpec::When::month_in_phase);
    CHECK(payments[0].amounts[0].where.size() == 2);
    CHECK(payments[0].amounts[1].when == AmountSpec::When::phase_entry);
    CHECK(payments[0].amounts[2].when == AmountSpec::When::month_in_phase);
    CHECK(payments[0].amounts[2].where.empty());
    CHECK(payments[1].amounts[0].when == AmountSpec::When::month_in_state);
    // Which payer or split is meant is known when the economy is.
    CHECK(payments[0].split_name->text == "municipality");
}

TEST_CASE("the least that a program needs, and its defaults") {
    Diagnostics diagnostics;
    const auto program = read_program(
        test::yaml("name: talks\neligibility: {states: benefit}\nphases: {talks: {}}\n"),
        diagnostics);
    CHECK(reported(diagnostics) == "");
    REQUIRE(program.has_value());
    CHECK(program->enrolment.from_month == 1);
    CHECK(program->enrolment.to_month == std::nullopt);
    CHECK(program->enrolment.probability.text() == "1");
    CHECK(program->enrolment.willing.text() == "1");
    CHECK(program->enrolment.repeat);
}

TEST_CASE("rows of one origin may be replaced differently in different phases") {
    Diagnostics diagnostics;
    static_cast<void>(
        read_program(test::yaml("name: talks\neligibility: {states: benefit}\n"
                                "phases: {one: {months: 1, then: two}, two: {months: 1}}\n"
                                "replace:\n"
                                "- {phases: one, from: benefit, transitions: {work: 0.1}}\n"
                                "- {phases: two, from: benefit, transitions: {work: 0.2}}\n"
                                "- {from: work, transitions: {benefit: 0.2}}\n"),
                     diagnostics));
    CHECK(reported(diagnostics) == "");
}
