#include "input/yaml.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <ctime>
#include <filesystem>
#include <string>

#include "support/reported.hpp"
#include "support/temporary.hpp"

using namespace forlob;

namespace {

// `text@line:column+width` of each value, in brackets and braces as YAML has them.
std::string drawn(const YamlNode& node) {
    const Location& at = node.location;
    std::string text;
    for (const YamlNode& item : node.items) text += (text.empty() ? "" : ", ") + drawn(item);
    for (const YamlEntry& entry : node.entries)
        text += fmt::format("{}{}@{}:{}+{}: {}", text.empty() ? "" : ", ", entry.key,
                            entry.key_location.line, entry.key_location.column,
                            entry.key_location.width, drawn(entry.value));
    switch (node.kind) {
        case YamlNode::Kind::null:
            text = "~";
            break;
        case YamlNode::Kind::scalar:
            text = node.quoted ? "'" + node.text + "'" : node.text;
            break;
        case YamlNode::Kind::sequence:
            text = "[" + text + "]";
            break;
        case YamlNode::Kind::mapping:
            text = "{" + text + "}";
            break;
    }
    return fmt::format("{}@{}:{}+{}", text, at.line, at.column, at.width);
}

// The tree, or what was reported.
std::string read(const std::string& text) {
    Diagnostics diagnostics;
    const auto root = read_yaml_text(test::source(text), diagnostics);
    CHECK(root.has_value() != diagnostics.has_errors());
    return root ? drawn(*root) : test::reported(diagnostics);
}

// What was reported about a text whose rest can still be read.
std::string reported(const std::string& text) {
    Diagnostics diagnostics;
    CHECK(read_yaml_text(test::source(text), diagnostics));
    return test::reported(diagnostics);
}

std::string reported_file(const std::string& path) {
    Diagnostics diagnostics;
    const Location referred{test::source("model: it"), 1, 8, 2};
    CHECK(!read_yaml_file(path, "shown.yaml", referred, diagnostics));
    for (const Diagnostic& one : diagnostics.all())
        CHECK((one.location.file->name == "f.yaml" || one.location.file->name == "shown.yaml"));
    return test::reported(diagnostics);
}

double seconds_to_read(const std::string& text) {
    const std::clock_t begin = std::clock();  // of the processor: others may use it, too
    Diagnostics diagnostics;
    CHECK(!read_yaml_text(test::source(text), diagnostics));
    CHECK(!render(diagnostics.all()).empty());
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

std::string repeated(const std::string& text, std::size_t n_times) {
    std::string all;
    for (std::size_t i = 0; i < n_times; ++i) all += text;
    return all;
}

}  // namespace

TEST_CASE("scalars, lists and mappings know their places") {
    CHECK(read("a: 1\nb: [x, 'y']\nc:\n  d: {e: f}\n") ==
          "{a@1:1+1: 1@1:4+1, b@2:1+1: [x@2:5+1, 'y'@2:8+3]@2:4+1, "
          "c@3:1+1: {d@4:3+1: {e@4:7+1: f@4:10+1}@4:6+1}@4:3+1}@1:1+1");
    CHECK(read("- a\n- b: c\n  d: e\n") ==
          "[a@1:3+1, {b@2:3+1: c@2:6+1, d@3:3+1: e@3:6+1}@2:3+1]@1:1+1");
}

TEST_CASE("a single value is a text as well") { CHECK(read("hello") == "hello@1:1+5"); }

TEST_CASE("columns and widths are characters, not bytes") {
    CHECK(read("æøå: {køn: [1, to]}") ==
          "{æøå@1:1+3: {køn@1:7+3: [1@1:13+1, to@1:16+2]@1:12+1}@1:6+1}@1:1+1");
    CHECK(read("a: \"førtids\" # æ\nb: 2") == "{a@1:1+1: 'førtids'@1:4+9, b@2:1+1: 2@2:4+1}@1:1+1");
}

TEST_CASE("the width of a scalar is what it takes up in its first line") {
    CHECK(read("a: 'it''s'") == "{a@1:1+1: 'it's'@1:4+7}@1:1+1");
    CHECK(read("a: \"x\\\"y\"") == "{a@1:1+1: 'x\"y'@1:4+6}@1:1+1");
    CHECK(read("a: one\n  two") == "{a@1:1+1: one two@1:4+3}@1:1+1");
    CHECK(read("a: 'one\n  two'") == "{a@1:1+1: 'one two'@1:4+4}@1:1+1");
    CHECK(read("a: ''") == "{a@1:1+1: ''@1:4+2}@1:1+1");
    CHECK(read("a: |\n  long line\n") == "{a@1:1+1: 'long line\n'@1:4+1}@1:1+1");
}

TEST_CASE("quoted keys are keys") {
    CHECK(read("\"a b\": 1\n'c': 2") == "{a b@1:1+5: 1@1:8+1, c@2:1+3: 2@2:6+1}@1:1+1");
}

TEST_CASE("an empty value stands at its place, or at its key if the line ends there") {
    CHECK(read("a:\nb: ~\nc: null\nd:") ==
          "{a@1:1+1: ~@1:1+1, b@2:1+1: ~@2:4+1, c@3:1+1: ~@3:4+1, d@4:1+1: ~@4:3+1}@1:1+1");
    CHECK(read("{a: , b: }") == "{a@1:2+1: ~@1:5+1, b@1:7+1: ~@1:10+1}@1:1+1");
}

TEST_CASE("a byte-order mark and carriage returns are accepted and not counted") {
    CHECK(read("\xEF\xBB\xBF"
               "a: 1\r\nb: x\r\n") == "{a@1:1+1: 1@1:4+1, b@2:1+1: x@2:4+1}@1:1+1");
    CHECK(read("\xEF\xBB\xBF"
               "å: [é, 2]") == "{å@1:1+1: [é@1:5+1, 2@1:8+1]@1:4+1}@1:1+1");
}

TEST_CASE("a document may be marked as one") {
    CHECK(read("---\na: 1\n...\n") == "{a@2:1+1: 1@2:4+1}@2:1+1");
}

TEST_CASE("dates, times and paths are plain texts") {
    CHECK(read("a: 2026-01\nb: 12:30\nc: ../x.yaml") ==
          "{a@1:1+1: 2026-01@1:4+7, b@2:1+1: 12:30@2:4+5, c@3:1+1: ../x.yaml@3:4+9}@1:1+1");
}

TEST_CASE("values are found by their keys") {
    Diagnostics diagnostics;
    const auto root = read_yaml_text(test::source("a: 1\nb: 2"), diagnostics);
    REQUIRE(root);
    CHECK(root->find("b")->text == "2");
    CHECK(root->find("c") == nullptr);
    CHECK(root->find("a")->find("b") == nullptr);
}

TEST_CASE("a text that says nothing is empty") {
    const std::string rest =
        "1:1+1 the file is empty | a file begins with forlob: 1, kind: … and title: …";
    for (const char* text : {"", "\n\n", "# only a comment\n", "---\n", "~", "  ", "\xEF\xBB\xBF"})
        CHECK(read(text) == rest);
}

TEST_CASE("bytes that are no UTF-8 are shown at the first of them") {
    CHECK(read("a: 1\nb: k\xE6re") ==
          "2:5+1 the file is not UTF-8 from here on | save it with the encoding UTF-8");
    CHECK(read("\xFF\xFE"
               "a\0:\0") ==
          "1:1+1 the file is not UTF-8 from here on | save it with the encoding UTF-8");
    CHECK(read("æ: \xED\xA0\x80") ==
          "1:4+1 the file is not UTF-8 from here on | save it with the encoding UTF-8");
}

TEST_CASE("NUL bytes and other control characters are refused") {
    CHECK(read(std::string("a: 1\nb: \0", 9)) ==
          "2:4+1 the file contains a NUL byte | it may not be a text file at all");
    CHECK(read("a: \x1B[31m") == "1:4+1 a control character stands here | remove it");
    CHECK(read("a: x\x7F") == "1:5+1 a control character stands here | remove it");
    CHECK(read("a: 1\rb: 2") ==
          "1:5+1 a carriage return stands alone | end lines with a line feed, with or without a "
          "carriage return before it");
}

TEST_CASE("a key that is given twice is shown with its first place, and the rest is read") {
    CHECK(reported("a: 1\nb: 2\na: 3\n") ==
          "3:1+1 the key 'a' is given twice | it is first given in line 1, column 1: keep one of "
          "them");
    CHECK(reported("x: {ø: 1, ø: 2, \"ø\": 3}") ==
          "1:11+1 the key 'ø' is given twice | it is first given in line 1, column 5: keep one of "
          "them\n"
          "1:17+3 the key 'ø' is given twice | it is first given in line 1, column 5: keep one of "
          "them");
    Diagnostics diagnostics;
    const auto root = read_yaml_text(test::source("a: 1\na: 2"), diagnostics);
    REQUIRE(root);
    CHECK(root->entries.size() == 1);
    CHECK(root->find("a")->text == "1");
}

TEST_CASE("the same key in different mappings is no duplicate") {
    CHECK(read("a: {b: 1}\nc: {b: 1}") ==
          "{a@1:1+1: {b@1:5+1: 1@1:8+1}@1:4+1, c@2:1+1: {b@2:5+1: 1@2:8+1}@2:4+1}@1:1+1");
}

TEST_CASE("keys are words") {
    const std::string rest = " a key must be a word | write 'key: value'";
    CHECK(reported("? [a, b]\n: 1\nc: 2") == "1:3+1" + rest);
    CHECK(reported("{[a]: 1}") == "1:2+1" + rest);
    CHECK(reported("? {a: b}\n: 1") == "1:3+1" + rest);
    CHECK(reported("a: 1\n: 2") == "2:1+1 a key is missing before ':' | write 'key: value'");
    CHECK(reported("~: 2") == "1:1+1 a key is missing before ':' | write 'key: value'");
}

TEST_CASE("keys have at most 128 characters") {
    CHECK(reported(std::string(128, 'k') + ": 1").empty());
    CHECK(reported(std::string(129, 'k') + ": 1") ==
          "1:1+129 the key '" + std::string(60, 'k') +
              "…' is too long | keys have at most 128 characters");
}

TEST_CASE("merge keys are refused") {
    CHECK(reported("a:\n  <<: {b: 1}\n  c: 2") ==
          "2:3+2 merge keys are not supported: '<<' | write the keys out; to use a number in "
          "several places, define a parameter");
    CHECK(reported("\"<<\": 1").empty());
}

TEST_CASE("anchors are refused, and the rest is read") {
    const std::string rest = " | remove it; to use a number in several places, define a parameter";
    CHECK(reported("a: &x 1\nb: &yø [2]\nc: &z {d: 1}\ne: &w") ==
          "1:4+2 anchors are not supported: '&x'" + rest +
              "\n2:4+3 anchors are not supported: '&yø'" + rest +
              "\n3:4+2 anchors are not supported: '&z'" + rest +
              "\n4:4+2 anchors are not supported: '&w'" + rest);
    CHECK(reported("&k a: 1") == "1:1+2 anchors are not supported: '&k'" + rest);
}

TEST_CASE("aliases are refused, each anchor's first") {
    CHECK(read("a: &x 1\nb: *x\nc: [*x, *x]\n") ==
          "1:4+2 anchors are not supported: '&x' | remove it; to use a number in several places, "
          "define a parameter\n"
          "2:4+2 aliases are not supported: '*x' | write the value out; to use a number in several "
          "places, define a parameter");
    CHECK(read("a: &x [*x]") ==
          "1:4+2 anchors are not supported: '&x' | remove it; to use a number in several places, "
          "define a parameter\n"
          "1:8+2 aliases are not supported: '*x' | write the value out; to use a number in several "
          "places, define a parameter");
}

TEST_CASE("tags are refused, and the rest is read") {
    const std::string rest = " tags are not supported | remove the word that begins with '!'";
    CHECK(reported("a: !!str 1\nb: !mine [1]\nc: ! x\nd: !t {e: f}") ==
          "1:4+5" + rest + "\n2:4+5" + rest + "\n3:4+1" + rest + "\n4:4+2" + rest);
    CHECK(reported("a: '!x'\nb: \"! y\"\nc: x!").empty());
}

TEST_CASE("a file has one document") {
    CHECK(read("a: 1\n---\nb: 2\n") ==
          "2:1+1 a second document begins here | a file has one document: remove the line '---' "
          "and what belongs to it");
    CHECK(read("---\n---\na: 1") ==
          "2:1+1 a second document begins here | a file has one document: remove the line '---' "
          "and what belongs to it");
    const std::string rest =
        " this is outside of what the file began with | a file is one mapping: its keys begin in "
        "the same column, and nothing follows a closing bracket";
    CHECK(read("a: 1\n...\nb") == "3:1+1" + rest);
    CHECK(read("{a: 1} b") == "1:8+1" + rest);
    CHECK(read("- a\nb: 1") == "2:1+1" + rest);
}

TEST_CASE("an entry in braces needs a space after its colon") {
    CHECK(reported("x: {a:1, b: 2, c:d}") ==
          "1:5+3 a space is missing after ':' in 'a:1' | write a: 1\n"
          "1:16+3 a space is missing after ':' in 'c:d' | write c: d");
    CHECK(reported("x: {\"a:1\", b}").empty());
}

TEST_CASE("64 levels are read and the 65th is not") {
    CHECK(read(repeated("[", 64) + "1" + repeated("]", 64)).starts_with("[[[["));
    CHECK(read(repeated("[", 65) + "1" + repeated("]", 65)) ==
          "1:65+1 this is nested too deeply | at most 64 levels are allowed");
    CHECK(read(repeated("- ", 64) + "1").starts_with("[[[["));
    CHECK(read(repeated("- ", 65) + "1") ==
          "1:129+1 this is nested too deeply | at most 64 levels are allowed");
    CHECK(read(repeated("{a: ", 65) + "1" + repeated("}", 65)) ==
          "1:257+1 this is nested too deeply | at most 64 levels are allowed");
    CHECK(read(repeated("[", 10000))
              .ends_with("this is nested too deeply | at most 64 levels are allowed"));
}

TEST_CASE("200,000 nodes are read and one more is not") {
    // The list is a node, too.
    CHECK(read(repeated("- 1\n", 199'999)).size() > 1'000'000);
    CHECK(read(repeated("- 1\n", 200'000)) ==
          "1:1+1 the file has too many keys and values | at most 200,000 are allowed: put large "
          "tables into a CSV file");
    CHECK(read("a:\n" + repeated(" - {b: 1}\n", 70'000))
              .ends_with(" the file has too many keys and values | at most 200,000 are allowed: "
                         "put large tables into a CSV file"));
}

TEST_CASE("a line has at most 64 KiB") {
    CHECK(read("a: " + std::string(65'533, 'x')).starts_with("{a@1:1+1: xxx"));
    CHECK(read("b: 1\na: " + std::string(65'534, 'x')) ==
          "2:1+1 this line is longer than 64 KiB | break it into several lines");
}

TEST_CASE("a file has at most 200,000 lines, and as many brackets and commas") {
    CHECK(read("a: |\n" + repeated(" x\n", 199'999)).starts_with("{a@1:1+1: 'x"));
    CHECK(read("a: |\n" + repeated(" x\n", 200'000)) ==
          "200001:3+1 the file has too many lines | at most 200,000 are allowed: put large tables "
          "into a CSV file");
    CHECK(read(repeated("# ,,\n", 100'001)) ==
          "100001:3+1 the file has too many brackets and commas | at most 200,000 are allowed: put "
          "large tables into a CSV file");
}

TEST_CASE("a text has at most 4 MiB") {
    const std::string four = repeated("#" + std::string(1022, 'x') + "\n", 4096);
    REQUIRE(four.size() == std::size_t{4} << 20U);
    CHECK(read("a: 1\n#" + four.substr(6)) == "{a@1:1+1: 1@1:4+1}@1:1+1");
    CHECK(read("a: 1\n#" + four.substr(5)) ==
          "1:1+1 the text is larger than 4 MiB | put large tables into a CSV file");
}

// The limit is a second; this leaves room for sanitizers and busy machines.
TEST_CASE("hostile texts are refused soon") {
    constexpr std::size_t size = (std::size_t{4} << 20U) - 10;
    constexpr double most_seconds = 5.0;
    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 60; ++i)
        bomb += fmt::format("a{}: &a{} [{}*a{}]\n", i, i, repeated(fmt::format("*a{}, ", i - 1), 8),
                            i - 1);
    CHECK(seconds_to_read(bomb) < most_seconds);
    for (const char* text :
         {"[",  "{a: ", "- ", "[\n", "a\n", ":\n", "&a ",     "!a ",   "*a,", "x",
          "\"", "'",    "? ", "%",   ":",   "\n",  "{a:1,\n", "---\n", "|",   "\t"})
        CHECK_MESSAGE(
            seconds_to_read(repeated(text, size / std::string(text).size())) < most_seconds,
            std::string(text));
}

TEST_CASE("a file is read under the name that messages call it") {
    const test::TemporaryFolder folder;
    Diagnostics diagnostics;
    const auto root = read_yaml_file(folder.write("a.yaml", "k: 1\n"), "models/a.yaml",
                                     std::nullopt, diagnostics);
    REQUIRE(root);
    CHECK(root->location.file->name == "models/a.yaml");
    CHECK(root->location.file->text == "k: 1\n");
    CHECK(!diagnostics.has_errors());
}

TEST_CASE("mistakes within a file are shown there") {
    const test::TemporaryFolder folder;
    CHECK(reported_file(folder.write("a.yaml", "b: [\n")).starts_with("1:4+1 this list is not"));
}

TEST_CASE("a file that cannot be read is reported where it was named") {
    const test::TemporaryFolder folder;
    CHECK(reported_file((folder.path() / "none.yaml").string()) ==
          "1:8+2 there is no file 'shown.yaml' | paths are relative to the file that names them");
    CHECK(reported_file((folder.path() / "no" / "folder.yaml").string()) ==
          "1:8+2 there is no file 'shown.yaml' | paths are relative to the file that names them");
    CHECK(reported_file(folder.path().string()) ==
          "1:8+2 'shown.yaml' is a folder | name a file in it");
    CHECK(reported_file(folder.write("file", "") + "/x.yaml") ==
          "1:8+2 there is no file 'shown.yaml' | paths are relative to the file that names them");
    const std::string large(((std::size_t{4} << 20U) + 1), '#');
    CHECK(reported_file(folder.write("large.yaml", large)) ==
          "1:8+2 'shown.yaml' is larger than 4 MiB | put large tables into a CSV file");
}

TEST_CASE("a file that is named by nobody is reported without a place") {
    Diagnostics diagnostics;
    CHECK(!read_yaml_file("/nowhere/x.yaml", "x.yaml", std::nullopt, diagnostics));
    CHECK(render(diagnostics.all()) ==
          "error: there is no file 'x.yaml'\nhelp: give the path of a file\n");
}

TEST_CASE("pipes and devices are not opened") {
    const test::TemporaryFolder folder;
    const std::string pipe = (folder.path() / "pipe").string();
    REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
    CHECK(reported_file(pipe) == "1:8+2 'shown.yaml' is not an ordinary file | name a text file");
    CHECK(reported_file("/dev/zero") ==
          "1:8+2 'shown.yaml' is not an ordinary file | name a text file");
}

TEST_CASE("a circle of links is no file that can be opened") {
    const test::TemporaryFolder folder;
    std::filesystem::create_symlink(folder.path() / "b", folder.path() / "a");
    std::filesystem::create_symlink(folder.path() / "a", folder.path() / "b");
    CHECK(reported_file((folder.path() / "a").string()) ==
          "1:8+2 'shown.yaml' cannot be opened | you may lack the permission to read it");
}
