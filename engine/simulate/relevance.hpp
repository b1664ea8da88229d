#pragma once

// What has to be known about a person? Coordinates that nothing depends on any more are forgotten,
// so that people who differ in nothing else are in the same situation.

#include <cstdint>
#include <vector>

#include "model/model.hpp"
#include "model/state_set.hpp"

namespace forlob {

/// Which coordinates situations tell apart.
enum class Detail : std::uint8_t {
    what_matters,  ///< those that rows, cells, phases or offers depend on, price clocks apart
    everything     ///< all that have a cap, price clocks among them: for tests that look at them
};

struct Relevance {
    /// [coordinate] value beyond which nothing is told apart; 0: a situation does not know it.
    std::vector<std::uint16_t> caps;
    /// [coordinate] clocks that only cells depend on. They are kept beside the situation: a clock
    /// of twelve months would multiply situations by twelve, and change nobody's life.
    std::vector<bool> is_price_clock;
    StateSet months_in_state;           ///< states in which months in state matter, in any phase
    std::vector<bool> months_in_phase;  ///< [phase] whether they matter, in any state
};

[[nodiscard]] Relevance relevance(const Model& model, Detail detail);

}  // namespace forlob
