#include "input/known_names.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "input/reading.hpp"
#include "support/reported.hpp"

using namespace forlob;
using test::reported;

namespace {

ModelSpec model() {
    Diagnostics diagnostics;
    auto read = read_model(
        test::yaml("groups: {support: {}}\n"
                   "states: {benefit: {groups: support}, job: {groups: support}, work: {}}\n"
                   "attributes: {sex: {levels: {female: {}, male: {}}}}\n"
                   "clocks: {since: {counts: work}}\n"
                   "transitions: {benefit: {work: 0.1}, job: {work: 0.1}, work: {benefit: 0.1}}\n"
                   "definitions:\n"
                   "  exit: {from: benefit, to: {any: {states: work}}}\n"
                   "  relapse: {events: {back: {states: benefit}}}\n"
                   "  headline: {base: any, event: back}\n"),
        diagnostics);
    REQUIRE(reported(diagnostics) == "");
    REQUIRE(read.has_value());
    return *read;
}

Name name(const std::string& text) { return {text, {test::source(text), 1, 1, 1}}; }

}  // namespace

TEST_CASE("a group stands for its states, a state for itself") {
    Diagnostics diagnostics;
    const KnownNames known(model(), diagnostics);
    CHECK(known.members("support") == std::vector<std::string>{"benefit", "job"});
    CHECK(known.members("work") == std::vector<std::string>{"work"});
}

TEST_CASE("states and groups where both are allowed, and where only a state is") {
    Diagnostics diagnostics;
    const KnownNames known(model(), diagnostics);
    known.states_and_groups({name("support"), name("work")}, "here");
    known.state(name("work"), "here");
    CHECK(reported(diagnostics) == "");
    known.state(name("support"), "here");
    CHECK(reported(diagnostics) ==
          "1:1+1 'support' in here is a group | a single state is needed here; states of "
          "'support': benefit, job");
}

TEST_CASE("attributes and clocks") {
    Diagnostics diagnostics;
    const KnownNames known(model(), diagnostics);
    CHECK(known.attribute(name("sex"), "here"));
    known.clock(name("since"), "here");
    CHECK(reported(diagnostics) == "");
    CHECK_FALSE(known.attribute(name("since"), "here"));
    known.clock(name("sex"), "here");
    CHECK(reported(diagnostics) ==
          "1:1+1 unknown attribute 'since' in here | known attributes: sex\n"
          "1:1+1 unknown clock 'sex' in here | known clocks: since");
}

TEST_CASE("every level is needed, and a misspelt one is one mistake") {
    Diagnostics diagnostics;
    const KnownNames known(model(), diagnostics);
    const Location place{test::source("x"), 7, 3, 1};
    known.all_levels(name("sex"), {name("male"), name("female")}, place, "here");
    known.levels(name("sex"), {name("male")}, "here");
    CHECK(reported(diagnostics) == "");
    known.all_levels(name("sex"), {name("male")}, place, "here");
    known.all_levels(name("sex"), {name("male"), name("fmale")}, place, "there");
    CHECK(reported(diagnostics) ==
          "7:3+1 here leaves out a level of 'sex': female | every level is needed: female, male\n"
          "1:1+1 unknown level 'fmale' of 'sex' in there | did you mean 'female'? known levels: "
          "female, male");
}
