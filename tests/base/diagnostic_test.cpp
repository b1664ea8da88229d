#include "base/diagnostic.hpp"

#include <doctest/doctest.h>

#include <memory>

using namespace forlob;

namespace {

std::shared_ptr<const SourceFile> file(std::string name, std::string text) {
    return std::make_shared<const SourceFile>(SourceFile{std::move(name), std::move(text)});
}

Diagnostic error(Location location, std::string message, std::string help = {}) {
    return {Diagnostic::Severity::error, std::move(location), std::move(message), std::move(help)};
}

std::string render_one(Location location) { return render({error(std::move(location), "wrong")}); }

}  // namespace

TEST_CASE("a mistake is shown with its place, line, caret and help") {
    const auto scenario =
        file("scenarios/isu.yaml", std::string(13, '\n') + "    employmnt: {probability: 0.006}\n");
    CHECK(
        render({error({scenario, 14, 5, 9}, "unknown state 'employmnt' in transitions.cash_benefit",
                      "did you mean 'employment'? known states: cash_benefit, employment")}) ==
        "scenarios/isu.yaml:14:5: error: unknown state 'employmnt' in transitions.cash_benefit\n"
        "   14 |     employmnt: {probability: 0.006}\n"
        "      |     ^~~~~~~~~\n"
        "help: did you mean 'employment'? known states: cash_benefit, employment\n");
}

TEST_CASE("a diagnostic without help has no help line") {
    CHECK(render_one({file("f", "abc"), 1, 2, 1}) ==
          "f:1:2: error: wrong\n"
          "    1 | abc\n"
          "      |  ^\n");
}

TEST_CASE("a warning says so") {
    Diagnostics diagnostics;
    diagnostics.warning({file("f", "abc"), 1, 1, 3}, "odd", "look twice");
    CHECK(render(diagnostics.all()) ==
          "f:1:1: warning: odd\n"
          "    1 | abc\n"
          "      | ^~~\n"
          "help: look twice\n");
}

TEST_CASE("a mistake without a file has no place") {
    CHECK(render({error({}, "there is no file 'x.yaml'", "give a path")}) ==
          "error: there is no file 'x.yaml'\nhelp: give a path\n");
}

TEST_CASE("a place in an empty text, or behind its last line, has no source line") {
    CHECK(render_one({file("f", ""), 1, 1, 1}) == "f:1:1: error: wrong\n");
    CHECK(render_one({file("f", "abc"), 2, 1, 1}) == "f:2:1: error: wrong\n");
    CHECK(render_one({file("f", "abc"), 0, 1, 1}) == "f:0:1: error: wrong\n");
}

TEST_CASE("the caret stands below the character, not the byte") {
    CHECK(render_one({file("f", "førtidspension: 1"), 1, 17, 1}) ==
          "f:1:17: error: wrong\n"
          "    1 | førtidspension: 1\n"
          "      |                 ^\n");
}

TEST_CASE("tabs are shown as one space, so that the caret keeps its place") {
    CHECK(render_one({file("f", "a:\t\tb"), 1, 5, 1}) ==
          "f:1:5: error: wrong\n"
          "    1 | a:  b\n"
          "      |     ^\n");
}

TEST_CASE("a byte-order mark and a carriage return are no part of the line") {
    CHECK(render_one({file("f",
                           "\xEF\xBB\xBF"
                           "ab\r\ncd\r\n"),
                      1, 2, 9}) ==
          "f:1:2: error: wrong\n"
          "    1 | ab\n"
          "      |  ^\n");
    CHECK(render_one({file("f", "ab\r\ncd\r\n"), 2, 1, 2}) ==
          "f:2:1: error: wrong\n"
          "    2 | cd\n"
          "      | ^~\n");
}

TEST_CASE("a caret may stand one behind the end of the line and goes no further") {
    CHECK(render_one({file("f", "abc"), 1, 4, 1}) ==
          "f:1:4: error: wrong\n"
          "    1 | abc\n"
          "      |    ^\n");
    CHECK(render_one({file("f", "abc"), 1, 99, 5}) ==
          "f:1:99: error: wrong\n"
          "    1 | abc\n"
          "      |    ^\n");
}

TEST_CASE("an underline ends with the line") {
    CHECK(render_one({file("f", "abc"), 1, 2, 50}) ==
          "f:1:2: error: wrong\n"
          "    1 | abc\n"
          "      |  ^~\n");
}

TEST_CASE("a place of no width or column is shown at the beginning") {
    CHECK(render_one({file("f", "abc"), 1, 0, 0}) ==
          "f:1:0: error: wrong\n"
          "    1 | abc\n"
          "      | ^\n");
}

TEST_CASE("line numbers of more than five digits push the line to the right") {
    CHECK(render_one({file("f", std::string(123455, '\n') + "abc"), 123456, 2, 1}) ==
          "f:123456:2: error: wrong\n"
          "123456 | abc\n"
          "       |  ^\n");
}

TEST_CASE("a line of 160 characters is shown whole") {
    const std::string line(160, 'x');
    CHECK(render_one({file("f", line), 1, 160, 1}) ==
          "f:1:160: error: wrong\n"
          "    1 | " +
              line +
              "\n"
              "      | " +
              std::string(159, ' ') + "^\n");
}

TEST_CASE("a long line is cut behind its beginning") {
    const std::string line = "ab" + std::string(500, 'x');
    CHECK(render_one({file("f", line), 1, 2, 1}) ==
          "f:1:2: error: wrong\n"
          "    1 | ab" +
              std::string(158, 'x') +
              "…\n"
              "      |  ^\n");
}

TEST_CASE("a long line is cut around the place") {
    const std::string line = std::string(300, 'x') + "here" + std::string(300, 'y');
    CHECK(render_one({file("f", line), 1, 301, 4}) ==
          "f:1:301: error: wrong\n"
          "    1 | …" +
              std::string(40, 'x') + "here" + std::string(116, 'y') +
              "…\n"
              "      |  " +
              std::string(40, ' ') + "^~~~\n");
}

TEST_CASE("a long line is cut before its end") {
    const std::string line = std::string(300, 'x') + "here";
    CHECK(render_one({file("f", line), 1, 301, 4}) ==
          "f:1:301: error: wrong\n"
          "    1 | …" +
              std::string(156, 'x') +
              "here\n"
              "      |  " +
              std::string(156, ' ') + "^~~~\n");
}

TEST_CASE("an underline ends where a long line is cut") {
    const std::string line(1000, 'x');
    CHECK(render_one({file("f", line), 1, 1, 1000}) ==
          "f:1:1: error: wrong\n"
          "    1 | " +
              std::string(160, 'x') +
              "…\n"
              "      | ^" +
              std::string(159, '~') + "\n");
}

TEST_CASE("what steers a terminal or is no UTF-8 is shown as a sign") {
    CHECK(render({error({file("f\x1B", "a\x1B[31m\xE6 \xC2\x9B"), 1, 2, 1}, "wrong \x1B[0m\x7F",
                        "help\a")}) ==
          "f�:1:2: error: wrong �[0m�\n"
          "    1 | a�[31m� �\n"
          "      |  ^\n"
          "help: help�\n");
}

TEST_CASE("a message is one line of a length that people read") {
    CHECK(render({error({}, "two\nlines")}) == "error: two lines\n");
    CHECK(render({error({}, std::string(5000, 'x'))}) ==
          "error: " + std::string(2000, 'x') + "…\n");
}

TEST_CASE("mistakes are sorted by file as first met, line and column") {
    const auto one = file("one", "a\nb\n");
    const auto two = file("another", "c\n");
    CHECK(render({error({one, 2, 1, 1}, "second"), error({two, 1, 1, 1}, "third"),
                  error({one, 1, 2, 1}, "first, behind"), error({one, 1, 1, 1}, "first")}) ==
          "one:1:1: error: first\n    1 | a\n      | ^\n"
          "one:1:2: error: first, behind\n    1 | a\n      |  ^\n"
          "one:2:1: error: second\n    2 | b\n      | ^\n"
          "another:1:1: error: third\n    1 | c\n      | ^\n");
}

TEST_CASE("different messages at one place are all shown, in the order reported") {
    const auto one = file("f", "a");
    CHECK(render({error({one, 1, 1, 1}, "b"), error({one, 1, 1, 1}, "a")}) ==
          "f:1:1: error: b\n    1 | a\n      | ^\n"
          "f:1:1: error: a\n    1 | a\n      | ^\n");
}

TEST_CASE("the same message at the same place is shown once, also when the file was read twice") {
    const auto one = file("f", "a");
    const auto again = file("f", "a");
    CHECK(render({error({one, 1, 1, 1}, "x"), error({one, 1, 1, 1}, "y"),
                  error({again, 1, 1, 1}, "x")}) ==
          "f:1:1: error: x\n    1 | a\n      | ^\n"
          "f:1:1: error: y\n    1 | a\n      | ^\n");
}

TEST_CASE("texts of the same name are told apart by their content") {
    CHECK(render({error({file("--set", "a=1,5"), 1, 3, 3}, "x"),
                  error({file("--set", "b=1,5"), 1, 3, 3}, "x")}) ==
          "--set:1:3: error: x\n    1 | a=1,5\n      |   ^~~\n"
          "--set:1:3: error: x\n    1 | b=1,5\n      |   ^~~\n");
}

TEST_CASE("only errors stop") {
    Diagnostics diagnostics;
    CHECK_NOTHROW(diagnostics.throw_if_errors());
    diagnostics.warning({}, "odd");
    CHECK(!diagnostics.has_errors());
    CHECK_NOTHROW(diagnostics.throw_if_errors());
    diagnostics.error({}, "wrong");
    diagnostics.error({}, "wrong again");
    CHECK(diagnostics.has_errors());
    CHECK(diagnostics.n_errors() == 2);
    CHECK(diagnostics.all().size() == 3);
    CHECK_THROWS_WITH_AS(diagnostics.throw_if_errors(),
                         "warning: odd\nerror: wrong\nerror: wrong again\n", InputError);
}

TEST_CASE("an input error carries everything found") {
    Diagnostics diagnostics;
    diagnostics.warning({}, "odd");
    diagnostics.error({}, "wrong");
    try {
        diagnostics.throw_if_errors();
        FAIL("nothing was thrown");
    } catch (const InputError& thrown) {
        CHECK(thrown.diagnostics().size() == 2);
        CHECK(thrown.diagnostics()[1].message == "wrong");
    }
}

TEST_CASE("the nearest name is a slip away") {
    const std::vector<std::string> states = {"cash_benefit", "internship", "employment"};
    CHECK(nearest_name("employmnt", states) == "employment");
    CHECK(nearest_name("emplyoment", states) == "employment");
    CHECK(nearest_name("internshipp", states) == "internship");
    CHECK(nearest_name("cash_benifit", states) == "cash_benefit");
    CHECK(nearest_name("employment", states) == "employment");
}

TEST_CASE("a name is near within a third of the longer one's length") {
    CHECK(nearest_name("abcxyz", {"abcdef"}).empty());      // 3 of 6
    CHECK(nearest_name("abcdxy", {"abcdef"}) == "abcdef");  // 2 of 6
    CHECK(nearest_name("abcdx", {"abcdef"}) == "abcdef");   // 2 of 6
    CHECK(nearest_name("abx", {"abc"}) == "abc");           // 1 of 3
    CHECK(nearest_name("ab", {"abc"}) == "abc");
    CHECK(nearest_name("a", {"abc"}).empty());
    CHECK(nearest_name("b", {"a"}) == "a");  // at least 1 is allowed
}

TEST_CASE("a swap of neighbours counts once, also with a letter between them") {
    CHECK(nearest_name("ba", {"ab"}) == "ab");
    CHECK(nearest_name("abdc", {"abcd"}) == "abcd");
    // "ca" to "abc" takes 2, not 3: swap, and insert b between. A third of 6 is 2.
    CHECK(nearest_name("xxxca", {"xxxabc"}) == "xxxabc");
}

TEST_CASE("of equally near names the first known is taken") {
    CHECK(nearest_name("cat", {"bat", "rat"}) == "bat");
    CHECK(nearest_name("cat", {"rat", "bat"}) == "rat");
    CHECK(nearest_name("cat", {"bat", "cats", "cat"}) == "cat");
}

TEST_CASE("nothing is near to nothing") {
    CHECK(nearest_name("", {"a", "b"}).empty());
    CHECK(nearest_name("a", {}).empty());
}

TEST_CASE("a word of a megabyte is far from every name, at once") {
    CHECK(nearest_name(std::string(1'000'000, 'a'), {"a", "aa", "aaa"}).empty());
}

TEST_CASE("help for an unknown name suggests and lists") {
    CHECK(unknown_name_help("employmnt", "states", {"benefit", "employment"}) ==
          "did you mean 'employment'? known states: benefit, employment");
    CHECK(unknown_name_help("xyz", "states", {"benefit", "employment"}) ==
          "known states: benefit, employment");
    CHECK(unknown_name_help("xyz", "clocks", {}) == "known clocks: none");
}

TEST_CASE("help lists twelve names at most") {
    std::vector<std::string> names;
    for (char letter = 'a'; letter <= 'l'; ++letter) names.emplace_back(3, letter);
    CHECK(unknown_name_help("xyzxyz", "names", names) ==
          "known names: aaa, bbb, ccc, ddd, eee, fff, ggg, hhh, iii, jjj, kkk, lll");
    names.emplace_back("mmm");
    CHECK(unknown_name_help("xyzxyz", "names", names) ==
          "known names: aaa, bbb, ccc, ddd, eee, fff, ggg, hhh, iii, jjj, kkk, lll, …");
}
