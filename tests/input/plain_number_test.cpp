#include "input/plain_number.hpp"

#include <doctest/doctest.h>

#include <locale>
#include <string>

using namespace forlob;

namespace {

std::string help(std::string_view text) {
    const PlainNumber number = read_plain_number(text);
    return number.value ? "a number" : number.help;
}

// As Danes write numbers.
struct DanishNumbers : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

}  // namespace

TEST_CASE("plain decimal numbers are read exactly") {
    CHECK(read_plain_number("0").value == 0.0);
    CHECK(read_plain_number("12").value == 12.0);
    CHECK(read_plain_number("0.006").value == 0.006);
    CHECK(read_plain_number("-1.5").value == -1.5);
    CHECK(read_plain_number("+1.5").value == 1.5);
    CHECK(read_plain_number(".5").value == 0.5);
    CHECK(read_plain_number("3.").value == 3.0);
    CHECK(read_plain_number("1e-3").value == 0.001);
    CHECK(read_plain_number("1.0E+05").value == 100000.0);
    CHECK(read_plain_number("0e5").value == 0.0);
    CHECK(read_plain_number("0.1").value == 0.1);
    CHECK(read_plain_number("1.7976931348623157e308").value == 1.7976931348623157e308);
    CHECK(read_plain_number("1500.75").value == 1500.75);
}

TEST_CASE("a value leaves no help") { CHECK(read_plain_number("1.5").help.empty()); }

TEST_CASE("decimal commas and thousands") {
    CHECK(help("1,5") == "write 1.5");
    CHECK(help("-0,25") == "write -0.25");
    CHECK(help("1,50") == "write 1.50");
    CHECK(help("1,500") == "write 1.500, or 1500 if the comma separates thousands");
    CHECK(help("1,500,000") ==
          "write a point before the decimals and nothing between thousands, as in 1234567.5");
    CHECK(help("1.500,75") ==
          "write a point before the decimals and nothing between thousands, as in 1234567.5");
    CHECK(help("1,x") == "write a number such as 0.25");
    CHECK(help("1.500.000") == "write one decimal point at most and nothing between thousands");
    CHECK(help("1_000") == "write 1000");
    CHECK(help("1_000.5") == "write 1000.5");
    CHECK(help("1_x") == "write a number such as 0.25");
}

TEST_CASE("leading zeros, hexadecimal, octal and binary") {
    CHECK(help("010") == "remove the leading zeros");
    CHECK(help("-00.5") == "remove the leading zeros");
    CHECK(help("00") == "remove the leading zeros");
    CHECK(help("0x10") == "write a decimal number");
    CHECK(help("0o17") == "write a decimal number");
    CHECK(help("0b11") == "write a decimal number");
}

TEST_CASE("what is not finite") {
    for (const char* text : {".inf", "-.inf", ".NaN", "nan", "Infinity", "-inf"})
        CHECK(help(text) == "write a finite number such as 0.25");
    for (const char* text : {"1e400", "-1e309", "1e-400"})
        CHECK(help(text) ==
              "write a number between -1e308 and 1e308 that is not closer to 0 than 1e-307");
}

TEST_CASE("words, units and percent") {
    CHECK(help("yes") == "write 1 for yes");
    CHECK(help("True") == "write 1 for yes");
    CHECK(help("off") == "write 0 for no");
    CHECK(help("5%") == "write a share: 0.05 for 5 %");
    CHECK(help("5 %") == "write a share: 0.05 for 5 %");
    CHECK(help("12 months") == "write the number alone, without a unit");
    CHECK(help("5k") == "write the number alone, without a unit");
    CHECK(help("1e") == "write digits after the e, as in 1e-3");
    CHECK(help("1e-") == "write digits after the e, as in 1e-3");
    for (const char* text : {"", "-", ".", "+-1", "1 2", "hello", "--1"})
        CHECK(help(text) == "write a number such as 0.25");
}

TEST_CASE("numbers do not depend on the locale") {
    const std::locale before = std::locale::global(std::locale(std::locale(), new DanishNumbers));
    CHECK(read_plain_number("1.5").value == 1.5);
    CHECK(read_plain_number("1.500").value == 1.5);
    CHECK(help("1,5") == "write 1.5");
    std::locale::global(before);
}

TEST_CASE("what is meant as a number is not taken for a formula") {
    for (const char* text :
         {"1", "-1", "+.5", "1e-3", "1E+5", "1,5", "0x10", ".inf", "-.inf", "5 %", "5%", "1_000",
          "1.500,5", "2x", "010", "yes", "-inf", "nan", "1e"})
        CHECK_MESSAGE(is_meant_as_number(text), std::string(text));
    for (const char* text : {"", "a", "1 - 2", "1-2", "1+2", "2*3", "(1)", "-a", "1e-3*a", "a1",
                             "exp(1)", "1 2", "1e-3-1", "ae-3", "5 % 3"})
        CHECK_MESSAGE(!is_meant_as_number(text), std::string(text));
}
