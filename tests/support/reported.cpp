#include "support/reported.hpp"

#include <fmt/format.h>

#include <utility>

namespace forlob::test {

std::string reported(const Diagnostics& diagnostics) {
    std::string text;
    for (const Diagnostic& one : diagnostics.all()) {
        const Location& place = one.location;
        text += fmt::format("{}{}:{}+{} {} | {}", text.empty() ? "" : "\n", place.line,
                            place.column, place.width, one.message, one.help);
    }
    return text;
}

std::shared_ptr<const SourceFile> source(std::string text) {
    return std::make_shared<const SourceFile>(SourceFile{"f.yaml", std::move(text)});
}

}  // namespace forlob::test
