#include "report/csv.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace forlob;

TEST_CASE("values with separators, quotes or line ends are quoted") {
    CsvWriter csv(CsvLocale::international);
    csv.row({"a", "b,c", "d\"e", "f\ng", "1.5"});
    CHECK(csv.text() == "a,\"b,c\",\"d\"\"e\",\"f\ng\",1.5\r\n");
}

TEST_CASE("Danish files have a mark, semicolons and decimal commas in numbers only") {
    CsvWriter csv(CsvLocale::danish);
    csv.row({"1.5", "v. 1.5", "x;y"});
    CHECK(csv.text() ==
          "\xEF\xBB\xBF"
          "1,5;v. 1.5;\"x;y\"\r\n");
}

TEST_CASE("numbers are written so that they read back the same") {
    CHECK(exact_text(0.1) == "0.1");
    CHECK(exact_text(1.0 / 3.0) == "0.3333333333333333");
    CHECK(exact_text(std::numeric_limits<double>::quiet_NaN()).empty());
}

TEST_CASE("what was taken is not written again") {
    CsvWriter csv(CsvLocale::international);
    csv.row({"a"});
    CHECK(csv.take() == "a\r\n");
    CHECK(csv.text().empty());
}
