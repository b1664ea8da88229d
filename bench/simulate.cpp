// Question: how many person-months a second does a whole simulation do, from plain models to the
// shipped scenario, compared with a loop written by hand for the plain one? What do small cohorts,
// block size and threads cost or gain?

#include "simulate/simulate.hpp"

#include <benchmark/benchmark.h>

#include <string>

#include "input/scenario_spec.hpp"
#include "tuned_loop.hpp"
#include "typical_model.hpp"

using namespace forlob;

namespace {

constexpr std::int32_t horizon = 48;

void run(benchmark::State& state, const std::vector<Model>& arms, SimulationPlan plan) {
    std::uint64_t people = 0;
    SimulationHooks hooks;
    hooks.in_order = [&](ReplicationResult& result) {
        for (const Counts& arm : result.arms) people += arm.persons;
    };
    for (auto _ : state) {
        ++plan.seed;
        simulate(arms, plan, hooks);
    }
    const double months = arms.front().horizon;
    state.counters["person_months"] =
        benchmark::Counter(static_cast<double>(people) * months, benchmark::Counter::kIsRate);
}

SimulationPlan plan_of(std::uint32_t n_people, std::uint32_t n_replications, int threads = 1) {
    SimulationPlan plan;
    plan.n_people = n_people;
    plan.n_replications = n_replications;
    plan.threads = threads;
    return plan;
}

// The reference: the plain model by hand.
void by_hand(benchmark::State& state) {
    constexpr std::uint32_t n_people = 100000;
    std::uint64_t seed = 0;
    for (auto _ : state) benchmark::DoNotOptimize(bench::tuned_loop(++seed, n_people, horizon));
    state.counters["person_months"] = benchmark::Counter(
        static_cast<double>(state.iterations()) * n_people * horizon, benchmark::Counter::kIsRate);
}
BENCHMARK(by_hand)->UseRealTime();

// 8 states, 3 moves each, one arm.
void plain(benchmark::State& state) {
    run(state, {bench::plain_model(horizon)}, plan_of(100000, 1));
}
BENCHMARK(plain)->UseRealTime();

// The typical model without programs, and with four arms of which three have one.
void one_arm(benchmark::State& state) {
    run(state, bench::typical_arms(0, horizon), plan_of(100000, 1));
}
BENCHMARK(one_arm)->UseRealTime();

void four_arms(benchmark::State& state) {
    run(state, bench::typical_arms(3, horizon),
        plan_of(100000, 1, static_cast<int>(state.range(0))));
}
BENCHMARK(four_arms)->Arg(1)->Arg(2)->Arg(4)->UseRealTime();

// A municipality's cohort, many times over.
void small_cohorts(benchmark::State& state) {
    run(state, bench::typical_arms(3, horizon),
        plan_of(220, 1000, static_cast<int>(state.range(0))));
}
BENCHMARK(small_cohorts)->Arg(1)->Arg(2)->Arg(4)->UseRealTime();

// The scenario that users meet first, as large as they meet it.
void shipped(benchmark::State& state) {
    const ScenarioSpec scenario =
        read_scenario(std::string(FORLOB_SOURCE_FOLDER) + "/scenarios/isu-vs-municipal.yaml");
    run(state, compile_arms(scenario),
        plan_of(scenario.cohort_size, scenario.replications, static_cast<int>(state.range(0))));
}
BENCHMARK(shipped)->Arg(1)->Arg(2)->Arg(4)->UseRealTime();

// People per block; more than some hundred are cut down (simulate.cpp).
void block(benchmark::State& state) {
    SimulationPlan plan = plan_of(100000, 1);
    plan.block_people = static_cast<std::uint32_t>(state.range(0));
    run(state, bench::typical_arms(3, horizon), plan);
}
BENCHMARK(block)->Arg(16)->Arg(64)->Arg(4096)->UseRealTime();

}  // namespace
