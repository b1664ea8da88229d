// Question: how long does it take to find those to whom something happens, when it happens to few
// and when it happens to many?

#include "simulate/month_kernel.hpp"

#include <benchmark/benchmark.h>

#include <vector>

#include "random/uniforms.hpp"

using namespace forlob;

namespace {

// A block of people who each leave their state with the same chance, in so many thousandths.
void find_movers(benchmark::State& state) {
    constexpr std::size_t n_people = 336;
    constexpr std::size_t n_months = 64;
    const auto stay = static_cast<std::uint32_t>(
        (1.0 - static_cast<double>(state.range(0)) / 1000.0) * 4294967295.0);
    std::vector<std::uint32_t> uniforms(n_people * n_months);
    fill_uniforms({}, PersonId{0}, uniforms);
    const std::vector<std::uint32_t> low(n_people, 1U << 28), width(n_people, stay),
        due(n_people, 1000);
    std::vector<std::uint32_t> struck(n_people), due_now(struck.size());
    std::size_t month = 0;
    for (auto _ : state) {
        const std::span<const std::uint32_t> uniform{uniforms.data() + month * n_people, n_people};
        benchmark::DoNotOptimize(
            find_events({uniform, low, width, due, {}, {}}, 1, struck, due_now));
        benchmark::ClobberMemory();
        month = (month + 1) % n_months;
    }
    state.counters["person_months"] = benchmark::Counter(
        static_cast<double>(state.iterations()) * n_people, benchmark::Counter::kIsRate);
}
BENCHMARK(find_movers)->Name("step/find_movers_permille")->Arg(0)->Arg(10)->Arg(100)->Arg(500);

}  // namespace
