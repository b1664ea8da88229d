#include "report/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace forlob {
namespace {

// Lines of at most `width` columns; spaces at the beginning of the text indent every line.
std::vector<std::string> lines_of(const std::string& text, std::size_t width) {
    const std::string indent(std::min(text.find_first_not_of(' '), text.size()), ' ');
    std::vector<std::string> lines;
    std::istringstream words(text);
    std::string line;
    for (std::string word; words >> word;) {
        if (!line.empty() && display_width(line) + 1 + display_width(word) > width) {
            lines.push_back(line);
            line.clear();
        }
        line += (line.empty() ? indent : " ") + word;
    }
    if (!line.empty() || lines.empty()) lines.push_back(line);
    return lines;
}

std::string padded(const std::string& text, std::size_t width, bool to_the_right) {
    const std::size_t used = display_width(text);
    const std::string space(width > used ? width - used : 0, ' ');
    return to_the_right ? space + text : text + space;
}

}  // namespace

std::size_t display_width(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    }));
}

std::string grouped(double value, int decimals) {
    if (std::isnan(value)) return "–";
    std::string digits = fmt::format("{:.{}f}", std::abs(value), decimals);
    const std::size_t point = std::min(digits.find('.'), digits.size());
    for (std::size_t at = point; at > 3; at -= 3) digits.insert(at - 3, ",");
    const bool is_zero = digits.find_first_of("123456789") == std::string::npos;
    return (value < 0.0 && !is_zero ? "-" : "") + digits;
}

std::string counted(double number, const std::string& one, const std::string& many) {
    return grouped(number) + " " + (number == 1.0 ? one : many);
}

std::string percent(double share, int decimals) {
    return std::isnan(share) ? "–" : grouped(100.0 * share, decimals) + " %";
}

std::string percent_with_interval(double share, double half_width) {
    if (std::isnan(share)) return "–";
    if (std::isnan(half_width)) return percent(share);
    return fmt::format("{} ± {}", percent(share), grouped(100.0 * half_width, 1));
}

std::string with_interval(double value, double half_width, int decimals) {
    if (std::isnan(value)) return "–";
    if (std::isnan(half_width)) return grouped(value, decimals);
    return fmt::format("{} ± {}", grouped(value, decimals), grouped(half_width, decimals));
}

std::string lower_first(std::string text) {
    if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z')
        text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

std::string wrapped(const std::string& text, std::size_t width, std::size_t indent) {
    std::string result;
    for (const std::string& line : lines_of(text, width - indent))
        result += (result.empty() ? "" : "\n" + std::string(indent, ' ')) + line;
    return result;
}

std::string TextTable::text(std::size_t width) const {
    std::vector<std::size_t> widths(header_.size(), 0);
    const auto measure = [&](const std::vector<std::string>& row) {
        if (row.size() == 1 && header_.size() > 1) return;  // a section title
        for (std::size_t column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], display_width(row[column]));
    };
    measure(header_);
    for (const auto& row : rows_) measure(row);
    std::size_t others = 0;
    for (std::size_t column = 1; column < widths.size(); ++column) others += widths[column] + 2;
    constexpr std::size_t narrowest = 16;
    if (widths[0] + others > width)
        widths[0] = std::max(narrowest, width > others ? width - others : narrowest);

    std::string result;
    const auto put = [&](const std::vector<std::string>& row) {
        const auto first = lines_of(row[0], widths[0]);
        for (std::size_t line = 0; line + 1 < first.size(); ++line) result += first[line] + "\n";
        std::string last = padded(first.back(), widths[0], false);
        for (std::size_t column = 1; column < row.size(); ++column)
            last += "  " + padded(row[column], widths[column], true);
        result += last.substr(0, last.find_last_not_of(' ') + 1) + "\n";
    };
    put(header_);
    result += [&] {
        std::size_t total = widths[0] + others;
        std::string line;
        for (; total > 0; --total) line += "─";
        return line + "\n";
    }();
    for (const auto& row : rows_) {
        if (row.size() == 1 && header_.size() > 1)
            result += row[0] + "\n";
        else
            put(row);
    }
    return result;
}

}  // namespace forlob
