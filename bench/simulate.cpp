// Question: how many person-months a second does the engine simulate and count, on work that others
// were measured on, on the shipped scenario, and as tables, turnover, records and blocks grow? What
// do more threads gain?
//
// Whatever kernel the engine chooses for a model is what is measured: everything goes through
// simulate() and run().

#include "simulate/simulate.hpp"

#include "run.hpp"
#include "support.hpp"
#include "support/hand_model.hpp"
#include "typical_model.hpp"
#include "workload.hpp"

using namespace forlob;
using namespace forlob::bench;

namespace {

constexpr std::int32_t horizon = 48;

SimulationPlan plan_of(std::uint32_t n_people, std::uint32_t n_replications, int threads = 1) {
    SimulationPlan plan;
    plan.seed = 1;
    plan.n_people = n_people;
    plan.n_replications = n_replications;
    plan.threads = threads;
    return plan;
}

// Other people in every iteration. The rate is of the arms together.
void run_simulation(benchmark::State& state, const std::vector<Model>& arms, SimulationPlan plan) {
    std::uint64_t people = 0;
    SimulationHooks hooks;
    hooks.in_order = [&](ReplicationResult& result) {
        for (const Counts& arm : result.arms) people += arm.persons;
    };
    hooks.trajectories = [](const TrajectoryBlock& some) {
        benchmark::DoNotOptimize(some.spells.person.data());
    };
    for (auto _ : state) {
        ++plan.seed;
        simulate(arms, plan, hooks);
    }
    count(state, "person_months", static_cast<double>(people) * arms.front().horizon);
}

Occupancy occupancy_of(const std::vector<Model>& arms, std::size_t arm,
                       const SimulationPlan& plan) {
    Occupancy occupancy = nobody();
    SimulationHooks hooks;
    hooks.in_order = [&](ReplicationResult& result) {
        const auto persons = persons_in_state(result.arms[arm], arms[arm]);
        for (std::size_t tick = 0; tick <= n_work_months; ++tick)
            for (std::size_t state = 0; state < n_work_states; ++state)
                occupancy[tick * n_work_states + state] += persons(tick, state);
    };
    simulate(arms, plan, hooks);
    return occupancy;
}

// Speed counts only if the same plan gives what is exactly expected.
bool is_right(benchmark::State& state, const std::string& name, const ScenarioSpec& scenario,
              const std::vector<Model>& arms, const SimulationPlan& plan) {
    for (std::size_t arm = 0; arm < arms.size(); ++arm) {
        const double z =
            largest_z(name, scenario.arms[arm].name.text, occupancy_of(arms, arm, plan));
        if (z <= allowed_z) continue;
        state.SkipWithError("does not agree with the exact result");
        return false;
    }
    return true;
}

// The kernel that takes every model, where the engine has others to choose from.
template <typename Plan>
void force_general_kernel(Plan& plan) {
    if constexpr (requires { plan.fastest; }) plan.fastest = decltype(plan.fastest)::general;
}

enum class Kernels { chosen, general };

void work(benchmark::State& state, const char* name, Kernels kernels = Kernels::chosen,
          std::uint32_t trajectories = 0) {
    const ScenarioSpec scenario = workload(name);
    const std::vector<Model> arms = compile_arms(scenario);
    SimulationPlan plan = plan_of(scenario.cohort_size, scenario.replications);
    plan.trajectory_replications = trajectories;
    if (kernels == Kernels::general) force_general_kernel(plan);
    if (is_right(state, name, scenario, arms, plan)) run_simulation(state, arms, plan);
}
BENCHMARK_CAPTURE(work, w1, "w1")->Name("simulate/w1")->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(work, w2, "w2")->Name("simulate/w2")->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(work, w3, "w3")->Name("simulate/w3")->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(work, w1_general, "w1", Kernels::general)
    ->Name("simulate/w1_general")
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(work, w3_general, "w3", Kernels::general)
    ->Name("simulate/w3_general")
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(work, w1_spells, "w1", Kernels::chosen, 1U << 30)
    ->Name("simulate/w1_spells")
    ->MeasureProcessCPUTime();

// A tenth of the replications that users meet: long enough, and five times in a run of all this.
ScenarioSpec shortened_scenario() {
    ScenarioSpec scenario = shipped_scenario();
    scenario.replications /= 10;
    return scenario;
}

void shipped(benchmark::State& state) {
    const ScenarioSpec scenario = shortened_scenario();
    run_simulation(state, compile_arms(scenario),
                   plan_of(scenario.cohort_size, scenario.replications));
}
BENCHMARK(shipped)->Name("simulate/shipped")->MeasureProcessCPUTime();

// The whole pipeline but for the file: compiles, simulates, counts, prices all accounts, estimates.
void shipped_run(benchmark::State& state) {
    const ScenarioSpec scenario = shipped_scenario();
    RunOptions options;
    options.threads = 1;
    for (auto _ : state) benchmark::DoNotOptimize(run(scenario, options));
    count(state, "person_months",
          static_cast<double>(state.iterations()) * static_cast<double>(person_months(scenario)));
}
BENCHMARK(shipped_run)->Name("run/shipped")->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);

// Everybody may go to the next three states, with so much chance together; rows by so many months
// in the state.
Model ring(int n_states, double turnover, std::uint16_t n_durations) {
    Model model = test::hand_model(n_states, horizon);
    model.coordinate_cap[index(Coordinate::months_in_state)] =
        static_cast<std::uint16_t>(n_durations - 1);
    model.coordinate_used_by_dynamics[index(Coordinate::months_in_state)] = n_durations > 1;
    test::HandTables tables;
    if (n_durations > 1)
        tables.row_axes = [](PhaseId, StateId) {
            return std::vector<test::HandAxis>{{Coordinate::months_in_state, 1}};
        };
    tables.moves = [=](PhaseId, StateId from, std::uint32_t, std::span<const std::uint16_t>) {
        std::vector<StatedMove> moves;
        for (int step = 1; step <= std::min(3, n_states - 1); ++step)
            moves.push_back(
                {static_cast<StateId>((static_cast<int>(index(from)) + step) % n_states),
                 {turnover * step / 6.0}});
        return moves;
    };
    test::build_tables(model, tables);
    return model;
}

void states(benchmark::State& state) {
    run_simulation(state, {ring(static_cast<int>(state.range(0)), 0.08, 1)}, plan_of(50'000, 1));
}
BENCHMARK(states)
    ->Name("simulate/states")
    ->RangeMultiplier(4)
    ->Range(4, 64)
    ->MeasureProcessCPUTime();

void turnover(benchmark::State& state) {
    run_simulation(state, {ring(8, static_cast<double>(state.range(0)) / 1000.0, 1)},
                   plan_of(50'000, 1));
}
BENCHMARK(turnover)
    ->Name("simulate/turnover_permille")
    ->Arg(0)
    ->Arg(20)
    ->Arg(80)
    ->Arg(320)
    ->MeasureProcessCPUTime();

void durations(benchmark::State& state) {
    run_simulation(state, {ring(8, 0.08, static_cast<std::uint16_t>(state.range(0)))},
                   plan_of(50'000, 1));
}
BENCHMARK(durations)
    ->Name("simulate/rows_per_state")
    ->Arg(1)
    ->Arg(4)
    ->Arg(16)
    ->Arg(48)
    ->MeasureProcessCPUTime();

// Thirteen states, attributes, frailty, clocks; without programs, and four arms of which three have
// one; a municipality's cohort many times over.
void one_arm(benchmark::State& state) {
    run_simulation(state, typical_arms(0, horizon), plan_of(50'000, 1));
}
BENCHMARK(one_arm)->Name("simulate/typical/one_arm")->MeasureProcessCPUTime();

void four_arms(benchmark::State& state) {
    run_simulation(state, typical_arms(3, horizon), plan_of(20'000, 1));
}
BENCHMARK(four_arms)->Name("simulate/typical/four_arms")->MeasureProcessCPUTime();

void small_cohorts(benchmark::State& state) {
    run_simulation(state, typical_arms(3, horizon), plan_of(220, 100));
}
BENCHMARK(small_cohorts)->Name("simulate/typical/small_cohorts")->MeasureProcessCPUTime();

// People per block; more than some hundred are cut down (simulate.cpp).
void block(benchmark::State& state) {
    SimulationPlan plan = plan_of(20'000, 1);
    plan.block_people = static_cast<std::uint32_t>(state.range(0));
    run_simulation(state, typical_arms(3, horizon), plan);
}
BENCHMARK(block)
    ->Name("simulate/block_people")
    ->Arg(16)
    ->Arg(64)
    ->Arg(4096)
    ->MeasureProcessCPUTime();

void every_number_of_threads(benchmark::internal::Benchmark* one) {
    for (int threads = 1; threads < available_threads(); threads *= 2) one->Arg(threads);
    one->Arg(available_threads());
}

// The same work for more threads, and work that grows with them.
void strong_scaling(benchmark::State& state) {
    const ScenarioSpec scenario = shipped_scenario();
    run_simulation(
        state, compile_arms(scenario),
        plan_of(scenario.cohort_size, scenario.replications / 4, static_cast<int>(state.range(0))));
}
BENCHMARK(strong_scaling)
    ->Name("scaling/strong/threads")
    ->Apply(every_number_of_threads)
    ->UseRealTime();

void weak_scaling(benchmark::State& state) {
    const ScenarioSpec scenario = shipped_scenario();
    const auto threads = static_cast<std::uint32_t>(state.range(0));
    run_simulation(state, compile_arms(scenario),
                   plan_of(scenario.cohort_size, scenario.replications / 8 * threads,
                           static_cast<int>(threads)));
}
BENCHMARK(weak_scaling)
    ->Name("scaling/weak/threads")
    ->Apply(every_number_of_threads)
    ->UseRealTime();

}  // namespace
