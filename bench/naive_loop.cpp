#include <random>

#include "hand_loops.hpp"

namespace forlob::bench {
namespace {

struct Person {
    std::size_t stratum = 0;
    std::size_t state = 0;
    std::size_t months = 0;  ///< completed in state 0, at most 12
};

// [stratum][band][from][to], cumulative.
using Tables = std::array<std::array<Matrix, n_bands>, n_work_strata>;

Matrix cumulative(Matrix matrix) {
    for (auto& row : matrix) {
        for (std::size_t to = 1; to < n_work_states; ++to) row[to] += row[to - 1];
        row.back() = 1.0;
    }
    return matrix;
}

Occupancy month_by_month(std::uint64_t seed, std::vector<Person> people, const Tables& tables) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> uniform(0.0, 1.0);
    Occupancy persons = nobody();
    persons[0] = people.size();
    for (std::size_t tick = 1; tick <= n_work_months; ++tick) {
        for (Person& person : people) {
            const auto& row = tables[person.stratum][band_of[person.months]][person.state];
            const double u = uniform(random);
            std::size_t next = 0;
            while (next < n_work_states - 1 && u >= row[next]) ++next;
            if (person.state == 0 && next == 0)
                person.months += person.months < band_of.size() - 1 ? 1 : 0;
            else
                person.months = 0;
            person.state = next;
            ++persons[tick * n_work_states + next];
        }
    }
    return persons;
}

}  // namespace

Occupancy naive_w1(std::uint64_t seed, std::uint32_t n_people) {
    Tables tables;
    for (auto& bands : tables) bands.fill(cumulative(w1_matrix()));
    return month_by_month(seed, std::vector<Person>(n_people), tables);
}

Occupancy naive_w3(std::uint64_t seed, std::uint32_t n_people) {
    Tables tables;
    for (std::size_t stratum = 0; stratum < n_work_strata; ++stratum)
        for (std::size_t band = 0; band < n_bands; ++band)
            tables[stratum][band] = cumulative(w3_matrix(stratum, band));
    std::vector<Person> people(n_people);
    for (std::size_t person = 0; person < people.size(); ++person)
        people[person].stratum = stratum_of[person % stratum_of.size()];
    return month_by_month(seed, std::move(people), tables);
}

}  // namespace forlob::bench
