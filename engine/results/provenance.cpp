#include "results/provenance.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string_view>

namespace forlob {

std::string creation_time() {
    std::time_t seconds = std::time(nullptr);
    if (const char* epoch = std::getenv("SOURCE_DATE_EPOCH")) {
        const std::string_view text(epoch);
        std::time_t given = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), given);
        if (error == std::errc{} && end == text.data() + text.size()) seconds = given;
    }
    std::tm date{};
    if (::gmtime_r(&seconds, &date) == nullptr) {  // a year beyond all calendars
        seconds = std::time(nullptr);
        ::gmtime_r(&seconds, &date);
    }
    std::array<char, 32> text{};
    const auto n = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &date);
    return {text.data(), n};
}

namespace {

// Where a path may begin in a word: behind a quote, an option and "=".
std::size_t value_position(std::string_view word) {
    std::size_t position = 0;
    const auto skip_quote = [&] {
        if (position < word.size() && (word[position] == '"' || word[position] == '\'')) ++position;
    };
    skip_quote();
    if (word.substr(position, 2) == "--") {
        const auto equals = word.find('=');
        if (equals != std::string_view::npos) position = equals + 1;
    } else if (word.substr(position, 1) == "-") {
        position = std::min(position + 2, word.size());
    }
    skip_quote();
    return position;
}

std::string without_folder(std::string_view word) {
    const auto begin = value_position(word);
    const auto value = word.substr(begin);
    const auto slash = value.rfind('/');
    const bool is_path = value.starts_with("/") || value.starts_with("~") ||
                         value.starts_with("./") || value.starts_with("../");
    if (!is_path || slash == std::string_view::npos) return std::string(word);
    return std::string(word.substr(0, begin)) + std::string(value.substr(slash + 1));
}

}  // namespace

std::string without_folders(const std::string& command_line) {
    std::string result;
    std::string word;
    char quote = '\0';
    for (const char c : command_line) {
        if (quote != '\0') {
            if (c == quote) quote = '\0';
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == ' ') {
            result += without_folder(word) + ' ';
            word.clear();
            continue;
        }
        word += c;
    }
    return result + without_folder(word);
}

std::string name_from_scenario(const std::string& file, const std::string& scenario) {
    namespace fs = std::filesystem;
    const fs::path target = fs::absolute(file).lexically_normal();
    const fs::path folder = fs::absolute(scenario).lexically_normal().parent_path();
    const fs::path way = target.lexically_relative(folder);
    const auto climbs = std::count(way.begin(), way.end(), fs::path(".."));
    const auto relative = folder.relative_path();
    const auto depth = std::distance(relative.begin(), relative.end());
    if (climbs > 0 && climbs >= depth) return target.filename().generic_string();
    return way.generic_string();
}

}  // namespace forlob
