#include "run_plan.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "exact/recursion.hpp"
#include "model/parameter_draws.hpp"
#include "run_draws.hpp"
#include "run_until.hpp"
#include "simulate/simulate.hpp"

namespace forlob {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// Person-months of a replication above which the pilot takes fewer people, if it may, and of the
// first, shorter half of the pilot, about.
constexpr double most_in_replication = 2e6;
constexpr double wanted_in_first = 5e6;
constexpr std::uint32_t least_people = 2000;
// The second half has three times as many replications: what differs between the halves is what
// replications cost.
constexpr std::uint32_t longer = 3;

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

double peak_memory() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    constexpr double kilobyte = 1024.0;
    return kilobyte * static_cast<double>(usage.ru_maxrss);
}

// A folder of its own that disappears with it.
class ScratchFolder {
public:
    ScratchFolder() {
        std::error_code error;
        const fs::path parent = fs::temp_directory_path(error);
        std::string name = (parent / "forlob-plan-XXXXXX").string();
        if (error || mkdtemp(name.data()) == nullptr)
            throw ResultFileError(
                "cannot make a temporary folder for the pilot; TMPDIR names the folder that it "
                "may be in");
        path_ = name;
    }
    ~ScratchFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    [[nodiscard]] std::string file() const { return (path_ / "pilot.h5").string(); }

private:
    fs::path path_;
};

// What one run of the pilot was found to take.
struct Taken {
    double seconds = 0.0;
    double bytes = 0.0;
    double memory = 0.0;
    Result result;
};

bool people_are_independent(const ScenarioSpec& scenario) {
    if (!scenario.population.inflow.empty()) return false;
    const std::vector<Model> models = compile_arms(scenario);
    return std::none_of(models.begin(), models.end(),
                        [](const Model& model) { return model.is_joint(); });
}

class Pilot {
public:
    Pilot(const ScenarioSpec& scenario, const PlanOptions& options)
        : scenario_(scenario), options_(options), small_(scenario) {
        small_.draws.reset();
        const double per_replication = static_cast<double>(person_months(scenario)) /
                                       std::max(1.0, static_cast<double>(scenario.replications));
        double of_small = per_replication;
        if (per_replication > most_in_replication && people_are_independent(scenario)) {
            const double fewer = scenario.cohort_size * (most_in_replication / per_replication);
            small_.cohort_size = std::min(
                scenario.cohort_size, std::max(least_people, static_cast<std::uint32_t>(fewer)));
            of_small *= share_of_people();
        }
        small_.replications = static_cast<std::uint32_t>(
            std::clamp(wanted_in_first / std::max(of_small, 1.0), 3.0, 50.0));
    }

    CostPlan plan() {
        const auto begin = Clock::now();
        describe();
        measure_runs();
        measure_draws();
        plan_.pilot_seconds = seconds_since(begin);
        plan_precision();
        plan_exact();
        return std::move(plan_);
    }

private:
    [[nodiscard]] double share_of_people() const {
        if (scenario_.cohort_size == 0) return 1.0;
        return static_cast<double>(small_.cohort_size) / scenario_.cohort_size;
    }

    void describe() {
        plan_.title = scenario_.title;
        plan_.reference = scenario_.arms[scenario_.reference].name.text;
        plan_.n_people = scenario_.cohort_size;
        plan_.horizon = scenario_.horizon_months;
        plan_.words = CycleWords::of(scenario_.model.cycle.is_month());
        plan_.n_arms = scenario_.arms.size();
        plan_.person_cycles = person_months(scenario_);
        plan_.pilot_replications = longer * small_.replications;
        plan_.pilot_people = small_.cohort_size;
        plan_.threads = options_.threads > 0 ? options_.threads : available_threads();
        plan_.trajectory_replications =
            static_cast<std::uint32_t>(recorded(scenario_.replications));
    }

    // Of n replications, those whose trajectories are kept.
    [[nodiscard]] std::uint64_t recorded(std::uint64_t n) const {
        if (scenario_.record.trajectories == Trajectories::none) return 0;
        return scenario_.record.replications
                   ? std::min<std::uint64_t>(*scenario_.record.replications, n)
                   : n;
    }

    [[nodiscard]] Taken take(std::uint32_t replications, Trajectories trajectories) const {
        ScenarioSpec scenario = small_;
        scenario.replications = replications;
        scenario.record.trajectories = trajectories;
        scenario.record.replications.reset();
        RunOptions how;
        how.output = folder_.file();
        how.overwrite = Overwrite::replace;
        how.threads = options_.threads;
        how.stop = options_.stop;
        // A measure that there is not is told before anything is simulated.
        how.looks = Looks{replications, [&](const Result& so_far) {
                              if (so_far.n_replications == 0)
                                  static_cast<void>(main_result(so_far, options_.measure));
                              return so_far.n_replications > 0;
                          }};
        const auto begin = Clock::now();
        Taken taken;
        taken.result = run(scenario, how);
        taken.seconds = seconds_since(begin);
        taken.bytes = static_cast<double>(fs::file_size(folder_.file()));
        taken.memory = peak_memory();
        return taken;
    }

    void measure_runs() {
        const std::uint32_t n = small_.replications;
        const Taken first = take(n, Trajectories::none);
        Taken second = take(longer * n, Trajectories::none);
        const double more = (longer - 1) * n;
        seconds_per_replication_ = second.seconds > first.seconds
                                       ? (second.seconds - first.seconds) / more
                                       : second.seconds / (longer * n);
        fixed_seconds_ = std::max(0.0, first.seconds - n * seconds_per_replication_);
        seconds_per_replication_ /= share_of_people();
        bytes_per_replication_ = std::max(0.0, (second.bytes - first.bytes) / more);
        fixed_bytes_ = std::max(0.0, first.bytes - n * bytes_per_replication_);
        plan_.memory_bytes = second.memory;
        if (plan_.trajectory_replications > 0) measure_trajectories(n, second);
        pilot_ = std::move(second.result);
    }

    // People, and with them their trajectories, are fewer in the pilot.
    void measure_trajectories(std::uint32_t n, const Taken& without) {
        const Taken with = take(longer * n, scenario_.record.trajectories);
        const double all = longer * n * share_of_people();
        bytes_per_trajectories_ = std::max(0.0, with.bytes - without.bytes) / all;
        seconds_per_trajectories_ = std::max(0.0, with.seconds - without.seconds) / all;
        plan_.trajectory_bytes = bytes_per_trajectories_ * plan_.trajectory_replications;
        plan_.memory_bytes = with.memory;
    }

    // More and more draws, until the last ones take long enough to be compared with those before.
    void measure_draws() {
        if (!scenario_.draws) return;
        constexpr double long_enough = 0.25;
        constexpr std::uint32_t times = 4;
        plan_.n_draws = scenario_.draws->n;
        std::uint32_t n = std::min(plan_.n_draws, static_cast<std::uint32_t>(plan_.threads));
        double seconds = seconds_of_draws(n);
        double per_draw = seconds / n;
        while (seconds < long_enough && n < plan_.n_draws) {
            const std::uint32_t more = n > plan_.n_draws / times ? plan_.n_draws : times * n;
            const double longer_seconds = seconds_of_draws(more);
            per_draw = longer_seconds > seconds ? (longer_seconds - seconds) / (more - n)
                                                : longer_seconds / more;
            n = more;
            seconds = longer_seconds;
        }
        plan_.draws_seconds = seconds + per_draw * (plan_.n_draws - n);
        plan_.memory_bytes = std::max(plan_.memory_bytes, peak_memory());
    }

    double seconds_of_draws(std::uint32_t n) {
        ScenarioSpec scenario = small_;
        scenario.draws = scenario_.draws;
        scenario.draws->n = n;
        RunOptions how;
        how.threads = options_.threads;
        how.stop = options_.stop;
        const auto begin = Clock::now();
        const DrawResults draws = run_draws(scenario, how);
        plan_.draws_method = draws.method;
        double numbers = 0.0;
        for (const DrawMeasure& measure : draws.measures)
            numbers += static_cast<double>(measure.noise.size());
        draws_bytes_ = sizeof(double) * numbers * plan_.n_draws;
        // Recursion does not care how many people there are.
        return seconds_since(begin) / (draws.n_replications > 0 ? share_of_people() : 1.0);
    }

    void plan_precision() {
        plan_.main = main_result(pilot_, options_.measure);
        plan_.pilot = estimates_of(plan_.main, pilot_);
        // A total over people has the variance of their number, a mean of one over it.
        const double more_people = 1.0 / share_of_people();
        for (EstimateSoFar& estimate : plan_.pilot) {
            estimate.value *= plan_.main.is_of_cohort ? more_people : 1.0;
            estimate.standard_error *=
                plan_.main.is_of_cohort ? std::sqrt(more_people) : 1.0 / std::sqrt(more_people);
        }
        for (const std::uint64_t times : {1U, 4U, 16U})
            plan_.runs.push_back(planned(times * scenario_.replications));
        for (std::size_t arm = 0; arm < plan_.pilot.size(); ++arm)
            plan_.decided_after.push_back(decided_after(arm));
        plan_.wanted_half_width = options_.half_width;
        if (options_.half_width) plan_wanted(*options_.half_width);
    }

    // Of one replication.
    [[nodiscard]] double deviation(std::size_t arm) const {
        return plan_.pilot[arm].standard_error *
               std::sqrt(static_cast<double>(plan_.pilot_replications));
    }

    [[nodiscard]] PlannedRun planned(std::uint64_t n) const {
        PlannedRun run;
        run.n_replications = n;
        const auto replications = static_cast<double>(n);
        for (std::size_t arm = 0; arm < plan_.pilot.size(); ++arm)
            run.half_width.push_back(interval_factor(n) * deviation(arm) / std::sqrt(replications));
        const auto with_trajectories = static_cast<double>(recorded(n));
        run.seconds = fixed_seconds_ + replications * seconds_per_replication_ +
                      with_trajectories * seconds_per_trajectories_ + plan_.draws_seconds;
        run.file_bytes = fixed_bytes_ + replications * bytes_per_replication_ +
                         with_trajectories * bytes_per_trajectories_ + draws_bytes_;
        return run;
    }

    [[nodiscard]] std::uint64_t decided_after(std::size_t arm) const {
        const EstimateSoFar& estimate = plan_.pilot[arm];
        if (std::isnan(estimate.value) || std::isnan(estimate.standard_error)) return 0;
        return replications_until_decided(estimate.value, 0.0, deviation(arm),
                                          UntilOptions{}.look_every, plan_.pilot.size());
    }

    // As many as the arm needs that varies most.
    void plan_wanted(double half_width) {
        std::uint64_t most = 0;
        for (std::size_t arm = 0; arm < plan_.pilot.size(); ++arm) {
            if (std::isnan(plan_.pilot[arm].standard_error)) return;
            const std::uint64_t n = replications_for(half_width, deviation(arm));
            if (n == 0) return;
            most = std::max(most, n);
        }
        plan_.wanted = planned(most);
    }

    void plan_exact() {
        ScenarioSpec scenario = scenario_;
        scenario.draws.reset();
        try {
            const auto begin = Clock::now();
            const Result exact = run_exactly(scenario, {});
            const double seconds = seconds_since(begin);
            plan_.exact_answers = is_known(exact);
            plan_.exact = plan_.exact_answers
                              ? fmt::format(
                                    "Exact recursion gives this number without noise, in "
                                    "{:.1f} s: forlob run --exact.",
                                    seconds)
                              : fmt::format(
                                    "Exact recursion (forlob run --exact, {:.1f} s) gives "
                                    "other numbers without noise, but not this one. {}",
                                    seconds, exact.left_out);
        } catch (const NotExact& error) {
            plan_.exact = capitalised(error.what()) + ".";
        }
    }

    [[nodiscard]] bool is_known(const Result& exact) const {
        if (find_measure(exact.measures, plan_.main.measure, plan_.main.group) == nullptr)
            return false;
        const std::vector<EstimateSoFar> values = estimates_of(plan_.main, exact);
        return std::none_of(values.begin(), values.end(),
                            [](const EstimateSoFar& one) { return std::isnan(one.value); });
    }

    const ScenarioSpec& scenario_;
    const PlanOptions& options_;
    ScenarioSpec small_;  ///< what the pilot runs
    ScratchFolder folder_;
    CostPlan plan_;
    Result pilot_;
    double fixed_seconds_ = 0.0, seconds_per_replication_ = 0.0, seconds_per_trajectories_ = 0.0;
    double fixed_bytes_ = 0.0, bytes_per_replication_ = 0.0, bytes_per_trajectories_ = 0.0;
    double draws_bytes_ = 0.0;
};

}  // namespace

CostPlan plan_run(const ScenarioSpec& scenario, const PlanOptions& options) {
    return Pilot(scenario, options).plan();
}

}  // namespace forlob
