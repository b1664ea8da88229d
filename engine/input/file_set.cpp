#include "input/file_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>

namespace forlob {

namespace {

constexpr std::size_t most_files = 64;
constexpr std::size_t most_bytes = std::size_t{4} << 20U;

bool is_all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// `{work: 0,1}` is a number with a decimal comma to its author, but two entries to YAML.
bool is_behind_a_decimal_comma(const YamlEntry& entry, const YamlEntry& previous) {
    const YamlNode& value = previous.value;
    return entry.value.kind == YamlNode::Kind::null && is_all_digits(entry.key) &&
           value.kind == YamlNode::Kind::scalar && !value.quoted && is_all_digits(value.text) &&
           entry.key_location.line == value.location.line &&
           entry.key_location.column == value.location.column + value.location.width + 1;
}

// What YAML takes for something else than the author means: decimal commas are reported and left
// out, and a value that is not there gets the place of its key (the parser gives the next word's).
void tidy(YamlNode& node, Diagnostics& diagnostics) {
    for (YamlNode& item : node.items) tidy(item, diagnostics);
    for (std::size_t i = 1; i < node.entries.size(); ++i) {
        const YamlNode& before = node.entries[i - 1].value;
        if (!is_behind_a_decimal_comma(node.entries[i], node.entries[i - 1])) continue;
        const std::string& fraction = node.entries[i].key;
        Location place = before.location;
        place.width += 1 + static_cast<int>(fraction.size());
        diagnostics.error(place, fmt::format("a comma divides '{},{}'", before.text, fraction),
                          fmt::format("write a decimal point: {}.{}", before.text, fraction));
        node.entries.erase(node.entries.begin() + static_cast<std::ptrdiff_t>(i));
    }
    for (YamlEntry& entry : node.entries) {
        if (entry.value.kind == YamlNode::Kind::null) entry.value.location = entry.key_location;
        tidy(entry.value, diagnostics);
    }
}

// The bytes of a file on the disk, or nothing, which is reported.
std::optional<std::string> content_of(const std::string& name, const Location& referred_from,
                                      Diagnostics& diagnostics) {
    const auto fail = [&](const char* problem, const char* help) {
        diagnostics.error(referred_from, fmt::format(fmt::runtime(problem), name), help);
        return std::nullopt;
    };
    std::error_code ignored;  // of a file that is not there, the status says so
    const std::filesystem::file_status status = std::filesystem::status(name, ignored);
    if (!std::filesystem::exists(status))
        return fail("there is no file '{}'", "paths are relative to the file that names them");
    if (std::filesystem::is_directory(status)) return fail("'{}' is a folder", "name a file in it");
    if (!std::filesystem::is_regular_file(status))
        return fail("'{}' is not an ordinary file", "name a file");
    std::ifstream stream(name, std::ios::binary);
    std::string content(most_bytes + 1, '\0');
    stream.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (!stream.is_open() || stream.bad())
        return fail("'{}' cannot be read", "check its permissions");
    if (!stream.eof()) return fail("'{}' is larger than 4 MiB", "leave out rows of small weight");
    content.resize(static_cast<std::size_t>(stream.gcount()));
    return content;
}

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
    if (!root) return root;
    tidy(*root, diagnostics);
    note(root->location.file);
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
    auto content = content_of(name, referred_from, diagnostics);
    if (!content) return nullptr;
    auto file = std::make_shared<const SourceFile>(SourceFile{name, std::move(*content)});
    note(file);
    return file;
}

}  // namespace forlob
