// Question: how many person-months a second does each part of the lane kernel do? What does the
// size of blocks cost or gain?

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "input/scenario_spec.hpp"
#include "random/block_draws.hpp"
#include "simulate/lane_kernel.hpp"
#include "simulate/simulate.hpp"

using namespace forlob;

namespace {

constexpr std::size_t n_people = 1984;

std::vector<Model> workload(const std::string& name) {
    return compile_arms(
        read_scenario(std::string(FORLOB_SOURCE_FOLDER) + "/bench/workloads/" + name + ".yaml"));
}

void set_rate(benchmark::State& state, double person_months) {
    state.counters["person_months"] =
        benchmark::Counter(person_months, benchmark::Counter::kIsRate);
    state.SetLabel(instruction_set_of_lanes());
}

void lanes_by_block(benchmark::State& state) {
    const std::vector<Model> arms = workload("w1");
    SimulationPlan plan;
    plan.n_people = 96000;
    plan.n_replications = 1;
    plan.threads = 1;
    plan.block_people = static_cast<std::uint32_t>(state.range(0));
    std::uint64_t people = 0;
    SimulationHooks hooks;
    hooks.in_order = [&](ReplicationResult& result) {
        for (const Counts& arm : result.arms) people += arm.persons;
    };
    for (auto _ : state) {
        ++plan.seed;
        simulate(arms, plan, hooks);
    }
    set_rate(state, static_cast<double>(people) * arms.front().horizon);
}
BENCHMARK(lanes_by_block)->Name("lanes/block_people")->Arg(64)->Arg(256)->Arg(1024)->Arg(3008);

// One block of a workload in month 13, when people are spread over the states.
struct Block {
    std::vector<Model> arms;
    LaneTable table;
    BlockDraws draws;
    std::vector<std::uint32_t> words, moves, first_visits;
    std::vector<std::uint8_t> top_bytes, before, after;
    std::vector<std::uint16_t> visited;
    std::vector<LanePosition> positions;

    explicit Block(const std::string& name)
        : arms(workload(name)),
          table(*lane_table(arms.front()).table),
          words(n_people),
          moves(table.n_groups * table.stride * table.stride),
          first_visits(table.n_groups * table.stride),
          top_bytes(n_people),
          before(n_people, table.start.front().front()),
          after(n_people),
          visited(n_people),
          positions(n_people + lane_group) {
        draws.begin({.seed = 1, .purpose = Purpose::transition}, PersonId{0}, n_people);
        for (int tick = 1; tick <= 12; ++tick) {
            draw(tick);
            move(find());
            before.swap(after);
        }
        draw(13);
    }
    [[nodiscard]] LaneMonth month() {
        return {table, n_people, words.data(), top_bytes.data(), before.data(), after.data()};
    }
    void draw(int tick) { draws.draw(Tick{tick}, words, top_bytes); }
    std::size_t find() { return let_stay(month(), positions.data()); }
    void move(std::size_t n) {
        move_people(month(), {positions.data(), n},
                    {moves.data(), first_visits.data(), visited.data(), nullptr});
    }
};

void generator(benchmark::State& state) {
    Block block("w1");
    int tick = 0;
    for (auto _ : state) {
        block.draw(tick = tick % 1000 + 1);
        benchmark::ClobberMemory();
    }
    set_rate(state, static_cast<double>(state.iterations()) * n_people);
}
BENCHMARK(generator)->Name("lanes/uniforms");

void finding_movers(benchmark::State& state, const std::string& name) {
    Block block(name);
    for (auto _ : state) benchmark::DoNotOptimize(block.find());
    set_rate(state, static_cast<double>(state.iterations()) * n_people);
}
BENCHMARK_CAPTURE(finding_movers, w1, "w1")->Name("lanes/find_movers/w1");
BENCHMARK_CAPTURE(finding_movers, w3, "w3")->Name("lanes/find_movers/w3");

void moving(benchmark::State& state, const std::string& name) {
    Block block(name);
    const std::size_t n = block.find();
    for (auto _ : state) {
        block.move(n);
        benchmark::ClobberMemory();
    }
    set_rate(state, static_cast<double>(state.iterations()) * n_people);
    state.counters["share"] = static_cast<double>(n) / n_people;
}
BENCHMARK_CAPTURE(moving, w1, "w1")->Name("lanes/move/w1");
BENCHMARK_CAPTURE(moving, w3, "w3")->Name("lanes/move/w3");

}  // namespace
