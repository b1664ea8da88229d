// Question: how fast do trajectories get into the file, compared with write(2) of as many bytes?
// What do encoding, hashing and HDF5 cost, and what does a run with trajectories, compared with one
// without?

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "input/scenario_spec.hpp"
#include "results/deflate.hpp"
#include "results/digest.hpp"
#include "results/result_file.hpp"
#include "run.hpp"
#include "simulate/parallel.hpp"

using namespace forlob;
namespace fs = std::filesystem;

namespace {

constexpr std::int32_t horizon = 48;
constexpr std::uint32_t n_people = 100'000;
constexpr std::uint32_t n_replications = 10;
constexpr double person_months = 1.0 * horizon * n_people * n_replications;

// Eight states; spells of ten months on average, as in the typical model.
Spells made_up_spells() {
    Spells spells;
    std::mt19937_64 random(1);
    std::geometric_distribution<int> months_after_first(0.1);
    for (std::uint32_t person = 0; person < n_people; ++person)
        for (int start = 0; start <= horizon;) {
            const int months = std::min(1 + months_after_first(random), horizon + 1 - start);
            spells.person.push_back(person);
            spells.state.push_back(static_cast<std::uint8_t>(random() % 8));
            spells.start.push_back(static_cast<std::uint16_t>(start));
            spells.months.push_back(static_cast<std::uint16_t>(months));
            spells.phase.push_back(0);
            start += months;
        }
    return spells;
}

const Spells& spells() {
    static const Spells made = made_up_spells();
    return made;
}

const std::vector<std::uint8_t>& states() {
    static const std::vector<std::uint8_t> made = [] {
        std::vector<std::uint8_t> bytes;
        for (std::size_t spell = 0; spell < spells().size(); ++spell)
            bytes.insert(bytes.end(), spells().months[spell], spells().state[spell]);
        return bytes;
    }();
    return made;
}

ResultLayout layout(bool panel) {
    ResultLayout layout;
    layout.arm.name = "arm";
    layout.arm.labels = {"only"};
    layout.state.name = "state";
    for (int state = 0; state < 8; ++state)
        layout.state.labels.push_back("s" + std::to_string(state));
    layout.phase.name = "phase";
    layout.phase.labels = {"none"};
    layout.spells = !panel;
    layout.panel = panel;
    layout.persons = false;
    layout.n_people = n_people;
    layout.n_replications = n_replications;
    layout.horizon_months = horizon;
    return layout;
}

std::string path() { return (fs::current_path() / "forlob-bench-output.tmp").string(); }

void count_output(benchmark::State& state, double n_bytes) {
    state.counters["person_months"] =
        benchmark::Counter(person_months, benchmark::Counter::kIsIterationInvariantRate);
    state.counters["bytes_per_person_month"] = n_bytes / person_months;
}

// The whole way of trajectories that are there already: tables, chunks, digest, HDF5, fsync, name.
void write_result(bool panel, int threads) {
    ResultWriter writer(path(), Overwrite::replace, layout(panel),
                        [threads](std::size_t n, const std::function<void(std::size_t)>& work) {
                            for_each_in_parallel(n, work, threads);
                        });
    for (std::uint32_t replication = 0; replication < n_replications; ++replication) {
        if (panel)
            writer.add_states(replication, 0, states());
        else
            writer.add_spells(replication, 0, spells(), std::vector<std::size_t>{0});
    }
    writer.finish({}, "");
}

void file_of(benchmark::State& state, bool panel) {
    static_cast<void>(states());
    for (auto _ : state) write_result(panel, static_cast<int>(state.range(0)));
    count_output(state, static_cast<double>(fs::file_size(path())));
    fs::remove(path());
}
void spells_to_file(benchmark::State& state) { file_of(state, false); }
void panel_to_file(benchmark::State& state) { file_of(state, true); }
BENCHMARK(spells_to_file)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(panel_to_file)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

// The reference: as many bytes by write(2), in pieces as large as the queue's rounds; to the page
// cache (0), or with fsync (1). The bytes are those of the file, or a byte per month.
void by_write(benchmark::State& state, std::size_t n_bytes) {
    std::mt19937 random(1);
    std::vector<char> piece(4 << 20);
    for (char& byte : piece) byte = static_cast<char>(random());
    for (auto _ : state) {
        const int file = ::open(path().c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0666);
        if (file < 0) throw std::runtime_error("cannot open " + path());
        for (std::size_t left = n_bytes; left > 0;) {
            const auto n = ::write(file, piece.data(), std::min(left, piece.size()));
            if (n < 0) throw std::runtime_error("cannot write " + path());
            left -= static_cast<std::size_t>(n);
        }
        if (state.range(0) == 1 && ::fsync(file) != 0) throw std::runtime_error("cannot sync");
        ::close(file);
    }
    count_output(state, static_cast<double>(n_bytes));
    fs::remove(path());
}
void spells_by_write(benchmark::State& state) {
    write_result(false, 1);
    by_write(state, fs::file_size(path()));
}
void byte_per_month_by_write(benchmark::State& state) {
    by_write(state, static_cast<std::size_t>(person_months));
}
BENCHMARK(spells_by_write)->Arg(0)->Arg(1)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(byte_per_month_by_write)->Arg(0)->Arg(1)->UseRealTime()->Unit(benchmark::kMillisecond);

void set_bytes(benchmark::State& state, std::size_t n_bytes) {
    state.counters["bytes"] = benchmark::Counter(static_cast<double>(n_bytes),
                                                 benchmark::Counter::kIsIterationInvariantRate);
}

// One chunk of a column of spells: what the threads do with it.
void deflate_chunk(benchmark::State& state) {
    const auto numbers = std::as_bytes(std::span(spells().start).first(1 << 16));
    std::size_t n_bytes = 0;
    for (auto _ : state) n_bytes = shuffled_and_deflated(numbers, 2).size();
    state.counters["ratio"] = static_cast<double>(numbers.size()) / static_cast<double>(n_bytes);
    set_bytes(state, numbers.size());
}
void hash_chunk(benchmark::State& state) {
    const auto numbers = std::as_bytes(std::span(spells().start).first(1 << 16));
    for (auto _ : state) benchmark::DoNotOptimize(digest_of(numbers));
    set_bytes(state, numbers.size());
}
void deflate_panel_chunk(benchmark::State& state) {
    const auto bytes = std::as_bytes(std::span(states()).first(1 << 20));
    std::size_t n_bytes = 0;
    for (auto _ : state) n_bytes = shuffled_and_deflated(bytes, 1).size();
    state.counters["ratio"] = static_cast<double>(bytes.size()) / static_cast<double>(n_bytes);
    set_bytes(state, bytes.size());
}
BENCHMARK(deflate_panel_chunk)->Name("chunk/deflate/panel");
BENCHMARK(deflate_chunk)->Name("chunk/deflate/spells");
BENCHMARK(hash_chunk)->Name("chunk/hash");

// A whole run of a plain model in memory (0), and with spells (1) or states (2) of everybody.
void whole_run(benchmark::State& state) {
    constexpr const char* kept[] = {"none", "spells", "panel"};
    const ScenarioSpec scenario = read_scenario_texts(
        {{"plain.yaml",
          "forlob: 1\nkind: scenario\ntitle: Plain\nmodel:\n  title: Plain\n"
          "  states: {benefit: {}, course: {}, job: {}, pension: {absorbing: true}}\n"
          "  transitions: {benefit: {course: 0.06, job: 0.05, pension: 0.003}, "
          "course: {benefit: 0.3, job: 0.08}, job: {benefit: 0.03, pension: 0.001}}\n"
          "population: {title: People, start: benefit}\ncohort: {size: 100000}\nhorizon: 48\n"
          "replications: 10\nseed: 1\nreference: plain\narms: {plain: {}}\n"
          "record: {trajectories: " +
              std::string(kept[state.range(0)]) + "}\n"}});
    RunOptions options;
    options.output = path();
    options.overwrite = Overwrite::replace;
    options.threads = static_cast<int>(state.range(1));
    for (auto _ : state) benchmark::DoNotOptimize(run(scenario, options));
    count_output(state, static_cast<double>(fs::file_size(path())));
    fs::remove(path());
}
BENCHMARK(whole_run)
    ->ArgsProduct({{0, 1, 2}, {1, 2}})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
