#pragma once

// Is it the same text? SHA-256 (FIPS 180-4), so that anyone can check with sha256sum.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace forlob {

/// SHA-256 of bytes that arrive piece by piece.
class Sha256 {
public:
    void add(std::string_view bytes);
    /// Of everything added: 64 lower-case hexadecimal digits. Once, at the end.
    [[nodiscard]] std::string finish();

private:
    void add_block(const unsigned char* block);

    std::array<std::uint32_t, 8> hash_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                       0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<unsigned char, 64> pending_{};
    std::size_t n_pending_ = 0;
    std::uint64_t n_bytes_ = 0;
};

/// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace forlob
