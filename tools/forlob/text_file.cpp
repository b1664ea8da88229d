// Texts that commands write: whole or not at all.

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include "commands.hpp"

namespace forlob::tool {

void write_text_file(const std::string& path, const std::string& text, bool force) {
    namespace fs = std::filesystem;
    std::error_code ignored;
    if (!force && fs::exists(path, ignored))
        throw std::invalid_argument(path + " exists already; name another file or add --force");
    const fs::path target(path);
    const fs::path partial =
        target.parent_path() / fmt::format(".{}.partial-{}", target.filename().string(), getpid());
    const auto fail = [&](const char* action) {
        const int reason = errno;
        fs::remove(partial, ignored);
        throw std::runtime_error(fmt::format("{} {}: {}", action, path, std::strerror(reason)));
    };
    std::FILE* file = std::fopen(partial.c_str(), "wb");
    if (file == nullptr) fail("cannot create");
    bool is_written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    is_written = std::fflush(file) == 0 && is_written;
    is_written = fsync(fileno(file)) == 0 && is_written;
    is_written = std::fclose(file) == 0 && is_written;
    if (!is_written) fail("cannot write");
    if (std::rename(partial.c_str(), path.c_str()) != 0) fail("cannot name");
}

}  // namespace forlob::tool
