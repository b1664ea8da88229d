#pragma once

// Which numbers does the scenario rest on, and how well are they known? Parameters with unit,
// distribution, source and evidence grade; overrides; their values.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "input/expression.hpp"
#include "input/yaml.hpp"

namespace forlob {

/// A law, official statistic or randomised trial; B observational study; C a provider's own claim;
/// D assumption (semantics.md, Honesty of inputs).
enum class Grade { A, B, C, D };

[[nodiscard]] char letter(Grade grade);

/// How uncertain a parameter is. Parsed, checked and kept; not yet drawn from.
struct Distribution {
    std::string family;  ///< normal, lognormal, beta, gamma, triangular, uniform, pert
    std::map<std::string, double> arguments;  ///< e.g. {low: 0.003, high: 0.012}
    Location location;
};

struct Parameter {
    std::string name;
    Expression value;
    std::string unit;
    std::optional<Distribution> distribution;
    Grade grade = Grade::D;
    std::string source;
    std::string label;  ///< may be empty
    Location location;  ///< of the name
};

/// The `parameters:` block of any kind of file; nothing at all is an empty list.
[[nodiscard]] std::vector<Parameter> read_parameters(const YamlNode* block,
                                                     Diagnostics& diagnostics);

/// `name: value` overrides, from `set:` or the command line.
struct Override {
    std::string name;
    Expression value;
    Location name_location;
};
[[nodiscard]] std::vector<Override> read_overrides(const YamlNode* block, Diagnostics& diagnostics);

/// The parameters that one arm uses, with their values after overrides.
class ParameterValues {
public:
    /// No parameters at all.
    ParameterValues() = default;

    /// Later overrides win. Reports a name defined twice in different places, an override of an
    /// unknown name, an unknown name in a formula, a circle of definitions, and a value that is not
    /// finite. Whatever was reported has the value 0, so that checking can go on.
    ParameterValues(const std::vector<Parameter>& parameters,
                    const std::vector<Override>& overrides, Diagnostics& diagnostics);

    /// The value of an expression; unknown names are reported at its place.
    [[nodiscard]] double value(const Expression& expression, Diagnostics& diagnostics) const;

    /// By name, alphabetical.
    [[nodiscard]] const std::map<std::string, double>& all() const { return values_; }

private:
    std::map<std::string, double> values_;
};

/// What a unit is made of: a quantity of this list, or a currency or another unit in 2 to 8 capital
/// letters; alone or per one of the times: "probability/month", "DKK/hour", "QALY".
[[nodiscard]] const std::vector<std::string>& unit_quantities();
[[nodiscard]] const std::vector<std::string>& unit_times();

/// Whether `code` has the form of a currency of ISO 4217: three capital letters.
[[nodiscard]] bool is_currency(std::string_view code);

}  // namespace forlob
