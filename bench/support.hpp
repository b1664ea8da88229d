#pragma once

// What do all benchmarks need? The scenarios of the repository, and rates that are told alike.

#include <benchmark/benchmark.h>

#include <string>

#include "input/scenario_spec.hpp"

namespace forlob::bench {

/// A scenario by its path in the repository.
[[nodiscard]] inline ScenarioSpec scenario_at(const std::string& path) {
    return read_scenario(FORLOB_SOURCE_FOLDER "/" + path, {});
}

/// The scenario that users meet first.
[[nodiscard]] inline ScenarioSpec shipped_scenario() {
    return scenario_at("scenarios/isu-vs-municipal.yaml");
}

/// So many `what` (person_months, uniforms, bytes) in all iterations, as a rate: of processor time,
/// or of real time where the benchmark uses that.
inline void count(benchmark::State& state, const char* what, double n) {
    state.counters[what] = benchmark::Counter(n, benchmark::Counter::kIsRate);
}

}  // namespace forlob::bench
