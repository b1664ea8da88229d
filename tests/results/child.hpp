#pragma once

// What happens in a process that must not end in the ordinary way, or that gives up its rights?

#include <functional>
#include <string>

namespace forlob::test {

/// What `function` returns, or the text of what it throws, in a copy of this process that ends at
/// once without running any exit handler.
[[nodiscard]] std::string in_child(const std::function<std::string()>& function);

}  // namespace forlob::test
