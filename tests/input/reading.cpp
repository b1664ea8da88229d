#include "input/reading.hpp"

#include <doctest/doctest.h>

#include "support/reported.hpp"

namespace forlob::test {

YamlNode yaml(const std::string& text) {
    Diagnostics diagnostics;
    const auto root = read_yaml_text(source(text), diagnostics);
    REQUIRE(reported(diagnostics) == "");
    REQUIRE(root.has_value());
    return *root;
}

std::string in_tests(const std::string& name) {
    return FORLOB_SOURCE_FOLDER "/tests/input/" + name;
}

}  // namespace forlob::test
