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
#include <utility>

#include "changes.hpp"
#include "commands.hpp"
#include "report/comparison.hpp"
#include "report/text.hpp"
#include "simulate/simulate.hpp"
#include "until.hpp"

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

// A line on the terminal that is drawn anew five times a second: first of the draws of parameters,
// then of the simulation. Nothing on a pipe.
class ProgressBar {
public:
    /// Of so many person-months; 0: nothing is simulated after the draws.
    ProgressBar(const DrawProgress& draws, const std::atomic<std::uint64_t>& finished,
                std::uint64_t total, bool is_wanted)
        : draws_(draws), finished_(finished), total_(total) {
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
    void draw() {
        const std::uint64_t n_draws = draws_.total.load();
        const std::uint64_t n_done = draws_.done.load();
        if (n_done < n_draws) {
            is_drawing_ = true;
            draw_bar(n_done, n_draws, fmt::format("draw {} of {}", n_done + 1, n_draws));
            return;
        }
        if (std::exchange(is_drawing_, false)) begin_ = Clock::now();  // the time left is another
        if (total_ == 0) return;
        const std::uint64_t finished = finished_.load();
        const double rate = static_cast<double>(finished) / std::max(seconds_since(begin_), 1e-9);
        draw_bar(finished, total_, fmt::format("{:.0f} million person-months/s", rate / 1e6));
    }
    void draw_bar(std::uint64_t done, std::uint64_t total, const std::string& what) const {
        constexpr int width = 30;
        const double share = std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
        std::string bar;
        for (int step = 0; step < width; ++step) bar += step < share * width ? "█" : "░";
        std::string left = "…";
        if (share > 0.02)
            left = fmt::format("{:.0f} s left", seconds_since(begin_) * (1.0 - share) / share);
        fmt::print(stderr, "\r\033[K{} {:3.0f} %  {}  {}", bar, 100.0 * share, what, left);
        std::fflush(stderr);
    }

    const DrawProgress& draws_;
    const std::atomic<std::uint64_t>& finished_;
    std::uint64_t total_;
    Clock::time_point begin_ = Clock::now();
    bool is_drawing_ = false;
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
    UntilChoice until;
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

RunOptions run_options(const Options& options, const std::vector<std::string>& arguments) {
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
    how.output = options.output;
    if (!options.output && !options.exact)
        how.output = fs::path(options.scenario).stem().string() + ".h5";
    how.stop = &stop_requested;
    return how;
}

// What was written and how much work it was.
std::string closing_line(const RunOptions& how, const Result& result, std::uint64_t person_months,
                         double seconds) {
    const int n = how.threads > 0 ? how.threads : available_threads();
    const std::string threads = fmt::format("{} {}", n, n == 1 ? "thread" : "threads");
    std::string work;
    if (result.draws)
        work = fmt::format("{} draws by {}, ", grouped(static_cast<double>(result.draws->n())),
                           result.draws->method);
    if (person_months == 0)
        return fmt::format("Wrote {}: {}{} in {:.2f} s ({}).", *how.output, work, result.method,
                           seconds, threads);
    const auto months = static_cast<double>(person_months);
    constexpr double million = 1e6;
    work += months < million ? grouped(months) + " person-months"
                             : fmt::format("{:.1f} million person-months", months / million);
    // Draws by recursion take time without simulating anybody.
    const bool is_all = !result.draws || result.draws->n_replications > 0;
    const std::string rate =
        is_all ? fmt::format("{:.0f} million a second, ", months / million / seconds)
               : std::string();
    return fmt::format("Wrote {}: {} in {:.2f} s ({}{}).", *how.output, work, seconds, rate,
                       threads);
}

int run_command(const Options& options, const std::vector<std::string>& arguments) {
    const std::optional<UntilOptions> asked = until_options(options.until);
    RunOptions how = run_options(options, arguments);
    const ScenarioSpec scenario = read_scenario(options.scenario, options.changes);
    std::atomic<std::uint64_t> finished{0};
    DrawProgress draws;
    how.person_months_done = &finished;
    how.draws_done = &draws;
    std::signal(SIGINT, request_stop);
    std::signal(SIGTERM, request_stop);

    const auto begin = Clock::now();
    UntilOutcome outcome;
    ScenarioSpec longest = scenario;
    if (asked) longest.replications = asked->most.value_or(usual_most(scenario));
    {
        const std::uint64_t total = options.exact ? 0 : person_months(longest);
        const ProgressBar bar(draws, finished, total, !options.quiet);
        if (asked)
            outcome = run_until(scenario, how, *asked);
        else
            outcome.result = options.exact ? run_exactly(scenario, how) : run(scenario, how);
    }
    const double seconds = seconds_since(begin);
    print_result(outcome.result, options.json);
    std::fflush(stdout);
    if (asked) report_precision(outcome, *asked, options.quiet);
    if (!options.quiet && how.output)
        fmt::print(stderr, "\n{}\n",
                   closing_line(how, outcome.result, finished + draws.person_months_done, seconds));
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
        "  forlob run my.yaml --exact\n"
        "  forlob run my.yaml --until-se 100 --measure net_cost,payer=municipality,horizon=48\n"
        "  forlob run my.yaml --until-decided 0");
    command->add_option("SCENARIO", options->scenario, "A file of kind scenario")->required();
    command->add_option("-o,--output", options->output,
                        "Result file; without it, the scenario's name with .h5 in this folder");
    command->add_flag("--force", options->force, "Replace the result file if it exists");
    add_changes(*command, options->changes);
    add_threads(*command, options->threads);
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
    add_until(*command, options->until);
    command->add_flag("--json", options->json, "Print the tables as JSON");
    command->add_flag("-v,--verbose", options->verbose,
                      "Say of every arm by which kernel it is simulated, and why");
    command->add_flag("-q,--quiet", options->quiet, "No progress and no closing line");
    command->callback([options, &chosen, arguments = std::move(arguments)] {
        if (options->block_people % 4 != 0)
            throw CLI::ValidationError("--block-people", "must be a multiple of 4");
        check_until(options->until, options->changes.replications.has_value(), options->exact);
        chosen = [options, arguments] { return run_command(*options, arguments); };
    });
}

}  // namespace forlob::tool
