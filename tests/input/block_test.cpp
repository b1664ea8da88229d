#include "input/block.hpp"

#include <doctest/doctest.h>

#include <string>

#include "input/reading.hpp"
#include "support/reported.hpp"

using namespace forlob;
using test::reported;
using test::yaml;

TEST_CASE("names have lower-case letters, digits and underscores") {
    CHECK(is_name("a"));
    CHECK(is_name("under_1y"));
    CHECK(is_name("x" + std::string(63, '9')));
    CHECK_FALSE(is_name(""));
    CHECK_FALSE(is_name("1y"));
    CHECK_FALSE(is_name("_a"));
    CHECK_FALSE(is_name("Work"));
    CHECK_FALSE(is_name("work-time"));
    CHECK_FALSE(is_name("hjælp"));
    CHECK_FALSE(is_name(std::string(65, 'a')));
}

TEST_CASE("one name is a list of one") {
    Diagnostics diagnostics;
    const auto one = read_names(yaml("a: work").find("a")[0], "x", diagnostics);
    REQUIRE(one.size() == 1);
    CHECK(one[0].text == "work");
    CHECK(one[0].location.column == 4);
    const auto several = read_names(*yaml("a: [work, benefit]").find("a"), "x", diagnostics);
    REQUIRE(several.size() == 2);
    CHECK(several[1].text == "benefit");
    CHECK(reported(diagnostics) == "");
}

TEST_CASE("a name that is there twice is kept once") {
    Diagnostics diagnostics;
    const auto names = read_names(*yaml("a: [work, work]").find("a"), "states", diagnostics);
    CHECK(names.size() == 1);
    CHECK(reported(diagnostics) == "1:11+4 'work' is twice in states | name it once");
}

TEST_CASE("a block answers by the types of its table") {
    Diagnostics diagnostics;
    const YamlNode node = yaml("sd_log: 2 * sd\nlevels: 7\nmoves: [{from: a}]\n");
    const Block block(node, "frailty", "frailty", diagnostics);
    CHECK(block.is_mapping());
    CHECK(block.has("levels"));
    CHECK_FALSE(block.has("label"));
    CHECK(block.path("levels") == "frailty.levels");
    CHECK(block.integer("levels") == 7);
    CHECK(block.expression("sd_log")->text() == "2 * sd");
    CHECK(block.items("moves").size() == 1);
    CHECK(reported(diagnostics) == "");
}

TEST_CASE("a block that is no mapping has no keys") {
    Diagnostics diagnostics;
    const YamlNode node = yaml("[1]");
    const Block block(node, "frailty", "frailty", diagnostics);
    CHECK_FALSE(block.is_mapping());
    CHECK_FALSE(block.has("levels"));
    CHECK(block.integer("levels") == std::nullopt);
    CHECK(block.names("moves").empty());
    CHECK(
        reported(diagnostics) ==
        "1:1+1 frailty must be a mapping (key: value), not a list | write one 'key: value' a line, "
        "indented, or {key: value, key: value}");
}

TEST_CASE("the positions of words") {
    Diagnostics diagnostics;
    const YamlNode node = yaml("rate: 0.03\nform: exponential\n");
    const Block block(node, "discounting", "discounting", diagnostics);
    CHECK(block.word("form") == 1);
    CHECK(block.word("from_tick") == std::nullopt);
    CHECK(reported(diagnostics) == "");
}

TEST_CASE("lists of whole numbers ascend, and one number is a list of one") {
    Diagnostics diagnostics;
    const YamlNode node = yaml("events: {}\nwithin_months: [6, 12]\nstatus_after_months: 12\n");
    const Block block(node, "relapse", "relapse", diagnostics);
    CHECK(block.ascending_integers("within_months") == std::vector<std::int64_t>{6, 12});
    CHECK(block.ascending_integers("status_after_months") == std::vector<std::int64_t>{12});
    CHECK(reported(diagnostics) == "");
}

TEST_CASE("labels in two languages") {
    Diagnostics diagnostics;
    const YamlNode node = yaml("label: Cash benefit\ndanish: kontanthjælp\n");
    const Label label = Block(node, "state", "state", diagnostics).label();
    CHECK(label.text == "Cash benefit");
    CHECK(label.danish == "kontanthjælp");
}

TEST_CASE("of several keys exactly one") {
    Diagnostics diagnostics;
    const YamlNode both = yaml("counts: a\non_enter: b\n");
    const YamlNode one = yaml("counts: a\n");
    const YamlNode none = yaml("label: a\n");
    CHECK_FALSE(Block(both, "c", "clock", diagnostics).exactly_one_of({"counts", "on_enter"}, "h"));
    CHECK(Block(one, "c", "clock", diagnostics).exactly_one_of({"counts", "on_enter"}, "h"));
    CHECK_FALSE(Block(none, "c", "clock", diagnostics).exactly_one_of({"counts", "on_enter"}, "h"));
    CHECK(reported(diagnostics) ==
          "2:1+8 c has both 'counts' and 'on_enter' | h\n"
          "1:1+1 c needs one of: counts, on_enter | h");
}

TEST_CASE("the number of entries has limits") {
    Diagnostics diagnostics;
    const YamlNode node = yaml("a: 1\nb: 2\nc: 3\n");
    CHECK(naming_entries(node, "x", diagnostics, {2, 3}).size() == 3);
    CHECK(reported(diagnostics) == "");
    static_cast<void>(naming_entries(node, "x", diagnostics, {1, 2}));
    CHECK(reported(diagnostics) == "1:1+1 x has 3 entries | at most 2 are allowed");
}
