#pragma once

// What is thrown when the user does not want to wait any longer?

#include <stdexcept>
#include <string>

namespace forlob {

/// Stopped before the end, by the user: no file was written.
class Interrupted : public std::runtime_error {
public:
    explicit Interrupted(const std::string& what = "interrupted; no file was written")
        : std::runtime_error(what) {}
};

}  // namespace forlob
