// Question: how long does exact recursion take for one draw of parameters, of the size that
// cost-effectiveness models have, and for the shipped scenario? What do visits and exits cost, and
// what is saved by keeping the structure from draw to draw?

#include <vector>

#include "exact/recursion.hpp"
#include "support.hpp"
#include "support/hand_model.hpp"
#include "workload.hpp"

using namespace forlob;
using namespace forlob::bench;

namespace {

// Four states over 75 cycles, as published models of chronic disease have.
Model four_states() {
    Model model = test::hand_model(4, 75);
    constexpr StateId healthy{0}, sick{1}, sicker{2}, dead{3};
    test::build_tables(model,
                       test::moves_by_state({{{sick, {0.14}}, {dead, {0.002}}},
                                             {{healthy, {0.39}}, {sicker, {0.1}}, {dead, {0.006}}},
                                             {{dead, {0.02}}},
                                             {}}));
    return model;
}

std::vector<Model> shipped() { return compile_arms(shipped_scenario()); }

ExactPlan only_counts() {
    ExactPlan plan;
    plan.first_visits = false;
    plan.exits = false;
    return plan;
}

ExactPlan without_relapses() {
    ExactPlan plan;
    plan.relapses = false;
    return plan;
}

// One arm of 8 states and 48 months, structure kept: against the same recursion by hand.
void draw_of_w1(benchmark::State& state) {
    const std::vector<Model> arms = compile_arms(workload("w1"));
    ExactRecursion recursion(only_counts());
    for (auto _ : state) benchmark::DoNotOptimize(recursion.count(arms.front()));
}
BENCHMARK(draw_of_w1)->Name("exact/w1")->Unit(benchmark::kMicrosecond);

// Four arms of the same structure.
void draw_of_four_states(benchmark::State& state) {
    const Model model = four_states();
    ExactRecursion recursion(only_counts());
    for (auto _ : state)
        for (int arm = 0; arm < 4; ++arm) benchmark::DoNotOptimize(recursion.count(model));
}
BENCHMARK(draw_of_four_states)->Name("exact/four_states")->Unit(benchmark::kMicrosecond);

void draw_of_four_states_with_visits(benchmark::State& state) {
    const Model model = four_states();
    ExactRecursion recursion(without_relapses());
    for (auto _ : state)
        for (int arm = 0; arm < 4; ++arm) benchmark::DoNotOptimize(recursion.count(model));
}
BENCHMARK(draw_of_four_states_with_visits)
    ->Name("exact/four_states_visits")
    ->Unit(benchmark::kMicrosecond);

void first_draw_of_four_states(benchmark::State& state) {
    const Model model = four_states();
    for (auto _ : state)
        for (int arm = 0; arm < 4; ++arm)
            benchmark::DoNotOptimize(expected_counts(model, only_counts()));
}
BENCHMARK(first_draw_of_four_states)
    ->Name("exact/four_states_first")
    ->Unit(benchmark::kMicrosecond);

// Structure is kept by arm.
void draw_of_shipped(benchmark::State& state, const ExactPlan& plan) {
    const std::vector<Model> arms = shipped();
    std::vector<ExactRecursion> recursions;
    for (std::size_t arm = 0; arm < arms.size(); ++arm) recursions.emplace_back(plan);
    for (auto _ : state)
        for (std::size_t arm = 0; arm < arms.size(); ++arm)
            benchmark::DoNotOptimize(recursions[arm].count(arms[arm]));
}
BENCHMARK_CAPTURE(draw_of_shipped, counts, only_counts())
    ->Name("exact/shipped")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(draw_of_shipped, visits_and_exits, without_relapses())
    ->Name("exact/shipped_visits")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(draw_of_shipped, relapses, ExactPlan{})
    ->Name("exact/shipped_relapses")
    ->Unit(benchmark::kMillisecond);

void first_draw_of_shipped(benchmark::State& state) {
    const std::vector<Model> arms = shipped();
    for (auto _ : state)
        for (const Model& model : arms)
            benchmark::DoNotOptimize(expected_counts(model, only_counts()));
}
BENCHMARK(first_draw_of_shipped)->Name("exact/shipped_first")->Unit(benchmark::kMillisecond);

}  // namespace
