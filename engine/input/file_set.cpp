#include "input/file_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace forlob {

namespace {

constexpr std::size_t most_files = 64;
constexpr std::size_t most_bytes = std::size_t{4} << 20U;

}  // namespace

FileSet::FileSet(std::vector<SourceFile> texts) : on_disk_(false) {
    for (SourceFile& file : texts) {
        const std::string name = resolve("", file.name);
        given_.emplace(name, std::make_shared<const SourceFile>(std::move(file)));
    }
}

std::string FileSet::resolve(const std::string& from, const std::string& name) {
    const std::filesystem::path folder = std::filesystem::path(from).parent_path();
    return (folder / name).lexically_normal().generic_string();
}

bool FileSet::has_room(const std::optional<Location>& referred_from,
                       Diagnostics& diagnostics) const {
    if (files_.size() < most_files) return true;
    diagnostics.error(referred_from.value_or(Location{}),
                      fmt::format("this is file number {}", most_files + 1),
                      fmt::format("a scenario has at most {} files", most_files));
    return false;
}

void FileSet::note(std::shared_ptr<const SourceFile> file) {
    const auto is_same = [&](const auto& known) { return known->name == file->name; };
    if (std::none_of(files_.begin(), files_.end(), is_same)) files_.push_back(std::move(file));
}

std::shared_ptr<const SourceFile> FileSet::given_text(const std::string& name,
                                                      const std::optional<Location>& referred_from,
                                                      Diagnostics& diagnostics) const {
    if (const auto found = given_.find(resolve("", name)); found != given_.end())
        return found->second;
    diagnostics.error(referred_from.value_or(Location{}),
                      fmt::format("'{}' is not among the files", name),
                      "the file that names it cannot be used without it");
    return nullptr;
}

std::optional<YamlNode> FileSet::yaml(const std::string& name,
                                      const std::optional<Location>& referred_from,
                                      Diagnostics& diagnostics) {
    if (!has_room(referred_from, diagnostics)) return std::nullopt;
    std::optional<YamlNode> root;
    if (on_disk_) {
        root = read_yaml_file(name, name, referred_from, diagnostics);
    } else if (auto file = given_text(name, referred_from, diagnostics)) {
        root = read_yaml_text(std::move(file), diagnostics);
    }
    if (root) note(root->location.file);
    return root;
}

std::shared_ptr<const SourceFile> FileSet::text(const std::string& name,
                                                const Location& referred_from,
                                                Diagnostics& diagnostics) {
    if (!has_room(referred_from, diagnostics)) return nullptr;
    if (!on_disk_) {
        auto file = given_text(name, referred_from, diagnostics);
        if (file) note(file);
        return file;
    }
    std::error_code problem;
    if (!std::filesystem::is_regular_file(name, problem)) {
        diagnostics.error(referred_from, fmt::format("there is no file '{}'", name),
                          "paths are relative to the file that names them");
        return nullptr;
    }
    std::ifstream stream(name, std::ios::binary);
    std::string content(most_bytes + 1, '\0');
    stream.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (!stream.eof() && content.size() > most_bytes && stream) {
        diagnostics.error(referred_from, fmt::format("'{}' is larger than 4 MiB", name));
        return nullptr;
    }
    if (stream.bad() || !stream.is_open()) {
        diagnostics.error(referred_from, fmt::format("'{}' cannot be read", name));
        return nullptr;
    }
    content.resize(static_cast<std::size_t>(stream.gcount()));
    auto file = std::make_shared<const SourceFile>(SourceFile{name, std::move(content)});
    note(file);
    return file;
}

}  // namespace forlob
