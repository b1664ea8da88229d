#include "input/draws_spec.hpp"

#include <doctest/doctest.h>

#include <string>

#include "support/reported.hpp"

using namespace forlob;

namespace {

struct Read {
    explicit Read(const std::string& draws, const std::string& csv = "a,b\n1,2\n3,4\n5,6\n") {
        FileSet files({{"f.yaml", draws}, {"draws.csv", csv}});
        const auto root = files.yaml("f.yaml", std::nullopt, diagnostics);
        REQUIRE(root);
        spec = read_draws(*root, files, diagnostics);
    }
    Diagnostics diagnostics;
    std::optional<DrawsSpec> spec;
};

std::string refused(const std::string& draws, const std::string& csv = "a,b\n1,2\n3,4\n5,6\n") {
    return test::reported(Read(draws, csv).diagnostics);
}

std::string refused_file(const std::string& csv) { return refused("{file: draws.csv}", csv); }

}  // namespace

TEST_CASE("so many draws from distributions") {
    const Read read("{n: 1000, by: simulation, replications: 4}");
    CHECK(test::reported(read.diagnostics) == "");
    REQUIRE(read.spec);
    CHECK(read.spec->n == 1000);
    CHECK(read.spec->has_n);
    CHECK(read.spec->by == DrawsSpec::By::simulation);
    CHECK(read.spec->replications == 4);
    CHECK(Read("{n: 2}").spec->by == DrawsSpec::By::not_said);
}

TEST_CASE("a file has a draw per row") {
    const Read read("{file: draws.csv, by: exact}",
                    "\xEF\xBB\xBF"
                    "rate,x\r\n1e-05,-2.5\r\n0,1E3\r\n");
    CHECK(test::reported(read.diagnostics) == "");
    REQUIRE(read.spec);
    CHECK(read.spec->n == 2);
    CHECK_FALSE(read.spec->has_n);
    REQUIRE(read.spec->file);
    CHECK(read.spec->file->columns[0].name == "rate");
    CHECK(read.spec->file->values(0, 0) == 1e-5);
    CHECK(read.spec->file->values(0, 1) == -2.5);
    CHECK(read.spec->file->values(1, 1) == 1000.0);
}

TEST_CASE("with n and a file, the first rows are used") {
    CHECK(Read("{n: 2, file: draws.csv}").spec->n == 2);
    CHECK(refused("{n: 4, file: draws.csv}") ==
          "1:5+1 4 draws, but the file has 3 rows | a row is a draw: ask for as many, or fewer for "
          "the first ones");
}

TEST_CASE("what draws must say") {
    CHECK(refused("{by: exact}") ==
          "1:1+1 draws has neither 'n' nor 'file' | n: parameters are drawn from their "
          "distributions; file: a CSV file with a row per draw; or both");
    CHECK(refused("{n: 100, replications: 3}") ==
          "1:10+12 draws has 'replications' but no simulation | add by: simulation; an exact "
          "evaluation has no chance to average");
    CHECK(refused("{n: 1}").starts_with("1:5+1 "));
    CHECK(refused("{n: 10, by: guess}").starts_with("1:13+5 "));
    CHECK(refused("{file: other.csv}").starts_with("1:8+9 'other.csv' is not among the files"));
}

TEST_CASE("files of draws that cannot be read") {
    const std::string form =
        " | the first line has names of parameters; every further line is a draw";
    CHECK(refused_file("a,b\n1,2\n") == "1:1+1 there are fewer than two draws" + form);
    CHECK(refused_file("a;b\n1;2\n3;4\n") ==
          "1:1+3 'a;b' is not the name of a column | commas separate the columns, not semicolons");
    CHECK(refused_file("\"a\",b\n1,2\n3,4\n") ==
          "1:1+3 '\"a\"' is not the name of a column | names stand without quotes");
    CHECK(refused_file("a,a\n1,2\n3,4\n") ==
          "1:3+1 column 'a' is there twice | remove one of them");
    CHECK(refused_file("1,2\n3,4\n5,6\n") == "1:1+1 '1' is not the name of a column" + form +
                                                 "\n1:3+1 '2' is not the name of a column" + form);
}

TEST_CASE("rows of draws with mistakes, each at its place") {
    const std::string number = " is not a number | values are finite numbers with a decimal point";
    CHECK(
        refused_file("a,b\n1,x\n3\n0.5,inf\n ,4\n1,2\n") ==
        "2:3+1 'x'" + number +
            "\n3:1+1 this row has 1 field, the first line has 2 | every row has a field for every "
            "column\n4:5+3 'inf'" +
            number + "\n5:1+1 ' '" + number);
}
