#pragma once

// The whole pipeline on one screen: a scenario in, a result (and its file) out. The only file that
// knows every module; start reading here.

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/interrupted.hpp"
#include "input/scenario_spec.hpp"
#include "model/model.hpp"
#include "results/result.hpp"
#include "results/result_file.hpp"
#include "simulate/simulate.hpp"

namespace forlob {

/// Replications in blocks, until somebody who looks at them between the blocks has enough. The
/// scenario's number of replications is then the most there may be.
struct Looks {
    std::uint32_t every = 0;  ///< replications of a block
    /// Sees the measures and axes of all replications so far, first of none, last of all there may
    /// be. True: these are enough.
    std::function<bool(const Result& so_far)> is_enough;
};

/// How far the draws of parameters have come, which are evaluated before people are simulated.
struct DrawProgress {
    std::atomic<std::uint64_t> total{0};  ///< 0 before the first, and without draws
    std::atomic<std::uint64_t> done{0};
    std::atomic<std::uint64_t> person_months_done{0};  ///< where they are simulated
};

struct RunOptions {
    std::optional<std::string> output;  ///< result file; none is written without
    Overwrite overwrite = Overwrite::refuse;
    int threads = 0;                               ///< 0: all that may be used
    std::uint32_t block_people = 4096;             ///< speed only, never results
    Kernel fastest = Kernel::lanes;                ///< as SimulationPlan; speed only, never results
    std::function<void(const std::string&)> tell;  ///< gets lines about how it runs; may be empty
    std::string command_line;                      ///< for the file's history
    std::vector<std::string> overrides;            ///< as given on the command line, for the file
    std::string scenario_name;                     ///< file name of the scenario
    std::atomic<std::uint64_t>* person_months_done = nullptr;  ///< without those of draws
    DrawProgress* draws_done = nullptr;
    const std::atomic<bool>* stop = nullptr;
    /// The result is that of a run of the replications there were in the end, given as
    /// `--replications N`.
    std::optional<Looks> looks;
};

/// Simulates every arm and evaluates it. What can be refused is refused before the long work: first
/// the inputs and the output file, then the draws of parameters are evaluated, then people are
/// simulated. Throws InputError, ResultFileError, Interrupted, or NotExact (`run_draws.hpp`).
[[nodiscard]] Result run(const ScenarioSpec& scenario, const RunOptions& options);

/// The same scenario by exact recursion: every measure that follows from expected counts, with
/// standard errors of 0; `Result::left_out` names what does not. Throws InputError,
/// ResultFileError, Interrupted, or NotExact when a feature prevents it altogether.
[[nodiscard]] Result run_exactly(const ScenarioSpec& scenario, const RunOptions& options);

/// arms × replications × people × months, without draws, for the progress bar; of a population that
/// people enter later, about so many.
[[nodiscard]] std::uint64_t person_months(const ScenarioSpec& scenario);

}  // namespace forlob
