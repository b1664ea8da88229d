// What the YAML parser refuses, in our words and at the place of the mistake.

#include "input/yaml_mistake.hpp"

#include <doctest/doctest.h>

#include <string>

#include "input/yaml.hpp"
#include "support/reported.hpp"

using namespace forlob;

namespace {

std::string refused(const std::string& text) {
    Diagnostics diagnostics;
    CHECK(!read_yaml_text(test::source(text), diagnostics));
    return test::reported(diagnostics);
}

}  // namespace

TEST_CASE("tabs in the indentation") {
    const std::string rest = " a tab stands where spaces are needed | indent with spaces";
    CHECK(refused("a:\n\tb: 1") == "2:1+1" + rest);
    CHECK(refused("a:\n  b: 1\n \tc: 1") == "3:2+1" + rest);
    CHECK(refused("a: >\n\ttext") == "2:1+1" + rest);
}

TEST_CASE("brackets that are not closed are shown where they open") {
    const std::string list =
        " this list is not closed, or a comma is missing in it | write commas between its items "
        "and ']' after the last";
    CHECK(refused("a: [1, 2\nb: 3\n") == "1:4+1" + list);
    CHECK(refused("a: [1, [2, 3]\n") == "1:4+1" + list);
    CHECK(refused("a: [[1, 2\n") == "1:5+1" + list);
    CHECK(refused("a: [\"x\" \"y\"]") == "1:4+1" + list);
    const std::string mapping =
        " this mapping is not closed, or a comma is missing in it | write commas between its "
        "entries and '}' after the last";
    CHECK(refused("a: {x: 1\nb: 3\n") == "1:4+1" + mapping);
    CHECK(refused("a: {x: \"1\" y: 2}") == "1:4+1" + mapping);
}

TEST_CASE("brackets that close nothing, or another one") {
    CHECK(refused("a: ]") == "1:4+1 ']' closes nothing | remove it, or put the text in quotes");
    CHECK(refused("a: [1]]") == "1:7+1 ']' closes nothing | remove it, or put the text in quotes");
    CHECK(refused("}") == "1:1+1 '}' closes nothing | remove it, or put the text in quotes");
    CHECK(refused("a: [x}") == "1:6+1 '}' cannot close '[' | write ']'");
    CHECK(refused("a: {x: 1]") == "1:9+1 ']' cannot close '{' | write '}'");
}

TEST_CASE("quotes that are not closed are shown where they open") {
    const std::string rest = " this quote is never closed | write ";
    CHECK(refused("a: \"abc\nb: 1") == "1:4+1" + rest + "\" where the text ends");
    CHECK(refused("a: 'abc\nb: 1") == "1:4+1" + rest + "' where the text ends");
    CHECK(refused("# it's 'x\na: 'it''s' # \"\nb: 'x") == "3:4+1" + rest + "' where the text ends");
    CHECK(refused("a: [\"x\", \"y") == "1:10+1" + rest + "\" where the text ends");
    CHECK(refused("a: \"") == "1:4+1" + rest + "\" where the text ends");
    CHECK(refused("a: \"x\\\"") == "1:4+1" + rest + "\" where the text ends");
}

TEST_CASE("the parser takes a quote for closed at a last line feed, and we do not") {
    const std::string rest = " this quote is never closed | write ";
    CHECK(refused("a: \"abc\nb: 1\n") == "1:4+1" + rest + "\" where the text ends");
    CHECK(refused("a: 'abc\n\n") == "1:4+1" + rest + "' where the text ends");
    CHECK(refused("a: '\n") == "1:4+1" + rest + "' where the text ends");
}

TEST_CASE("a second colon in a line") {
    const std::string rest =
        " a second ':' stands in the value | put a text that contains ': ' in quotes, or begin the "
        "key on a new line";
    CHECK(refused("a: b: c") == "1:5+1" + rest);
    CHECK(refused("title: ISU: the model") == "1:11+1" + rest);
    CHECK(refused("a: x ? 1 : 2") == "1:10+1" + rest);
}

TEST_CASE("a line without a colon, or without a space after it") {
    CHECK(refused("a: 1\nb 2\nc: 3") == "2:1+3 this line has no ':' | write 'key: value'");
    CHECK(refused("a\n\nb: 1") == "1:1+1 this line has no ':' | write 'key: value'");
    CHECK(refused("a:1\nb: 2") == "1:2+1 a space is missing after ':' | write a: 1");
    CHECK(refused("x:\n  ål:1 \n  b: 2") == "2:5+1 a space is missing after ':' | write ål: 1");
}

TEST_CASE("indentation that fits nothing") {
    const std::string deeper =
        " the indentation does not fit | the keys of a mapping begin in the same column; a key "
        "that has a value of its own has nothing below it";
    CHECK(refused("a: 1\n b: 2") == "2:2+1" + deeper);
    CHECK(refused("x:\n  a: 1\n    b: 2") == "3:5+1" + deeper);
    const std::string between =
        " the indentation does not fit | the keys of a mapping, and the '-' of a list, begin in "
        "the same column";
    CHECK(refused("a:\n    b: 1\n  c: 2") == "3:3+1" + between);
    CHECK(refused("a:\n  - b\n c") == "3:2+1" + between);
}

TEST_CASE("text behind a closing quote or bracket") {
    CHECK(refused("a: \"x\" y") ==
          "1:8+1 a text follows the closing quote | put the whole text in quotes; within double "
          "quotes write \\\" for a quote, within single quotes ''");
    CHECK(refused("a: 'it's'") ==
          "1:8+1 a text follows the closing quote | put the whole text in quotes; within double "
          "quotes write \\\" for a quote, within single quotes ''");
    CHECK(refused("a: [1] y") ==
          "1:8+1 something follows the closing ']' | begin the next key on a new line");
    CHECK(refused("a: {b: 1} y") ==
          "1:11+1 something follows the closing '}' | begin the next key on a new line");
}

TEST_CASE("a list on the line of its key") {
    CHECK(refused("a: - b") ==
          "1:4+1 a list cannot begin here | write each '- item' on a line of its own below the "
          "key, or [a, b]");
}

TEST_CASE("escapes that do not exist") {
    const std::string rest =
        " unknown escape in a text in double quotes | write \\\\ for a backslash, or use single "
        "quotes";
    CHECK(refused("a: \"x\\qz\"") == "1:6+2" + rest);
    CHECK(refused("a: \"\\xZZ\"") == "1:5+2" + rest);
    CHECK(refused("a: \"C:\\models\"") == "1:7+2" + rest);
    CHECK(refused("a: \"\\uD800\"") == "1:5+2" + rest);
}

TEST_CASE("blocks of text begin on the next line") {
    CHECK(refused("a: |text\n") ==
          "1:5+1 nothing may follow '|' or '>' on its line | begin the text on the next line, "
          "indented");
}

TEST_CASE("signs that no value begins with") {
    CHECK(refused("a: @x") == "1:4+1 a key or value cannot begin with '@' | put it in quotes");
    CHECK(refused("a: `x`") == "1:4+1 a key or value cannot begin with '`' | put it in quotes");
    CHECK(refused("a: 1\nb: %5") ==
          "2:4+1 a key or value cannot begin with '%' | put it in quotes");
}

TEST_CASE("aliases of nothing, and formulas that look like them") {
    const std::string rest =
        " | write the value out; to use a number in several places, define a parameter";
    CHECK(refused("a: *nope") == "1:4+5 aliases are not supported: '*nope'" + rest);
    CHECK(refused("a: [*nope, 1]") == "1:5+5 aliases are not supported: '*nope'" + rest);
    CHECK(refused("a: * 2") == "1:4+1 aliases are not supported: '*'" + rest);
    CHECK(refused("a: & 2") ==
          "1:4+1 anchors are not supported: '&' | remove it; to use a number in several places, "
          "define a parameter");
}
