// forlob run: simulates every arm, keeps the result file, prints the comparison.

#include "run.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

#include "commands.hpp"
#include "report/comparison.hpp"
#include "simulate/simulate.hpp"

namespace forlob::tool {
namespace {

std::atomic<bool> stop_requested{false};

extern "C" void request_stop(int signal_number) {
    stop_requested.store(true);
    std::signal(signal_number, SIG_DFL);  // a second one kills at once
}

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

// A line on the terminal that is drawn anew five times a second. Nothing on a pipe.
class ProgressBar {
public:
    ProgressBar(const std::atomic<std::uint64_t>& finished, std::uint64_t total, bool is_wanted)
        : finished_(finished), total_(total) {
        if (is_wanted && isatty(STDERR_FILENO) != 0)
            drawer_ = std::jthread([this](const std::stop_token& stop) { draw_until(stop); });
    }
    ~ProgressBar() {
        if (!drawer_.joinable()) return;
        drawer_.request_stop();
        drawer_.join();
        fmt::print(stderr, "\r\033[K");
        std::fflush(stderr);
    }
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

private:
    void draw_until(const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any wake;
        std::unique_lock lock(mutex);
        while (!wake.wait_for(lock, stop, std::chrono::milliseconds(200),
                              [&] { return stop.stop_requested(); }))
            draw();
    }
    void draw() const {
        constexpr int width = 30;
        const double share = total_ == 0 ? 1.0
                                         : std::min(1.0, static_cast<double>(finished_.load()) /
                                                             static_cast<double>(total_));
        const double seconds = seconds_since(begin_);
        std::string bar;
        for (int step = 0; step < width; ++step) bar += step < share * width ? "█" : "░";
        const double rate = static_cast<double>(finished_.load()) / std::max(seconds, 1e-9);
        std::string left = "…";
        if (share > 0.02) left = fmt::format("{:.0f} s left", seconds * (1.0 - share) / share);
        fmt::print(stderr, "\r\033[K{} {:3.0f} %  {:.0f} million person-months/s  {}", bar,
                   100.0 * share, rate / 1e6, left);
        std::fflush(stderr);
    }

    const std::atomic<std::uint64_t>& finished_;
    std::uint64_t total_;
    Clock::time_point begin_ = Clock::now();
    std::jthread drawer_;
};

struct Options {
    std::string scenario;
    std::optional<std::string> output;
    bool force = false;
    CommandLineOverrides changes;
    int threads = 0;
    std::uint32_t block_people = 4096;
    std::string kernel = "lanes";
    bool exact = false;
    bool json = false;
    bool verbose = false;
    bool quiet = false;
};

std::vector<std::string> overrides_as_given(const Options& options) {
    std::vector<std::string> given;
    for (const std::string& change : options.changes.set) given.push_back("--set " + change);
    const auto add = [&](const char* name, const auto& value) {
        if (value) given.push_back(fmt::format("--{} {}", name, *value));
    };
    add("replications", options.changes.replications);
    add("seed", options.changes.seed);
    add("people", options.changes.cohort_size);
    add("horizon", options.changes.horizon_months);
    return given;
}

void print_result(const Result& result, bool json) {
    fmt::print("{}", json ? comparison_json(result) : comparison_text(result, {}));
}

int run_command(const Options& options, const std::vector<std::string>& arguments) {
    namespace fs = std::filesystem;
    RunOptions how;
    how.overwrite = options.force ? Overwrite::replace : Overwrite::refuse;
    how.threads = options.threads;
    how.block_people = options.block_people;
    how.fastest = options.kernel == "general" ? Kernel::general : Kernel::lanes;
    if (options.verbose)
        how.tell = [](const std::string& line) { fmt::print(stderr, "{}\n", line); };
    how.command_line = "forlob";
    for (const std::string& argument : arguments) {
        // Folders are this machine's business; the file keeps names only.
        const bool is_path =
            argument.find('/') != std::string::npos && !argument.starts_with("--set");
        how.command_line += " " + (is_path ? fs::path(argument).filename().string() : argument);
    }
    how.overrides = overrides_as_given(options);
    how.scenario_name = fs::path(options.scenario).filename().string();

    const ScenarioSpec scenario = read_scenario(options.scenario, options.changes);
    if (options.exact) {
        how.output = options.output;
        print_result(run_exactly(scenario, how), options.json);
        return done;
    }
    how.output = options.output.value_or(fs::path(options.scenario).stem().string() + ".h5");
    std::atomic<std::uint64_t> finished{0};
    how.person_months_done = &finished;
    how.stop = &stop_requested;
    std::signal(SIGINT, request_stop);
    std::signal(SIGTERM, request_stop);

    const auto begin = Clock::now();
    std::optional<Result> result;
    {
        const ProgressBar bar(finished, person_months(scenario), !options.quiet);
        result = run(scenario, how);
    }
    const double seconds = seconds_since(begin);
    print_result(*result, options.json);
    std::fflush(stdout);
    if (!options.quiet)
        fmt::print(
            stderr,
            "\nWrote {}: {:.1f} million person-months in {:.2f} s ({:.0f} million a second, {} "
            "threads).\n",
            *how.output, static_cast<double>(person_months(scenario)) / 1e6, seconds,
            static_cast<double>(person_months(scenario)) / 1e6 / seconds,
            options.threads > 0 ? options.threads : available_threads());
    return done;
}

}  // namespace

void add_run(CLI::App& app, Chosen& chosen, std::vector<std::string> arguments) {
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("run", "Simulate every arm, keep the result, print the comparison");
    command->footer(
        "Examples:\n"
        "  forlob run scenarios/isu-vs-municipal.yaml -o isu.h5\n"
        "  forlob run my.yaml --set tax_rate=0.249 --set isu.isu_claim_weight=0.25 --replications "
        "200\n"
        "  forlob run my.yaml --exact");
    command->add_option("SCENARIO", options->scenario, "A file of kind scenario")->required();
    command->add_option("-o,--output", options->output,
                        "Result file; without it, the scenario's name with .h5 in this folder");
    command->add_flag("--force", options->force, "Replace the result file if it exists");
    command
        ->add_option("--set", options->changes.set,
                     "name=value for every arm, or arm.name=value for one; may be repeated")
        ->allow_extra_args(false);
    command->add_option("--replications", options->changes.replications,
                        "Instead of the scenario's");
    command->add_option("--seed", options->changes.seed, "Instead of the scenario's");
    command->add_option("--people", options->changes.cohort_size,
                        "Instead of the scenario's cohort");
    command->add_option("--horizon", options->changes.horizon_months,
                        "Cycles (months in monthly models), instead of the scenario's");
    command->add_option("--threads", options->threads, "Threads; 0: all that may be used")
        ->check(CLI::Range(0, 4096));
    command
        ->add_option(
            "--block-people", options->block_people,
            "People who are simulated together, a multiple of 4; changes speed, never results")
        ->check(CLI::Range(4, 1 << 20));
    command
        ->add_option("--kernel", options->kernel,
                     "lanes: arms that are simple enough in lanes of vectors; general: none; "
                     "changes speed, never results")
        ->check(CLI::IsMember({"lanes", "general"}));
    command->add_flag("--exact", options->exact,
                      "Expected values by recursion, without chance; writes a file only with -o");
    command->add_flag("--json", options->json, "Print the tables as JSON");
    command->add_flag("-v,--verbose", options->verbose,
                      "Say of every arm by which kernel it is simulated, and why");
    command->add_flag("-q,--quiet", options->quiet, "No progress and no closing line");
    command->callback([options, &chosen, arguments = std::move(arguments)] {
        if (options->block_people % 4 != 0)
            throw CLI::ValidationError("--block-people", "must be a multiple of 4");
        chosen = [options, arguments] { return run_command(*options, arguments); };
    });
}

}  // namespace forlob::tool
