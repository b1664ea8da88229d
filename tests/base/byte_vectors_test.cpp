#include "base/byte_vectors.hpp"

#include <doctest/doctest.h>

#include <random>
#include <vector>

#include "support/instruction_sets.hpp"

using namespace forlob;

namespace {

std::vector<std::uint8_t> random_bytes(std::size_t n, unsigned n_values) {
    std::mt19937 generator(static_cast<unsigned>(n));
    std::vector<std::uint8_t> bytes(n);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(generator() % n_values);
    return bytes;
}

}  // namespace

TEST_CASE("changes are found at every place, whatever the length and the vectors") {
    test::for_each_instruction_set([](std::string_view name) {
        CAPTURE(name);
        for (const std::size_t n : {1U, 2U, 63U, 64U, 65U, 127U, 128U, 1000U}) {
            const auto bytes = random_bytes(n + 1, 2);
            std::vector<std::uint64_t> bits((n + 63) / 64 + 1, 99);
            find_changes(bytes.data() + 1, n, bits.data());
            CHECK(bits.back() == 99);
            bits.pop_back();
            for (std::size_t i = 0; i < 64 * bits.size(); ++i) {
                const bool is_other = i < n && bytes[i + 1] != bytes[i];
                CHECK((bits[i / 64] >> i % 64 & 1) == (is_other ? 1 : 0));
            }
        }
    });
}

TEST_CASE("rows become columns, whatever their lengths and the vectors") {
    test::for_each_instruction_set([](std::string_view name) {
        CAPTURE(name);
        for (const std::size_t n_rows : {1U, 15U, 16U, 17U, 31U, 32U, 49U})
            for (const std::size_t n_columns : {1U, 15U, 16U, 17U, 64U, 100U}) {
                CAPTURE(n_rows);
                CAPTURE(n_columns);
                const std::size_t row_length = n_columns + 5;
                const auto from = random_bytes(n_rows * row_length, 256);
                std::vector<std::uint8_t> to(n_rows * n_columns + 1, 99);
                transpose(from.data(), row_length, n_rows, n_columns, to.data());
                CHECK(to.back() == 99);
                bool is_right = true;
                for (std::size_t row = 0; row < n_rows; ++row)
                    for (std::size_t column = 0; column < n_columns; ++column)
                        is_right &= to[column * n_rows + row] == from[row * row_length + column];
                CHECK(is_right);
            }
    });
}
