#pragma once

// What will a run cost, and how precise will it be? What a pilot found, as plain values.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "outcomes/measure.hpp"
#include "results/main_result.hpp"

namespace forlob {

/// Of a run with so many replications.
struct PlannedRun {
    std::uint64_t n_replications = 0;
    std::vector<double> half_width;  ///< [compared arm] of the 95 % interval; NaN: not defined
    double seconds = 0.0;            ///< draws of parameters included
    double file_bytes = 0.0;
};

struct CostPlan {
    std::string title;
    std::string reference;
    std::uint32_t n_people = 0;
    std::int32_t horizon = 0;
    CycleWords words;
    std::size_t n_arms = 0;
    std::uint64_t person_cycles = 0;  ///< of the whole run

    std::uint32_t pilot_replications = 0;
    std::uint32_t pilot_people = 0;
    double pilot_seconds = 0.0;
    int threads = 0;

    MainResult main;
    std::vector<EstimateSoFar> pilot;  ///< [compared arm] scaled to the run's number of people
    std::vector<PlannedRun> runs;      ///< the scenario's replications, 4 and 16 times as many
    /// [compared arm] replications until it differs from 0 by `run --until-decided`; 0: more than
    /// 2^32, or not defined.
    std::vector<std::uint64_t> decided_after;
    std::optional<double> wanted_half_width;
    std::optional<PlannedRun> wanted;  ///< absent: no number of replications is known to reach it

    double memory_bytes = 0.0;
    double trajectory_bytes = 0.0;  ///< of the files above
    std::uint32_t trajectory_replications = 0;

    std::uint32_t n_draws = 0;
    double draws_seconds = 0.0;
    std::string draws_method;

    bool exact_answers = false;  ///< exact recursion gives the main result, without noise
    std::string exact;           ///< how, or why not, as a sentence
};

}  // namespace forlob
