#pragma once

// Is it the same text? SHA-256 (FIPS 180-4), so that anyone can check with sha256sum.

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace forlob {

/// The 32 bytes themselves.
using Digest = std::array<std::byte, 32>;

/// SHA-256 of bytes that arrive piece by piece.
class Sha256 {
public:
    Sha256();
    void add(std::string_view bytes);
    void add(std::span<const std::byte> bytes);
    /// Of everything added. Once, at the end.
    [[nodiscard]] Digest digest();
    /// The same as 64 lower-case hexadecimal digits. Once, at the end.
    [[nodiscard]] std::string finish();

private:
    struct Context;
    struct Release {
        void operator()(Context* context) const noexcept;
    };
    std::unique_ptr<Context, Release> context_;
};

[[nodiscard]] Digest digest_of(std::span<const std::byte> bytes);

/// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace forlob
