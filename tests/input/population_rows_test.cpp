#include "input/population_rows.hpp"

#include <doctest/doctest.h>

#include <string>

#include "support/reported.hpp"

using namespace forlob;
using test::reported;

namespace {

std::string mistakes(const std::string& text) {
    Diagnostics diagnostics;
    static_cast<void>(read_population_rows(test::source(text), diagnostics));
    return reported(diagnostics);
}

}  // namespace

TEST_CASE("rows from a spreadsheet have a byte order mark and carriage returns") {
    Diagnostics diagnostics;
    const auto rows = read_population_rows(
        test::source("\xEF\xBB\xBFsex,weight,age_band\r\nfemale,1e2,young\r\nmale,0.5,old\r\n"),
        diagnostics);
    CHECK(reported(diagnostics) == "");
    REQUIRE(rows.has_value());
    CHECK(rows->attributes == std::vector<std::string>{"sex", "age_band"});
    REQUIRE(rows->rows.size() == 2);
    CHECK(rows->rows[0].levels == std::vector<std::string>{"female", "young"});
    CHECK(rows->rows[0].weight == 100.0);
    CHECK(rows->rows[1].weight == 0.5);
}

TEST_CASE("the last line needs no end") { CHECK(mistakes("sex,weight\nfemale,1") == ""); }

TEST_CASE("a row of weight 0 is allowed beside others") {
    CHECK(mistakes("sex,weight\nfemale,1\nmale,0\n") == "");
}

TEST_CASE("an empty file of rows") {
    CHECK(mistakes("") ==
          "1:1+1 there are no rows | the first line has names of attributes, and weight; rows "
          "follow");
}

TEST_CASE("fields are placed by line and column") {
    CHECK(mistakes("sex,weight\nfemale,x\n Male,1\n") ==
          "2:8+1 'x' is not a weight | weights are numbers from 0 on, with a decimal point\n"
          "3:1+5 ' Male' is not the name of a level | names of levels have no quotes, spaces or "
          "capital letters");
}

TEST_CASE("weights that no number can hold") {
    CHECK(mistakes("sex,weight\nfemale,1e999\n") ==
          "2:8+5 '1e999' is not a weight | weights are numbers from 0 on, with a decimal point");
    CHECK(mistakes("sex,weight\nfemale,1e308\nmale,1e308\n") ==
          "1:1+1 the weights add up to more than a number can hold | use smaller weights: only "
          "their ratios matter");
}

TEST_CASE("what is not plain text is not quoted") {
    CHECK(mistakes("sex,weight\nfem\xFFle,1\n") ==
          "2:1+6 this is not the name of a level | names of levels have no quotes, spaces or "
          "capital letters");
}

TEST_CASE("at most twenty mistakes of rows are shown") {
    std::string text = "sex,weight\n";
    for (int row = 0; row < 1000; ++row) text += "Female,1\n";
    const std::string found = mistakes(text);
    CHECK(std::count(found.begin(), found.end(), '\n') == 19);
}

TEST_CASE("a field is found in its line") {
    const Location line{test::source("sex,weight\nfemale,1\n"), 2, 1, 8};
    CHECK(place_of_field(line, "1").column == 8);
    CHECK(place_of_field(line, "female").width == 6);
    CHECK(place_of_field(line, "male").column == 1);
    CHECK(place_of_field(line, "male").width == 8);
}
