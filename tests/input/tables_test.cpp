#include "input/tables.hpp"

#include <doctest/doctest.h>

#include <string>

#include "input/reading.hpp"
#include "support/reported.hpp"

using namespace forlob;
using test::reported;

namespace {

std::vector<TableSpec> tables(const std::string& text, Diagnostics& diagnostics) {
    const YamlNode node = test::yaml(text);
    return read_tables(&node, diagnostics);
}

const std::string rest = "unit: factor, grade: B, source: Test}\n";

// A table with the steps of a file that has this content.
std::string load(const std::string& content, std::vector<TableSpec::Step>* steps = nullptr) {
    Diagnostics diagnostics;
    auto read =
        tables("t: {of: age, file: life.csv, key: age, column: female, " + rest, diagnostics);
    FileSet files({{"life.csv", content}});
    load_tables(read, files, diagnostics);
    if (steps != nullptr) *steps = read.front().steps;
    return reported(diagnostics);
}

}  // namespace

TEST_CASE("a table has steps of its own") {
    Diagnostics diagnostics;
    const auto read = tables(
        "mortality: {label: Mortality, of: 60 + cycle, steps: {0: p, 0.5: 2 * p, 85: 0.15}, " +
            rest + "straight: {of: age, interpolate: linear, steps: {-1: 0, 1: 1}, " + rest,
        diagnostics);
    CHECK(reported(diagnostics) == "");
    REQUIRE(read.size() == 2);
    CHECK(read[0].name.text == "mortality");
    CHECK(read[0].label.text == "Mortality");
    CHECK(read[0].of.text() == "60 + cycle");
    REQUIRE(read[0].steps.size() == 3);
    CHECK(read[0].steps[1].from == 0.5);
    CHECK(read[0].steps[1].value.text() == "2 * p");
    CHECK_FALSE(read[0].is_linear);
    CHECK(read[0].unit == "factor");
    CHECK(read[0].grade == Grade::B);
    CHECK(read[1].is_linear);
    CHECK(read[1].steps[0].from == -1.0);
}

TEST_CASE("a table of a file has the columns that it names") {
    std::vector<TableSpec::Step> steps;
    CHECK(load("\xEF\xBB\xBF"
               "age,male,female\r\n0,0.1,0.2\r\n0.5,1,1e-3\r\n",
               &steps) == "");
    REQUIRE(steps.size() == 2);
    CHECK(steps[1].from == 0.5);
    CHECK(steps[1].value.evaluate_in_order({}) == 0.001);
}

TEST_CASE("mistakes in the file of a table are shown where they stand") {
    CHECK(load("age,male\n1,2\n") ==
          "1:48+6 'life.csv' has no column 'female' | did you mean 'male'? known columns: age, "
          "male");
    CHECK(load("age,female\n") ==
          "1:1+1 there are no rows | the first line has names of columns; rows of numbers follow");
    CHECK(load("age,female\n1\n2,x\n2,\"3\"\n1,4\n1,4\n") ==
          "2:1+1 this row has 1 field, the first line has 2 | every row has a field for every "
          "column\n"
          "3:3+1 'x' is not a number | the columns of a table hold numbers, with a decimal point\n"
          "4:3+3 '\"3\"' is not a number | the columns of a table hold numbers, with a decimal "
          "point\n"
          "6:1+1 '1' does not ascend | rows go from the smallest key to the largest, each once");
}
