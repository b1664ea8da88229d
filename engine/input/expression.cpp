#include "input/expression.hpp"

#include <fmt/format.h>
#include <muParser.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <utility>

#include "base/utf8.hpp"
#include "input/formula.hpp"
#include "input/plain_number.hpp"

namespace forlob {

namespace {

double least(const double* values, int n_values) {
    return *std::min_element(values, values + n_values);
}

double largest(const double* values, int n_values) {
    return *std::max_element(values, values + n_values);
}

// A parser of our language alone, without muParser's own constants and further functions. Its
// separators are left as they are: setting them changes a locale that all parsers share.
mu::Parser make_parser() {
    using Unary = double (*)(double);
    mu::Parser parser;
    parser.ClearConst();
    parser.ClearFun();
    parser.ClearPostfixOprt();
    parser.DefineFun("exp", static_cast<Unary>(std::exp));
    parser.DefineFun("log", static_cast<Unary>(std::log));
    parser.DefineFun("sqrt", static_cast<Unary>(std::sqrt));
    parser.DefineFun("abs", static_cast<Unary>(std::fabs));
    parser.DefineFun("floor", static_cast<Unary>(std::floor));
    parser.DefineFun("pow", static_cast<double (*)(double, double)>(std::pow));
    parser.DefineFun("min", least);
    parser.DefineFun("max", largest);
    return parser;
}

// A formula in muParser's own parsed form, bound to the values of its names.
class Machine {
public:
    Machine(const std::string& text, const std::vector<std::string>& names)
        : values_(names.size(), 1.0), parser_(make_parser()) {
        for (std::size_t i = 0; i < names.size(); ++i) parser_.DefineVar(names[i], &values_[i]);
        parser_.SetExpr(text);
    }
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;

    /// Nothing if muParser does not accept the formula.
    std::optional<double> value(std::span<const double> values) {
        std::copy(values.begin(), values.end(), values_.begin());
        try {
            return parser_.Eval();
        } catch (const mu::ParserError&) {
            return std::nullopt;
        }
    }

private:
    std::vector<double> values_;  // at a fixed place: the parser points at them
    mu::Parser parser_;
};

// The place of a part of a scalar. The whole scalar if it stands in the file in another form: over
// several lines, or with escapes.
Location place_of_part(const Location& scalar, const std::string& text, bool is_quoted,
                       std::size_t offset, std::size_t n_bytes) {
    const auto n_quotes = is_quoted ? std::size_t{2} : std::size_t{0};
    if (std::cmp_not_equal(scalar.width, n_characters(text) + n_quotes)) return scalar;
    const std::string_view whole(text);
    Location place = scalar;
    place.column += static_cast<int>(n_characters(whole.substr(0, offset)) + n_quotes / 2);
    place.width = std::max(static_cast<int>(n_characters(whole.substr(offset, n_bytes))), 1);
    return place;
}

}  // namespace

// Any number of threads may evaluate it: muParser's parsed form changes when it is evaluated, so
// they take turns. Making that form takes 20 microseconds, using it a fraction of one; numbers are
// not parsed at all.
struct Expression::Parsed {
    std::string text;
    Location location;
    bool is_quoted = false;
    std::optional<double> number{};
    std::vector<std::string> names{};

    Parsed(std::string written, Location place, bool is_in_quotes)
        : text(std::move(written)), location(std::move(place)), is_quoted(is_in_quotes) {}

    std::optional<double> value(std::span<const double> values) const {
        const std::scoped_lock turn(mutex);
        if (!machine) machine = std::make_unique<Machine>(text, names);
        return machine->value(values);
    }

    mutable std::mutex mutex{};
    mutable std::unique_ptr<Machine> machine{};
};

Expression::Expression(double constant, Location location) {
    auto parsed = std::make_shared<Parsed>(fmt::format("{}", constant), std::move(location), false);
    parsed->number = constant;
    parsed_ = std::move(parsed);
}

const std::string& Expression::text() const { return parsed_->text; }
const Location& Expression::location() const { return parsed_->location; }
const std::vector<std::string>& Expression::names() const { return parsed_->names; }

Location Expression::place_of(std::string_view name) const {
    const auto offset = parsed_->number ? std::nullopt : offset_of_name(parsed_->text, name);
    if (!offset) return parsed_->location;
    return place_of_part(parsed_->location, parsed_->text, parsed_->is_quoted, *offset,
                         name.size());
}

double Expression::evaluate(const std::function<double(const std::string&)>& value_of) const {
    if (parsed_->number) return *parsed_->number;
    std::vector<double> values;
    for (const std::string& name : parsed_->names) values.push_back(value_of(name));
    return evaluate_in_order(values);
}

double Expression::evaluate_in_order(std::span<const double> values) const {
    if (parsed_->number) return *parsed_->number;
    return parsed_->value(values).value_or(std::numeric_limits<double>::quiet_NaN());
}

std::optional<Expression> read_expression(const YamlNode& node, std::string_view what,
                                          Diagnostics& diagnostics) {
    if (node.kind != YamlNode::Kind::scalar ||
        node.text.find_first_not_of(" \t\r\n") == std::string::npos) {
        diagnostics.error(node.location, fmt::format("{} must be a number or a formula", what),
                          "write for example 0.25 or 1 - exp(-rate)");
        return std::nullopt;
    }
    auto parsed = std::make_shared<Expression::Parsed>(node.text, node.location, node.quoted);
    if (is_meant_as_number(node.text)) {
        parsed->number = read_number(node, what, diagnostics);
        if (!parsed->number) return std::nullopt;
    } else {
        CheckedFormula formula = check_formula(node.text);
        parsed->names = std::move(formula.names);
        if (!formula.mistake && !parsed->value(std::vector<double>(parsed->names.size(), 1.0)))
            formula.mistake = {0, node.text.size(), "the formula cannot be understood",
                               "write it with parentheses"};
        if (formula.mistake) {
            diagnostics.error(place_of_part(node.location, node.text, node.quoted,
                                            formula.mistake->offset, formula.mistake->n_bytes),
                              std::move(formula.mistake->message),
                              std::move(formula.mistake->help));
            return std::nullopt;
        }
    }
    Expression expression(0.0);
    expression.parsed_ = std::move(parsed);
    return expression;
}

}  // namespace forlob
