#pragma once

// Which text does this file name mean? The files of one scenario, from the disk or from a given
// list, and which of them were read.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "input/yaml.hpp"

namespace forlob {

class FileSet {
public:
    /// Files on the disk.
    FileSet() = default;
    /// These files and no others.
    explicit FileSet(std::vector<SourceFile> texts);

    /// How a file that `from` refers to as `name` is called: joined to the folder of `from`, and
    /// tidied up. Also the path under which it is opened.
    [[nodiscard]] static std::string resolve(const std::string& from, const std::string& name);

    /// The file as YAML, or nothing, which is reported (at `referred_from` if it cannot be read).
    [[nodiscard]] std::optional<YamlNode> yaml(const std::string& name,
                                               const std::optional<Location>& referred_from,
                                               Diagnostics& diagnostics);

    /// The file as it is, at most 4 MiB.
    [[nodiscard]] std::shared_ptr<const SourceFile> text(const std::string& name,
                                                         const Location& referred_from,
                                                         Diagnostics& diagnostics);

    /// Every file that was read, in the order first read.
    [[nodiscard]] const std::vector<std::shared_ptr<const SourceFile>>& files() const {
        return files_;
    }

private:
    [[nodiscard]] std::shared_ptr<const SourceFile> given_text(
        const std::string& name, const std::optional<Location>& referred_from,
        Diagnostics& diagnostics) const;
    /// False, after reporting it, when there would be too many files.
    [[nodiscard]] bool has_room(const std::optional<Location>& referred_from,
                                Diagnostics& diagnostics) const;
    void note(std::shared_ptr<const SourceFile> file);

    bool on_disk_ = true;
    std::map<std::string, std::shared_ptr<const SourceFile>> given_;  ///< by tidied name
    std::vector<std::shared_ptr<const SourceFile>> files_;
};

}  // namespace forlob
