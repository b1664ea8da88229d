#include "input/expression.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <locale>
#include <string>
#include <thread>
#include <vector>

#include "support/reported.hpp"

using namespace forlob;

namespace {

// The expression of a text `a: …`, and what was reported about it.
struct Read {
    explicit Read(const std::string& value) {
        const auto root = read_yaml_text(test::source("a: " + value), diagnostics);
        REQUIRE(root);
        expression = read_expression(*root->find("a"), "a", diagnostics);
        CHECK(expression.has_value() != diagnostics.has_errors());
    }
    Diagnostics diagnostics;
    std::optional<Expression> expression;
};

std::string refused(const std::string& value) {
    const Read read(value);
    CHECK(!read.expression);
    return test::reported(read.diagnostics);
}

// The value of a formula in which every name is worth 2.
double value(const std::string& text) {
    const Read read(text);
    REQUIRE_MESSAGE(read.expression, render(read.diagnostics.all()));
    return read.expression->evaluate([](const std::string&) { return 2.0; });
}

}  // namespace

TEST_CASE("a number is itself") {
    CHECK(value("0.006") == 0.006);
    CHECK(value("-1e-3") == -0.001);
    CHECK(value("+.5") == 0.5);
    CHECK(value("3.") == 3.0);
}

TEST_CASE("a constant of ours knows its text and place") {
    const Expression constant(0.1, {test::source("x"), 3, 4, 5});
    CHECK(constant.text() == "0.1");
    CHECK(constant.location().line == 3);
    CHECK(constant.names().empty());
    CHECK(constant.evaluate({}) == 0.1);
    CHECK(Expression(0.0).text() == "0");
    CHECK(Expression(1000000.0).text() == "1000000");
}

TEST_CASE("arithmetic") {
    CHECK(value("1 + 2 * 3 - 4 / 8") == 6.5);
    CHECK(value("(1 + 2) * 3") == 9.0);
    CHECK(value("1 - 2 - 3") == -4.0);
    CHECK(value("8 / 4 / 2") == 1.0);
    CHECK(value("2 - -3") == 5.0);
    CHECK(value("2 * -3") == -6.0);
}

TEST_CASE("powers bind to the right and before a sign") {
    CHECK(value("2^3^2") == 512.0);
    CHECK(value("-2^2") == -4.0);
    CHECK(value("(-2)^2") == 4.0);
    CHECK(value("2^-1") == 0.5);
    CHECK(value("2 * 3^2") == 18.0);
}

TEST_CASE("comparisons and logic are 1 or 0") {
    CHECK(value("\"1 < 2\"") == 1.0);
    CHECK(value("2 <= 1") == 0.0);
    CHECK(value("2 == 2 && 1 != 2") == 1.0);
    CHECK(value("1 > 2 || 2 >= 2") == 1.0);
    CHECK(value("0 && 1") == 0.0);
    CHECK(value("1 < 2 && 2 < 1") == 0.0);
    CHECK(value("1 + 1 == 2") == 1.0);
    CHECK(value("1 || 0 && 0") == 1.0);
}

TEST_CASE("a question picks an answer") {
    CHECK(value("\"1 < 2 ? 3 : 4\"") == 3.0);
    CHECK(value("\"1 > 2 ? 3 : 4\"") == 4.0);
    CHECK(value("\"0 ? 1 : 0 ? 2 : 3\"") == 3.0);
    CHECK(value("\"1 ? 0 ? 5 : 6 : 7\"") == 6.0);
}

TEST_CASE("functions") {
    CHECK(value("exp(0)") == 1.0);
    CHECK(value("log(1)") == 0.0);
    CHECK(value("log(exp(1))") == 1.0);
    CHECK(value("sqrt(9)") == 3.0);
    CHECK(value("abs(-3)") == 3.0);
    CHECK(value("floor(-1.5)") == -2.0);
    CHECK(value("pow(2, 10)") == 1024.0);
    CHECK(value("min(3, 1, 2)") == 1.0);
    CHECK(value("max(3, 1, 2)") == 3.0);
    CHECK(value("min(4)") == 4.0);
    CHECK(value("1 - exp(-0.0)") == 0.0);
}

TEST_CASE("names ask for their values, each in its place") {
    const Read read("b - a * e1 + exp_rate");
    REQUIRE(read.expression);
    CHECK(read.expression->names() == std::vector<std::string>{"a", "b", "e1", "exp_rate"});
    const double result = read.expression->evaluate([](const std::string& name) {
        return name == "a" ? 2.0 : name == "b" ? 100.0 : name == "e1" ? 3.0 : 0.5;
    });
    CHECK(result == 94.5);
}

TEST_CASE("names like words of other languages are names") {
    CHECK(value("and + or + e + pi + rnd + if") == 12.0);
}

TEST_CASE("what has no value is not a number or infinite") {
    CHECK(std::isinf(value("1 / 0")));
    CHECK(std::isnan(value("log(-1)")));
    CHECK(std::isnan(value("sqrt(0 - 1)")));
    CHECK(std::isinf(value("exp(1000)")));
}

TEST_CASE("text and place are the author's") {
    const Read read("1 - exp(-rate)");
    REQUIRE(read.expression);
    CHECK(read.expression->text() == "1 - exp(-rate)");
    CHECK(read.expression->location().line == 1);
    CHECK(read.expression->location().column == 4);
    CHECK(read.expression->location().width == 14);
}

TEST_CASE("formulas may be in quotes, folded or in a block") {
    CHECK(value("\"a + 1\"") == 3.0);
    CHECK(value("'a + 1'") == 3.0);
    CHECK(value("a +\n  1") == 3.0);
    CHECK(value("|\n  a +\n  1\n") == 3.0);
    CHECK(value(">-\n  a +\n  1\n") == 3.0);
}

TEST_CASE("numbers may not be in quotes") {
    CHECK(refused("\"0.5\"") == "1:4+5 a must be a number, not the text '0.5' | remove the quotes");
    CHECK(refused("'12'") == "1:4+4 a must be a number, not the text '12' | remove the quotes");
}

TEST_CASE("what is meant as a number is refused as one") {
    CHECK(refused("1,5") == "1:4+3 a must be a number, not '1,5' | write 1.5");
    CHECK(refused("010") == "1:4+3 a must be a number, not '010' | remove the leading zeros");
    CHECK(refused(".inf") ==
          "1:4+4 a must be a number, not '.inf' | write a finite number such as 0.25");
    CHECK(refused("yes") == "1:4+3 a must be a number, not 'yes' | write 1 for yes");
    CHECK(refused("5 %") == "1:4+3 a must be a number, not '5 %' | write a share: 0.05 for 5 %");
}

TEST_CASE("lists, mappings and nothing are no formula") {
    const std::string rest =
        " a must be a number or a formula | write for example 0.25 or 1 - exp(-rate)";
    CHECK(refused("[1]") == "1:4+1" + rest);
    CHECK(refused("{b: 1}") == "1:4+1" + rest);
    CHECK(refused("~") == "1:4+1" + rest);
    CHECK(refused("\"\"") == "1:4+2" + rest);
    CHECK(refused("\" \"") == "1:4+3" + rest);
}

TEST_CASE("a mistake is shown at its character") {
    CHECK(refused("a $ b").substr(0, 6) == "1:6+1 ");
    CHECK(refused("rate * Rate").substr(0, 7) == "1:11+4 ");
}

TEST_CASE("in quotes a mistake is one character further") {
    CHECK(refused("\"a $ b\"").substr(0, 6) == "1:7+1 ");
    CHECK(refused("'a $ b'").substr(0, 6) == "1:7+1 ");
}

TEST_CASE("places are counted in characters") {
    CHECK(refused("2 × ø").substr(0, 6) == "1:6+1 ");
    CHECK(refused("a + ø + 1").substr(0, 6) == "1:8+1 ");
}

TEST_CASE("a mistake at the end has the place of the last sign") {
    CHECK(refused("a +") ==
          "1:6+1 nothing follows '+' | a number, a name or a parenthesis must come after it");
}

TEST_CASE("a mistake in a formula of several lines, or with escapes, is shown at all of it") {
    CHECK(refused("a +\n  b $ c").substr(0, 6) == "1:4+3 ");
    CHECK(refused("|\n  a $ b\n").substr(0, 6) == "1:4+1 ");
    CHECK(refused("\"a \\x24 b\"").substr(0, 7) == "1:4+10 ");
    CHECK(refused("'a '' b'").substr(0, 6) == "1:4+8 ");
}

TEST_CASE("the place of a name is its first use") {
    const Read read("\"ap_2 + exp(ap)\"");
    REQUIRE(read.expression);
    CHECK(read.expression->place_of("ap").column == 16);
    CHECK(read.expression->place_of("ap").width == 2);
    CHECK(read.expression->place_of("ap_2").column == 5);
    CHECK(read.expression->place_of("other").column == 4);
    CHECK(read.expression->place_of("other").width == 16);
    CHECK(Read("1.5").expression->place_of("a").column == 4);
}

TEST_CASE("formulas do not depend on the locale") {
    struct DanishNumbers : std::numpunct<char> {
        char do_decimal_point() const override { return ','; }
        char do_thousands_sep() const override { return '.'; }
        std::string do_grouping() const override { return "\3"; }
    };
    const std::locale before = std::locale::global(std::locale(std::locale(), new DanishNumbers));
    CHECK(value("1.500 + a") == 3.5);
    CHECK(value("min(1, 5) + 0.25") == 1.25);
    CHECK(Expression(1234.5).text() == "1234.5");
    std::locale::global(before);
}

TEST_CASE("many threads may evaluate one expression, each with values of its own") {
    const Read read("x * x + exp(0) * y - min(x, y)");
    REQUIRE(read.expression);
    const Expression& shared = *read.expression;
    std::atomic<int> n_wrong = 0;
    std::vector<std::thread> threads;
    for (int thread = 1; thread <= 4; ++thread) {
        threads.emplace_back([&shared, &n_wrong, thread] {
            for (int round = 0; round < 200; ++round) {
                const double x = thread * 10.0 + round;
                const double result = shared.evaluate(
                    [x](const std::string& name) { return name == "x" ? x : x + 1.0; });
                if (result != x * x + 1.0) ++n_wrong;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(n_wrong == 0);
}

TEST_CASE("many threads may read expressions") {
    std::atomic<int> n_wrong = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&n_wrong] {
            for (int round = 0; round < 100; ++round) {
                Diagnostics diagnostics;
                YamlNode node;
                node.kind = YamlNode::Kind::scalar;
                node.text = "1.5 * a + " + std::to_string(round);
                const auto expression = read_expression(node, "a", diagnostics);
                if (!expression ||
                    expression->evaluate([](const std::string&) { return 2.0; }) != 3.0 + round)
                    ++n_wrong;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(n_wrong == 0);
}
