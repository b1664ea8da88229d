// Question: how long does it take from a scenario's text to tables, and from one draw of its
// parameters to the tables of that draw?

#include <fmt/format.h>

#include <string>
#include <vector>

#include "economics/price_compiler.hpp"
#include "model/model_compiler.hpp"
#include "model/parameter_draws.hpp"
#include "support.hpp"

using namespace forlob;
using namespace forlob::bench;

namespace {

void read_shipped(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(shipped_scenario());
}
BENCHMARK(read_shipped)->Name("compile/read")->Unit(benchmark::kMillisecond);

void compile_shipped(benchmark::State& state) {
    const ScenarioSpec scenario = shipped_scenario();
    for (auto _ : state) benchmark::DoNotOptimize(compile_arms(scenario));
}
BENCHMARK(compile_shipped)->Name("compile/shipped")->Unit(benchmark::kMillisecond);

// Draw after draw, as a run over draws compiles them: other numbers every time, rows and amounts of
// all arms. What is planned once for all draws is `compile/shipped`.
void draws(benchmark::State& state, const ScenarioSpec& scenario) {
    const ParameterDraws drawn = draw_parameters(scenario);
    ModelCompiler compiler(scenario);
    PriceCompiler pricing(scenario);
    std::size_t draw = 0;
    const auto compile_next = [&] {
        const std::vector<Model>& models = compiler.compile(drawn.of(draw));
        benchmark::DoNotOptimize(pricing.price(models, compiler.shape()).data());
        draw = (draw + 1) % drawn.n();
    };
    // The first of them plans, the second learns what to watch.
    compile_next();
    compile_next();
    for (auto _ : state) compile_next();
    state.counters["anew"] = static_cast<double>(compiler.shape());
}
void draw_of_shipped(benchmark::State& state) {
    ScenarioSpec scenario = shipped_scenario();
    scenario.draws = DrawsSpec{};
    scenario.draws->n = 100;
    scenario.draws->has_n = true;
    draws(state, scenario);
}
BENCHMARK(draw_of_shipped)->Name("compile/draw/shipped")->Unit(benchmark::kMicrosecond);

// Four states, three strategies, 1000 given draws: the size of published cost-effectiveness models.
void draw_of_published(benchmark::State& state) {
    draws(state, scenario_at("models/published/v06-sick-sicker-draws.yaml"));
}
BENCHMARK(draw_of_published)->Name("compile/draw/published")->Unit(benchmark::kMicrosecond);

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
    for (auto _ : state) rows = compile_arms(scenario).front().rows.n_rows();
    state.counters["rows"] = static_cast<double>(rows);
}
BENCHMARK(rows_of_steps)
    ->Name("compile/rows")
    ->Arg(1)
    ->Arg(64)
    ->Arg(256)
    ->Arg(1024)
    ->Unit(benchmark::kMicrosecond);

}  // namespace
