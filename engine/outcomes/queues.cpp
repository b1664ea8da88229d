#include "outcomes/queues.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>

#include "base/require.hpp"

namespace forlob {
namespace {

constexpr double not_defined = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t most_groups = 100;

// Names and texts say {one}, {many}, {one_da} … where CycleWords have a word.
std::string worded(const char* text, const CycleWords& words) {
    return fmt::format(fmt::runtime(text), fmt::arg("one", words.one), fmt::arg("many", words.many),
                       fmt::arg("Many", capitalised(words.many)),
                       fmt::arg("many_da", words.many_da), fmt::arg("the_da", words.the_da));
}

struct TableOfCycles {
    const char* name;
    const char* units;
    const char* long_name;
    const char* long_name_da;
    Table<std::uint32_t, 2> QueueTables<std::uint32_t>::*table;
};

const std::array<TableOfCycles, 8>& tables_by_cycle() {
    using Tables = QueueTables<std::uint32_t>;
    static const std::array<TableOfCycles, 8> tables{{
        {"places", "places", "Places there are", "Pladser", &Tables::places},
        {"places_used", "places", "Places taken after admission", "Optagne pladser", &Tables::used},
        {"waiting", "persons", "Persons on the waiting list after admission",
         "Personer på venteliste", &Tables::waiting},
        {"applicants", "persons", "Persons who apply in the {one}", "Ansøgere i {the_da}",
         &Tables::applicants},
        {"admitted", "persons", "Persons who get a place in the {one}",
         "Personer der får plads i {the_da}", &Tables::admitted},
        {"refused", "persons", "Persons who are refused in the {one}", "Afviste i {the_da}",
         &Tables::refused},
        {"dropped_out", "persons", "Persons who give up waiting in the {one}",
         "Personer der opgiver at vente i {the_da}", &Tables::dropped_out},
        {"left_queue", "persons", "Persons who leave the list because they are no longer eligible",
         "Personer der forlader ventelisten, fordi de ikke længere er i målgruppen", &Tables::left},
    }};
    return tables;
}

// Parts of ratios, for each resource; behind them the admitted by cycles waited.
enum Part : std::size_t {
    applicants,
    admitted,
    refused,
    lost,
    cycles_waited,
    used,
    places,
    waiting,
    cycles_with_waiting,
    cycles_full,
    cycles,
    n_parts
};

struct RatioPlan {
    const char* name;
    const char* units;
    const char* long_name;
    const char* long_name_da;
    Part numerator;
    Part denominator;
};

const std::array<RatioPlan, 7>& ratio_plans() {
    static const std::array<RatioPlan, 7> plans{{
        {"utilisation", "1", "Share of places that are taken", "Udnyttelse af pladserne", used,
         places},
        {"mean_waiting", "persons", "Persons on the waiting list, mean of all {many}",
         "Personer på venteliste, gennemsnit af alle {many_da}", waiting, cycles},
        {"{many}_with_waiting", "1", "Share of {many} in which somebody waits",
         "Andel af {many_da} med venteliste", cycles_with_waiting, cycles},
        {"{many}_full", "1", "Share of {many} in which every place is taken",
         "Andel af {many_da} hvor alle pladser er optaget", cycles_full, cycles},
        {"mean_waiting_time", "{many}", "{Many} waited, mean of those who got a place",
         "Ventetid i {many_da}, gennemsnit for dem der fik plads", cycles_waited, admitted},
        {"refused_share", "1", "Share of applicants who are refused", "Andel afviste ansøgere",
         refused, applicants},
        {"lost_share", "1", "Share of applicants who leave the waiting list without a place",
         "Andel ansøgere der forlader ventelisten uden plads", lost, applicants},
    }};
    return plans;
}

std::vector<double> parts_of(const QueueTables<std::uint32_t>& counts, std::size_t resource) {
    std::vector<double> parts(n_parts, 0.0);
    const auto sum = [&](const Table<std::uint32_t, 2>& table, std::size_t first) {
        double total = 0.0;
        for (const std::uint32_t count : table.row(resource).subspan(first)) total += count;
        return total;
    };
    parts[applicants] = sum(counts.applicants, 0);
    parts[admitted] = sum(counts.admitted, 0);
    parts[refused] = sum(counts.refused, 0);
    parts[lost] = sum(counts.dropped_out, 0) + sum(counts.left, 0);
    parts[used] = sum(counts.used, 1);
    parts[places] = sum(counts.places, 1);
    parts[waiting] = sum(counts.waiting, 1);
    const auto taken = counts.used.row(resource);
    for (std::size_t tick = 1; tick < taken.size(); ++tick) {
        parts[cycles] += 1.0;
        parts[cycles_with_waiting] += counts.waiting(resource, tick) > 0 ? 1.0 : 0.0;
        parts[cycles_full] += taken[tick] >= counts.places(resource, tick) ? 1.0 : 0.0;
    }
    const auto waited = counts.waited.row(resource);
    for (std::size_t time = 0; time < waited.size(); ++time)
        parts[cycles_waited] += static_cast<double>(waited[time]) * static_cast<double>(time);
    parts.insert(parts.end(), waited.begin(), waited.end());
    return parts;
}

double ratio(double numerator, double denominator) {
    return denominator > 0.0 ? numerator / denominator : not_defined;
}

Measure empty_measure(const CycleWords& words, const char* name, const char* units,
                      const char* long_name, const char* long_name_da) {
    Measure measure;
    measure.name = worded(name, words);
    measure.group = "resources";
    measure.axes = {"arm", "resource"};
    measure.units = worded(units, words);
    measure.long_name = worded(long_name, words);
    measure.long_name_da = worded(long_name_da, words);
    return measure;
}

}  // namespace

QueueAccumulator::QueueAccumulator(QueueLabels labels)
    : labels_(std::move(labels)),
      n_ticks_(labels_.month.size()),
      n_resources_(labels_.resource.size()),
      means_(labels_.arm.size(), labels_.reference,
             n_resources_ * tables_by_cycle().size() * n_ticks_),
      groups_(labels_.arm.size()) {}

// [resource][table][tick], then [resource][part].
std::vector<double> QueueAccumulator::prepare(const Counts& counts, std::size_t arm) const {
    std::vector<double> values;
    for (const auto& position : labels_.position[arm])
        for (const TableOfCycles& stated : tables_by_cycle()) {
            if (!position) {
                values.insert(values.end(), n_ticks_, not_defined);
                continue;
            }
            const auto row = (counts.queues.*stated.table).row(*position);
            values.insert(values.end(), row.begin(), row.end());
        }
    for (const auto& position : labels_.position[arm]) {
        std::vector<double> parts(n_parts + n_ticks_, not_defined);
        if (position) parts = parts_of(counts.queues, *position);
        values.insert(values.end(), parts.begin(), parts.end());
    }
    return values;
}

void QueueAccumulator::add(std::span<const std::vector<double>> prepared) {
    if (n_resources_ == 0) return;
    require(prepared.size() == labels_.arm.size(), "every arm of the replication is prepared");
    const std::size_t n_means = n_resources_ * tables_by_cycle().size() * n_ticks_;
    const std::size_t group = means_.n() % most_groups;
    std::vector<std::span<const double>> means;
    for (std::size_t arm = 0; arm < prepared.size(); ++arm) {
        const std::span<const double> values(prepared[arm]);
        means.push_back(values.first(n_means));
        const auto parts = values.subspan(n_means);
        auto& groups = groups_[arm];
        if (group == groups.size()) groups.emplace_back(parts.size(), 0.0);
        for (std::size_t part = 0; part < parts.size(); ++part) groups[group][part] += parts[part];
    }
    means_.add(means);
}

Measure QueueAccumulator::by_cycle(std::size_t table) const {
    const TableOfCycles& stated = tables_by_cycle()[table];
    Measure measure = empty_measure(labels_.words, stated.name, stated.units, stated.long_name,
                                    stated.long_name_da);
    measure.axes.push_back(labels_.words.one);
    for (std::size_t arm = 0; arm < labels_.arm.size(); ++arm)
        for (std::size_t resource = 0; resource < n_resources_; ++resource)
            for (std::size_t tick = 0; tick < n_ticks_; ++tick) {
                const std::size_t value =
                    (resource * tables_by_cycle().size() + table) * n_ticks_ + tick;
                append(
                    {means_.mean(arm, value), means_.standard_error(arm, value),
                     means_.difference(arm, value), means_.difference_standard_error(arm, value)},
                    measure);
            }
    return measure;
}

// [resource][plan], then [resource][cycles waited].
std::vector<double> QueueAccumulator::ratios_of(std::span<const double> sums) const {
    std::vector<double> ratios;
    const std::size_t n_of_resource = n_parts + n_ticks_;
    for (std::size_t resource = 0; resource < n_resources_; ++resource)
        for (const RatioPlan& plan : ratio_plans()) {
            const auto parts = sums.subspan(resource * n_of_resource, n_parts);
            ratios.push_back(ratio(parts[plan.numerator], parts[plan.denominator]));
        }
    for (std::size_t resource = 0; resource < n_resources_; ++resource) {
        const auto parts = sums.subspan(resource * n_of_resource, n_of_resource);
        for (std::size_t time = 0; time < n_ticks_; ++time)
            ratios.push_back(ratio(parts[n_parts + time], parts[admitted]));
    }
    return ratios;
}

std::vector<Measure> QueueAccumulator::ratio_measures() const {
    std::vector<Jackknife> of_arms;
    for (const auto& groups : groups_)
        of_arms.push_back(jackknife(groups, n_resources_ * (n_parts + n_ticks_),
                                    [&](std::span<const double> sums) { return ratios_of(sums); }));
    const auto append_ratio = [&](const Jackknife& arm, std::size_t number, Measure& measure) {
        append(jackknife_estimate(arm, of_arms[labels_.reference], number), measure);
    };
    std::vector<Measure> measures;
    const std::size_t n_plans = ratio_plans().size();
    for (std::size_t plan = 0; plan < n_plans; ++plan) {
        const RatioPlan& stated = ratio_plans()[plan];
        measures.push_back(empty_measure(labels_.words, stated.name, stated.units, stated.long_name,
                                         stated.long_name_da));
        for (const Jackknife& arm : of_arms)
            for (std::size_t resource = 0; resource < n_resources_; ++resource)
                append_ratio(arm, resource * n_plans + plan, measures.back());
    }
    measures.push_back(empty_measure(labels_.words, "waiting_time", "1",
                                     "Share of those who got a place that waited so many {many}",
                                     "Andel med denne ventetid blandt dem der fik plads"));
    measures.back().axes.push_back(labels_.cycles_waited.name);
    for (const Jackknife& arm : of_arms)
        for (std::size_t number = 0; number < n_resources_ * n_ticks_; ++number)
            append_ratio(arm, n_resources_ * n_plans + number, measures.back());
    return measures;
}

std::vector<Measure> QueueAccumulator::measures() const {
    std::vector<Measure> measures;
    if (n_resources_ == 0) return measures;
    for (std::size_t table = 0; table < tables_by_cycle().size(); ++table)
        measures.push_back(by_cycle(table));
    for (Measure& measure : ratio_measures()) measures.push_back(std::move(measure));
    return measures;
}

}  // namespace forlob
