#include "random/uniforms.hpp"

#include "random/philox.hpp"
#include "random/philox_fill.hpp"

namespace forlob {
namespace {

PhiloxKey key_of(const DrawAddress& address) {
    return {static_cast<std::uint32_t>(address.seed),
            static_cast<std::uint32_t>(address.seed >> 32)};
}

PhiloxCounter counter_of(const DrawAddress& address, std::uint32_t person) {
    const auto purpose = static_cast<std::uint32_t>(address.purpose);
    return {person / 4,
            static_cast<std::uint32_t>(address.tick.index) | std::uint32_t{address.sub} << 16 |
                purpose << 24,
            static_cast<std::uint32_t>(address.replication), address.draw};
}

}  // namespace

std::uint32_t uniform(const DrawAddress& address, PersonId person) noexcept {
    const auto number = static_cast<std::uint32_t>(person);
    return philox4x32_10(counter_of(address, number), key_of(address))[number % 4];
}

void fill_uniforms(const DrawAddress& address, PersonId first,
                   std::span<std::uint32_t> uniforms) noexcept {
    const auto number = static_cast<std::uint32_t>(first);
    const std::size_t whole = uniforms.size() / 4 * 4;
    fill_philox(counter_of(address, number), key_of(address), uniforms.first(whole));
    if (whole == uniforms.size()) return;
    const auto rest = static_cast<std::uint32_t>(whole);
    const PhiloxCounter last = philox4x32_10(counter_of(address, number + rest), key_of(address));
    for (std::size_t word = 0; whole + word < uniforms.size(); ++word)
        uniforms[whole + word] = last[word];
}

double parameter_uniform(std::uint64_t seed, std::uint32_t draw, std::string_view name) noexcept {
    std::uint64_t hash = 0xCBF29CE484222325;
    for (const char character : name) {
        hash ^= static_cast<unsigned char>(character);
        hash *= 0x100000001B3;
    }
    const PhiloxKey key{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
    const PhiloxCounter words = philox4x32_10(
        {static_cast<std::uint32_t>(hash), static_cast<std::uint32_t>(Purpose::parameter) << 24,
         static_cast<std::uint32_t>(hash >> 32), draw},
        key);
    const std::uint64_t bits = std::uint64_t{words[0]} << 20 | words[1] >> 12;  // 52 of them
    return (static_cast<double>(bits) + 0.5) * 0x1p-52;
}

}  // namespace forlob
