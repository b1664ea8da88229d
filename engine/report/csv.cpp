#include "report/csv.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace forlob {
namespace {

bool is_number(const std::string& text) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return !text.empty() && error == std::errc{} && end == text.data() + text.size();
}

std::string quoted(const std::string& text, char separator) {
    if (text.find_first_of(std::string("\"\r\n") + separator) == std::string::npos) return text;
    std::string result = "\"";
    for (const char byte : text) {
        if (byte == '"') result += '"';
        result += byte;
    }
    return result + "\"";
}

}  // namespace

CsvWriter::CsvWriter(CsvLocale locale) : locale_(locale) {
    if (locale == CsvLocale::danish) text_ = "\xEF\xBB\xBF";
}

void CsvWriter::row(const std::vector<std::string>& values) {
    const bool is_danish = locale_ == CsvLocale::danish;
    const char separator = is_danish ? ';' : ',';
    for (std::size_t column = 0; column < values.size(); ++column) {
        if (column > 0) text_ += separator;
        std::string value = values[column];
        if (is_danish && is_number(value)) std::replace(value.begin(), value.end(), '.', ',');
        text_ += quoted(value, separator);
    }
    text_ += "\r\n";
}

std::string CsvWriter::take() { return std::exchange(text_, {}); }

std::string exact_text(double value) {
    if (std::isnan(value)) return "";
    char buffer[32];
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
    return error == std::errc{} ? std::string(buffer, end) : std::string();
}

}  // namespace forlob
