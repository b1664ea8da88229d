#include "input/formula.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

using namespace forlob;

namespace {

// `offset+bytes message | help` of the mistake; the names if there is none.
std::string checked(std::string_view text) {
    const CheckedFormula formula = check_formula(text);
    if (!formula.mistake) return fmt::format("names: {}", fmt::join(formula.names, " "));
    const FormulaMistake& mistake = *formula.mistake;
    return fmt::format("{}+{} {} | {}", mistake.offset, mistake.n_bytes, mistake.message,
                       mistake.help);
}

const std::string all_allowed =
    "a formula has numbers, names of parameters, + - * / ^ ( ), comparisons, && || ?: and the "
    "functions exp, log, sqrt, abs, floor, pow, min, max";
const std::string missing_value = "a number, a name or a parenthesis must stand between them";
const std::string naming =
    "names have lower-case letters a-z, digits and _, begin with a letter and have at most 64 "
    "characters; yes, no, true, nan and the like are none";

}  // namespace

TEST_CASE("names are listed once and in alphabetical order") {
    CHECK(check_formula("b * a + b - c_1").names == std::vector<std::string>{"a", "b", "c_1"});
    CHECK(check_formula("exp(-rate / 12)").names == std::vector<std::string>{"rate"});
    CHECK(check_formula("1 - 2").names.empty());
}

TEST_CASE("what the language has") {
    for (const char* text : {"1 - exp(-rate)",
                             "-2^2",
                             "2^-1",
                             "2*-3",
                             "a - -b",
                             "(-a)*(+b)",
                             "min(a,b,3)",
                             "max(1)",
                             "pow(2, 3)",
                             "a<b && b<=c || a!=c",
                             "a > b ? 2 : 3 < 4",
                             "a ? b : c ? d : e",
                             "a ? b ? 1 : 2 : 3",
                             "1e-3 * a",
                             "1.5E+2*a",
                             ".5*a",
                             "3.*a",
                             "floor(sqrt(abs(log(a))))",
                             " a\t+\n b ",
                             "min(a ? 1 : 2, 3)",
                             "(a < b) < c",
                             "exp (a)"})
        CHECK_MESSAGE(!check_formula(text).mistake, std::string(text));
}

TEST_CASE("nothing at all is no formula") {
    CHECK(checked("") == "0+0 the formula is empty | write a number such as 0.25 or a formula");
    CHECK(checked("  ") == "2+0 the formula is empty | write a number such as 0.25 or a formula");
}

TEST_CASE("operators without a value before or after them") {
    const std::string follows = "a number, a name or a parenthesis must come after it";
    CHECK(checked("a +") == "2+1 nothing follows '+' | " + follows);
    CHECK(checked("a && ") == "2+2 nothing follows '&&' | " + follows);
    CHECK(checked("-") == "0+1 nothing follows '-' | " + follows);
    CHECK(checked("(") == "0+1 nothing follows '(' | " + follows);
    CHECK(checked("a ? b :") == "6+1 nothing follows ':' | " + follows);
    const std::string before = "a number, a name or a parenthesis must stand before it";
    CHECK(checked("* a") == "0+1 nothing comes before '*' | " + before);
    CHECK(checked("(/ a)") == "1+1 nothing comes before '/' | " + before);
    CHECK(checked("min(a, ^b)") == "7+1 nothing comes before '^' | " + before);
    CHECK(checked("a + * b") == "4+1 '*' cannot follow '+' | " + missing_value);
    CHECK(checked("(a + )") == "5+1 ')' cannot follow '+' | " + missing_value);
    CHECK(checked("min(a,)") == "6+1 ')' cannot follow ',' | " + missing_value);
    CHECK(checked("min(,a)") == "4+1 ',' cannot follow '(' | " + missing_value);
    CHECK(checked("a + ? b") == "4+1 '?' cannot follow '+' | " + missing_value);
}

TEST_CASE("one sign before a value, not two") {
    const std::string help = "put the second one in parentheses, as in -(-a)";
    CHECK(checked("--a") == "1+1 '-' follows another sign | " + help);
    CHECK(checked("a - +-b") == "5+1 '-' follows another sign | " + help);
    CHECK(checked("-(-a)") == "names: a");
    CHECK(checked("-a - -b") == "names: a b");
}

TEST_CASE("values without an operator between them") {
    const std::string help = "write + - * / ^ or a comparison between two values";
    CHECK(checked("a b") == "2+1 nothing stands between 'a' and 'b' | " + help);
    CHECK(checked("1 2") == "2+1 nothing stands between '1' and '2' | " + help);
    CHECK(checked("2 a") == "2+1 nothing stands between '2' and 'a' | " + help);
    CHECK(checked("2(a)") == "1+1 nothing stands between '2' and '(' | " + help);
    CHECK(checked("(a)(b)") == "3+1 nothing stands between ')' and '(' | " + help);
    CHECK(checked("a exp(b)") == "2+3 nothing stands between 'a' and 'exp' | " + help);
}

TEST_CASE("parentheses come in pairs and are not empty") {
    CHECK(checked("(a") == "0+1 '(' is never closed | write the ')' that closes it");
    CHECK(checked("a * (b + exp(c)") == "4+1 '(' is never closed | write the ')' that closes it");
    CHECK(checked("a)") == "1+1 ')' closes nothing | remove it, or write the '(' that it closes");
    const std::string help = "write a number, a name or a formula between them";
    CHECK(checked("()") == "1+1 there is nothing in the parentheses | " + help);
    CHECK(checked("exp()") == "4+1 there is nothing in the parentheses | " + help);
}

TEST_CASE("functions are those of the language, with parentheses and their number of arguments") {
    const std::string known = "known functions: exp, log, sqrt, abs, floor, pow, min, max";
    CHECK(checked("sin(a)") == "0+3 unknown function 'sin' | " + known);
    CHECK(checked("1 + rate(a)") == "4+4 unknown function 'rate' | " + known);
    CHECK(checked("Exp(a)") == "0+3 unknown function 'Exp' | " + known);
    CHECK(checked("exp a") == "0+3 the function 'exp' has no parentheses | write exp(…)");
    CHECK(checked("a + min") == "4+3 the function 'min' has no parentheses | write min(…)");
    CHECK(checked("pow(a)") == "5+1 'pow' has 1 argument | it takes 2");
    CHECK(checked("pow(a, b, c)") == "11+1 'pow' has 3 arguments | it takes 2");
    CHECK(checked("exp(a, b)") == "8+1 'exp' has 2 arguments | it takes 1");
}

TEST_CASE("a comma separates arguments and nothing else") {
    const std::string help = "write a decimal point, as in 1.5";
    CHECK(checked("1,5 * a") == "1+1 a comma cannot stand here | " + help);
    CHECK(checked("a, b") == "1+1 a comma cannot stand here | " + help);
    CHECK(checked("exp((1,5))") == "6+1 a comma cannot stand here | " + help);
}

TEST_CASE("a question has two answers") {
    CHECK(checked("a ? b") == "2+1 '?' has no ':' after it | write condition ? value : other");
    CHECK(checked("a : b") == "2+1 ':' has no '?' before it | write condition ? value : other");
    CHECK(checked("a ? b : c : d") ==
          "10+1 ':' has no '?' before it | write condition ? value : other");
    CHECK(checked("(a ? b) : c") ==
          "3+1 '?' has no ':' after it | write condition ? value : other");
    CHECK(checked("min(a ? b, c)") ==
          "6+1 '?' has no ':' after it | write condition ? value : other");
}

TEST_CASE("comparisons are not chained") {
    CHECK(checked("0 < a < 1") == "6+1 '<' follows another comparison | write a < b && b < c");
    CHECK(checked("a == b + 1 >= c") ==
          "11+2 '>=' follows another comparison | write a < b && b < c");
    CHECK(checked("a < b && b < c ? a < c : b < c") == "names: a b c");
    CHECK(checked("min(a < b, b < c)") == "names: a b c");
}

TEST_CASE("numbers in formulas are plain decimal numbers") {
    CHECK(checked("010 * a") == "0+3 '010' is not a number | remove the leading zeros");
    CHECK(checked("a * 0x1F") == "4+4 '0x1F' is not a number | write a decimal number");
    CHECK(checked("1_000 + a") == "0+5 '1_000' is not a number | write 1000");
    CHECK(checked("1.2.3 + a") ==
          "0+5 '1.2.3' is not a number | write one decimal point at most and nothing between "
          "thousands");
    CHECK(checked("a * 1e400") ==
          "4+5 '1e400' is not a number | write a number between -1e308 and 1e308 that is not "
          "closer to 0 than 1e-307");
    CHECK(checked("a * 1e") == "4+2 '1e' is not a number | write digits after the e, as in 1e-3");
    CHECK(checked("2x + a") == "0+2 '2x' is not a number | write the number alone, without a unit");
}

TEST_CASE("names are those of parameters") {
    CHECK(checked("Rate * 2") == "0+4 'Rate' is not the name of a parameter | " + naming);
    CHECK(checked("_pi") == "0+3 '_pi' is not the name of a parameter | " + naming);
    CHECK(checked("a.b") == "0+3 'a.b' is not the name of a parameter | " + naming);
    CHECK(checked("beskæftigelse * 2") ==
          "0+14 'beskæftigelse' is not the name of a parameter | " + naming);
    CHECK(checked("2 * yes") == "4+3 'yes' is not the name of a parameter | " + naming);
    CHECK(checked(std::string(64, 'a')) == "names: " + std::string(64, 'a'));
    CHECK(checked(std::string(65, 'a')) ==
          "0+65 '" + std::string(60, 'a') + "…' is not the name of a parameter | " + naming);
}

TEST_CASE("signs that people type for ours") {
    const auto refused = [](const char* place, const char* sign, const char* help) {
        return fmt::format("{} '{}' cannot stand in a formula | {}", place, sign, help);
    };
    CHECK(checked("a ** 2") == refused("2+2", "**", "write ^ for a power"));
    CHECK(checked("a // 2") == refused("2+2", "//", "write / for a division"));
    CHECK(checked("a <> 2") == refused("2+2", "<>", "write != for 'not equal'"));
    CHECK(checked("a = 2") == refused("2+1", "=", "a formula sets nothing; to compare, write =="));
    CHECK(checked("a & b") == refused("2+1", "&", "write && for 'and'"));
    CHECK(checked("a | b") == refused("2+1", "|", "write || for 'or'"));
    CHECK(checked("!a") == refused("0+1", "!", "write == 0 for 'not'"));
    CHECK(checked("a % 2") == refused("2+1", "%", "write a share: 0.05 for 5 %"));
    CHECK(checked("a − b") == refused("2+3", "−", "write - for minus"));
    CHECK(checked("a–b") == refused("1+3", "–", "write - for minus"));
    CHECK(checked("2×a") == refused("1+2", "×", "write * to multiply"));
    CHECK(checked("2·a") == refused("1+2", "·", "write * to multiply"));
    CHECK(checked("a÷2") == refused("1+2", "÷", "write / for a division"));
    CHECK(checked("a ≤ 2") == refused("2+3", "≤", "write <= for 'at most'"));
    CHECK(checked("a ≥ 2") == refused("2+3", "≥", "write >= for 'at least'"));
    CHECK(checked("a\u00A0+ 2") ==
          refused("1+2", "\u00A0", "this is a no-break space: write an ordinary one"));
}

TEST_CASE("everything else is refused with what is allowed") {
    for (const char* sign : {"\"", "'", "$", "#", ";", "[", "{", "@", "~", "\\"})
        CHECK(checked(fmt::format("a + {}", sign)) ==
              fmt::format("4+1 '{}' cannot stand in a formula | {}", sign, all_allowed));
    CHECK(checked("a $ b") == "2+1 '$' cannot stand in a formula | " + all_allowed);
}

TEST_CASE("a formula may have 2,000 bytes and 50 parentheses within one another") {
    CHECK(!check_formula("a" + std::string(1999, ' ')).mistake);
    CHECK(checked("a" + std::string(2000, ' ')) ==
          "0+0 the formula has 2001 bytes | at most 2000 are allowed: make parameters of its "
          "parts");
    CHECK(!check_formula(std::string(50, '(') + "a" + std::string(50, ')')).mistake);
    CHECK(checked(std::string(51, '(') + "a" + std::string(51, ')')) ==
          "50+1 there are too many parentheses within one another | at most 50 are allowed: make "
          "parameters of its parts");
}

TEST_CASE("a formula of a million parentheses is refused at once") {
    CHECK(checked(std::string(1'000'000, '(')) ==
          "0+0 the formula has 1000000 bytes | at most 2000 are allowed: make parameters of its "
          "parts");
}

TEST_CASE("the first use of a name is found, not a part of another") {
    CHECK(offset_of_name("rate_2 + rate", "rate") == std::size_t{9});
    CHECK(offset_of_name("2 * rate + rate", "rate") == std::size_t{4});
    CHECK(offset_of_name("rate_2 + exp(1)", "rate") == std::nullopt);
}
