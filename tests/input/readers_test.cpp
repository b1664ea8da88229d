#include "input/readers.hpp"

#include <doctest/doctest.h>

#include <string>

#include "input/reading.hpp"
#include "support/reported.hpp"

using namespace forlob;
using test::reported;
using test::yaml;

TEST_CASE("steps of a number have their numbers") {
    Diagnostics diagnostics;
    const auto steps = read_steps(yaml("{0: 1.2, 12: a / 2}"), "x", 0, diagnostics);
    REQUIRE(steps.size() == 2);
    CHECK(steps[0].from == 0);
    CHECK(steps[0].factor.text() == "1.2");
    CHECK(steps[1].from == 12);
    CHECK(steps[1].key.text == "12");
    CHECK(steps[1].factor.names() == std::vector<std::string>{"a"});
    CHECK(reported(diagnostics) == "");
}

TEST_CASE("steps of an attribute have the names of levels") {
    Diagnostics diagnostics;
    const auto steps = read_steps(yaml("{short: 1.2, long: 0.9}"), "x", 0, diagnostics);
    REQUIRE(steps.size() == 2);
    CHECK(steps[0].from == std::nullopt);
    CHECK(steps[1].key.text == "long");
    CHECK(reported(diagnostics) == "");
}

TEST_CASE("the last step may begin at 36525, not later") {
    Diagnostics diagnostics;
    static_cast<void>(read_steps(yaml("{0: 1, 36525: 2}"), "x", 0, diagnostics));
    CHECK(reported(diagnostics) == "");
    static_cast<void>(read_steps(yaml("{0: 1, 36526: 2}"), "x", 0, diagnostics));
    CHECK(reported(diagnostics) == "1:8+5 36526 in x is too large | steps begin at 36525 at most");
}

TEST_CASE("factors by several coordinates") {
    Diagnostics diagnostics;
    const YamlNode node =
        yaml("moves: [{}]\nby: {month_of_year: {1: 1, 12: 2}, sex: {female: 1, male: 2}}\n");
    const Block block(node, "modifier", "modifier", diagnostics);
    const auto factors = read_factors(block, diagnostics);
    REQUIRE(factors.size() == 2);
    CHECK(factors[0].coordinate.text == "month_of_year");
    CHECK(factors[0].steps[1].from == 12);
    CHECK(factors[1].coordinate.location.column == 36);
    CHECK(reported(diagnostics) == "");
}

TEST_CASE("a pattern without from or to means all") {
    Diagnostics diagnostics;
    const YamlNode node = yaml("moves: [{}, {from: a, to: [b, c]}]\nfactor: 2\n");
    const auto patterns = read_patterns(Block(node, "m", "modifier", diagnostics), diagnostics);
    REQUIRE(patterns.size() == 2);
    CHECK(patterns[0].from.empty());
    CHECK(patterns[0].to.empty());
    CHECK(patterns[1].from.size() == 1);
    CHECK(patterns[1].to.size() == 2);
    CHECK(reported(diagnostics) == "");
}

TEST_CASE("a move is a number, a probability or a rate") {
    Diagnostics diagnostics;
    const RowSpec short_form =
        read_row({"a", {}}, yaml("{b: 0.1, c: {probability: p}}"), "row", diagnostics);
    REQUIRE(short_form.moves.size() == 2);
    CHECK(short_form.from.text == "a");
    CHECK(short_form.moves[0].form == MoveSpec::Form::probability);
    CHECK(short_form.moves[0].value.text() == "0.1");
    CHECK(short_form.moves[1].value.text() == "p");
    const RowSpec rates = read_row(
        {"a", {}}, yaml("{b: {rate: 2, per: year}, c: {rate: 1, per: month}}"), "row", diagnostics);
    CHECK(rates.moves[0].form == MoveSpec::Form::rate);
    CHECK(rates.moves[0].per == TimeUnit::year);
    CHECK(rates.moves[1].per == TimeUnit::month);
    CHECK(reported(diagnostics) == "");
}

TEST_CASE("a clock starts at a number, within a range, or never") {
    Diagnostics diagnostics;
    CHECK(read_clock_start(yaml("12"), "x", diagnostics).start.from_months == 12);
    CHECK(read_clock_start(yaml("12"), "x", diagnostics).start.to_months == 12);
    CHECK(read_clock_start(yaml("never"), "x", diagnostics).start.never);
    const ClockStartSpec range = read_clock_start(yaml("{from: 0, to: 11}"), "x", diagnostics);
    CHECK(range.start.from_months == 0);
    CHECK(range.start.to_months == 11);
    CHECK_FALSE(range.given.has_value());
    CHECK(reported(diagnostics) == "");
}

TEST_CASE("a clock may start by the level of an attribute") {
    Diagnostics diagnostics;
    const ClockStartSpec start =
        read_clock_start(yaml("{given: history, levels: {short: never, long: {from: 12, to: 24}}}"),
                         "x", diagnostics);
    REQUIRE(start.given.has_value());
    CHECK(start.given->text == "history");
    REQUIRE(start.by_level.size() == 2);
    CHECK(start.by_level[0].second.never);
    CHECK(start.by_level[1].first.text == "long");
    CHECK(start.by_level[1].second.to_months == 24);
    CHECK(reported(diagnostics) == "");
}

TEST_CASE("ages are ranges of years") {
    Diagnostics diagnostics;
    const ClockStartSpec age = read_age(yaml("{from: 18, to: 120}"), "age_years", diagnostics);
    CHECK(age.start.from_months == 18);
    CHECK(age.start.to_months == 120);
    CHECK(reported(diagnostics) == "");
}

TEST_CASE("a file needs a head and a part does not") {
    Diagnostics diagnostics;
    CHECK(check_file_head(yaml("forlob: 1\nkind: model\ntitle: x\n"), "model", std::nullopt,
                          diagnostics));
    const YamlNode part = yaml("states: {}\ntransitions: {}\ndefinitions: {}\n");
    CHECK(read_head(Block(part, "", "model", diagnostics), "model", diagnostics) == "");
    CHECK(reported(diagnostics) == "");
    CHECK(check_file_head(part, "model", std::nullopt, diagnostics));
    CHECK(
        reported(diagnostics) ==
        "1:1+1 missing key 'forlob' in the file | every file has forlob: 1, kind: model and title: "
        "…\n"
        "1:1+1 missing key 'kind' in the file | every file has forlob: 1, kind: model and title: "
        "…\n"
        "1:1+1 missing key 'title' in the file | every file has forlob: 1, kind: model and title: "
        "…");
}
