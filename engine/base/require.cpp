#include "base/require.hpp"

namespace forlob {

void broken_promise(const char* promise, const char* file, int line) {
    std::string place(file);
    if (const auto engine = place.rfind("engine/"); engine != std::string::npos)
        place.erase(0, engine);
    throw InternalError(place + ":" + std::to_string(line) + ": internal error: " + promise);
}

}  // namespace forlob
