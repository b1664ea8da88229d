#include "workload.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "support.hpp"

namespace forlob::bench {

const Matrix& w1_matrix() {
    static constexpr Matrix matrix{{
        {0.862, 0.04, 0.02, 0.003, 0.015, 0.006, 0.002, 0.052},
        {0.45, 0.4, 0.05, 0.01, 0.01, 0.005, 0.001, 0.074},
        {0.15, 0.01, 0.72, 0.005, 0.005, 0.003, 0.001, 0.106},
        {0.004, 0.001, 0.001, 0.98, 0.001, 0.004, 0.006, 0.003},
        {0.02, 0.004, 0.003, 0.0005, 0.95, 0.0005, 0.0002, 0.0218},
        {0.01, 0.005, 0.002, 0.012, 0.002, 0.95, 0.014, 0.005},
        {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0},
        {0.018, 0.001, 0.001, 0.0005, 0.003, 0.0005, 0.001, 0.975},
    }};
    return matrix;
}

Matrix w3_matrix(std::size_t stratum, std::size_t band) {
    constexpr std::array<double, n_work_strata> to_employment{1.0, 0.7, 1.3};
    constexpr std::array<double, n_bands> leaving{1.3, 1.0, 0.75, 0.5};
    Matrix matrix = w1_matrix();
    for (std::size_t from = 0; from < n_work_states; ++from) {
        double others = 0.0;
        for (std::size_t to = 0; to < n_work_states; ++to) {
            if (to == from) continue;
            if (from == 0) matrix[from][to] *= leaving[band];
            if (to == n_work_states - 1) matrix[from][to] *= to_employment[stratum];
            others += matrix[from][to];
        }
        matrix[from][from] = 1.0 - others;
    }
    return matrix;
}

ScenarioSpec workload(const std::string& name) {
    return scenario_at("bench/workloads/" + name + ".yaml");
}

double largest_z(const std::string& name, const std::string& arm, const Occupancy& occupancy) {
    static const auto expected =
        nlohmann::json::parse(std::ifstream(FORLOB_SOURCE_FOLDER "/bench/workloads/expected.json"));
    const auto& shares = expected.at(name).at(arm).at("occupancy");
    const double people = static_cast<double>(occupancy[0]);  // everybody starts in state 0
    double largest = 0.0;
    for (std::size_t tick = 0; tick <= n_work_months; ++tick) {
        for (std::size_t state = 0; state < n_work_states; ++state) {
            const double share = shares.at(tick).at(state).get<double>();
            const double error = std::sqrt(share * (1.0 - share) / people);
            const double difference = std::abs(
                static_cast<double>(occupancy[tick * n_work_states + state]) / people - share);
            if (difference > 1e-12)
                largest = std::max(largest, error > 0.0 ? difference / error
                                                        : std::numeric_limits<double>::infinity());
        }
    }
    return largest;
}

}  // namespace forlob::bench
