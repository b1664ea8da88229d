#pragma once

// How many replications are enough? Runs a scenario until the comparison is as precise as was
// asked for.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "outcomes/stopping.hpp"
#include "results/main_result.hpp"
#include "run.hpp"

namespace forlob {

struct UntilOptions {
    StopRule rule;
    std::string measure;                ///< as `main_result` takes it; empty: the headline's
    std::uint32_t look_every = 100;     ///< replications between two looks, at least 10
    std::optional<std::uint32_t> most;  ///< replications; else `usual_most`
};

struct UntilOutcome {
    Result result;
    MainResult main;
    std::vector<EstimateSoFar> estimates;  ///< [compared arm] in the end
    /// Half-widths, in standard errors, of intervals that hold for all arms and looks at once; of
    /// `StopRule::Kind::decided` only, else 0.
    double factor = 0.0;
    bool is_enough = false;  ///< false: the most replications were made, and the rule is not met
};

/// Ten times the scenario's replications.
[[nodiscard]] std::uint32_t usual_most(const ScenarioSpec& scenario);

/// The scenario with as many replications as the rule asks for, in blocks of `look_every`; the
/// scenario's own number does not matter but for `usual_most`. How many these are follows from the
/// scenario, its seed and the rule, never from threads or clocks, and the result is, byte for byte,
/// that of a run with `--replications` that many. A rule of the standard error knows the error only
/// as well as it is estimated (from a hundred replications, within a seventh), and its intervals
/// miss a little more often than 5 %; a rule of the decision keeps its 5 % (stopping.hpp).
///
/// Throws std::invalid_argument for a measure that there is not, and as `run`.
[[nodiscard]] UntilOutcome run_until(const ScenarioSpec& scenario, const RunOptions& options,
                                     const UntilOptions& until);

}  // namespace forlob
