#pragma once

// Where does the next character begin? Places in texts are counted in characters, which in UTF-8
// are one to four bytes each.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace forlob {

/// The bytes of the character at the front of `text`, which is not empty. 0 if there is none:
/// overlong forms, surrogates and what is beyond U+10FFFF are no characters.
[[nodiscard]] std::size_t bytes_of_first_character(std::string_view text);

/// The offset of the first byte that is not part of a character, if any.
[[nodiscard]] std::optional<std::size_t> first_byte_not_utf8(std::string_view text);

/// The characters of a text that is UTF-8.
[[nodiscard]] std::size_t n_characters(std::string_view text);

/// `text`, or its first `most` characters and "…" if it has more. For quoting an author's word.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t most = 60);

}  // namespace forlob
