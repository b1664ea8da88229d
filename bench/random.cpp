// Question: how many uniforms a second does one core draw, one at a time and by the block?

#include <benchmark/benchmark.h>

#include <vector>

#include "random/uniforms.hpp"

using namespace forlob;

namespace {

void count(benchmark::State& state) {
    state.counters["uniforms"] = benchmark::Counter(
        static_cast<double>(state.iterations() * state.range(0)), benchmark::Counter::kIsRate);
}

// As if every person were drawn alone: three words of every four are thrown away.
void singly(benchmark::State& state) {
    DrawAddress address;
    std::vector<std::uint32_t> uniforms(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        ++address.tick.index;
        for (std::uint32_t person = 0; person < uniforms.size(); ++person)
            uniforms[person] = uniform(address, PersonId{person});
        benchmark::ClobberMemory();
    }
    count(state);
}
BENCHMARK(singly)->Name("generator/singly")->Arg(1024);

// As the simulation draws: a block of people for one month. 220 is a municipality's cohort.
void block(benchmark::State& state) {
    DrawAddress address;
    std::vector<std::uint32_t> uniforms(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        ++address.tick.index;
        fill_uniforms(address, PersonId{0}, uniforms);
        benchmark::ClobberMemory();
    }
    count(state);
}
BENCHMARK(block)->Name("generator/block")->Arg(64)->Arg(220)->Arg(1024);

}  // namespace
