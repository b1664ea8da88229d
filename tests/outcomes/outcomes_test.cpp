#include "outcomes/outcomes.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <thread>

#include "outcomes/estimate.hpp"
#include "support/axes.hpp"
#include "support/hand_model.hpp"

using namespace forlob;
using test::labelled;

namespace {

// Benefit, job, out of the population; three months. Exits lead to a job; relapse is benefit.
Model three_states() {
    Model model = test::hand_model(3, 3);
    model.definitions.exit_from = test::states({0});
    model.definitions.exit_bases = {test::states({1})};
    model.definitions.relapse_events = {test::states({0})};
    model.definitions.relapse_within_months = {2};
    model.definitions.status_after_months = {1};
    model.definitions.employment = test::states({1});
    model.definitions.left = test::states({2});
    test::build_tables(model, test::moves_by_state({{}, {}, {}}));
    return model;
}

OutcomeLabels labels_of(std::size_t n_arms) {
    OutcomeLabels labels;
    labels.arm = labelled("arm", std::vector<std::string>(n_arms, "x"));
    labels.month.values = {0, 1, 2, 3};
    labels.state = labelled("state", {"benefit", "job", "out"});
    labels.phase = labelled("phase", {"none"});
    labels.base = labelled("base", {"any"});
    labels.event = labelled("event", {"back"});
    labels.window.values = {1, 2, 4};
    labels.stratum = labelled("stratum", {"all"});
    labels.phase_position.assign(n_arms, {0});
    return labels;
}

// Everything that a test wants of one arm in one replication; persons by tick and state.
Counts people(const Model& model, std::vector<std::vector<std::uint32_t>> persons) {
    Counts counts(model);
    for (std::size_t tick = 0; tick < persons.size(); ++tick)
        for (std::size_t state = 0; state < persons[tick].size(); ++state)
            counts.cells(tick, state) = persons[tick][state];
    for (const std::uint32_t in_state : persons[0]) counts.persons += in_state;
    return counts;
}

std::vector<Measure> measures_of(const std::vector<Model>& models, const OutcomeLabels& labels,
                                 const std::vector<std::vector<Counts>>& replications) {
    OutcomeAccumulator accumulator(models, labels);
    for (const auto& arms : replications) {
        std::vector<std::vector<double>> prepared;
        for (std::size_t arm = 0; arm < arms.size(); ++arm)
            prepared.push_back(accumulator.prepare(arms[arm], arm));
        accumulator.add(prepared);
    }
    return accumulator.measures();
}

std::vector<Measure> measures_of_one_arm(const std::vector<Counts>& replications) {
    std::vector<std::vector<Counts>> arms;
    for (const Counts& counts : replications) arms.push_back({counts});
    return measures_of({three_states()}, labels_of(1), arms);
}

const Measure& get(const std::vector<Measure>& measures, const std::string& name,
                   const std::string& group = "") {
    const Measure* measure = find_measure(measures, name, group);
    REQUIRE(measure != nullptr);
    return *measure;
}

// Two replications. Months since exit: relapses and censorings.
std::vector<Counts> with_relapses() {
    const Model model = three_states();
    Counts first(model);
    first.relapses(0, 0, 1) = 2;
    first.censored(0, 0, 1) = 3;
    first.relapses(0, 0, 2) = 1;
    first.censored(0, 0, 2) = 4;
    Counts second(model);
    second.relapses(0, 0, 1) = 1;
    second.censored(0, 0, 2) = 9;
    return {first, second};
}

}  // namespace

TEST_CASE("persons in a state are means over replications, differences paired") {
    const std::vector<Model> models{three_states(), three_states()};
    const auto measures = measures_of(
        models, labels_of(2),
        {{people(models[0], {{10, 0, 0}, {8, 2, 0}}), people(models[1], {{10, 0, 0}, {6, 4, 0}})},
         {people(models[0], {{10, 0, 0}, {4, 6, 0}}), people(models[1], {{10, 0, 0}, {4, 5, 1}})}});
    const Measure& measure = get(measures, "persons_in_state");
    CHECK(measure.axes == std::vector<std::string>{"arm", "month", "state"});
    CHECK(measure.units == "persons");
    REQUIRE(measure.mean.size() == 2 * 4 * 3);
    const std::size_t job_at_1 = 1 * 3 + 1;
    CHECK(measure.mean[job_at_1] == 4.0);
    CHECK(measure.standard_error[job_at_1] == doctest::Approx(2.0));
    CHECK(measure.difference[job_at_1] == 0.0);
    const std::size_t other = 12 + job_at_1;
    CHECK(measure.mean[other] == 4.5);
    CHECK(measure.difference[other] == doctest::Approx(0.5));
    CHECK(measure.difference_standard_error[other] == doctest::Approx(1.5));
}

TEST_CASE("arms number phases themselves, the phase axis has each once") {
    Model plain = three_states();
    Model offered = test::hand_model(3, 3);
    test::add_program(offered, {Phase{}});
    offered.definitions = plain.definitions;
    test::build_tables(offered, test::moves_by_state({{}, {}, {}}));
    Counts counts(offered);
    counts.cells(1, 0) = 6;  // in no program
    counts.cells(1, 3) = 3;  // in the program
    counts.cells(1, 4) = 1;
    OutcomeLabels labels = labels_of(2);
    labels.phase = labelled("phase", {"none", "else", "help"});
    labels.phase_position = {{0}, {0, 2}};
    const auto measures =
        measures_of({plain, offered}, labels, {{people(plain, {{}, {10, 0, 0}}), counts}});
    const Measure& measure = get(measures, "persons_in_phase");
    REQUIRE(measure.mean.size() == 2 * 4 * 3);
    CHECK(measure.mean[1 * 3 + 0] == 10.0);
    CHECK(measure.mean[12 + 1 * 3 + 0] == 6.0);
    CHECK(measure.mean[12 + 1 * 3 + 1] == 0.0);
    CHECK(measure.mean[12 + 1 * 3 + 2] == 4.0);
}

TEST_CASE("exits by month and in total") {
    Counts counts(three_states());
    counts.exits(0, 0, 1) = 2;
    counts.exits(0, 0, 3) = 5;
    const auto measures = measures_of_one_arm({counts});
    CHECK(get(measures, "exits").mean == std::vector<double>{0.0, 2.0, 0.0, 5.0});
    CHECK(get(measures, "exits_total").mean == std::vector<double>{7.0});
}

TEST_CASE("relapse is Kaplan-Meier over all replications together") {
    const auto measures = measures_of_one_arm(with_relapses());
    const Measure& relapse = get(measures, "relapse");
    CHECK(relapse.axes == std::vector<std::string>{"arm", "base", "event", "months_since_exit"});
    REQUIRE(relapse.mean.size() == 4);
    // 20 exits, 3 relapses in month 1, 3 censored; of the 14 left one relapses in month 2.
    CHECK(relapse.mean[0] == 0.0);
    CHECK(relapse.mean[1] == doctest::Approx(3.0 / 20.0));
    CHECK(relapse.mean[2] == doctest::Approx(1.0 - 17.0 / 20.0 * 13.0 / 14.0));
    CHECK(std::isnan(relapse.mean[3]));
}

TEST_CASE("the standard error of relapse is a jackknife over replications") {
    const auto measures = measures_of_one_arm(with_relapses());
    // Without the first: 1 of 10; without the second: 2 of 10. Half of (0.2 - 0.1)² / 2.
    CHECK(get(measures, "relapse").standard_error[1] == doctest::Approx(0.05));
}

TEST_CASE("relapse within a window is the curve at its month") {
    const Measure relapse_within = get(measures_of_one_arm(with_relapses()), "relapse_within");
    REQUIRE(relapse_within.mean.size() == 3);
    CHECK(relapse_within.mean[0] == doctest::Approx(0.15));
    CHECK(relapse_within.mean[1] == doctest::Approx(1.0 - 17.0 / 20.0 * 13.0 / 14.0));
    CHECK(std::isnan(relapse_within.mean[2]));  // beyond the horizon
}

TEST_CASE(
    "status after the exit leaves out the unrecorded windows, relapse status also those who left") {
    Counts counts(three_states());
    counts.status(0, 0, 0) = 3;
    counts.status(0, 0, 1) = 9;
    counts.status(0, 0, 2) = 4;
    const auto measures = measures_of_one_arm({counts});
    const Measure& status = get(measures, "status");
    CHECK(status.axes == std::vector<std::string>{"arm", "base", "window", "state"});
    REQUIRE(status.mean.size() == 9);
    CHECK(status.mean[0] == doctest::Approx(3.0 / 16.0));
    CHECK(status.mean[1] == doctest::Approx(9.0 / 16.0));
    CHECK(status.mean[2] == doctest::Approx(4.0 / 16.0));
    CHECK(std::isnan(status.mean[3]));
    const Measure& relapse_status = get(measures, "relapse_status");
    CHECK(relapse_status.mean[0] == doctest::Approx(3.0 / 12.0));
    CHECK(std::isnan(relapse_status.mean[1]));
}

TEST_CASE("months in a state are those of ticks 0 to T - 1, per person") {
    const auto measures =
        measures_of_one_arm({people(three_states(), {{8, 0, 0}, {6, 2, 0}, {5, 2, 1}, {0, 0, 8}})});
    CHECK(get(measures, "months_in_state").mean ==
          std::vector<double>{19.0 / 8.0, 4.0 / 8.0, 1.0 / 8.0});
}

TEST_CASE("time to employment counts the first month there, and nobody who never came") {
    Counts counts = people(three_states(), {{20, 0, 0}});
    counts.first_employment(0, 0) = 1;
    counts.first_employment(0, 2) = 3;
    const auto measures = measures_of_one_arm({counts});
    CHECK(get(measures, "employed_by").mean == std::vector<double>{0.05, 0.05, 0.2, 0.2});
    CHECK(get(measures, "mean_months_to_employment").mean == std::vector<double>{1.5});
    CHECK(std::isnan(get(measures_of_one_arm({people(three_states(), {{20, 0, 0}})}),
                         "mean_months_to_employment")
                         .mean[0]));
}

TEST_CASE("visits: who has been there by then, when first, and how often") {
    Counts counts = people(three_states(), {{20, 0, 0}});
    counts.first_visits(0, 0, 0) = 20;
    counts.first_visits(0, 1, 1) = 4;
    counts.first_visits(0, 1, 3) = 1;
    counts.visits(0, 0) = 22;
    counts.visits(0, 1) = 7;
    const auto measures = measures_of_one_arm({counts});
    CHECK(get(measures, "ever_visited").axes == std::vector<std::string>{"arm", "month", "state"});
    CHECK(get(measures, "ever_visited").mean ==
          std::vector<double>{1, 0, 0, 1, 0.2, 0, 1, 0.2, 0, 1, 0.25, 0});
    const auto& passage = get(measures, "first_passage").mean;
    CHECK(passage[0] == 0.0);
    CHECK(passage[1] == doctest::Approx(1.4));
    CHECK(std::isnan(passage[2]));
    CHECK(get(measures, "visits").mean == std::vector<double>{1.1, 0.35, 0.0});
}

TEST_CASE("expected counts make the same measures as counts, without error") {
    const std::vector<Model> models{three_states()};
    Counts counts = people(models[0], {{8, 0, 0}, {6, 2, 0}, {5, 2, 1}, {0, 0, 8}});
    counts.exits(0, 0, 1) = 3;
    counts.first_employment(0, 1) = 4;
    counts.first_visits(0, 1, 1) = 4;
    counts.visits(0, 1) = 5;
    ExpectedCounts expected(models[0]);
    expected += counts;
    OutcomeAccumulator accumulator(models, labels_of(1));
    accumulator.add(std::vector<std::vector<double>>{accumulator.prepare(expected, 0)});
    auto measures = accumulator.measures();
    make_certain(measures);
    const auto twins = measures_of_one_arm({counts});
    REQUIRE(measures.size() == twins.size());
    for (std::size_t number = 0; number < measures.size(); ++number) {
        CAPTURE(measures[number].name);
        for (std::size_t entry = 0; entry < measures[number].mean.size(); ++entry) {
            const double mean = measures[number].mean[entry];
            if (std::isnan(mean)) {
                CHECK(std::isnan(twins[number].mean[entry]));
                CHECK(std::isnan(measures[number].standard_error[entry]));
                continue;
            }
            CHECK(mean == twins[number].mean[entry]);
            CHECK(measures[number].standard_error[entry] == 0.0);
            CHECK(measures[number].difference_standard_error[entry] == 0.0);
        }
    }
}

TEST_CASE("an arm that copies the reference differs by exactly 0 in every measure") {
    const std::vector<Model> models{three_states(), three_states()};
    std::vector<std::vector<Counts>> replications;
    for (std::uint32_t r = 0; r < 7; ++r) {
        Counts counts = people(models[0], {{20, 1, 0}, {15 - r, 3 + r, 2}, {9, 7, 4}, {9, r, 4}});
        counts.exits(0, 0, 1) = r;
        counts.relapses(0, 0, 1) = 1 + r % 3;
        counts.censored(0, 0, 3) = 9;
        counts.status(0, 0, 0) = 1 + r;
        counts.status(0, 0, 1) = 5;
        counts.first_employment(0, 1) = 2 + r;
        replications.push_back({counts, counts});
    }
    for (const Measure& measure : measures_of(models, labels_of(2), replications)) {
        CAPTURE(measure.name);
        for (std::size_t entry = 0; entry < measure.mean.size(); ++entry) {
            if (std::isnan(measure.mean[entry])) continue;
            CHECK(measure.difference[entry] == 0.0);
            CHECK(measure.difference_standard_error[entry] == 0.0);
        }
    }
}

TEST_CASE("below two replications there is no standard error") {
    const auto measures = measures_of_one_arm({with_relapses().front()});
    CHECK(get(measures, "relapse").mean[1] == doctest::Approx(0.2));
    CHECK(std::isnan(get(measures, "relapse").standard_error[1]));
    CHECK(std::isnan(get(measures, "persons_in_state").standard_error[0]));
}

TEST_CASE("150 replications make 100 jackknife groups, replication r in group r mod 100") {
    const Model model = three_states();
    std::vector<Counts> replications;
    std::vector<double> employed(100, 0.0);
    std::vector<double> persons(100, 0.0);
    for (std::uint32_t r = 0; r < 150; ++r) {
        Counts counts = people(model, {{10, 0, 0}});
        counts.first_employment(0, 1) = r * r % 10;
        employed[r % 100] += r * r % 10;
        persons[r % 100] += 10;
        replications.push_back(counts);
    }
    double all = 0.0;
    for (const double group : employed) all += group;
    std::vector<double> without;
    for (std::size_t group = 0; group < 100; ++group)
        without.push_back((all - employed[group]) / (1500.0 - persons[group]));
    const Measure employed_by = get(measures_of_one_arm(replications), "employed_by");
    CHECK(employed_by.mean[1] == doctest::Approx(all / 1500.0));
    CHECK(employed_by.standard_error[1] == doctest::Approx(jackknife_standard_error(without)));
}

TEST_CASE("strata have the same measures, with an axis that begins with everybody") {
    Model model = three_states();
    // Two subgroups; the cells of benefit belong to the first, those of job to the second.
    model.n_subgroups = 2;
    model.cells[1].subgroup = 1;
    OutcomeLabels labels = labels_of(1);
    labels.stratum = labelled("stratum", {"all", "young", "old", "either"});
    labels.subgroups_of_stratum = {{0}, {1}, {0, 1}};
    Counts counts = people(model, {{6, 4, 0}, {5, 5, 0}});
    counts.relapses(0, 0, 1) = 1;
    counts.censored(0, 0, 1) = 3;
    counts.relapses(1, 0, 1) = 1;
    const auto measures = measures_of({model}, labels, {{counts}});

    const Measure& persons = get(measures, "persons_in_state", "strata");
    CHECK(persons.axes == std::vector<std::string>{"arm", "stratum", "month", "state"});
    REQUIRE(persons.mean.size() == 4 * 12);
    CHECK(std::vector<double>(persons.mean.begin(), persons.mean.begin() + 2) ==
          std::vector<double>{6.0, 4.0});
    CHECK(persons.mean[12] == 6.0);
    CHECK(persons.mean[12 + 1] == 0.0);
    CHECK(persons.mean[24 + 1] == 4.0);
    CHECK(persons.mean[36 + 1] == 4.0);

    const Measure& relapse = get(measures, "relapse", "strata");
    REQUIRE(relapse.mean.size() == 4 * 4);
    CHECK(relapse.mean[1] == doctest::Approx(0.4));
    CHECK(relapse.mean[4 + 1] == doctest::Approx(0.25));
    CHECK(relapse.mean[8 + 1] == doctest::Approx(1.0));
    CHECK(relapse.mean[12 + 1] == doctest::Approx(0.4));
    CHECK(get(measures, "relapse").mean.size() == 4);
    // Six persons in the first stratum, on benefit at ticks 0 and 1.
    CHECK(get(measures, "months_in_state", "strata").mean[3] == doctest::Approx(11.0 / 6.0));
}

TEST_CASE("without strata there is no group of them") {
    CHECK(find_measure(measures_of_one_arm(with_relapses()), "exits", "strata") == nullptr);
}

TEST_CASE("key outcomes name and give one replication's values") {
    Counts counts = people(three_states(), {{10, 0, 0}, {}, {}, {7, 2, 1}});
    counts.exits(0, 0, 1) = 3;
    counts.exits(0, 0, 2) = 2;
    counts.relapses(0, 0, 1) = 1;
    counts.relapses(0, 0, 3) = 1;
    counts.censored(0, 0, 1) = 1;
    counts.censored(0, 0, 2) = 2;
    counts.first_employment(0, 1) = 4;
    const std::vector<Model> models{three_states()};
    const OutcomeAccumulator accumulator(models, labels_of(1));
    std::vector<std::string> names;
    for (const KeyOutcome& outcome : accumulator.key_outcome_names()) names.push_back(outcome.name);
    CHECK(names == std::vector<std::string>{"exits_any", "relapses_within_2_months",
                                            "followed_2_months", "persons_benefit", "persons_job",
                                            "persons_out", "ever_employed"});
    CHECK(accumulator.key_outcomes(counts, 0) ==
          std::vector<double>{5.0, 1.0, 4.0, 7.0, 2.0, 1.0, 4.0});
}

TEST_CASE("counts prepared by several threads at once are all in the total") {
    const std::vector<Model> models{three_states()};
    const Counts counts = people(models[0], {{5, 0, 0}, {3, 2, 0}, {3, 1, 1}, {3, 1, 1}});
    OutcomeAccumulator accumulator(models, labels_of(1));
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&] {
            for (int r = 0; r < 25; ++r) static_cast<void>(accumulator.prepare(counts, 0));
        });
    for (std::thread& thread : threads) thread.join();
    const Table<std::uint64_t, 2> persons = accumulator.persons_in_cells(0);
    CHECK(persons(0, 0) == 500);
    CHECK(persons(2, 1) == 100);
    CHECK(persons(2, 2) == 100);
}
