#pragma once

// What would somebody write by hand who only wanted this one workload? The two references that the
// engine's speed is compared with.
//
// Naive: persons as structs, month by month, the standard library's Mersenne Twister and its
// uniform reals, a search through cumulative probabilities. What one writes first.
//
// Tuned: person by person, so that a life stays in registers; xoshiro256++, cumulative
// probabilities as 64-bit integers, the next state by adding up comparisons, so that nothing in the
// month is a branch. What one writes after a profile, without vector instructions.
//
// Both count persons by state and month, from which everything that W1 and W3 ask for follows; cost
// person by person would make them 5 % slower.

#include <bit>
#include <cstdint>

#include "workload.hpp"

namespace forlob::bench {

[[nodiscard]] Occupancy naive_w1(std::uint64_t seed, std::uint32_t n_people);
[[nodiscard]] Occupancy naive_w3(std::uint64_t seed, std::uint32_t n_people);
[[nodiscard]] Occupancy tuned_w1(std::uint64_t seed, std::uint32_t n_people);
[[nodiscard]] Occupancy tuned_w3(std::uint64_t seed, std::uint32_t n_people);

/// Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021, seeded by
/// SplitMix64.
class Xoshiro256 {
public:
    explicit Xoshiro256(std::uint64_t seed) {
        for (std::uint64_t& word : state_) {
            seed += 0x9E3779B97F4A7C15;
            word = (seed ^ seed >> 30) * 0xBF58476D1CE4E5B9;
            word = (word ^ word >> 27) * 0x94D049BB133111EB;
            word ^= word >> 31;
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

}  // namespace forlob::bench
