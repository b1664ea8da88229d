#include "input/file_set.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/reported.hpp"
#include "support/temporary.hpp"

using namespace forlob;
using test::reported;

namespace {

const Location nowhere{test::source("model: other.yaml"), 1, 8, 10};

}  // namespace

TEST_CASE("names are joined to the folder of the file that uses them, and tidied up") {
    CHECK(FileSet::resolve("scenarios/isu.yaml", "../models/m.yaml") == "models/m.yaml");
    CHECK(FileSet::resolve("isu.yaml", "m.yaml") == "m.yaml");
    CHECK(FileSet::resolve("isu.yaml", "./m.yaml") == "m.yaml");
    CHECK(FileSet::resolve("../a/isu.yaml", "b/../m.yaml") == "../a/m.yaml");
    CHECK(FileSet::resolve("/a/b/isu.yaml", "../m.yaml") == "/a/m.yaml");
    CHECK(FileSet::resolve("isu.yaml", "/a/m.yaml") == "/a/m.yaml");
}

TEST_CASE("given files are found by tidied names, and no others") {
    FileSet files({{"scenarios/isu.yaml", "a: 1\n"}, {"models/m.yaml", "b: 2\n"}});
    Diagnostics diagnostics;
    REQUIRE(files.yaml("scenarios/../models/m.yaml", nowhere, diagnostics).has_value());
    CHECK(reported(diagnostics) == "");
    CHECK_FALSE(files.yaml("models/other.yaml", nowhere, diagnostics).has_value());
    CHECK(files.text("people.csv", nowhere, diagnostics) == nullptr);
    CHECK(reported(diagnostics) ==
          "1:8+10 'models/other.yaml' is not among the files | the file that names it cannot be "
          "used without it\n"
          "1:8+10 'people.csv' is not among the files | the file that names it cannot be used "
          "without it");
}

TEST_CASE("the files that were read, each once, in order") {
    FileSet files({{"a.yaml", "a: 1\n"}, {"b.yaml", "b: 2\n"}, {"c.csv", "x\n"}});
    Diagnostics diagnostics;
    for (const char* name : {"b.yaml", "a.yaml", "b.yaml"})
        REQUIRE(files.yaml(name, nowhere, diagnostics).has_value());
    REQUIRE(files.text("c.csv", nowhere, diagnostics) != nullptr);
    std::vector<std::string> names;
    for (const auto& file : files.files()) names.push_back(file->name);
    CHECK(names == std::vector<std::string>{"b.yaml", "a.yaml", "c.csv"});
}

TEST_CASE("files on the disk") {
    const test::TemporaryFolder folder;
    const std::string yaml = folder.write("a.yaml", "a: 1\n");
    const std::string csv = folder.write("b.csv", "x,weight\n");
    FileSet files;
    Diagnostics diagnostics;
    REQUIRE(files.yaml(yaml, std::nullopt, diagnostics).has_value());
    const auto text = files.text(csv, nowhere, diagnostics);
    REQUIRE(text != nullptr);
    CHECK(text->text == "x,weight\n");
    CHECK(text->name == csv);
    CHECK(reported(diagnostics) == "");
}

TEST_CASE("at most 64 files") {
    std::vector<SourceFile> texts;
    for (int i = 0; i < 65; ++i) texts.push_back({std::to_string(i) + ".yaml", "a: 1\n"});
    FileSet files(texts);
    Diagnostics diagnostics;
    for (int i = 0; i < 64; ++i)
        REQUIRE(files.yaml(std::to_string(i) + ".yaml", nowhere, diagnostics).has_value());
    CHECK(reported(diagnostics) == "");
    CHECK_FALSE(files.yaml("64.yaml", nowhere, diagnostics).has_value());
    CHECK(reported(diagnostics) ==
          "1:8+10 this is file number 65 | a scenario has at most 64 files");
}

TEST_CASE("a decimal comma in a flow mapping is one mistake") {
    FileSet files(std::vector<SourceFile>{{"a.yaml", "{p: 0,5, q: 1,25, r: {s: 3, 4: 5}}\n"}});
    Diagnostics diagnostics;
    const auto root = files.yaml("a.yaml", std::nullopt, diagnostics);
    REQUIRE(root.has_value());
    CHECK(root->entries.size() == 3);
    CHECK(reported(diagnostics) ==
          "1:5+3 a comma divides '0,5' | write a decimal point: 0.5\n"
          "1:13+4 a comma divides '1,25' | write a decimal point: 1.25");
}

TEST_CASE("a value that is not there has the place of its key") {
    FileSet files(std::vector<SourceFile>{{"a.yaml", "one:\ntwo: 2\n"}});
    Diagnostics diagnostics;
    const auto root = files.yaml("a.yaml", std::nullopt, diagnostics);
    REQUIRE(root.has_value());
    CHECK(root->find("one")->location.line == 1);
    CHECK(root->find("one")->location.column == 1);
}
