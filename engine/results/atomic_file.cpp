#include "results/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace forlob {

namespace fs = std::filesystem;

namespace {

std::string reason(int error) { return std::generic_category().message(error); }

[[noreturn]] void fail(const std::string& path, const std::string& why) {
    throw ResultFileError("cannot write the result file " + path + ": " + why);
}

class Descriptor {
public:
    Descriptor(const std::string& path, int flags, mode_t mode = 0)
        : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
    ~Descriptor() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
    [[nodiscard]] int get() const { return descriptor_; }

private:
    int descriptor_;
};

// Folders of some network file systems cannot be synced, and say so with EINVAL.
void sync(const std::string& what, const std::string& path, int flags) {
    const Descriptor file(what, flags);
    if (!file.is_open()) fail(path, "cannot open " + what + " to sync it: " + reason(errno));
    if (::fsync(file.get()) != 0 && !((flags & O_DIRECTORY) != 0 && errno == EINVAL))
        fail(path, "cannot sync " + what + " to the disk: " + reason(errno));
}

void refuse_existing(const std::string& path) {
    fail(path, "it exists already; --force replaces it");
}

void check_target(const std::string& path, const std::string& folder, Overwrite overwrite) {
    std::error_code error;
    const auto target = fs::symlink_status(path, error);
    if (fs::is_directory(fs::status(path, error))) fail(path, "it is a folder");
    if (const auto status = fs::status(folder, error); !fs::is_directory(status))
        fail(path, fs::exists(status) ? folder + " is not a folder"
                                      : "the folder " + folder + " does not exist");
    if (!fs::exists(target)) return;
    if (!fs::is_regular_file(target) && !fs::is_symlink(target)) fail(path, "it is not a file");
    if (overwrite == Overwrite::refuse) refuse_existing(path);
}

// A living writer holds HDF5's lock on its temporary file; whoever was killed holds none.
void remove_if_abandoned(const std::string& path) {
    const Descriptor file(path, O_RDWR);
    if (file.is_open() && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0) ::unlink(path.c_str());
}

void remove_abandoned(const std::string& folder, const std::string& prefix) {
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const auto name = entry->path().filename().string();
        if (name.size() > prefix.size() && name.starts_with(prefix) &&
            std::all_of(name.begin() + static_cast<std::ptrdiff_t>(prefix.size()), name.end(),
                        [](char c) { return c >= '0' && c <= '9'; }))
            remove_if_abandoned(entry->path().string());
    }
}

}  // namespace

AtomicFile::AtomicFile(const std::string& path, Overwrite overwrite)
    : path_(path), overwrite_(overwrite) {
    const fs::path target(path);
    if (target.filename().empty()) fail(path, "it names no file");
    folder_ = target.has_parent_path() ? target.parent_path().string() : ".";
    check_target(path, folder_, overwrite);
    const auto prefix = fmt::format(".{}.partial-", target.filename().string());
    remove_abandoned(folder_, prefix);
    temporary_path_ = (fs::path(folder_) / (prefix + std::to_string(::getpid()))).string();
    const Descriptor created(temporary_path_, O_CREAT | O_EXCL | O_WRONLY, 0666);
    if (!created.is_open()) fail(path, "cannot create a file in " + folder_ + ": " + reason(errno));
    temporary_exists_ = true;
}

AtomicFile::~AtomicFile() { discard(); }

void AtomicFile::discard() noexcept {
    if (temporary_exists_) ::unlink(temporary_path_.c_str());
    temporary_exists_ = false;
}

void AtomicFile::commit() {
    try {
        sync(temporary_path_, path_, O_RDWR);
        // A file of that name may have come since the start; file systems that cannot look and
        // rename in one step refuse the flag.
        const unsigned flags = overwrite_ == Overwrite::refuse ? RENAME_NOREPLACE : 0U;
        int status = ::renameat2(AT_FDCWD, temporary_path_.c_str(), AT_FDCWD, path_.c_str(), flags);
        if (status != 0 && (errno == EINVAL || errno == ENOSYS)) {
            check_target(path_, folder_, overwrite_);
            status = ::rename(temporary_path_.c_str(), path_.c_str());
        }
        if (status != 0 && errno == EEXIST) refuse_existing(path_);
        if (status != 0) fail(path_, "cannot rename " + temporary_path_ + ": " + reason(errno));
        temporary_exists_ = false;
        sync(folder_, path_, O_RDONLY | O_DIRECTORY);
    } catch (const ResultFileError&) {
        discard();
        throw;
    }
}

}  // namespace forlob
