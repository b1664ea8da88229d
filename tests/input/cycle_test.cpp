#include "input/cycle.hpp"

#include <doctest/doctest.h>

#include "input/reading.hpp"
#include "support/reported.hpp"

using namespace forlob;
using forlob::test::reported;
using forlob::test::yaml;

namespace {

CycleSpec of(double length, TimeUnit unit) { return {length, unit, {}}; }

std::string mistakes_of(const std::string& text) {
    Diagnostics diagnostics;
    static_cast<void>(read_cycle(yaml(text), diagnostics));
    return reported(diagnostics);
}

}  // namespace

TEST_CASE("units of the calendar are whole numbers of each other") {
    CHECK(convert(1, TimeUnit::year, TimeUnit::month) == 12.0);
    CHECK(convert(1, TimeUnit::year, TimeUnit::quarter) == 4.0);
    CHECK(convert(1, TimeUnit::quarter, TimeUnit::month) == 3.0);
    CHECK(convert(7, TimeUnit::month, TimeUnit::year) == 7.0 / 12.0);
    CHECK(convert(2, TimeUnit::month, TimeUnit::quarter) == 2.0 / 3.0);
}

TEST_CASE("units of the clock are whole numbers of each other") {
    CHECK(convert(1, TimeUnit::week, TimeUnit::day) == 7.0);
    CHECK(convert(1, TimeUnit::day, TimeUnit::hour) == 24.0);
    CHECK(convert(3, TimeUnit::hour, TimeUnit::minute) == 180.0);
    CHECK(convert(30, TimeUnit::minute, TimeUnit::hour) == 0.5);
}

TEST_CASE("a month has a twelfth of 365.25 days") {
    CHECK(convert(1, TimeUnit::month, TimeUnit::day) == 365.25 / 12.0);
    CHECK(convert(1, TimeUnit::year, TimeUnit::day) == 365.25);
    CHECK(convert(1, TimeUnit::month, TimeUnit::week) == 365.25 / 12.0 / 7.0);
    CHECK(convert(365.25, TimeUnit::day, TimeUnit::year) == 1.0);
}

TEST_CASE("a cycle knows its length in every unit") {
    CHECK(of(1, TimeUnit::month).years_per_cycle() == 1.0 / 12.0);
    CHECK(of(1, TimeUnit::month).in(TimeUnit::year, 30) == 30.0 / 12.0);
    CHECK(of(1, TimeUnit::quarter).months_per_cycle() == 3.0);
    CHECK(of(0.5, TimeUnit::year).months_per_cycle() == 6.0);
    CHECK(of(2, TimeUnit::week).in(TimeUnit::day) == 14.0);
    CHECK(of(1, TimeUnit::month).is_month());
    CHECK_FALSE(of(1, TimeUnit::year).is_month());
    CHECK_FALSE(of(2, TimeUnit::month).is_month());
    CHECK_FALSE(of(30.5, TimeUnit::day).is_month());
}

TEST_CASE("ticks have dates if they are whole months or whole days apart") {
    CHECK(of(1, TimeUnit::quarter).is_whole_months());
    CHECK(of(0.5, TimeUnit::year).is_whole_months());
    CHECK_FALSE(of(0.5, TimeUnit::month).is_whole_months());
    CHECK(of(1, TimeUnit::week).is_whole_days());
    CHECK(of(48, TimeUnit::hour).is_whole_days());
    CHECK_FALSE(of(1, TimeUnit::hour).is_whole_days());
    CHECK_FALSE(of(1, TimeUnit::month).is_whole_days());
}

TEST_CASE("texts call a cycle by its unit, or by its length") {
    CHECK(of(1, TimeUnit::year).many() == "years");
    CHECK(of(1, TimeUnit::year).many_with_length() == "years");
    CHECK(of(1, TimeUnit::hour).length_text() == "an hour");
    CHECK(of(0.5, TimeUnit::year).one() == "cycle");
    CHECK(of(0.5, TimeUnit::year).many_with_length() == "cycles of 0.5 years");
}

TEST_CASE("a cycle is a unit, or so many of them") {
    Diagnostics diagnostics;
    CHECK(read_cycle(yaml("year"), diagnostics).unit == TimeUnit::year);
    const CycleSpec half = read_cycle(yaml("{length: 0.5, unit: year}"), diagnostics);
    CHECK(half.length == 0.5);
    CHECK(half.unit == TimeUnit::year);
    CHECK(reported(diagnostics) == "");
}

TEST_CASE("cycles that are none are refused") {
    const std::string units = "write one of: minute, hour, day, week, month, quarter, year";
    CHECK(mistakes_of("fortnight") == "1:1+9 cycle cannot be 'fortnight' | " + units);
    CHECK(mistakes_of("[year]") == "1:1+1 cycle must be a word | " + units);
    CHECK(mistakes_of("{length: 0, unit: year}") ==
          "1:10+1 cycle.length cannot be 0 | a cycle is longer than 0 and at most 100 years");
    CHECK(mistakes_of("{length: 101, unit: year}") ==
          "1:10+3 cycle.length cannot be 101 | a cycle is longer than 0 and at most 100 years");
    CHECK(mistakes_of("{length: half, unit: year}") ==
          "1:10+4 cycle.length must be a number, not 'half' | write a number such as 0.25");
    CHECK(mistakes_of("{length: 1, unit: moon}") ==
          "1:19+4 cycle.unit cannot be 'moon' | " + units);
}

TEST_CASE("every word that counts months has a twin that counts cycles") {
    CHECK(twin_of_month_word("months") == "cycles");
    CHECK(twin_of_month_word("min_months") == "min_cycles");
    CHECK(twin_of_month_word("from_month") == "from_cycle");
    CHECK(twin_of_month_word("per_month_in_phase") == "per_cycle_in_phase");
    CHECK(twin_of_month_word("months_in_state") == "cycles_in_state");
    CHECK(twin_of_month_word("month") == "cycle");
    CHECK(twin_of_month_word("month_of_year") == "");
    CHECK(twin_of_month_word("age") == "");
}
