// What is refused before parsing is tested with the rest of yaml.hpp, in yaml_test.cpp.

#include "input/yaml_text.hpp"

#include <doctest/doctest.h>

#include <string>

#include "support/reported.hpp"

using namespace forlob;

TEST_CASE("places count lines and characters, and know a byte-order mark") {
    const YamlPlaces places(
        test::source("\xEF\xBB\xBF"
                     "æ: 1\r\nb: €x\n"));
    CHECK(places.text() == "æ: 1\r\nb: €x\n");
    CHECK(places.offset_of(0) == 3);
    CHECK(places.offset_of(-1) == 3);
    CHECK(places.offset_of(1000) == 18);
    CHECK(places.at(3).column == 1);
    CHECK(places.at(7).column == 4);
    CHECK(places.at(7).line == 1);
    CHECK(places.at(16).line == 2);
    CHECK(places.at(16).column == 5);
    CHECK(places.line_of(7) == "æ: 1");
    CHECK(places.rest_of_line(12) == " €x");
    CHECK(places.start_of_line(16) == 10);
    CHECK(places.at(18).line == 3);
    CHECK(places.rest_of_line(18).empty());
}

TEST_CASE("places far into a long text are counted right") {
    std::string text = "a: ";
    for (int i = 0; i < 1000; ++i) text += "æ";
    const YamlPlaces places(test::source(text + "x"));
    CHECK(places.at(3 + 2000).column == 1004);
    CHECK(places.at(3 + 512).column == 260);
}

TEST_CASE("a quote is closed by the next one that is not escaped") {
    const YamlPlaces doubled(test::source("'it''s' '"));
    CHECK(doubled.closing_quote(0) == std::size_t{6});
    CHECK(doubled.closing_quote(8) == std::nullopt);
    const YamlPlaces escaped(test::source("\"a\\\"b\\\\\" \""));
    CHECK(escaped.closing_quote(0) == std::size_t{7});
    CHECK(escaped.closing_quote(9) == std::nullopt);
    CHECK(YamlPlaces(test::source("''")).closing_quote(0) == std::size_t{1});
}
