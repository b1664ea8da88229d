#include <doctest/doctest.h>

#include <string>

#include "input/reading.hpp"
#include "input/scenario_spec.hpp"
#include "support/temporary.hpp"

using namespace forlob;

TEST_CASE("files of every kind can be checked, and say what they are") {
    const auto kind = [](const std::string& name) {
        return check_file(test::in_tests("example/" + name));
    };
    CHECK(kind("scenario.yaml") == "scenario");
    CHECK(kind("model.yaml") == "model");
    CHECK(kind("population.yaml") == "population");
    CHECK(kind("economy.yaml") == "economy");
    CHECK(kind("training.yaml") == "program");
    CHECK(kind("dialogue.yaml") == "program");
}

TEST_CASE("the kind and title of a file") {
    const FileSummary summary = summarise_file(test::in_tests("example/training.yaml"));
    CHECK(summary.kind == "program");
    CHECK(summary.title == "Training on the job");
}

TEST_CASE("what is none of our files has no kind") {
    const test::TemporaryFolder folder;
    CHECK(summarise_file(folder.path().string() + "/missing.yaml").kind == "");
    CHECK(summarise_file(folder.path().string()).kind == "");
    CHECK(summarise_file(folder.write("a.yaml", "version: 2\nkind: model\n")).kind == "");
    CHECK(summarise_file(folder.write("b.yaml", "forlob: 1\nkind: recipe\n")).kind == "");
    CHECK(summarise_file(folder.write("c.yaml", "- a\n")).kind == "");
    CHECK(summarise_file(folder.write("d.yaml", "{")).kind == "");
}

TEST_CASE("a file with mistakes still has its kind and title") {
    const test::TemporaryFolder folder;
    const FileSummary summary =
        summarise_file(folder.write("a.yaml", "forlob: 1\nkind: model\ntitle: Half\nstaes: {}\n"));
    CHECK(summary.kind == "model");
    CHECK(summary.title == "Half");
}

TEST_CASE("a file that is not there cannot be checked") {
    CHECK_THROWS_WITH_AS(
        static_cast<void>(check_file("no-such-file.yaml")),
        "error: there is no file 'no-such-file.yaml'\nhelp: give the path of a file\n", InputError);
}
