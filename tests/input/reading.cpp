#include "input/reading.hpp"

#include <doctest/doctest.h>

#include <memory>

namespace forlob::test {

YamlNode yaml(const std::string& text) {
    Diagnostics diagnostics;
    const auto root = read_yaml_text(
        std::make_shared<const SourceFile>(SourceFile{"text.yaml", text}), diagnostics);
    REQUIRE(messages(diagnostics) == "");
    REQUIRE(root.has_value());
    return *root;
}

std::string messages(const Diagnostics& diagnostics) {
    std::string text;
    for (const Diagnostic& one : diagnostics.all())
        text += std::to_string(one.location.line) + ":" + std::to_string(one.location.column) + " " +
                one.message + "\n";
    return text;
}

std::string in_tests(const std::string& name) {
    return FORLOB_SOURCE_FOLDER "/tests/input/" + name;
}

}  // namespace forlob::test
