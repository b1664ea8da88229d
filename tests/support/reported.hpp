#pragma once

// What did a reader report? One line each, so that a test compares place, words and help at once.

#include <memory>
#include <string>

#include "base/diagnostic.hpp"

namespace forlob::test {

/// `line:column+width message | help` for each diagnostic, in the order reported.
[[nodiscard]] std::string reported(const Diagnostics& diagnostics);

/// A text called "f.yaml".
[[nodiscard]] std::shared_ptr<const SourceFile> source(std::string text);

}  // namespace forlob::test
