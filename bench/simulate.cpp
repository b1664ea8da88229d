// Question: how many person-months a second does a whole simulation do, from plain to typical
// models, and what do small cohorts, programs, block size and threads cost or gain?

#include "simulate/simulate.hpp"

#include <benchmark/benchmark.h>

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
    state.counters["person_months"] =
        benchmark::Counter(static_cast<double>(people) * horizon, benchmark::Counter::kIsRate);
}

SimulationPlan plan_of(std::uint32_t n_people, std::uint32_t n_replications, int threads) {
    SimulationPlan plan;
    plan.n_people = n_people;
    plan.n_replications = n_replications;
    plan.threads = threads;
    return plan;
}

// 8 states, 3 moves each, one arm.
void plain(benchmark::State& state) {
    run(state, {bench::plain_model(horizon)}, plan_of(100000, 1, static_cast<int>(state.range(0))));
}
BENCHMARK(plain)->Arg(1)->Arg(2)->Arg(4)->UseRealTime();

// The typical model without programs, and with four arms of which three have one.
void one_arm(benchmark::State& state) {
    run(state, bench::typical_arms(0, horizon), plan_of(100000, 1, 1));
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

// People per block.
void block(benchmark::State& state) {
    SimulationPlan plan = plan_of(100000, 1, 1);
    plan.block_people = static_cast<std::uint32_t>(state.range(0));
    run(state, bench::typical_arms(3, horizon), plan);
}
BENCHMARK(block)->RangeMultiplier(4)->Range(64, 16384)->UseRealTime();

}  // namespace
