#include "report/text.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace forlob;

TEST_CASE("numbers are grouped in thousands") {
    CHECK(grouped(0) == "0");
    CHECK(grouped(999) == "999");
    CHECK(grouped(1234567) == "1,234,567");
    CHECK(grouped(-1234.5, 1) == "-1,234.5");
    CHECK(grouped(-0.4) == "0");
    CHECK(grouped(std::numeric_limits<double>::quiet_NaN()) == "–");
}

TEST_CASE("one of a kind is called so") {
    CHECK(counted(1, "person", "persons") == "1 person");
    CHECK(counted(0, "person", "persons") == "0 persons");
    CHECK(counted(1000, "person", "persons") == "1,000 persons");
}

TEST_CASE("shares are shown in percent, intervals after a plus-minus sign") {
    CHECK(percent(0.126) == "12.6 %");
    CHECK(percent_with_interval(0.59, 0.0023) == "59.0 % ± 0.2");
    CHECK(percent_with_interval(0.59, std::numeric_limits<double>::quiet_NaN()) == "59.0 %");
    CHECK(with_interval(436012.4, 573.6) == "436,012 ± 574");
}

TEST_CASE("width is counted in characters") {
    CHECK(display_width("kontanthjælp") == 12);
    CHECK(display_width("±") == 1);
}

TEST_CASE("long texts are broken between words") {
    CHECK(wrapped("one two three four", 9) == "one two\nthree\nfour");
    CHECK(wrapped("one two three", 11, 2) == "one two\n  three");
}

TEST_CASE("a table is aligned, its first column broken when it is too wide") {
    TextTable table({"Name", "a", "long header"});
    table.add({"one", "1", "22"});
    table.section("Part");
    table.add({"  two words that are long", "333", "4"});
    CHECK(table.text(36) ==
          "Name                  a  long header\n"
          "────────────────────────────────────\n"
          "one                   1           22\n"
          "Part\n"
          "  two words that\n"
          "  are long          333            4\n");
}
