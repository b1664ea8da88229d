#pragma once

// What number is meant by "1 - exp(-rate)"? Pure arithmetic over names: + - * / ^, parentheses,
// comparison, ?:, and exp log sqrt abs min max pow floor. The only file that knows
// muParser. Powers bind to the right and before a sign: -2^2 is -4.

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "input/yaml.hpp"

namespace forlob {

/// A number or a formula as the author wrote it. Copies share the parsed form; thread-safe to read.
class Expression {
public:
    /// A constant that no author wrote (a documented default).
    explicit Expression(double constant, Location location = {});

    [[nodiscard]] const std::string& text() const;
    [[nodiscard]] const Location& location() const;
    /// The parameters, coordinates, attributes and tables it names, in alphabetical order.
    [[nodiscard]] const std::vector<std::string>& names() const;

    /// Where the formula first names that parameter; the whole expression if it does not, or if it
    /// stands in the file in another form (over several lines, with escapes).
    [[nodiscard]] Location place_of(std::string_view name) const;

    /// Its value; `value_of` is asked for each name. May be NaN or infinite: the caller checks,
    /// because only the caller knows which values make sense.
    [[nodiscard]] double evaluate(const std::function<double(const std::string&)>& value_of) const;

    /// The same with one value per name, in the order of names(). Parsed once, however often it is
    /// evaluated.
    [[nodiscard]] double evaluate_in_order(std::span<const double> values) const;

private:
    friend std::optional<Expression> read_expression(const YamlNode&, std::string_view,
                                                     Diagnostics&);
    struct Parsed;
    std::shared_ptr<const Parsed> parsed_;
};

/// A number or formula from a scalar. Reports a syntax error at the character where it is.
[[nodiscard]] std::optional<Expression> read_expression(const YamlNode& node, std::string_view what,
                                                        Diagnostics& diagnostics);

}  // namespace forlob
