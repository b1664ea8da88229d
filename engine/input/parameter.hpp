#pragma once

// Which numbers does the scenario rest on, and how well are they known? Parameters with unit,
// distribution, source and evidence grade; overrides; their values.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/table.hpp"
#include "input/expression.hpp"
#include "input/yaml.hpp"

namespace forlob {

/// A law, official statistic or randomised trial; B observational study; C a provider's own claim;
/// D assumption (semantics.md, Honesty of inputs).
enum class Grade { A, B, C, D };

[[nodiscard]] char letter(Grade grade);

/// How uncertain a parameter is. What its arguments mean: random/distributions.hpp.
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

/// How uncertain several parameters of one file are together.
struct JointDistribution {
    enum class Kind {
        dirichlet,  ///< shares that add up to 1
        normal,     ///< around their values, with the covariances of `lower`
        correlated  ///< each of its own distribution, with the correlations of `lower`
    };
    Kind kind = Kind::dirichlet;
    struct Member {
        std::string name;
        Location location;
    };
    std::vector<Member> members;
    std::vector<double> counts;  ///< of a dirichlet: its concentrations …
    std::optional<double> n;     ///< … or their sum, shared out by the values of the parameters
    Table<double, 2> lower;      ///< [member][member] Cholesky triangle of the matrix
    Location location;
};

/// Values of parameters in one draw, by name.
using DrawnValues = std::map<std::string, double>;

/// The `parameters:` block of any kind of file; nothing at all is an empty list.
[[nodiscard]] std::vector<Parameter> read_parameters(const YamlNode* block,
                                                     Diagnostics& diagnostics);

/// `name: value` overrides, from `set:` or the command line.
struct Override {
    std::string name;
    Expression value;
    Location name_location;
    std::string source{};  ///< takes the place of the parameter's, if it is not empty
};
[[nodiscard]] std::vector<Override> read_overrides(const YamlNode* block, Diagnostics& diagnostics);

/// The parameters that one arm uses, with their values after overrides.
class ParameterValues {
public:
    /// No parameters at all.
    ParameterValues() = default;

    /// Later overrides win. Reports a name defined twice in different places, an override of an
    /// unknown name, an unknown name in a formula, a circle of definitions, and a value that is not
    /// finite. Whatever was reported has the value 0, so that checking can go on. What is `drawn`
    /// has that value in place of its own, unless it is overridden; names that nothing has are
    /// ignored.
    ParameterValues(const std::vector<Parameter>& parameters,
                    const std::vector<Override>& overrides, Diagnostics& diagnostics,
                    const DrawnValues& drawn = {});

    /// The value of an expression; unknown names are reported at its place.
    [[nodiscard]] double value(const Expression& expression, Diagnostics& diagnostics) const;

    /// By name, alphabetical.
    [[nodiscard]] const std::map<std::string, double>& all() const { return values_; }

private:
    friend class ParameterRedraw;  ///< who puts those of another draw in their place
    std::map<std::string, double> values_;
};

/// What a unit is made of: a quantity of this list, or a currency or another unit in 2 to 8 capital
/// letters; alone or per one of the times: "probability/month", "DKK/hour", "QALY".
[[nodiscard]] const std::vector<std::string>& unit_quantities();
[[nodiscard]] const std::vector<std::string>& unit_times();

/// Whether `code` has the form of a currency of ISO 4217: three capital letters.
[[nodiscard]] bool is_currency(std::string_view code);

/// A unit, and a letter from A to D. Nothing, after reporting it, for anything else.
[[nodiscard]] std::optional<std::string> read_unit(const YamlNode& node, const std::string& what,
                                                   Diagnostics& diagnostics);
[[nodiscard]] std::optional<Grade> read_grade(const YamlNode& node, const std::string& what,
                                              Diagnostics& diagnostics);

}  // namespace forlob
