#pragma once

// How is a file whole or absent? It is written under a temporary name beside its own, synced to the
// disk, and renamed when it is complete. A process that is killed leaves its temporary file behind;
// the next one that writes the same file removes it.

#include <string>

#include "results/result_file.hpp"

namespace forlob {

class AtomicFile {
public:
    /// Creates the temporary file `.NAME.partial-PID`, empty, in the folder of `path`. Throws
    /// ResultFileError, and leaves nothing, if that is not possible or `path` may not be replaced.
    AtomicFile(const std::string& path, Overwrite overwrite);
    /// Removes the temporary file unless it got its name.
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] const std::string& temporary_path() const { return temporary_path_; }

    /// Syncs the closed temporary file, gives it its name and syncs the folder. Throws
    /// ResultFileError; then there is no temporary file any more, and unless only the last step
    /// failed, what stood under the name before still does.
    void commit();

    /// Removes the temporary file now.
    void discard() noexcept;

private:
    std::string path_;
    std::string folder_;
    std::string temporary_path_;
    Overwrite overwrite_;
    bool temporary_exists_ = false;
};

}  // namespace forlob
