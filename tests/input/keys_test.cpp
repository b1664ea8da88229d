#include "input/keys.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "input/reading.hpp"
#include "input/schema.hpp"
#include "support/reported.hpp"

using namespace forlob;

TEST_CASE("no table is there twice, and no key twice in a table") {
    std::set<std::string_view> objects;
    for (const KeyTable& table : key_tables()) {
        INFO(table.object);
        CHECK(objects.insert(table.object).second);
        std::set<std::string_view> keys;
        for (const KeyRule& rule : table.rules) CHECK(keys.insert(rule.key).second);
    }
}

TEST_CASE("every key says what it means") {
    for (const KeyTable& table : key_tables())
        for (const KeyRule& rule : table.rules) {
            INFO(table.object << "." << rule.key);
            CHECK(rule.about.size() >= 8);
        }
}

TEST_CASE("every kind of file begins with the same keys") {
    for (const std::string& kind : file_kinds()) {
        const auto& rules = key_rules(kind);
        REQUIRE(rules.size() >= 5);
        CHECK(rules[0].key == "forlob");
        CHECK(rules[1].key == "kind");
        CHECK(rules[2].key == "title");
        CHECK(rules[3].key == "description");
        // Values on their own: other files have the parameters.
        CHECK(rules[4].key == (kind == "parameters" ? "set" : "parameters"));
    }
}

TEST_CASE("the limits of whole numbers") {
    const auto limits = [](std::string_view name) {
        for (const IntegerType& type : integer_types())
            if (type.name == name) return std::pair(type.low, type.high);
        return std::pair<std::int64_t, std::int64_t>(-1, -1);
    };
    CHECK(limits("months") == std::pair<std::int64_t, std::int64_t>(0, 1200));
    CHECK(limits("length") == std::pair<std::int64_t, std::int64_t>(1, 1200));
    CHECK(limits("window_months") == std::pair<std::int64_t, std::int64_t>(1, 64));
    CHECK(limits("follow_up_months") == std::pair<std::int64_t, std::int64_t>(1, 63));
    CHECK(limits("cohort_size") == std::pair<std::int64_t, std::int64_t>(1, 10'000'000));
    CHECK(limits("replications") == std::pair<std::int64_t, std::int64_t>(1, 10'000'000));
}

TEST_CASE("a key that is not supported yet is refused with what to use instead") {
    Diagnostics diagnostics;
    CHECK(check_object(test::yaml("label: a\nlevels: {b: {}}\nhazards: 3\n"), "the attribute",
                       "attribute", diagnostics));
    CHECK(test::reported(diagnostics) ==
          "3:1+7 'hazards' is not supported yet | attributes never change: use a clock, or a state "
          "of its own");
}

TEST_CASE("notes of the author's own are left alone") {
    Diagnostics diagnostics;
    CHECK(check_object(test::yaml("size: 3\nx-note: [1, {a: b}]\n"), "cohort", "cohort",
                       diagnostics));
    CHECK(test::reported(diagnostics) == "");
}
