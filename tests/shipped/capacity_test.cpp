// Queues with known answers, as ordinary scenario files: customers who wait for a few clerks
// (Erlang C), who go away when none is free (Erlang B), and a hundred people who share eight
// places. The rule of a cycle is in support/queue_chain.hpp; numbers marked v13 were published for
// it.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "economics/price.hpp"
#include "input/scenario_spec.hpp"
#include "model/model.hpp"
#include "report/comparison.hpp"
#include "report/explain.hpp"
#include "results/result_file.hpp"
#include "run.hpp"
#include "simulate/simulate.hpp"
#include "support/queue_chain.hpp"
#include "support/scenario_text.hpp"
#include "support/temporary.hpp"
#include "support/tolerance.hpp"

using namespace forlob;

namespace {

const std::string folder = FORLOB_SOURCE_FOLDER "/models/published/";

// A mean over replications, each from the end of the warm-up on, and its standard error.
struct Estimate {
    double mean = 0.0;
    double standard_error = 0.0;
};

// Ratios of sums: over replications, with the standard error of the linearised ratio.
Estimate ratio(const std::vector<double>& numerator, const std::vector<double>& denominator) {
    double above = 0.0;
    double below = 0.0;
    for (std::size_t i = 0; i < numerator.size(); ++i) {
        above += numerator[i];
        below += denominator[i];
    }
    const double mean = above / below;
    double squares = 0.0;
    for (std::size_t i = 0; i < numerator.size(); ++i)
        squares += std::pow(numerator[i] - mean * denominator[i], 2);
    return {mean, std::sqrt(squares) / below};
}

struct Found {
    Estimate waiting, utilisation, any_waiting, wait, refused, dropped_out, taking_part;
};

struct Setting {
    std::string file;
    std::vector<std::string> set;
    std::int32_t horizon = 1200;
    std::uint32_t replications = 100;
    std::int32_t warm_up = 200;  ///< cycles that are cut off
};

ScenarioSpec scenario_of(const Setting& setting) {
    CommandLineOverrides changes;
    changes.set = setting.set;
    changes.replications = setting.replications;
    ScenarioSpec scenario = read_scenario(folder + setting.file, changes);
    scenario.horizon_months = setting.horizon;  // longer than an author may write
    return scenario;
}

// The queue of every arm after the warm-up.
std::vector<Found> simulated(const Setting& setting) {
    const ScenarioSpec scenario = scenario_of(setting);
    const auto models = compile_arms(scenario);
    enum Sum { cycles, waiting, used, places, any, admitted, applicants, refused, dropped, n_sums };
    std::vector<std::vector<std::vector<double>>> sums(models.size(),
                                                       std::vector<std::vector<double>>(n_sums));
    SimulationPlan plan;
    plan.seed = scenario.seed;
    plan.n_people = scenario.cohort_size;
    plan.n_replications = scenario.replications;
    SimulationHooks hooks;
    hooks.in_order = [&](ReplicationResult& result) {
        for (std::size_t arm = 0; arm < models.size(); ++arm) {
            const auto& queues = result.arms[arm].queues;
            std::vector<double> of_replication(n_sums, 0.0);
            for (std::int32_t tick = setting.warm_up; tick <= setting.horizon; ++tick) {
                of_replication[cycles] += 1.0;
                of_replication[waiting] += queues.waiting(0, tick);
                of_replication[used] += queues.used(0, tick);
                of_replication[places] += queues.places(0, tick);
                of_replication[any] += queues.waiting(0, tick) > 0 ? 1.0 : 0.0;
                of_replication[admitted] += queues.admitted(0, tick);
                of_replication[applicants] += queues.applicants(0, tick);
                of_replication[refused] += queues.refused(0, tick);
                of_replication[dropped] += queues.dropped_out(0, tick);
            }
            for (std::size_t sum = 0; sum < n_sums; ++sum)
                sums[arm][sum].push_back(of_replication[sum]);
        }
    };
    REQUIRE(simulate(models, plan, hooks));
    std::vector<Found> queues;
    for (const auto& of_arm : sums)
        queues.push_back(
            {ratio(of_arm[waiting], of_arm[cycles]), ratio(of_arm[used], of_arm[places]),
             ratio(of_arm[any], of_arm[cycles]), ratio(of_arm[waiting], of_arm[admitted]),
             ratio(of_arm[refused], of_arm[applicants]), ratio(of_arm[dropped], of_arm[applicants]),
             ratio(of_arm[used], of_arm[cycles])});
    return queues;
}

// Standard errors from replications that are independent, whatever happens within one. `allowed` is
// for the comparisons of a test case together: a joint false-alarm rate of 1e-6.
void check(const Estimate& found, double expected, double allowed, double precision) {
    CAPTURE(found.mean);
    CAPTURE(expected);
    CAPTURE(found.standard_error);
    CHECK(std::abs(found.mean - expected) <= allowed * found.standard_error);
    CHECK(found.standard_error <= precision * expected);  // else anything would pass
}

std::string set(const char* name, double value) { return fmt::format("{}={}", name, value); }

test::QueueRule bank(double step, std::size_t clerks) {
    return {.places = clerks,
            .completion = -std::expm1(-0.1 * step),
            .arrivals = 0.2 * step,
            .drop_out = 0.0,
            .limit = 150};
}

}  // namespace

TEST_CASE("the chain that simulation is compared with gives the published long run (v13)") {
    struct Published {
        std::size_t clerks;
        double step, waiting, utilisation, any_waiting;
    };
    for (const Published& known :
         {Published{3, 2.0, 1.381136488891832, 0.7355540754835816, 0.3915545245782053},
          Published{3, 1.0, 1.0991516912693629, 0.7005554629848924, 0.3405420128517483},
          Published{3, 0.5, 0.9867079454814406, 0.6834722164355433, 0.31762818187212066},
          Published{3, 0.1, 0.907406721793373, 0.6700055555471964, 0.3004411982341259},
          Published{4, 2.0, 0.2565318738764717, 0.5516655566126754, 0.12114813986147145},
          Published{4, 1.0, 0.21089227908304914, 0.5254165972387314, 0.1026723532839155},
          Published{4, 0.5, 0.1914401239564496, 0.5126041623265692, 0.09449303535598988},
          Published{4, 0.1, 0.17727468258549414, 0.5025041666604227, 0.0884146356012704}}) {
        const auto found = test::long_run(bank(known.step, known.clerks));
        CHECK(found.waiting == doctest::Approx(known.waiting).epsilon(1e-9));
        CHECK(found.utilisation == doctest::Approx(known.utilisation).epsilon(1e-9));
        CHECK(found.any_waiting == doctest::Approx(known.any_waiting).epsilon(1e-9));
    }
    const auto closed = [](double step) {
        return test::long_run(test::ClosedRule{.n_people = 100,
                                               .places = 8,
                                               .application = -std::expm1(-0.02 * step),
                                               .completion = -std::expm1(-0.25 * step)});
    };
    CHECK(closed(1.0).waiting == doctest::Approx(6.7230313593067565).epsilon(1e-9));
    CHECK(closed(1.0).utilisation * 8 == doctest::Approx(7.663915198083763).epsilon(1e-9));
    CHECK(closed(0.25).waiting == doctest::Approx(4.031362045645615).epsilon(1e-9));
    CHECK(closed(0.05).waiting == doctest::Approx(3.5137313678460202).epsilon(1e-9));
    CHECK(closed(0.05).utilisation * 8 == doctest::Approx(7.185233161691653).epsilon(1e-9));
    const double continuous = 3.3952546435716036;  // the machine-repair queue
    CHECK(closed(0.05).waiting > continuous);
    CHECK(closed(0.05).waiting - continuous < 0.25 * (closed(0.25).waiting - continuous));
}

// Queues in continuous time (v13): a cycle five times as short is about five times as near.
TEST_CASE("the chain comes near the continuous queues as cycles get shorter (v13)") {
    const auto waiting = [](std::size_t clerks, double step) {
        return test::long_run(bank(step, clerks)).waiting;
    };
    for (const auto& [clerks, erlang_c] :
         {std::pair{std::size_t{3}, 0.8888888888888886}, {std::size_t{4}, 0.17391304347826086}}) {
        CAPTURE(clerks);
        CHECK(waiting(clerks, 0.1) - erlang_c < 0.25 * (waiting(clerks, 0.5) - erlang_c));
        CHECK(waiting(clerks, 0.1) > erlang_c);
    }
}

// v13, discrete values; the slowest queue forgets in about 100 minutes, so that 500 minutes of
// warm-up leave less than 1 % of the distance from an empty bank. 2 × 3 × 4 comparisons. Errors of
// 5 standard errors, 8 to 13 % of the waiting, would be found.
TEST_CASE("customers wait for three or four clerks (v13)" * doctest::test_suite("statistical")) {
    struct Published {
        double step, waiting[2], any_waiting[2], utilisation[2], wait[2];
    };
    const double allowed = test::allowed_standard_errors(24);
    for (const Published& known : {Published{2.0,
                                             {1.381136488891832, 0.2565318738764717},
                                             {0.3915545245782053, 0.12114813986147145},
                                             {0.7355540754835816, 0.5516655566126754},
                                             {3.45284122222958, 0.6413296846911792}},
                                   Published{1.0,
                                             {1.0991516912693629, 0.21089227908304914},
                                             {0.3405420128517483, 0.1026723532839155},
                                             {0.7005554629848924, 0.5254167972387314},
                                             {5.495758456346814, 1.0544613954152455}},
                                   Published{0.5,
                                             {0.9867079454814406, 0.1914401239564496},
                                             {0.31762818187212066, 0.09449303535598988},
                                             {0.6834722164355433, 0.5126041623265692},
                                             {9.867079454814405, 1.914401239564496}}}) {
        CAPTURE(known.step);
        const auto warm_up = static_cast<std::int32_t>(600.0 / known.step);
        const auto queues = simulated({.file = "v13-waiting-line.yaml",
                                       .set = {set("step", known.step)},
                                       .horizon = warm_up + 8000,
                                       .replications = 400,
                                       .warm_up = warm_up});
        for (std::size_t arm = 0; arm < 2; ++arm) {
            CAPTURE(arm);
            check(queues[arm].waiting, known.waiting[arm], allowed, 0.03);
            check(queues[arm].any_waiting, known.any_waiting[arm], allowed, 0.03);
            check(queues[arm].utilisation, known.utilisation[arm], allowed, 0.01);
            check(queues[arm].wait, known.wait[arm], allowed, 0.03);
        }
    }
}

// The same in cycles of 6 seconds: 1.5 % above the continuous queue (4.54 against 4.44 minutes).
TEST_CASE("in short cycles the wait comes near that of the continuous queue (v13)" *
          doctest::test_suite("statistical")) {
    const double allowed = test::allowed_standard_errors(3);
    const auto queues = simulated({.file = "v13-waiting-line.yaml",
                                   .set = {"step=0.1"},
                                   .horizon = 30'000,
                                   .replications = 200,
                                   .warm_up = 6'000});
    check(queues[0].waiting, 0.907406721793373, allowed, 0.04);
    check(queues[0].any_waiting, 0.3004411982341259, allowed, 0.04);
    check(queues[0].wait, 45.37033608966864, allowed, 0.04);
    CHECK(std::abs(queues[0].wait.mean * 0.1 - 4.444444) < 0.1 * 4.444444);
}

// Refusal: the exact chain for every load, and the chain itself comes near Erlang B.
TEST_CASE("customers who find no free place are lost (v13)" * doctest::test_suite("statistical")) {
    struct Load {
        double load;
        std::size_t places;
        double erlang_b;
    };
    const std::vector<Load> loads = {{2.0, 3, 0.2105263157894737},
                                     {10.0, 10, 0.21458234310734736},
                                     {8.0, 10, 0.1216610642529515},
                                     {20.0, 25, 0.0502217778907946}};
    const double allowed = test::allowed_standard_errors(2 * loads.size());
    for (const Load& one : loads) {
        CAPTURE(one.load);
        CAPTURE(one.places);
        CHECK(test::erlang_b(one.load, one.places) == doctest::Approx(one.erlang_b).epsilon(1e-12));
        const auto chain = [&](double step) {
            return test::long_run(test::QueueRule{.places = one.places,
                                                  .completion = -std::expm1(-step),
                                                  .arrivals = one.load * step,
                                                  .drop_out = 0.0,
                                                  .limit = 0});
        };
        // Shrinking the cycle by 10 brings the chain 10 times nearer.
        double distance = std::abs(chain(0.1).refused - one.erlang_b);
        for (const double step : {0.01, 0.001}) {
            const double nearer = std::abs(chain(step).refused - one.erlang_b);
            CHECK(nearer < 0.15 * distance);
            distance = nearer;
        }
        CHECK(distance < 1e-3);

        for (const double step : {0.5, 0.1}) {
            CAPTURE(step);
            const auto queues = simulated({.file = "v13-refused-when-full.yaml",
                                           .set = {set("step", step), set("arrival_rate", one.load),
                                                   fmt::format("two_three.clerks={}", one.places)},
                                           .horizon = 2200,
                                           .replications = 100,
                                           .warm_up = 200});
            check(queues[0].refused, chain(step).refused, allowed, 0.03);
        }
    }
}

// The machine-repair queue in cycles of a month and of a quarter of one (v13).
TEST_CASE("a hundred people share eight places (v13)" * doctest::test_suite("statistical")) {
    struct Published {
        double step, waiting, taking_part, wait;  ///< wait in cycles
    };
    const double allowed = test::allowed_standard_errors(6);
    for (const Published& known :
         {Published{1.0, 6.7230313593067565, 7.663915198083763, 3.9658004821677757},
          Published{0.25, 4.031362045645615, 7.299268545875184, 2.278943042218528 / 0.25}}) {
        CAPTURE(known.step);
        const auto queues = simulated({.file = "v13-closed-population.yaml",
                                       .set = {set("step", known.step)},
                                       .horizon = 3400,
                                       .replications = 200,
                                       .warm_up = 400});
        check(queues[0].waiting, known.waiting, allowed, 0.02);
        check(queues[0].taking_part, known.taking_part, allowed, 0.01);
        check(queues[0].wait, known.wait, allowed, 0.02);
    }
}

// Teeth: in cycles of a minute, the queue of two minutes must not pass for the one of one minute.
TEST_CASE("another length of the cycle would be found" * doctest::test_suite("statistical")) {
    const auto queues = simulated({.file = "v13-waiting-line.yaml",
                                   .set = {"step=1"},
                                   .horizon = 8'600,
                                   .replications = 400,
                                   .warm_up = 600});
    CHECK(std::abs(queues[0].waiting.mean - 1.381136488891832) >
          2.0 * test::allowed_standard_errors(24) * queues[0].waiting.standard_error);
}

// Customers who give up with 5 % a cycle once they have waited one, and at most four who wait.
TEST_CASE("customers give up waiting, or find the line too long" *
          doctest::test_suite("statistical")) {
    ScenarioSpec scenario = scenario_of({.file = "v13-waiting-line.yaml",
                                         .set = {"step=2", "arrival_rate=0.3"},
                                         .horizon = 4400,
                                         .replications = 100,
                                         .warm_up = 400});
    QueueSpec rule;
    rule.limit = Expression(4.0);
    rule.drop_out = Expression(0.05);
    rule.when_refused = rule.when_dropped = Name{"gone", {}};
    for (ProgramSpec& program : scenario.programs) program.queue = rule;
    const auto models = compile_arms(scenario);
    std::vector<double> waiting, cycles, applicants, refused, dropped;
    SimulationPlan plan;
    plan.seed = scenario.seed;
    plan.n_replications = scenario.replications;
    SimulationHooks hooks;
    hooks.in_order = [&](ReplicationResult& result) {
        const auto& queues = result.arms[0].queues;
        for (auto* sums : {&waiting, &cycles, &applicants, &refused, &dropped})
            sums->push_back(0.0);
        for (int tick = 400; tick <= scenario.horizon_months; ++tick) {
            cycles.back() += 1.0;
            waiting.back() += queues.waiting(0, tick);
            applicants.back() += queues.applicants(0, tick);
            refused.back() += queues.refused(0, tick);
            dropped.back() += queues.dropped_out(0, tick);
        }
    };
    REQUIRE(simulate(models, plan, hooks));
    const auto expected = test::long_run(test::QueueRule{.places = 3,
                                                         .completion = -std::expm1(-0.2),
                                                         .arrivals = 0.6,
                                                         .drop_out = 0.05,
                                                         .limit = 4});
    const double allowed = test::allowed_standard_errors(3);
    check(ratio(waiting, cycles), expected.waiting, allowed, 0.02);
    check(ratio(refused, applicants), expected.refused, allowed, 0.03);
    check(ratio(dropped, applicants), expected.dropped_out, allowed, 0.02);
}

TEST_CASE("limited places are in the result file and in what is printed") {
    const test::TemporaryFolder temporary;
    RunOptions options;
    options.output = (temporary.path() / "bank.h5").string();
    CommandLineOverrides changes;
    changes.replications = 5;
    const Result result = run(read_scenario(folder + "v13-waiting-line.yaml", changes), options);
    const Result read = read_result(*options.output);
    for (const char* name :
         {"places", "places_used", "waiting", "applicants", "admitted", "refused", "dropped_out",
          "left_queue", "utilisation", "mean_waiting", "months_with_waiting", "months_full",
          "mean_waiting_time", "refused_share", "lost_share", "waiting_time"}) {
        CAPTURE(name);
        const Measure* written = find_measure(result.measures, name, "resources");
        const Measure* kept = find_measure(read.measures, name, "resources");
        REQUIRE(written != nullptr);
        REQUIRE(kept != nullptr);
        CHECK(written->axes == kept->axes);
        CHECK(written->mean == kept->mean);
    }
    const std::string text = comparison_text(read, {});
    CHECK(text.find("Limited places: Clerks (counter.clerks)") != std::string::npos);
    CHECK(text.find("Months waited, of those who got a place") != std::string::npos);
    CHECK(text.find("Scaled from the amount per person") == std::string::npos);  // nobody at first
    CHECK(comparison_json(read).find("\"mean_waiting_time\"") != std::string::npos);
}

// Ten people a month who stay on benefit: at tick t there are 10 t. Of twelve months each person
// has lived 5.5 on average at the ticks 1 … 11, and costs 100 in each.
TEST_CASE("amounts and months are per person who was ever there") {
    test::ScenarioText text;
    text.transitions =
        "  benefit: {internship: 0}\n  internship: {benefit: 0}\n  employment: {benefit: 0}\n";
    text.population_more = "inflow: [{number: 10}]\n";
    text.scenario = "record: {trajectories: spells}\n";
    text.people = 0;
    text.horizon = 12;
    text.replications = 2;
    const test::TemporaryFolder temporary;
    RunOptions options;
    options.output = (temporary.path() / "open.h5").string();
    const Result result = run(text.spec(), options);
    CHECK(find_measure(result.measures, "months_in_state")->mean[0] == doctest::Approx(5.5));
    CHECK(find_measure(result.measures, "net_cost")->mean[0] == doctest::Approx(550.0));
    CHECK(find_measure(result.measures, "cost")->mean[12 * 2] == doctest::Approx(100.0 * 110));
    const auto tables = table_names(*options.output);
    CHECK(std::find(tables.begin(), tables.end(), "spells") != tables.end());
    CHECK(std::find(tables.begin(), tables.end(), "persons") == tables.end());
    CHECK_FALSE(comparison_text(read_result(*options.output), {}).empty());
    CHECK(person_months(text.spec()) == 2 * 10 * 78);

    const Result expected = run_exactly(text.spec(), {});
    CHECK(find_measure(expected.measures, "persons_in_state")->mean[12 * 4] ==
          doctest::Approx(120.0));
}

TEST_CASE("places, queues and inflow are explained") {
    const ScenarioSpec scenario = read_scenario(folder + "v13-refused-when-full.yaml");
    const auto models = compile_arms(scenario);
    const std::string text =
        explain(scenario, models, price_arms(scenario, models), {std::nullopt, {}, 1000});
    CHECK(text.find("Poisson, arrival_rate * step persons a month on average") !=
          std::string::npos);
    CHECK(text.find("takes a place of clerks") != std::string::npos);
    CHECK(text.find("at most 0, others are refused and moved to gone") != std::string::npos);
}

TEST_CASE("exact recursion names the places that it cannot follow") {
    CHECK_THROWS_WITH(
        static_cast<void>(run_exactly(read_scenario(folder + "v13-closed-population.yaml"), {})),
        "exact recursion cannot follow the places and the queue of program 'course': who gets a "
        "place depends on who else applies; simulate instead");
}
