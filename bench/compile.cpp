// Question: how long does it take to compile a scenario into models, and to compile it again for
// every draw of its parameters? What do the rows cost, and what does the rest?
//
// Times of a draw are those of all arms together.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <string>
#include <vector>

#include "economics/price.hpp"
#include "input/scenario_spec.hpp"
#include "model/model.hpp"
#include "model/parameter_draws.hpp"

using namespace forlob;

namespace {

ScenarioSpec read(const std::string& path, std::uint32_t n_draws) {
    ScenarioSpec scenario = read_scenario(std::string(FORLOB_SOURCE_FOLDER) + "/" + path, {});
    if (!scenario.draws) scenario.draws.emplace();
    scenario.draws->n = n_draws;
    scenario.draws->has_n = scenario.draws->has_n || !scenario.draws->file;
    return scenario;
}

std::size_t n_rows(const std::vector<Model>& models) {
    std::size_t rows = 0;
    for (const Model& model : models) rows += model.rows.n_rows();
    return rows;
}

void compile_once(benchmark::State& state, const char* path) {
    const ScenarioSpec scenario = read(path, 1);
    std::size_t rows = 0;
    for (auto _ : state) rows = n_rows(compile_arms(scenario));
    state.counters["rows"] = static_cast<double>(rows);
}

void read_only(benchmark::State& state, const char* path) {
    for (auto _ : state) benchmark::DoNotOptimize(read(path, 1));
}

// Rows, and the amounts of money that go with them.
void draw(benchmark::State& state, const char* path, bool are_priced) {
    constexpr std::uint32_t n_draws = 64;
    const ScenarioSpec scenario = read(path, n_draws);
    const ParameterDraws draws = draw_parameters(scenario);
    std::size_t number = 0;
    for (auto _ : state) {
        const std::vector<Model> models = compile_arms(scenario, draws.of(number++ % n_draws));
        if (are_priced) benchmark::DoNotOptimize(price_arms(scenario, models));
    }
}

constexpr const char* shipped = "scenarios/isu-vs-municipal.yaml";
constexpr const char* sick_sicker = "models/published/v06-sick-sicker-draws.yaml";
BENCHMARK_CAPTURE(read_only, shipped, shipped)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(compile_once, shipped, shipped)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(draw, shipped_models, shipped, false)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(draw, shipped_models_and_prices, shipped, true)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(compile_once, sick_sicker, sick_sicker)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(draw, sick_sicker_models, sick_sicker, false)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(draw, sick_sicker_models_and_prices, sick_sicker, true)
    ->Unit(benchmark::kMicrosecond);

// Two states, of which people leave one in as many ways as the argument says: the slope is the
// price of a row.
std::string with_steps(std::int64_t n_steps) {
    std::string steps = "0: 1";
    for (std::int64_t step = 1; step < n_steps; ++step)
        steps += fmt::format(", {}: {}", step, 1.0 / (1.0 + static_cast<double>(step)));
    return fmt::format(R"(forlob: 1
kind: scenario
title: Steps
model:
  states: {{benefit: {{}}, work: {{}}}}
  transitions: {{benefit: {{work: 0.1}}, work: {{benefit: 0.05}}}}
  modifiers: [{{label: Stay, moves: [{{from: benefit}}], by: {{months_in_state: {{{}}}}}}}]
population: {{start: benefit}}
cohort: {{size: 1}}
horizon: {}
replications: 1
seed: 1
reference: only
arms: {{only: {{}}}}
)",
                       steps, n_steps + 1);
}

void rows_of_steps(benchmark::State& state) {
    const ScenarioSpec scenario = read_scenario_texts({{"steps.yaml", with_steps(state.range(0))}});
    std::size_t rows = 0;
    for (auto _ : state) rows = n_rows(compile_arms(scenario));
    state.counters["rows"] = static_cast<double>(rows);
}
BENCHMARK(rows_of_steps)->Arg(1)->Arg(64)->Arg(256)->Arg(1024)->Unit(benchmark::kMicrosecond);

}  // namespace
