#pragma once

// Did the program keep its own promises? A broken one is our fault, never the author's: no input,
// however wrong, may reach `require`.

#include <stdexcept>
#include <string>

namespace forlob {

/// A promise inside the program was broken: `file:line: internal error: promise`.
class InternalError : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

[[noreturn]] void broken_promise(const char* promise, const char* file, int line);

/// Throws InternalError unless `holds`. `promise` says what should have been true.
inline void require(bool holds, const char* promise, const char* file = __builtin_FILE(),
                    int line = __builtin_LINE()) {
    if (!holds) broken_promise(promise, file, line);
}

}  // namespace forlob

#ifdef FORLOB_CHECKED
#define FORLOB_DEBUG_REQUIRE(holds, promise) ::forlob::require(holds, promise)
#else
#define FORLOB_DEBUG_REQUIRE(holds, promise) static_cast<void>(0)
#endif
