#pragma once

// The whole pipeline on one screen: a scenario in, a result (and its file) out. The only file that
// knows every module; start reading here.

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "input/scenario_spec.hpp"
#include "model/model.hpp"
#include "results/result.hpp"
#include "results/result_file.hpp"
#include "simulate/simulate.hpp"

namespace forlob {

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
    std::atomic<std::uint64_t>* person_months_done = nullptr;
    const std::atomic<bool>* stop = nullptr;
};

/// Stopped before the end, by the user: no file was written.
class Interrupted : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Simulates every arm and evaluates it. Throws InputError, ResultFileError or Interrupted.
[[nodiscard]] Result run(const ScenarioSpec& scenario, const RunOptions& options);

/// The same scenario by exact recursion: every measure that follows from expected counts, with
/// standard errors of 0; `Result::left_out` names what does not. Throws InputError,
/// ResultFileError, or NotExact when a feature prevents it altogether.
[[nodiscard]] Result run_exactly(const ScenarioSpec& scenario, const RunOptions& options);

/// arms × replications × people × months, for the progress bar; of a population that people enter
/// later, about so many.
[[nodiscard]] std::uint64_t person_months(const ScenarioSpec& scenario);

}  // namespace forlob
