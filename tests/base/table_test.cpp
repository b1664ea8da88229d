#include "base/table.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

using namespace forlob;

TEST_CASE("a table begins filled with zeros, or with the given value") {
    CHECK(Table<int, 2>({2, 3})(1, 2) == 0);
    CHECK(Table<double, 2>({2, 3}, 0.5)(1, 2) == 0.5);
}

TEST_CASE("a table without a shape is empty") {
    CHECK(Table<int, 2>().values().empty());
    CHECK(Table<int, 2>().shape() == std::array<std::size_t, 2>{0, 0});
}

TEST_CASE("the last axis is contiguous") {
    Table<int, 3> table({2, 3, 4});
    table(1, 2, 3) = 7;
    CHECK(table.values()[1 * 12 + 2 * 4 + 3] == 7);
    CHECK(table.row(1, 2)[3] == 7);
    CHECK(table.row(1, 2).size() == 4);
    CHECK(table.values().size() == 24);
}

TEST_CASE("what is written through a row is in the table") {
    Table<int, 2> table({2, 2});
    table.row(1)[0] = 5;
    const Table<int, 2>& read_only = table;
    CHECK(read_only(1, 0) == 5);
    CHECK(read_only.row(1)[0] == 5);
}

TEST_CASE("a table of one axis is one row") {
    Table<int, 1> table({3}, 4);
    CHECK(table.row().size() == 3);
    CHECK(table.row()[2] == 4);
}

TEST_CASE("filling sets every entry and keeps the shape") {
    Table<int, 2> table({2, 2}, 1);
    table.fill(9);
    CHECK(table == Table<int, 2>({2, 2}, 9));
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
    Table<int, 2> wide({2, 3});
    const Table<int, 2> tall({3, 2});
    CHECK_THROWS_AS(wide += tall, InternalError);
}

TEST_CASE("tables are equal when shape and entries are") {
    CHECK(Table<int, 2>({2, 3}, 1) == Table<int, 2>({2, 3}, 1));
    CHECK(Table<int, 2>({2, 3}, 1) != Table<int, 2>({3, 2}, 1));
    CHECK(Table<int, 2>({2, 3}, 1) != Table<int, 2>({2, 3}, 2));
}
