#include "input/formula.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/utf8.hpp"
#include "input/plain_number.hpp"

namespace forlob {

namespace {

constexpr std::size_t longest_formula = 2000;
constexpr std::size_t deepest_nesting = 50;
constexpr std::size_t longest_name = 64;

// "log" is the natural logarithm.
struct Function {
    std::string_view name;
    std::size_t least_arguments = 1;
    std::size_t most_arguments = 1;
};
constexpr std::size_t any_number = 1000;
constexpr std::array<Function, 8> functions = {{{"exp"},
                                                {"log"},
                                                {"sqrt"},
                                                {"abs"},
                                                {"floor"},
                                                {"pow", 2, 2},
                                                {"min", 1, any_number},
                                                {"max", 1, any_number}}};

const Function* find_function(std::string_view name) {
    const auto found = std::find_if(functions.begin(), functions.end(),
                                    [&](const Function& one) { return one.name == name; });
    return found == functions.end() ? nullptr : &*found;
}

std::string allowed() {
    return fmt::format(
        "a formula has numbers, names of parameters, + - * / ^ ( ), comparisons, && "
        "|| ?: and the functions {}",
        fmt::join(formula_functions(), ", "));
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80U; }
bool is_in_word(char c) {
    return is_digit(c) || is_lower(c) || (c >= 'A' && c <= 'Z') || c == '_' || c == '.';
}
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Signs that people type or paste and that mean one of ours, and signs that mean something else.
struct ForeignSign {
    std::string_view sign;
    const char* help;
};
constexpr std::array<ForeignSign, 16> foreign_signs = {{
    {"**", "write ^ for a power"},
    {"//", "write / for a division"},
    {"<>", "write != for 'not equal'"},
    {"=", "a formula sets nothing; to compare, write =="},
    {"&", "write && for 'and'"},
    {"|", "write || for 'or'"},
    {"!", "write == 0 for 'not'"},
    {"%", "write a share: 0.05 for 5 %"},
    {"−", "write - for minus"},
    {"–", "write - for minus"},
    {"×", "write * to multiply"},
    {"·", "write * to multiply"},
    {"÷", "write / for a division"},
    {"≤", "write <= for 'at most'"},
    {"≥", "write >= for 'at least'"},
    {"\u00A0", "this is a no-break space: write an ordinary one"},
}};

const ForeignSign* foreign_sign_at(std::string_view text) {
    const auto found =
        std::find_if(foreign_signs.begin(), foreign_signs.end(),
                     [&](const ForeignSign& one) { return text.starts_with(one.sign); });
    return found == foreign_signs.end() ? nullptr : &*found;
}

struct Token {
    enum class Kind { number, word, sign, end };
    Kind kind = Kind::end;
    std::size_t offset = 0;
    std::string_view text;

    [[nodiscard]] bool is(std::string_view sign) const {
        return kind == Kind::sign && text == sign;
    }
    [[nodiscard]] bool is_comparison() const {
        return is("<") || is(">") || is("<=") || is(">=") || is("==") || is("!=");
    }
    [[nodiscard]] bool is_operator() const {
        return is_comparison() || is("+") || is("-") || is("*") || is("/") || is("^") || is("&&") ||
               is("||");
    }
};

// Cuts a formula into tokens. What is no part of the language becomes a sign of its own.
class Tokens {
public:
    explicit Tokens(std::string_view text) : text_(text) {}

    Token next() {
        while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
        Token token{Token::Kind::end, at_, {}};
        if (at_ == text_.size()) return token;
        token.text = text_.substr(at_, length(token.kind));
        at_ += token.text.size();
        return token;
    }

    // Whether the next token is "(", which makes the word before it a function.
    [[nodiscard]] bool is_parenthesis_next() const {
        const std::size_t next = text_.find_first_not_of(" \t\n\r", at_);
        return next != text_.npos && text_[next] == '(';
    }

private:
    std::size_t length(Token::Kind& kind) const {
        const std::string_view rest = text_.substr(at_);
        kind = Token::Kind::sign;
        if (is_digit(rest[0]) || rest[0] == '.') {
            kind = Token::Kind::number;
            return length_of_number(rest);
        }
        for (const std::string_view sign : {"<>", "<=", ">=", "==", "!=", "&&", "||", "**", "//"})
            if (rest.starts_with(sign)) return sign.size();
        if (const ForeignSign* foreign = foreign_sign_at(rest)) return foreign->sign.size();
        if (!is_in_word(rest[0]) && !is_beyond_ascii(rest[0])) return 1;
        kind = Token::Kind::word;
        std::size_t end = 0;
        while (end < rest.size() && (is_in_word(rest[end]) || is_beyond_ascii(rest[end])) &&
               foreign_sign_at(rest.substr(end)) == nullptr)
            ++end;
        return end;
    }

    static std::size_t length_of_number(std::string_view rest) {
        std::size_t end = 0;
        while (end < rest.size()) {
            const bool follows_e = end > 0 && (rest[end - 1] == 'e' || rest[end - 1] == 'E');
            const bool is_sign = rest[end] == '+' || rest[end] == '-';
            const bool is_mantissa_before =
                follows_e && rest.substr(0, end - 1).find_first_not_of(".0123456789") == rest.npos;
            if (!is_in_word(rest[end]) && !(is_sign && is_mantissa_before)) break;
            ++end;
        }
        return end;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

bool is_parameter_name(std::string_view word) {
    return !is_reserved_word(word) && is_lower(word.front()) && word.size() <= longest_name &&
           std::all_of(word.begin(), word.end(),
                       [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

// Walks through the tokens, knowing at each whether a value or an operator must come, and what is
// open. Stops at the first mistake, because what follows one is guesswork.
class Checker {
public:
    explicit Checker(std::string_view text) : text_(text), tokens_(text) { open_.push_back({}); }

    CheckedFormula check() {
        if (text_.size() > longest_formula) {
            fail({Token::Kind::end, 0, {}}, fmt::format("the formula has {} bytes", text_.size()),
                 fmt::format("at most {} are allowed: make parameters of its parts",
                             longest_formula));
        }
        while (!mistake_) {
            const Token token = tokens_.next();
            if (wants_value_)
                take_value(token);
            else
                take_operator(token);
            if (token.kind == Token::Kind::end) break;
            previous_ = token;
        }
        return {{names_.begin(), names_.end()}, std::move(mistake_)};
    }

private:
    // A parenthesis, a function call, or the whole formula.
    struct Level {
        Token opened;
        const Function* function = nullptr;
        std::size_t n_arguments = 1;
        std::vector<Token> questions;  ///< each "?" whose ":" has not come yet
        bool has_compared = false;
    };

    void fail(const Token& token, std::string message, std::string help) {
        if (!mistake_)
            mistake_ = {token.offset, token.text.size(), std::move(message), std::move(help)};
    }

    void take_value(const Token& token) {
        if (token.kind == Token::Kind::number) return take_number(token);
        if (token.kind == Token::Kind::word) return take_word(token);
        if (token.is("(")) return open({token, std::exchange(called_, nullptr), 1, {}, false});
        if (token.is("+") || token.is("-")) {
            if (has_sign_)
                fail(token, fmt::format("'{}' follows another sign", token.text),
                     "put the second one in parentheses, as in -(-a)");
            has_sign_ = true;
            return;
        }
        const bool is_at_beginning =
            previous_.kind == Token::Kind::end || previous_.is("(") || previous_.is(",");
        if (token.kind == Token::Kind::end) {
            if (previous_.kind == Token::Kind::end)
                fail(token, "the formula is empty", "write a number such as 0.25 or a formula");
            else
                fail(previous_, fmt::format("nothing follows '{}'", previous_.text),
                     "a number, a name or a parenthesis must come after it");
        } else if (!token.is_operator() && !token.is(")") && !token.is(",") && !token.is("?") &&
                   !token.is(":")) {
            fail_foreign(token);
        } else if (token.is(")") && previous_.is("(")) {
            fail(token, "there is nothing in the parentheses",
                 "write a number, a name or a formula between them");
        } else if (token.is_operator() && is_at_beginning) {
            fail(token, fmt::format("nothing comes before '{}'", token.text),
                 "a number, a name or a parenthesis must stand before it");
        } else {
            fail(token, fmt::format("'{}' cannot follow '{}'", token.text, previous_.text),
                 "a number, a name or a parenthesis must stand between them");
        }
    }

    void take_number(const Token& token) {
        if (const PlainNumber number = read_plain_number(token.text); !number.value)
            fail(token, fmt::format("'{}' is not a number", shortened(token.text)), number.help);
        wants_value_ = false;
    }

    void take_word(const Token& token) {
        const std::string word = shortened(token.text);
        const Function* function = find_function(token.text);
        if (tokens_.is_parenthesis_next()) {
            called_ = function;
            if (function == nullptr)
                fail(token, fmt::format("unknown function '{}'", word),
                     fmt::format("known functions: {}", fmt::join(formula_functions(), ", ")));
            return;
        }
        wants_value_ = false;
        if (function != nullptr) {
            fail(token, fmt::format("the function '{}' has no parentheses", word),
                 fmt::format("write {}(…)", word));
        } else if (!is_parameter_name(token.text)) {
            fail(token, fmt::format("'{}' is not the name of a parameter", word),
                 "names have lower-case letters a-z, digits and _, begin with a letter and have at "
                 "most 64 characters; yes, no, true, nan and the like are none");
        } else {
            names_.emplace(token.text);
        }
    }

    void open(Level level) {
        if (open_.size() > deepest_nesting)
            fail(level.opened, "there are too many parentheses within one another",
                 fmt::format("at most {} are allowed: make parameters of its parts",
                             deepest_nesting));
        open_.push_back(std::move(level));
        wants_value_ = true;
        has_sign_ = false;
    }

    void take_operator(const Token& token) {
        Level& level = open_.back();
        has_sign_ = false;
        if (token.kind == Token::Kind::end) return end(level);
        if (token.kind != Token::Kind::sign || token.is("("))
            return fail(token,
                        fmt::format("nothing stands between '{}' and '{}'",
                                    shortened(previous_.text), shortened(token.text)),
                        "write + - * / ^ or a comparison between two values");
        if (token.is(")")) return close(token, level);
        wants_value_ = true;
        if (token.is(",")) return take_comma(token, level);
        if (token.is("?")) {
            level.questions.push_back(token);
        } else if (token.is(":")) {
            if (level.questions.empty())
                return fail(token, "':' has no '?' before it", "write condition ? value : other");
            level.questions.pop_back();
        } else if (!token.is_operator()) {
            return fail_foreign(token);
        }
        if (token.is_comparison() && level.has_compared)
            return fail(token, fmt::format("'{}' follows another comparison", token.text),
                        "write a < b && b < c");
        if (token.is("?") || token.is(":") || token.is("&&") || token.is("||"))
            level.has_compared = false;
        if (token.is_comparison()) level.has_compared = true;
    }

    void take_comma(const Token& token, Level& level) {
        if (level.function == nullptr)
            return fail(token, "a comma cannot stand here", "write a decimal point, as in 1.5");
        check_questions(level);
        ++level.n_arguments;
        level.has_compared = false;
    }

    void check_questions(const Level& level) {
        if (!level.questions.empty())
            fail(level.questions.back(), "'?' has no ':' after it",
                 "write condition ? value : other");
    }

    void close(const Token& token, const Level& level) {
        if (open_.size() == 1)
            return fail(token, "')' closes nothing", "remove it, or write the '(' that it closes");
        check_questions(level);
        const Function* function = level.function;
        if (function != nullptr && (level.n_arguments < function->least_arguments ||
                                    level.n_arguments > function->most_arguments))
            fail(token,
                 fmt::format("'{}' has {} argument{}", function->name, level.n_arguments,
                             level.n_arguments == 1 ? "" : "s"),
                 fmt::format("it takes {}", function->most_arguments));
        open_.pop_back();
    }

    void end(const Level& level) {
        check_questions(level);
        if (open_.size() > 1)
            fail(level.opened, "'(' is never closed", "write the ')' that closes it");
    }

    void fail_foreign(const Token& token) {
        const ForeignSign* foreign = foreign_sign_at(token.text);
        fail(token, fmt::format("'{}' cannot stand in a formula", token.text),
             foreign == nullptr ? allowed() : foreign->help);
    }

    std::string_view text_;
    Tokens tokens_;
    Token previous_;
    bool wants_value_ = true;
    bool has_sign_ = false;             ///< of the value that must come
    const Function* called_ = nullptr;  ///< whose parenthesis comes next
    std::vector<Level> open_;           ///< innermost last; the first is the whole formula
    std::set<std::string> names_;
    std::optional<FormulaMistake> mistake_;
};

}  // namespace

const std::vector<std::string>& formula_functions() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (const Function& function : functions) all.emplace_back(function.name);
        return all;
    }();
    return names;
}

CheckedFormula check_formula(std::string_view text) { return Checker(text).check(); }

std::optional<std::size_t> offset_of_name(std::string_view text, std::string_view name) {
    Tokens tokens(text);
    for (Token token = tokens.next(); token.kind != Token::Kind::end; token = tokens.next())
        if (token.kind == Token::Kind::word && token.text == name) return token.offset;
    return std::nullopt;
}

}  // namespace forlob
