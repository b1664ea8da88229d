#include "input/used_values.hpp"

#include <fmt/format.h>

#include "input/block.hpp"
#include "input/readers.hpp"

namespace forlob {

std::vector<Override> read_used_values(const YamlNode& root, Diagnostics& diagnostics) {
    const Block block(root, "", "parameters", diagnostics);
    std::vector<Override> values;
    if (!block.is_mapping()) return values;
    static_cast<void>(read_head(block, "parameters", diagnostics));
    for (const YamlEntry& entry : block.referring("set")) {
        const std::string what = fmt::format("set.{}", entry.key);
        const bool is_plain = entry.value.kind != YamlNode::Kind::mapping;
        std::string source;
        std::optional<Expression> value;
        if (is_plain) {
            value = read_expression(entry.value, what, diagnostics);
        } else {
            const Block one(entry.value, what, "used_value", diagnostics);
            value = one.expression("value");
            source = one.text("source").value_or("");
        }
        if (value)
            values.push_back({entry.key, std::move(*value), entry.key_location, std::move(source)});
    }
    return values;
}

}  // namespace forlob
