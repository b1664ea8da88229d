#pragma once

// What does this text say? Helpers of the tests of readers.

#include <string>

#include "input/yaml.hpp"

namespace forlob::test {

/// The tree of a text that is YAML without mistakes. The file is called "f.yaml".
[[nodiscard]] YamlNode yaml(const std::string& text);

/// The path of a file or folder below tests/input.
[[nodiscard]] std::string in_tests(const std::string& name);

}  // namespace forlob::test
