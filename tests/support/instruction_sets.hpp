#pragma once

// Do vectors of every size lead to the same bytes? Runs a test with each instruction set that both
// this processor and the library have.

#include <functional>
#include <string_view>

namespace forlob::test {

/// Calls each(name), the best set first, the plain code last. Afterwards everything is allowed
/// again.
void for_each_instruction_set(const std::function<void(std::string_view name)>& each);

}  // namespace forlob::test
