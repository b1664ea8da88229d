#include "base/utf8.hpp"

#include <doctest/doctest.h>

using namespace forlob;

TEST_CASE("characters of one to four bytes") {
    CHECK(bytes_of_first_character("a€") == 1);
    CHECK(bytes_of_first_character("øre") == 2);
    CHECK(bytes_of_first_character("€") == 3);
    CHECK(bytes_of_first_character("𝄞") == 4);
    CHECK(bytes_of_first_character(std::string_view("\0", 1)) == 1);
}

TEST_CASE("the last and the first characters around the gaps of UTF-8") {
    CHECK(bytes_of_first_character("\xDF\xBF") == 2);
    CHECK(bytes_of_first_character("\xE0\xA0\x80") == 3);
    CHECK(bytes_of_first_character("\xED\x9F\xBF") == 3);
    CHECK(bytes_of_first_character("\xEE\x80\x80") == 3);
    CHECK(bytes_of_first_character("\xF4\x8F\xBF\xBF") == 4);
}

TEST_CASE("bytes that begin no character") {
    CHECK(bytes_of_first_character("\x80") == 0);              // continues one
    CHECK(bytes_of_first_character("\xC1\xBF") == 0);          // overlong
    CHECK(bytes_of_first_character("\xE0\x9F\xBF") == 0);      // overlong
    CHECK(bytes_of_first_character("\xF0\x8F\xBF\xBF") == 0);  // overlong
    CHECK(bytes_of_first_character("\xED\xA0\x80") == 0);      // surrogate
    CHECK(bytes_of_first_character("\xF4\x90\x80\x80") == 0);  // beyond U+10FFFF
    CHECK(bytes_of_first_character("\xFF") == 0);
    CHECK(bytes_of_first_character("\xC3") == 0);      // cut off
    CHECK(bytes_of_first_character("\xE2\x82") == 0);  // cut off
    CHECK(bytes_of_first_character("\xC3(") == 0);
}

TEST_CASE("the first byte that is not UTF-8") {
    CHECK(first_byte_not_utf8("") == std::nullopt);
    CHECK(first_byte_not_utf8("æøå €") == std::nullopt);
    CHECK(first_byte_not_utf8("kontanthj\xE6lp") == std::size_t{9});
    CHECK(first_byte_not_utf8("æ\xC3") == std::size_t{2});
}

TEST_CASE("characters are counted, not bytes") {
    CHECK(n_characters("") == 0);
    CHECK(n_characters("rødgrød") == 7);
}

TEST_CASE("long words are shortened at a character") {
    CHECK(shortened("abc", 3) == "abc");
    CHECK(shortened("abcd", 3) == "abc…");
    CHECK(shortened("æøå", 3) == "æøå");
    CHECK(shortened("æøåa", 3) == "æøå…");
    CHECK(shortened("\xE6\xF8\xE5\xE5", 3) == "\xE6\xF8\xE5…");
}
