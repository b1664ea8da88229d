#include "base/utf8.hpp"

#include <algorithm>

namespace forlob {

namespace {

unsigned char byte(char c) { return static_cast<unsigned char>(c); }

bool continues_character(char c) { return (byte(c) & 0xC0U) == 0x80U; }

// The bytes that a character has if it begins with `first`; 0 if none does.
std::size_t bytes_announced(unsigned char first) {
    if (first < 0x80U) return 1;
    if (first < 0xC2U) return 0;
    if (first < 0xE0U) return 2;
    if (first < 0xF0U) return 3;
    return first < 0xF5U ? 4 : 0;
}

}  // namespace

std::size_t bytes_of_first_character(std::string_view text) {
    const unsigned char first = byte(text.front());
    const std::size_t n_bytes = bytes_announced(first);
    if (n_bytes > text.size()) return 0;
    const std::string_view rest = text.substr(1, n_bytes == 0 ? 0 : n_bytes - 1);
    if (!std::all_of(rest.begin(), rest.end(), continues_character)) return 0;
    if (n_bytes < 3) return n_bytes;
    const unsigned char second = byte(text[1]);
    const bool is_overlong =
        (first == 0xE0U && second < 0xA0U) || (first == 0xF0U && second < 0x90U);
    const bool is_surrogate = first == 0xEDU && second >= 0xA0U;
    const bool is_too_large = first == 0xF4U && second >= 0x90U;
    return is_overlong || is_surrogate || is_too_large ? 0 : n_bytes;
}

std::optional<std::size_t> first_byte_not_utf8(std::string_view text) {
    std::size_t offset = 0;
    while (offset < text.size()) {
        const std::size_t n_bytes = bytes_of_first_character(text.substr(offset));
        if (n_bytes == 0) return offset;
        offset += n_bytes;
    }
    return std::nullopt;
}

std::size_t n_characters(std::string_view text) {
    const auto n_continued = std::count_if(text.begin(), text.end(), continues_character);
    return text.size() - static_cast<std::size_t>(n_continued);
}

std::string shortened(std::string_view text, std::size_t most) {
    if (text.size() <= most) return std::string(text);
    std::size_t end = 0;
    for (std::size_t i = 0; i < most && end < text.size(); ++i)
        end += std::max(bytes_of_first_character(text.substr(end)), std::size_t{1});
    return end == text.size() ? std::string(text) : std::string(text.substr(0, end)) + "…";
}

}  // namespace forlob
