#pragma once

// What does a reader make of this text, and what does it report? Helpers of the tests of input.

#include <string>

#include "base/diagnostic.hpp"
#include "input/yaml.hpp"

namespace forlob::test {

/// The tree of a text that is YAML without mistakes. The file is called "text.yaml".
[[nodiscard]] YamlNode yaml(const std::string& text);

/// "line:column message" for everything found, in the order found, a line each.
[[nodiscard]] std::string messages(const Diagnostics& diagnostics);

/// The path of a file or folder below tests/input.
[[nodiscard]] std::string in_tests(const std::string& name);

}  // namespace forlob::test
