#include "base/table.hpp"

#include <doctest/doctest.h>

using namespace forlob;

TEST_CASE("the last axis is contiguous") {
    Table<int, 3> table({2, 3, 4});
    table(1, 2, 3) = 7;
    CHECK(table.values()[1 * 12 + 2 * 4 + 3] == 7);
    CHECK(table.row(1, 2)[3] == 7);
    CHECK(table.row(1, 2).size() == 4);
}

TEST_CASE("adding tables adds entry by entry, also into wider integers") {
    Table<std::uint32_t, 1> small({2}, 4'000'000'000U);
    Table<std::uint64_t, 1> wide({2});
    wide += small;
    wide += small;
    CHECK(wide(1) == 8'000'000'000U);
}

TEST_CASE("tables of other shapes are not added") {
    Table<int, 1> a({2});
    const Table<int, 1> b({3});
    CHECK_THROWS_AS(a += b, InternalError);
}

TEST_CASE("a broken promise names file, line and promise") {
    try {
        require(false, "the moon is made of cheese");
        FAIL("nothing was thrown");
    } catch (const InternalError& error) {
        const std::string text = error.what();
        CHECK(text.find("table_test.cpp:") != std::string::npos);
        CHECK(text.find("internal error: the moon is made of cheese") != std::string::npos);
    }
}
