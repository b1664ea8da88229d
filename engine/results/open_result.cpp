#include "results/open_result.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <string_view>
#include <system_error>

#include "results/result_content.hpp"

namespace forlob {

namespace {

[[noreturn]] void fail(const std::string& path, const std::string& why) {
    throw ResultFileError("cannot read the result file " + path + ": " + why);
}

// HDF5's own answers, to a missing file as to a text file, would not help anybody.
void check_signature(const std::string& path) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                               &std::fclose);
    const auto reason = [] { return std::generic_category().message(errno); };
    if (!file) fail(path, reason());
    std::array<char, 8> begin{};
    const auto n = std::fread(begin.data(), 1, begin.size(), file.get());
    if (std::ferror(file.get()) != 0) fail(path, reason());
    if (std::string_view(begin.data(), n) != "\x89HDF\r\n\x1a\n")
        fail(path, "it is not an HDF5 file");
}

}  // namespace

hdf5::File open_result(const std::string& path) {
    check_signature(path);
    try {
        auto file = hdf5::File::open(path);
        const auto root = file.root();
        const auto attributes = root.attributes();
        if (!attributes.has("schema_version") || !attributes.has("result_digest"))
            fail(path, "it is an HDF5 file, but no result of forlob run");
        const auto version = attributes.number<std::int32_t>("schema_version");
        if (version != result_schema_version)
            fail(path, "its schema version is " + std::to_string(version) +
                           ", and this program reads version " +
                           std::to_string(result_schema_version));
        return file;
    } catch (const hdf5::Error& error) {
        fail(path, error.what());
    }
}

}  // namespace forlob
