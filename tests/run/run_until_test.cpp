#include "run_until.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>  // setenv is POSIX, not in <cstdlib>

#include <cmath>
#include <filesystem>
#include <stdexcept>

#include "results/result_file.hpp"
#include "support/scenario_text.hpp"
#include "support/temporary.hpp"

using namespace forlob;

namespace {

ScenarioSpec two_arms(const std::string& other_rate = "0.035") {
    test::ScenarioText text;
    text.parameters = "{exit_rate: {value: 0.03, unit: probability/month, grade: D, source: Test}}";
    text.transitions =
        "  benefit: {employment: exit_rate}\n"
        "  internship: {benefit: 0.3}\n"
        "  employment: {benefit: 0.05}\n";
    text.set = "{exit_rate: " + other_rate + "}";
    text.scenario = "record: {trajectories: spells, replications: 45}\n";
    text.people = 60;
    text.replications = 100;
    return text.spec();
}

UntilOptions until_error(double bound) {
    UntilOptions until;
    until.rule = {StopRule::Kind::standard_error, bound};
    until.measure = "net_cost";
    until.look_every = 20;
    return until;
}

EstimateSoFar of_plain_run(ScenarioSpec scenario, std::uint32_t n) {
    scenario.replications = n;
    const Result result = run(scenario, {});
    return estimates_of(main_result(result, "net_cost"), result).front();
}

}  // namespace

TEST_CASE("a run until it is precise is, byte for byte, a run of that many replications") {
    const test::TemporaryFolder folder;
    setenv("SOURCE_DATE_EPOCH", "1767225600", 1);
    RunOptions options;
    options.command_line = "forlob";
    options.overwrite = Overwrite::replace;
    const ScenarioSpec scenario = two_arms();
    std::uint32_t n = 0;
    std::string expected;
    for (const int threads : {1, 3})
        for (const std::uint32_t block_people : {8U, 4096U}) {
            options.threads = threads;
            options.block_people = block_people;
            options.output = (folder.path() / "until.h5").string();
            options.overrides = {"--set a=1", "--seed 3"};
            const UntilOutcome outcome = run_until(scenario, options, until_error(5.0));
            CHECK(outcome.is_enough);
            if (n == 0) {
                n = outcome.result.n_replications;
                REQUIRE(n > 45);
                REQUIRE(n < usual_most(scenario));
                ScenarioSpec plain = scenario;
                plain.replications = n;
                options.output = (folder.path() / "plain.h5").string();
                options.overrides = {"--set a=1", "--replications " + std::to_string(n),
                                     "--seed 3"};
                static_cast<void>(run(plain, options));
                expected = test::read_file(*options.output);
            }
            CHECK(outcome.result.n_replications == n);
            CHECK(test::read_file(folder.path() / "until.h5") == expected);
        }
    unsetenv("SOURCE_DATE_EPOCH");
}

TEST_CASE("a run ends at the first look at which the standard error is small enough") {
    const ScenarioSpec scenario = two_arms();
    const UntilOutcome outcome = run_until(scenario, {}, until_error(5.0));
    const std::uint32_t n = outcome.result.n_replications;
    CHECK(n % 20 == 0);
    REQUIRE(n > 20);
    CHECK(outcome.estimates.front().standard_error == of_plain_run(scenario, n).standard_error);
    CHECK(of_plain_run(scenario, n).standard_error <= 5.0);
    CHECK(of_plain_run(scenario, n - 20).standard_error > 5.0);
    CHECK(outcome.factor == 0.0);
    CHECK(outcome.result.command_line_overrides ==
          std::vector<std::string>{"--replications " + std::to_string(n)});
}

TEST_CASE("a run ends at the first look that decides, with the interval that allows looking") {
    const ScenarioSpec scenario = two_arms("0.0302");
    UntilOptions until = until_error(0.0);
    until.rule = {StopRule::Kind::decided, 0.0};
    until.most = 5000;
    const UntilOutcome outcome = run_until(scenario, {}, until);
    const std::uint32_t n = outcome.result.n_replications;
    REQUIRE(outcome.is_enough);
    REQUIRE(n > 20);
    const auto distance = [&](std::uint32_t replications) {
        const EstimateSoFar estimate = of_plain_run(scenario, replications);
        return std::abs(estimate.value) / estimate.standard_error;
    };
    CHECK(outcome.factor == sequential_factor(n, 20, 1));
    CHECK(distance(n) > outcome.factor);
    CHECK(distance(n - 20) <= sequential_factor(n - 20, 20, 1));
}

TEST_CASE("the most replications hold, whether they are a whole number of blocks or not") {
    for (const std::uint32_t most : {10U, 20U, 33U}) {
        UntilOptions until = until_error(1e-9);
        until.most = most;
        const UntilOutcome outcome = run_until(two_arms(), {}, until);
        CHECK_FALSE(outcome.is_enough);
        CHECK(outcome.result.n_replications == most);
    }
    CHECK(usual_most(two_arms()) == 1000);
    ScenarioSpec many = two_arms();
    many.replications = 4'000'000'000U;
    CHECK(usual_most(many) == 4'294'967'295U);
}

TEST_CASE("what is never defined is never precise, and what never varies is at the first look") {
    UntilOptions until = until_error(0.1);
    until.most = 40;
    until.measure = "first_passage,state=internship";  // nobody gets there
    const UntilOutcome never = run_until(two_arms(), {}, until);
    CHECK_FALSE(never.is_enough);
    CHECK(std::isnan(never.estimates.front().value));

    until.measure = "persons_in_state,state=internship";
    const UntilOutcome nobody = run_until(two_arms(), {}, until);
    CHECK(nobody.is_enough);
    CHECK(nobody.result.n_replications == 20);
    until.rule = {StopRule::Kind::decided, 0.0};
    CHECK_FALSE(run_until(two_arms(), {}, until).is_enough);
    until.rule = {StopRule::Kind::decided, 1.0};
    CHECK(run_until(two_arms(), {}, until).is_enough);
}

TEST_CASE("an unknown measure is told before anything is simulated, and leaves no file") {
    const test::TemporaryFolder folder;
    RunOptions options;
    options.output = (folder.path() / "x.h5").string();
    std::atomic<std::uint64_t> simulated = 0;
    options.person_months_done = &simulated;
    UntilOptions until = until_error(1.0);
    until.measure = "net_csot";
    CHECK_THROWS_AS(static_cast<void>(run_until(two_arms(), options, until)),
                    std::invalid_argument);
    CHECK(simulated == 0);
    CHECK(std::filesystem::is_empty(folder.path()));
}
