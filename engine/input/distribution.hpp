#pragma once

// How uncertain did the author say a parameter is? `{lognormal: {low: 0.003, high: 0.012}}`: one
// family with its arguments, in one of the forms that the family knows.

#include <optional>
#include <string>
#include <vector>

#include "input/parameter.hpp"

namespace forlob {

/// A family, and the sets of arguments that it may be written with.
struct DistributionFamily {
    std::string name;
    std::vector<std::vector<std::string>> forms;

    /// Those of all forms, each once.
    [[nodiscard]] std::vector<std::string> arguments() const;
};
[[nodiscard]] const std::vector<DistributionFamily>& distribution_families();

/// Reports an unknown family, arguments that make no form of it, and values outside their range.
/// `what` names the distribution in messages.
[[nodiscard]] std::optional<Distribution> read_distribution(const YamlNode& node,
                                                            const std::string& what,
                                                            Diagnostics& diagnostics);

}  // namespace forlob
