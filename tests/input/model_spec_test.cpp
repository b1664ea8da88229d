#include "input/model_spec.hpp"

#include <doctest/doctest.h>

#include <string>

#include "input/reading.hpp"
#include "support/reported.hpp"
#include "support/temporary.hpp"

using namespace forlob;
using test::reported;

namespace {

// The model of tests/input/example, which uses every word of the language.
const ModelSpec& example() {
    static const ModelSpec model = [] {
        Diagnostics diagnostics;
        auto read = read_model(test::yaml(test::read_file(test::in_tests("example/model.yaml"))),
                               diagnostics);
        REQUIRE(reported(diagnostics) == "");
        REQUIRE(read.has_value());
        return *read;
    }();
    return model;
}

std::string mistakes(const std::string& text) {
    Diagnostics diagnostics;
    static_cast<void>(read_model(test::yaml(text), diagnostics));
    return reported(diagnostics);
}

}  // namespace

TEST_CASE("a model has its title and parameters") {
    CHECK(example().title == "Five states");
    REQUIRE(example().parameters.size() == 3);
    CHECK(example().parameters[1].name == "to_internship");
}

TEST_CASE("states keep their order, labels and groups") {
    const auto& states = example().states;
    REQUIRE(states.size() == 5);
    CHECK(states[0].name.text == "cash_benefit");
    CHECK(states[0].name.location.line == 20);
    CHECK(states[0].label.danish == "kontanthjælp");
    REQUIRE(states[0].groups.size() == 1);
    CHECK(states[0].groups[0].text == "public_support");
    CHECK_FALSE(states[0].absorbing);
    CHECK(states[3].absorbing);
    CHECK(states[4].name.text == "moved_away");
    REQUIRE(example().groups.size() == 3);
    CHECK(example().groups[2].name.text == "left");
}

TEST_CASE("attributes keep their levels in order") {
    const auto& attributes = example().attributes;
    REQUIRE(attributes.size() == 3);
    CHECK(attributes[0].label.text == "Age");
    REQUIRE(attributes[1].levels.size() == 2);
    CHECK(attributes[1].levels[0].name.text == "single");
    CHECK(attributes[1].levels[0].label.text == "");
    CHECK(attributes[1].levels[1].label.danish == "par");
}

TEST_CASE("frailty has its spread, its levels and its moves") {
    REQUIRE(example().frailty.has_value());
    CHECK(example().frailty->sd_log.text() == "frailty_sd");
    CHECK(example().frailty->levels == 3);
    REQUIRE(example().frailty->moves.size() == 1);
    CHECK(example().frailty->moves[0].to[0].text == "self_support");
}

TEST_CASE("clocks count months or entries, reset and start") {
    const auto& clocks = example().clocks;
    REQUIRE(clocks.size() == 3);
    CHECK(clocks[0].counts[0].text == "public_support");
    REQUIRE(clocks[0].resets_after.has_value());
    CHECK(clocks[0].resets_after->months == 12);
    CHECK(clocks[0].resets_after->within_months == 36);
    CHECK(clocks[0].starts->given->text == "history");
    CHECK(clocks[0].starts->by_level[0].second.to_months == 11);
    CHECK(clocks[1].resets_on[0].text == "internship");
    CHECK(clocks[1].starts->start.never);
    CHECK(clocks[2].on_enter[0].text == "internship");
    CHECK(clocks[2].counts.empty());
}

TEST_CASE("rows have their moves, in every form") {
    const auto& rows = example().rows;
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].from.text == "cash_benefit");
    REQUIRE(rows[0].moves.size() == 4);
    CHECK(rows[0].moves[1].value.text() == "to_job * cycle_multiplier");
    REQUIRE(rows[0].moves[1].by.size() == 2);
    CHECK(rows[0].moves[1].by[1].coordinate.text == "months_in_state");
    CHECK(rows[0].moves[1].by[1].steps[2].from == 24);
    CHECK(rows[1].moves[1].form == MoveSpec::Form::rate);
    CHECK(rows[1].moves[1].per == TimeUnit::year);
    CHECK(rows[2].moves[0].value.text() == "1 - exp(-0.24 / 12)");
}

TEST_CASE("modifiers have patterns, factors and steps") {
    const auto& modifiers = example().modifiers;
    REQUIRE(modifiers.size() == 3);
    CHECK(modifiers[0].label == "Summer");
    CHECK_FALSE(modifiers[0].factor.has_value());
    CHECK(modifiers[1].moves.size() == 2);
    CHECK(modifiers[1].factor->text() == "1.05");
    CHECK(modifiers[1].by.size() == 3);
    CHECK(modifiers[2].moves[0].from.empty());
}

TEST_CASE("definitions say what counts as exit and relapse") {
    const DefinitionsSpec& definitions = example().definitions;
    CHECK(definitions.exit_from.size() == 2);
    REQUIRE(definitions.exit_bases.size() == 2);
    CHECK(definitions.exit_bases[0].name.text == "any");
    CHECK(definitions.exit_bases[1].label.danish == "til selvforsørgelse");
    CHECK(definitions.confirm_months == 1);
    REQUIRE(definitions.relapse_events.size() == 2);
    CHECK(definitions.relapse_within_months == std::vector<std::int32_t>{6, 12});
    CHECK(definitions.status_after_months == std::vector<std::int32_t>{12});
    CHECK(definitions.headline_base.text == "self_support");
    CHECK(definitions.headline_event.text == "cash_benefit");
    CHECK(definitions.employment[0].text == "employment");
}

TEST_CASE("a small model needs little, and has defaults") {
    Diagnostics diagnostics;
    const auto model = read_model(test::yaml("states: {a: {}, b: {absorbing: true}}\n"
                                             "transitions: {a: {b: 0.1}}\n"
                                             "definitions:\n"
                                             "  exit: {from: a, to: {any: {states: b}}}\n"
                                             "  relapse: {events: {back: {states: a}}}\n"
                                             "  headline: {base: any, event: back}\n"),
                                  diagnostics);
    CHECK(reported(diagnostics) == "");
    REQUIRE(model.has_value());
    CHECK(model->definitions.confirm_months == 1);
    CHECK(model->definitions.relapse_within_months == std::vector<std::int32_t>{12});
    CHECK(model->definitions.status_after_months == std::vector<std::int32_t>{12});
    CHECK(model->definitions.employment.empty());
    CHECK_FALSE(model->frailty.has_value());
}

TEST_CASE("a misspelt origin is one mistake, not two") {
    CHECK(mistakes("states: {work: {}, benefit: {}}\n"
                   "transitions: {work: {benefit: 0.1}, benefti: {work: 0.1}}\n"
                   "definitions:\n"
                   "  exit: {from: benefit, to: {any: {states: work}}}\n"
                   "  relapse: {events: {back: {states: benefit}}}\n"
                   "  headline: {base: any, event: back}\n") ==
          "2:37+7 unknown state 'benefti' in transitions | did you mean 'benefit'? known states: "
          "work, benefit");
}

TEST_CASE("without states no name is checked") {
    CHECK(mistakes("states: {}\ntransitions: {a: {b: 0.1}}\ndefinitions: {}\n").find("unknown") ==
          std::string::npos);
}
