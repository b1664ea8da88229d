#include "input/phases.hpp"

#include <doctest/doctest.h>

#include <string>

#include "input/reading.hpp"
#include "support/reported.hpp"

using namespace forlob;
using test::reported;

namespace {

std::string mistakes(const std::string& phases, const std::string& more = {}) {
    Diagnostics diagnostics;
    static_cast<void>(read_program(
        test::yaml("name: talks\neligibility: {states: benefit}\nphases: " + phases + "\n" + more),
        diagnostics));
    return reported(diagnostics);
}

}  // namespace

TEST_CASE("a phase is reached by then, by its own rules, or by those of the program") {
    CHECK(mistakes(
              "{one: {months: 1, then: two}, two: {on_enter: {work: three}}, three: {}, four: {}}",
              "on_enter: {sick: four}\n") == "");
}

TEST_CASE("phases may lead back to one another") {
    CHECK(mistakes("{one: {months: 1, then: two}, two: {months: 1, then: one}}") == "");
}

TEST_CASE("a phase that only itself leads to is not reached") {
    CHECK(mistakes("{one: {months: 1}, two: {months: 1, then: two}}") ==
          "3:28+3 phase 'two' is never reached | people enter at 'one': name 'two' in 'then' or "
          "'on_enter' of a phase that is reached");
}

TEST_CASE("a misspelt phase is one mistake, not two") {
    CHECK(mistakes("{one: {months: 1, then: tow}, two: {}}") ==
          "3:33+3 unknown phase 'tow' in phases.one.then | did you mean 'two'? known phases: one, "
          "two");
}

TEST_CASE("a phase without a limit may advance from a month on") {
    CHECK(mistakes("{one: {min_months: 2, advance: 0.1, then: two}, two: {}}") == "");
}

TEST_CASE("equal limits are allowed") {
    CHECK(mistakes("{one: {min_months: 2, max_months: 2, advance: 0.1}}") == "");
}

TEST_CASE("everybody who is placed may be released") {
    CHECK(mistakes("{one: {placement: job, release: benefit, months: 3}}") == "");
}
