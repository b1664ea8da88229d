#pragma once

// How uncertain did the author say a parameter is? `{lognormal: {low: 0.003, high: 0.012}}`: one
// family with its arguments, in one of the forms that the family knows.

#include <optional>
#include <string>

#include "input/parameter.hpp"

namespace forlob {

/// Reports an unknown family, arguments that make no form of it, and values outside their range.
/// `what` names the distribution in messages.
[[nodiscard]] std::optional<Distribution> read_distribution(const YamlNode& node,
                                                            const std::string& what,
                                                            Diagnostics& diagnostics);

}  // namespace forlob
