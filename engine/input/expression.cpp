#include "input/expression.hpp"

#include <muParser.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <mutex>
#include <set>

namespace forlob {
namespace {

constexpr std::size_t longest = 2000;
constexpr std::size_t deepest = 50;
constexpr const char* allowed =
    "allowed are names of parameters, numbers, + - * / ^ ( ), comparisons, and exp log sqrt abs min "
    "max pow floor";

// muParser creates a variable for every unknown name; each must have an address of its own.
struct Variables {
    std::map<std::string, double> values;
    static double* create(const char* name, void* self) {
        return &static_cast<Variables*>(self)->values.emplace(name, 1.0).first->second;
    }
};

// muParser's own names that are not part of the language: constants and further functions.
void define_language(mu::Parser& parser) {
    parser.ClearConst();
    parser.ClearFun();
    parser.ClearPostfixOprt();
    parser.EnableBuiltInOprt(true);
    parser.DefineFun("exp", static_cast<double (*)(double)>(std::exp));
    parser.DefineFun("log", static_cast<double (*)(double)>(std::log));
    parser.DefineFun("sqrt", static_cast<double (*)(double)>(std::sqrt));
    parser.DefineFun("abs", static_cast<double (*)(double)>(std::fabs));
    parser.DefineFun("floor", static_cast<double (*)(double)>(std::floor));
    parser.DefineFun("pow", static_cast<double (*)(double, double)>(std::pow));
    parser.DefineFun("min", [](const double* first, int n) { return *std::min_element(first, first + n); });
    parser.DefineFun("max", [](const double* first, int n) { return *std::max_element(first, first + n); });
    parser.SetDecSep('.');
    parser.SetArgSep(',');
    parser.ResetLocale();
}

// A comma outside parentheses would make a list of values, of which only the last counts.
std::optional<std::size_t> place_of_stray_comma(const std::string& text) {
    int depth = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '(') ++depth;
        if (text[at] == ')') --depth;
        if (text[at] == ',' && depth <= 0) return at;
    }
    return std::nullopt;
}

std::optional<std::size_t> place_of_assignment(const std::string& text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '=') continue;
        const bool is_comparison =
            (at > 0 && std::string("<>!=").find(text[at - 1]) != std::string::npos) ||
            (at + 1 < text.size() && text[at + 1] == '=');
        if (!is_comparison) return at;
    }
    return std::nullopt;
}

bool is_nested_too_deeply(const std::string& text) {
    std::size_t depth = 0;
    for (const char byte : text) {
        if (byte == '(' && ++depth > deepest) return true;
        if (byte == ')' && depth > 0) --depth;
    }
    return false;
}

bool looks_like_a_number(const std::string& text) {
    const char first = text.empty() ? '\0' : text[0];
    if (std::string("+-.0123456789").find(first) == std::string::npos) return false;
    return text.find_first_not_of("+-.,_0123456789eExXabcdefinfINFNAN") == std::string::npos &&
           text.find_first_of("*/^() <>") == std::string::npos &&
           text.find_last_of("+-") == (text.find_first_of("+-") == 0 ? 0 : std::string::npos);
}

bool is_exponent_form(const std::string& text) {
    // 1e-3 has its minus sign after the e.
    const std::size_t e = text.find_first_of("eE");
    return e != std::string::npos && e > 0 &&
           text.find_first_not_of("+-.0123456789eE") == std::string::npos &&
           text.find_first_of("eE", e + 1) == std::string::npos;
}

}  // namespace

struct Expression::Parsed {
    std::string text;
    Location location;
    std::vector<std::string> names;
    double constant = 0.0;
    bool is_constant = true;
    // muParser's evaluation changes the parser, so it is done under a lock. Expressions are
    // evaluated while a model is compiled, never while it runs.
    mutable std::mutex mutex;
    mutable Variables variables;
    mutable mu::Parser parser;
};

Expression::Expression(double constant, Location location) {
    auto parsed = std::make_shared<Parsed>();
    parsed->constant = constant;
    parsed->location = std::move(location);
    std::string text = std::to_string(constant);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    parsed->text = std::move(text);
    parsed_ = std::move(parsed);
}

const std::string& Expression::text() const { return parsed_->text; }
const Location& Expression::location() const { return parsed_->location; }
const std::vector<std::string>& Expression::names() const { return parsed_->names; }

double Expression::evaluate(const std::function<double(const std::string&)>& value_of) const {
    if (parsed_->is_constant) return parsed_->constant;
    std::map<std::string, double> values;  // asked for before the lock: value_of may evaluate too
    for (const std::string& name : parsed_->names) values[name] = value_of(name);
    const std::lock_guard lock(parsed_->mutex);
    for (const auto& [name, value] : values) parsed_->variables.values[name] = value;
    try {
        return parsed_->parser.Eval();
    } catch (const mu::ParserError&) {
        return std::nan("");
    }
}

std::optional<Expression> read_expression(const YamlNode& node, std::string_view what,
                                          Diagnostics& diagnostics) {
    if (node.kind != YamlNode::Kind::scalar || node.text.empty()) {
        diagnostics.error(node.location, std::string(what) + " must be a number or a formula",
                          "write for example 0.25 or 1 - exp(-rate)");
        return std::nullopt;
    }
    if (node.quoted ? looks_like_a_number(node.text)
                    : looks_like_a_number(node.text) || is_exponent_form(node.text)) {
        const auto number = read_number(node, what, diagnostics);
        if (!number) return std::nullopt;
        Expression constant(*number, node.location);
        auto parsed = std::make_shared<Expression::Parsed>();
        parsed->text = node.text;
        parsed->location = node.location;
        parsed->constant = *number;
        constant.parsed_ = std::move(parsed);
        return constant;
    }

    const auto fail = [&](std::size_t at, const std::string& problem,
                          const std::string& help) -> std::optional<Expression> {
        Location place = node.location;
        place.column += static_cast<int>(std::min(at, node.text.size())) + (node.quoted ? 1 : 0);
        place.width = 1;
        diagnostics.error(place, problem, help);
        return std::nullopt;
    };
    const std::string& text = node.text;
    if (text.size() > longest) return fail(0, "the formula is too long", "at most 2000 characters");
    if (is_nested_too_deeply(text))
        return fail(0, "the formula has too many parentheses within one another",
                    "use parameters for its parts");
    if (const auto at = text.find_first_of("\"'#;{}[]"); at != std::string::npos)
        return fail(at, std::string("'") + text[at] + "' cannot stand in a formula", allowed);
    if (const auto at = place_of_assignment(text))
        return fail(*at, "a formula cannot assign", "compare with '=='");
    if (const auto at = place_of_stray_comma(text))
        return fail(*at, "a comma cannot stand here", "write a decimal point, as in 1.5");

    auto parsed = std::make_shared<Expression::Parsed>();
    parsed->text = text;
    parsed->location = node.location;
    parsed->is_constant = false;
    try {
        define_language(parsed->parser);
        parsed->parser.SetVarFactory(&Variables::create, &parsed->variables);
        parsed->parser.SetExpr(text);
        parsed->parser.Eval();
        for (const auto& [name, value] : parsed->variables.values) parsed->names.push_back(name);
    } catch (const mu::ParserError& error) {
        const auto at = static_cast<std::size_t>(std::max<std::ptrdiff_t>(
            static_cast<std::ptrdiff_t>(error.GetPos()), 0));
        const std::string& token = error.GetToken();
        return fail(at,
                    token.empty() ? "the formula '" + text + "' is not complete"
                                  : "'" + token + "' cannot stand here in the formula",
                    allowed);
    }
    Expression expression(0.0);
    expression.parsed_ = std::move(parsed);
    return expression;
}

}  // namespace forlob
