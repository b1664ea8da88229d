// Question: how long does it take from a scenario's text to tables, and from one draw of its
// parameters to the tables of that draw?

#include "model/model.hpp"
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

// Draw after draw, as a run over draws compiles them: other numbers every time, all arms.
void draws(benchmark::State& state, const ScenarioSpec& scenario) {
    const ParameterDraws drawn = draw_parameters(scenario);
    std::size_t draw = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(compile_arms(scenario, drawn.of(draw)));
        draw = (draw + 1) % drawn.n();
    }
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

}  // namespace
