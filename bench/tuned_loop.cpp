#include "tuned_loop.hpp"

#include <array>
#include <bit>

namespace forlob::bench {
namespace {

// Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021.
class Xoshiro256 {
public:
    explicit Xoshiro256(std::uint64_t seed) {
        for (std::uint64_t& word : state_) {
            seed += 0x9E3779B97F4A7C15;
            word = (seed ^ seed >> 30) * 0xBF58476D1CE4E5B9;
            word ^= word >> 27;
        }
    }
    std::uint64_t operator()() {
        const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
        const std::uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }

private:
    std::array<std::uint64_t, 4> state_{};
};

constexpr std::size_t n_states = 8;

}  // namespace

std::vector<std::uint64_t> tuned_loop(std::uint64_t seed, std::uint32_t n_people,
                                      std::int32_t horizon) {
    // [from][k] where the k-th state's interval begins: the person is in the last that has begun.
    std::array<std::array<std::uint64_t, n_states - 1>, n_states> begins{};
    for (std::size_t from = 0; from < n_states; ++from) {
        double below = 0.0;
        for (std::size_t to = 0; to + 1 < n_states; ++to) {
            const std::size_t step = (to + n_states - from) % n_states;
            below += step == 0 ? 0.94 : step <= 3 ? 0.01 * static_cast<double>(step) : 0.0;
            begins[from][to] = below < 1.0 - 1e-12 ? static_cast<std::uint64_t>(below * 0x1p64)
                                                   : ~std::uint64_t{0};
        }
    }
    Xoshiro256 random(seed);
    std::vector<std::uint64_t> persons(static_cast<std::size_t>(horizon) * n_states, 0);
    for (std::uint32_t person = 0; person < n_people; ++person) {
        std::size_t state = 0;
        for (std::size_t month = 0; month < static_cast<std::size_t>(horizon); ++month) {
            const std::uint64_t uniform = random();
            std::size_t next = 0;
            for (const std::uint64_t begin : begins[state]) next += uniform >= begin ? 1 : 0;
            state = next;
            ++persons[month * n_states + state];
        }
    }
    return persons;
}

}  // namespace forlob::bench
