#include "hand_loops.hpp"

namespace forlob::bench {
namespace {

// [k] where the interval of state k + 1 begins: the person goes to the last state that has begun.
using Begins = std::array<std::uint64_t, n_work_states - 1>;

Begins begins_of(const std::array<double, n_work_states>& probabilities) {
    Begins begins{};
    double below = 0.0;
    for (std::size_t to = 0; to + 1 < n_work_states; ++to) {
        below += probabilities[to];
        // 1 has no 64-bit twin; the largest number is reached by nobody in practice.
        begins[to] =
            below < 1.0 - 1e-12 ? static_cast<std::uint64_t>(below * 0x1p64) : ~std::uint64_t{0};
    }
    return begins;
}

// Written out: as a loop, compilers turn it into vector code that compares 64-bit numbers slowly.
inline std::size_t state_at(const Begins& begins, std::uint64_t uniform) {
    return std::size_t{uniform >= begins[0]} + std::size_t{uniform >= begins[1]} +
           std::size_t{uniform >= begins[2]} + std::size_t{uniform >= begins[3]} +
           std::size_t{uniform >= begins[4]} + std::size_t{uniform >= begins[5]} +
           std::size_t{uniform >= begins[6]};
}

}  // namespace

Occupancy tuned_w1(std::uint64_t seed, std::uint32_t n_people) {
    std::array<Begins, n_work_states> rows;
    for (std::size_t from = 0; from < n_work_states; ++from)
        rows[from] = begins_of(w1_matrix()[from]);
    Xoshiro256 random(seed);
    Occupancy persons = nobody();
    persons[0] = n_people;
    for (std::uint32_t person = 0; person < n_people; ++person) {
        std::size_t state = 0;
        for (std::size_t tick = 1; tick <= n_work_months; ++tick) {
            state = state_at(rows[state], random());
            ++persons[tick * n_work_states + state];
        }
    }
    return persons;
}

Occupancy tuned_w3(std::uint64_t seed, std::uint32_t n_people) {
    // State 0 in four bands, then the other states: one table for each stratum.
    constexpr std::size_t n_rows = n_bands + n_work_states - 1;
    std::array<std::array<Begins, n_rows>, n_work_strata> tables;
    for (std::size_t stratum = 0; stratum < n_work_strata; ++stratum) {
        for (std::size_t band = 0; band < n_bands; ++band)
            tables[stratum][band] = begins_of(w3_matrix(stratum, band)[0]);
        for (std::size_t from = 1; from < n_work_states; ++from)
            tables[stratum][from + n_bands - 1] = begins_of(w3_matrix(stratum, 0)[from]);
    }
    Xoshiro256 random(seed);
    Occupancy persons = nobody();
    persons[0] = n_people;
    for (std::uint32_t person = 0; person < n_people; ++person) {
        const auto& rows = tables[stratum_of[person % stratum_of.size()]];
        std::size_t state = 0;
        std::size_t months = 0;
        for (std::size_t tick = 1; tick <= n_work_months; ++tick) {
            const std::size_t row = state == 0 ? band_of[months] : state + n_bands - 1;
            const std::size_t next = state_at(rows[row], random());
            const std::size_t longer = months < band_of.size() - 1 ? months + 1 : months;
            months = (state | next) == 0 ? longer : 0;
            state = next;
            ++persons[tick * n_work_states + state];
        }
    }
    return persons;
}

}  // namespace forlob::bench
