#pragma once

// What may stand beside data in an HDF5 file? Attributes: a text, texts, a number or numbers. Also
// the element types and the error that hdf5.hpp shares with them.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace forlob::hdf5 {

/// HDF5 refused: "write dataset /spells/state: No space left on device".
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A write has failed in this process: HDF5 must not be left to close anything (hdf5.hpp).
[[nodiscard]] bool is_broken();

/// What one element is. Text is UTF-8 and of variable length: netCDF readers crash on datasets of
/// fixed-length strings.
enum class Element { u8, u16, u32, u64, i32, f64, text };
[[nodiscard]] const char* name_of(Element element);   ///< uint8, …, float64, text
[[nodiscard]] std::size_t bytes_of(Element element);  ///< of a number

template <typename T>
concept Number = std::is_same_v<T, std::uint8_t> || std::is_same_v<T, std::uint16_t> ||
    std::is_same_v<T, std::uint32_t> || std::is_same_v<T, std::uint64_t> ||
    std::is_same_v<T, std::int32_t> || std::is_same_v<T, double>;

template <Number T>
[[nodiscard]] constexpr Element element_of() {
    if constexpr (std::is_same_v<T, std::uint8_t>) return Element::u8;
    if constexpr (std::is_same_v<T, std::uint16_t>) return Element::u16;
    if constexpr (std::is_same_v<T, std::uint32_t>) return Element::u32;
    if constexpr (std::is_same_v<T, std::uint64_t>) return Element::u64;
    if constexpr (std::is_same_v<T, std::int32_t>) return Element::i32;
    if constexpr (std::is_same_v<T, double>) return Element::f64;
}

/// The attributes of one group or dataset; lives no longer than it.
class Attributes {
public:
    struct Owner;
    explicit Attributes(const Owner* owner) : owner_(owner) {}

    void set(const std::string& name, const std::string& text);
    void set(const std::string& name, const std::vector<std::string>& texts);
    template <Number T>
    void set(const std::string& name, T value) {
        write(name, element_of<T>(), &value, std::nullopt);
    }
    template <Number T>
    void set(const std::string& name, const std::vector<T>& values) {
        write(name, element_of<T>(), values.data(), values.size());
    }

    [[nodiscard]] bool has(const std::string& name) const;

    // These throw Error when the attribute is missing or of another kind.
    [[nodiscard]] std::string text(const std::string& name) const;
    [[nodiscard]] std::vector<std::string> texts(const std::string& name) const;
    template <Number T>
    [[nodiscard]] std::vector<T> numbers(const std::string& name) const {
        std::vector<T> values(count(name));
        read(name, element_of<T>(), values.data());
        return values;
    }
    template <Number T>
    [[nodiscard]] T number(const std::string& name) const {
        const auto values = numbers<T>(name);
        if (values.size() != 1) throw Error("read attribute " + name + ": it is not one number");
        return values[0];
    }

private:
    void write(const std::string& name, Element element, const void* values,
               std::optional<std::size_t> n);
    void read(const std::string& name, Element element, void* values) const;
    [[nodiscard]] std::size_t count(const std::string& name) const;

    const Owner* owner_;
};

}  // namespace forlob::hdf5
