#include "report/plan_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/precision.hpp"
#include "report/text.hpp"

namespace forlob {
namespace {

constexpr double million = 1e6;

// Decimals of a number that is told in round figures.
int rough(double value) { return value < 9.95 ? 1 : 0; }

// How far the pilot's standard errors are off, about: those of a normal sample, from at most as
// many groups as the jackknife has.
double relative_error(std::uint32_t n_replications) {
    constexpr std::uint32_t most_groups = 100;
    return std::sqrt(0.5 / (std::min(n_replications, most_groups) - 1));
}

std::string size_of_run(const CostPlan& plan) {
    const std::string product =
        fmt::format("{} persons × {} {} × {} {} × {} replications", grouped(plan.n_people),
                    plan.horizon, plan.words.many, plan.n_arms, plan.n_arms == 1 ? "arm" : "arms",
                    grouped(static_cast<double>(plan.runs.front().n_replications)));
    const auto person_cycles = static_cast<double>(plan.person_cycles);
    const std::string number =
        person_cycles < million
            ? grouped(person_cycles)
            : grouped(person_cycles / million, rough(person_cycles / million)) + " million";
    return fmt::format("{}: {} person-{}\n", product, number, plan.words.many);
}

std::string costs(const CostPlan& plan) {
    const PlannedRun& run = plan.runs.front();
    std::string text = fmt::format("  time         about {}, on this machine with {} {}\n",
                                   duration_text(run.seconds), plan.threads,
                                   plan.threads == 1 ? "thread" : "threads");
    if (plan.n_draws > 0)
        text += fmt::format("               of which {} for {} draws of parameters, by {}\n",
                            duration_text(plan.draws_seconds),
                            grouped(static_cast<double>(plan.n_draws)), plan.draws_method);
    text += fmt::format("  memory       about {}, however many replications\n",
                        size_text(plan.memory_bytes));
    text += fmt::format("  result file  about {}", size_text(run.file_bytes));
    if (plan.trajectory_replications > 0)
        text += fmt::format(", of which {} are trajectories of {} replications",
                            size_text(plan.trajectory_bytes),
                            grouped(static_cast<double>(plan.trajectory_replications)));
    return text + "\n";
}

// One column per planned run: as it is, 4 and 16 times as many replications, and what is wanted.
std::vector<const PlannedRun*> columns(const CostPlan& plan) {
    std::vector<const PlannedRun*> runs;
    for (const PlannedRun& run : plan.runs) runs.push_back(&run);
    if (plan.wanted) runs.push_back(&*plan.wanted);
    return runs;
}

std::string precision_table(const CostPlan& plan) {
    std::vector<std::string> header{"Half-widths of 95 % intervals", "scenario", "× 4", "× 16"};
    if (plan.wanted) header.push_back("± " + fmt::format("{:g}", *plan.wanted_half_width));
    TextTable table(std::move(header));
    const auto row = [&](const std::string& name, auto cell) {
        std::vector<std::string> cells{name};
        for (const PlannedRun* run : columns(plan)) cells.push_back(cell(*run));
        table.add(std::move(cells));
    };
    for (std::size_t arm = 0; arm < plan.main.arms.size(); ++arm)
        row("  " + plan.main.arms[arm], [&](const PlannedRun& run) {
            return std::isnan(run.half_width[arm]) ? "not defined"
                                                   : two_figures(run.half_width[arm]);
        });
    row("replications",
        [](const PlannedRun& run) { return grouped(static_cast<double>(run.n_replications)); });
    row("time", [](const PlannedRun& run) { return duration_text(run.seconds); });
    row("result file", [](const PlannedRun& run) { return size_text(run.file_bytes); });
    return table.text();
}

std::string pilot_table(const CostPlan& plan) {
    TextTable table({"In the pilot", "value", "differs from 0 after"});
    const double factor = interval_factor(plan.pilot_replications);
    for (std::size_t arm = 0; arm < plan.main.arms.size(); ++arm) {
        const EstimateSoFar& estimate = plan.pilot[arm];
        const std::uint64_t after = plan.decided_after[arm];
        table.add({"  " + plan.main.arms[arm],
                   precise_number(estimate.value, factor * estimate.standard_error),
                   after == 0 ? "–" : grouped(static_cast<double>(after)) + " replications"});
    }
    return table.text();
}

std::string remarks(const CostPlan& plan) {
    std::string text = fmt::format(
        "Four times the replications halve an interval. The half-widths are estimates, from a "
        "pilot of {} replications of {} persons, and may be off by {:.0f} % or so. They are Monte "
        "Carlo noise and say nothing about how right the assumptions are.",
        plan.pilot_replications, grouped(plan.pilot_people),
        100.0 * relative_error(plan.pilot_replications));
    if (plan.wanted_half_width && !plan.wanted)
        text += fmt::format(" How many replications ± {:g} takes cannot be said.",
                            *plan.wanted_half_width);
    if (std::any_of(plan.pilot.begin(), plan.pilot.end(),
                    [](const EstimateSoFar& estimate) { return estimate.standard_error == 0.0; }))
        text +=
            " An arm did not vary in the pilot: either chance plays no part in this number, or "
            "what "
            "makes it vary is too rare to be seen in so few replications.";
    if (plan.n_draws > 0)
        text +=
            " Intervals over draws of parameters show what is not known of these; they become "
            "narrower with knowledge, not with replications.";
    return text;
}

nlohmann::ordered_json number(double value) {
    return std::isnan(value) ? nlohmann::ordered_json() : nlohmann::ordered_json(value);
}

nlohmann::ordered_json run_json(const CostPlan& plan, const PlannedRun& run) {
    nlohmann::ordered_json half_widths = nlohmann::ordered_json::object();
    for (std::size_t arm = 0; arm < run.half_width.size(); ++arm)
        half_widths[plan.main.arms[arm]] = number(run.half_width[arm]);
    return {{"replications", run.n_replications},
            {"half_width_by_arm", half_widths},
            {"seconds", run.seconds},
            {"file_bytes", std::llround(run.file_bytes)}};
}

nlohmann::ordered_json arms_json(const CostPlan& plan) {
    nlohmann::ordered_json arms = nlohmann::ordered_json::array();
    for (std::size_t arm = 0; arm < plan.main.arms.size(); ++arm)
        arms.push_back(
            {{"arm", plan.main.arms[arm]},
             {"value", number(plan.pilot[arm].value)},
             {"se", number(plan.pilot[arm].standard_error)},
             {"decided_after_replications",
              plan.decided_after[arm] == 0 ? nlohmann::ordered_json()
                                           : nlohmann::ordered_json(plan.decided_after[arm])}});
    return arms;
}

}  // namespace

std::string duration_text(double seconds) {
    constexpr double minute = 60.0;
    constexpr double hour = 3600.0;
    constexpr double short_time = 0.1;
    if (seconds < short_time) return fmt::format("{:.2f} s", seconds);
    if (seconds < 2 * minute) return fmt::format("{:.{}f} s", seconds, rough(seconds));
    if (seconds < 2 * hour) return fmt::format("{:.0f} min", seconds / minute);
    return grouped(seconds / hour, rough(seconds / hour)) + " h";
}

std::string size_text(double bytes) {
    constexpr double thousand = 1000.0;
    const double megabytes = bytes / million;
    if (megabytes < thousand) return fmt::format("{:.{}f} MB", megabytes, rough(megabytes));
    const double gigabytes = megabytes / thousand;
    return grouped(gigabytes, rough(gigabytes)) + " GB";
}

std::string plan_text(const CostPlan& plan, std::size_t width) {
    return plan.title + "\n" + size_of_run(plan) + "\n" + costs(plan) + "\n" +
           wrapped("Main result: " + name_for_people(plan.main, plan.reference), width) + "\n\n" +
           precision_table(plan) + "\n" + pilot_table(plan) + "\n" + wrapped(remarks(plan), width) +
           "\n" + wrapped(plan.exact, width) + "\n";
}

std::string plan_json(const CostPlan& plan) {
    nlohmann::ordered_json document = {{"title", plan.title},
                                       {"persons", plan.n_people},
                                       {"horizon_" + plan.words.many, plan.horizon},
                                       {"arms", plan.n_arms},
                                       {"replications", plan.runs.front().n_replications},
                                       {"person_" + plan.words.many, plan.person_cycles},
                                       {"threads", plan.threads},
                                       {"seconds", plan.runs.front().seconds},
                                       {"memory_bytes", std::llround(plan.memory_bytes)},
                                       {"file_bytes", std::llround(plan.runs.front().file_bytes)},
                                       {"trajectory_bytes", std::llround(plan.trajectory_bytes)}};
    if (plan.n_draws > 0)
        document["draws"] = {{"number", plan.n_draws},
                             {"method", plan.draws_method},
                             {"seconds", plan.draws_seconds}};
    document["measure"] = {
        {"name", plan.main.measure},
        {"where", plan.main.where},
        {"unit", plan.main.units},
        {"difference_to", plan.main.is_difference ? nlohmann::ordered_json(plan.reference)
                                                  : nlohmann::ordered_json()}};
    document["pilot"] = {{"replications", plan.pilot_replications},
                         {"persons", plan.pilot_people},
                         {"by_arm", arms_json(plan)}};
    document["precision"] = nlohmann::ordered_json::array();
    for (const PlannedRun& run : plan.runs) document["precision"].push_back(run_json(plan, run));
    if (plan.wanted_half_width) {
        document["wanted_half_width"] = *plan.wanted_half_width;
        document["wanted"] = plan.wanted ? run_json(plan, *plan.wanted) : nlohmann::ordered_json();
    }
    document["exact"] = {{"answers", plan.exact_answers}, {"text", plan.exact}};
    return document.dump(1) + "\n";
}

}  // namespace forlob
