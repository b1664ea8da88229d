#include <doctest/doctest.h>

#include "results/example.hpp"
#include "results/result_file.hpp"
#include "support/temporary.hpp"

using namespace forlob;

namespace {

using Strings = std::vector<std::string>;

class Example {
public:
    Example() { test::write_example(path()); }
    [[nodiscard]] std::string path() const { return (folder_.path() / "x.h5").string(); }
    [[nodiscard]] Strings table(const std::string& name) const {
        test::Lines lines;
        read_table(path(), name, lines);
        return lines.lines();
    }

private:
    test::TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("spells are rows with labels, in the order they were written") {
    const auto lines = Example().table("spells");
    REQUIRE(lines.size() == 17);
    CHECK(lines[0] == "arm|replication|person|state|start|months|phase");
    CHECK(lines[1] == "municipal|0|0|benefit|0|13|none");
    CHECK(lines[2] == "municipal|0|1|benefit|0|3|practice.talks");
    CHECK(lines[3] == "municipal|0|1|job|3|10|none");
    CHECK(lines[4] == "municipal|0|2|pension|0|13|none");
    CHECK(lines[7] == "isu|0|1|job|4|9|none");
    CHECK(lines[16] == "isu|1|2|pension|0|13|none");
}

TEST_CASE("key outcomes are rows by replication and arm, undefined ones empty") {
    CHECK(Example().table("replications") == Strings{"replication|arm|exits|share",  //
                                                     "0|municipal|10|0.5",           //
                                                     "0|isu|20|",                    //
                                                     "1|municipal|11|0.5",           //
                                                     "1|isu|20|"});
}

TEST_CASE("persons are rows with the labels of their attributes") {
    CHECK(Example().table("persons") == Strings{"replication|person|age_group|frailty",  //
                                                "0|0|young|0",                           //
                                                "0|1|old|4",                             //
                                                "0|2|young|2",                           //
                                                "1|0|young|0",                           //
                                                "1|1|old|4",                             //
                                                "1|2|old|2"});
}

TEST_CASE("cells are rows by month, what they do not distinguish empty") {
    CHECK(Example().table("cells") == Strings{"arm|state|age_group|persons|month|persons",  //
                                              "municipal|benefit|old|7|0|1",                //
                                              "municipal|benefit|old|7|1|2",                //
                                              "municipal|job||-1|0|3",                      //
                                              "municipal|job||-1|1|4",                      //
                                              "isu|pension|young|8|0|5",                    //
                                              "isu|pension|young|8|1|6000000000"});
}

TEST_CASE("parameters are rows with a value per arm") {
    CHECK(Example().table("parameters") ==
          Strings{"name|label|unit|distribution|grade|source|municipal|isu",
                  "rate|Exit rate|probability/month|lognormal(high=0.012, low=0.003)|D|"
                  "Calibrated.|0.006|0.5",
                  "price||DKK/month||A|Finansloven 2025|4200|"});
}

TEST_CASE("inputs are rows with the whole text") {
    const auto lines = Example().table("inputs");
    REQUIRE(lines.size() == 3);
    CHECK(lines[0] == "name|sha256|text");
    CHECK(lines[1] == "example.yaml|" + std::string(64, 'b') + "|forlob: 1\nkind: scenario\n");
}

TEST_CASE("a file names its tables") {
    CHECK(table_names(Example().path()) ==
          Strings{"spells", "replications", "persons", "cells", "parameters", "inputs"});
}

TEST_CASE("a table that the file does not hold is refused with those that it does") {
    const Example example;
    test::Lines lines;
    CHECK_THROWS_WITH_AS(read_table(example.path(), "spell", lines),
                         ("the result file " + example.path() +
                          " holds no table 'spell'; it holds: spells, replications, persons, "
                          "cells, parameters, inputs")
                             .c_str(),
                         ResultFileError);
    CHECK(lines.lines().empty());
}

TEST_CASE("a file without trajectories and inputs has no such tables") {
    const test::TemporaryFolder folder;
    const auto path = (folder.path() / "x.h5").string();
    auto layout = test::example_layout();
    layout.spells = layout.panel = false;
    ResultWriter writer(path, Overwrite::refuse, layout);
    writer.add_replication(0, {{1.0, 2.0}, {3.0, 4.0}});
    writer.finish(Result{}, "");
    CHECK(table_names(path) == Strings{"replications"});
}
