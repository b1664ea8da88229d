// Question: what can this machine do, and what do loops do that are written by hand? Every ratio of
// the suite has one of these below the line.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "hand_loops.hpp"
#include "support.hpp"

using namespace forlob;
using namespace forlob::bench;

namespace {

using Loop = Occupancy (*)(std::uint64_t seed, std::uint32_t n_people);

// A loop that is wrong has no speed.
void by_hand(benchmark::State& state, Loop loop, const char* name) {
    if (const double z = largest_z(name, "plain", loop(1, 200'000)); z > allowed_z) {
        state.SkipWithError("does not agree with the exact result");
        return;
    }
    constexpr std::uint32_t n_people = 50'000;
    std::uint64_t seed = 0;
    for (auto _ : state) benchmark::DoNotOptimize(loop(++seed, n_people));
    count(state, "person_months",
          static_cast<double>(state.iterations()) * n_people * n_work_months);
}
BENCHMARK_CAPTURE(by_hand, tuned_w1, tuned_w1, "w1")->Name("reference/tuned/w1");
BENCHMARK_CAPTURE(by_hand, tuned_w3, tuned_w3, "w3")->Name("reference/tuned/w3");
BENCHMARK_CAPTURE(by_hand, naive_w1, naive_w1, "w1")->Name("reference/naive/w1");
BENCHMARK_CAPTURE(by_hand, naive_w3, naive_w3, "w3")->Name("reference/naive/w3");

// Random numbers kept in an array of 4 kB, as the engine's generator leaves them.
void xoshiro(benchmark::State& state) {
    Xoshiro256 random(1);
    std::vector<std::uint32_t> uniforms(1024);
    for (auto _ : state) {
        for (std::uint32_t& uniform : uniforms)
            uniform = static_cast<std::uint32_t>(random() >> 32);
        benchmark::DoNotOptimize(uniforms.data());
        benchmark::ClobberMemory();
    }
    count(state, "uniforms", static_cast<double>(state.iterations()) * 1024);
}
BENCHMARK(xoshiro)->Name("reference/xoshiro");

// a = b + 3 c over arrays of 64 MiB each, which no cache holds: McCalpin's STREAM.
void triad(benchmark::State& state) {
    constexpr std::size_t n = std::size_t{8} << 20;
    std::vector<double> a(n, 1.0), b(n, 2.0), c(n, 3.0);
    for (auto _ : state) {
        for (std::size_t i = 0; i < n; ++i) a[i] = b[i] + 3.0 * c[i];
        benchmark::DoNotOptimize(a.data());
        benchmark::ClobberMemory();
    }
    count(state, "bytes", static_cast<double>(state.iterations()) * 3 * sizeof(double) * n);
}
BENCHMARK(triad)->Name("reference/triad")->Unit(benchmark::kMillisecond);

// W1's next-month shares by hand, 48 times: what exact recursion is in its smallest form.
void recursion(benchmark::State& state) {
    const Matrix& matrix = w1_matrix();
    for (auto _ : state) {
        std::array<double, n_work_states> shares{1.0};
        for (std::size_t tick = 0; tick < n_work_months; ++tick) {
            std::array<double, n_work_states> next{};
            for (std::size_t from = 0; from < n_work_states; ++from)
                for (std::size_t to = 0; to < n_work_states; ++to)
                    next[to] += shares[from] * matrix[from][to];
            shares = next;
            benchmark::DoNotOptimize(shares.data());
        }
    }
}
BENCHMARK(recursion)->Name("reference/recursion/w1")->Unit(benchmark::kMicrosecond);

void check(bool is_good, const char* what) {
    if (!is_good) throw std::system_error(errno, std::generic_category(), what);
}

// A new file of so many MiB by write(2), 3 MiB at a time, in the folder where results would go.
void write_file(benchmark::State& state, bool sync) {
    const char* folder = std::getenv("FORLOB_BENCH_FOLDER");
    std::string path = std::string(folder != nullptr ? folder : ".") + "/forlob-bench-XXXXXX";
    const std::vector<char> block(std::size_t{3} << 20, 5);
    const auto n_bytes = static_cast<std::size_t>(state.range(0)) << 20;
    const int file = mkstemp(path.data());
    check(file >= 0, "mkstemp");
    for (auto _ : state) {
        state.PauseTiming();
        check(ftruncate(file, 0) == 0 && lseek(file, 0, SEEK_SET) == 0, "ftruncate");
        state.ResumeTiming();
        for (std::size_t left = n_bytes; left > 0;) {
            const ssize_t n = write(file, block.data(), std::min(left, block.size()));
            check(n > 0, "write");
            left -= static_cast<std::size_t>(n);
        }
        if (sync) check(fsync(file) == 0, "fsync");
    }
    close(file);
    std::filesystem::remove(path);
    count(state, "bytes", static_cast<double>(state.iterations()) * static_cast<double>(n_bytes));
}
BENCHMARK_CAPTURE(write_file, cache, false)
    ->Name("reference/write/mib")
    ->Arg(24)
    ->Arg(96)
    ->Arg(384)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(write_file, fsync, true)
    ->Name("reference/write_fsync/mib")
    ->Arg(24)
    ->Arg(96)
    ->Arg(384)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
