// Relapses, censored and status as recursion expects them, on chains small enough for pen and
// paper.

#include "exact/follow_up.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "exact/recursion.hpp"
#include "support/hand_model.hpp"
#include "support/values.hpp"

using namespace forlob;
using test::check_values;

namespace {

constexpr StateId benefit{0}, job{1}, pension{2};

// Out of benefit into a job; back is a relapse. Without tables.
Model of_two(std::int32_t months, std::int32_t confirm_months) {
    Model model = test::hand_model(2, months);
    Definitions& definitions = model.definitions;
    definitions.exit_from = test::states({0});
    definitions.exit_bases = {test::states({1})};
    definitions.confirm_months = confirm_months;
    definitions.relapse_events = {test::states({0})};
    definitions.status_after_months = {0, 1};
    return model;
}

// Half of those on benefit find a job each month, half of those in a job lose it.
Model there_and_back(std::int32_t months, std::int32_t confirm_months) {
    Model model = of_two(months, confirm_months);
    test::build_tables(model, test::moves_by_state({{{job, {0.5}}}, {{benefit, {0.5}}}}));
    return model;
}

// From benefit everybody finds a job, half of which lead back and a quarter to a pension. Only the
// pension is a relapse.
Model to_pension(std::int32_t months, std::int32_t confirm_months) {
    Model model = test::hand_model(3, months);
    Definitions& definitions = model.definitions;
    definitions.exit_from = test::states({0});
    definitions.exit_bases = {test::states({1})};
    definitions.confirm_months = confirm_months;
    definitions.relapse_events = {test::states({2})};
    test::build_tables(
        model, test::moves_by_state({{{job, {1.0}}}, {{benefit, {0.5}}, {pension, {0.25}}}, {}}));
    return model;
}

ExpectedCounts counts_of(const Model& model) {
    const ExactCounts found = expected_counts(model, {});
    CHECK(found.relapses_left_out == RelapsesLeftOut::no);
    return found.counts;
}

std::vector<double> row(std::span<const double> values) { return {values.begin(), values.end()}; }

double sum(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

TEST_CASE("relapses count from the exit, and the horizon censors the others") {
    // Exits of months 1, 2 and 3: 0.5, 0.25, 0.25.
    const ExpectedCounts counts = counts_of(there_and_back(3, 1));
    check_values(row(counts.relapses.row(0, 0)), {0, 0.25 + 0.125, 0.125, 0});
    check_values(row(counts.censored.row(0, 0)), {0.25, 0.125, 0.125, 0});
}

TEST_CASE("status counts who is where after the exit, within the horizon") {
    const ExpectedCounts counts = counts_of(there_and_back(3, 1));
    check_values(row(counts.status.row(0, 0)), {0, 1});
    check_values(row(counts.status.row(0, 1)), {0.375, 0.375});
}

TEST_CASE("only exits that are confirmed are followed up, from the exit on") {
    // Exits of months 1 and 2: 0.25, 0.125. That of month 3 is not confirmed.
    const ExpectedCounts counts = counts_of(there_and_back(3, 2));
    check_values(row(counts.relapses.row(0, 0)), {0, 0, 0.125, 0});
    check_values(row(counts.censored.row(0, 0)), {0, 0.125, 0.125, 0});
    check_values(row(counts.status.row(0, 0)), {0, 0.375});
    check_values(row(counts.status.row(0, 1)), {0, 0.375});
}

TEST_CASE("a new exit censors the exit before it") {
    const ExpectedCounts counts = counts_of(to_pension(3, 1));
    check_values(row(counts.relapses.row(0, 0)), {0, 0.25, 0.0625, 0});
    // At month 3: 0.5 exit again, 0.0625 still have the job, 0.125 are back on benefit.
    check_values(row(counts.censored.row(0, 0)), {0.5, 0, 0.5 + 0.0625 + 0.125, 0});
}

TEST_CASE("a new exit that is not confirmed censors nobody") {
    // Of the first exit's followers 0.125 are back on benefit at tick 3 and in a job at tick 4. At
    // tick 5 half of them are outside, censored at tick 4; the others are followed to the horizon.
    const ExpectedCounts counts = counts_of(to_pension(5, 2));
    check_values(row(counts.exits.row(0, 0)), {0, 0.5, 0, 0.25, 0.0625, 0});
    check_values(row(counts.relapses.row(0, 0)),
                 {0, 0.25 + 0.125 + 0.03125, 0.0625 + 0.03125, 0.015625, 0.00390625, 0});
    check_values(row(counts.censored.row(0, 0)), {0, 0.03125, 0.09375, 0.0625, 0.10546875, 0});
}

TEST_CASE("leaving the population censors before it is a relapse") {
    Model model = to_pension(3, 1);
    model.definitions.left = test::states({2});
    const ExpectedCounts counts = counts_of(model);
    check_values(row(counts.relapses.row(0, 0)), {0, 0, 0, 0});
    check_values(row(counts.censored.row(0, 0)), {0.5, 0.25, 0.75, 0});
}

TEST_CASE("an exit out of the population is censored at once, if it is confirmed") {
    for (const std::int32_t confirm_months : {1, 2}) {
        Model model = of_two(2, confirm_months);
        model.definitions.left = test::states({1});
        test::build_tables(model, test::moves_by_state({{{job, {0.5}}}, {}}));
        const ExpectedCounts counts = counts_of(model);
        check_values(row(counts.censored.row(0, 0)), {confirm_months == 1 ? 0.75 : 0.5, 0, 0});
        CHECK(sum(counts.relapses.values()) == 0.0);
    }
}

TEST_CASE("every base counts its own exits, every event until it happens") {
    Model model = to_pension(3, 1);
    model.definitions.exit_bases = {test::states({1}), test::states({1, 2}), test::states({2})};
    model.definitions.relapse_events = {test::states({2}), test::states({0})};
    const ExpectedCounts counts = counts_of(model);
    for (const std::size_t base : {0U, 1U}) {
        check_values(row(counts.relapses.row(base, 0)), {0, 0.25, 0.0625, 0});
        check_values(row(counts.relapses.row(base, 1)), {0, 0.5, 0.125, 0});
        check_values(row(counts.censored.row(base, 1)), {0.5, 0, 0.375, 0});
    }
    CHECK(sum(counts.relapses.row(2, 0)) + sum(counts.censored.row(2, 0)) == 0.0);
}

TEST_CASE("a placement on enrolment may be an exit, or a relapse") {
    Model model = of_two(3, 1);
    Phase placed;
    placed.placement = job;
    placed.max_months = 1;
    test::add_program(model, {placed});
    Phase back;
    back.placement = benefit;
    Program& second = test::add_program(model, {back});
    second.enrolment_probability = 0.25;
    second.from_month = 3;
    second.to_month = 3;
    test::build_tables(model, test::moves_by_state({{}, {}}));
    const ExpectedCounts counts = counts_of(model);
    check_values(row(counts.exits.row(0, 0)), {0, 1, 0, 0});
    check_values(row(counts.relapses.row(0, 0)), {0, 0, 0.25, 0});
    check_values(row(counts.censored.row(0, 0)), {0, 0, 0.75, 0});
}

TEST_CASE("exits that take more than two months to be confirmed are not followed up") {
    const ExactCounts found = expected_counts(there_and_back(5, 3), {});
    CHECK(found.relapses_left_out == RelapsesLeftOut::confirmed_late);
    CHECK(sum(found.counts.exits.values()) > 0.0);
    CHECK(sum(found.counts.censored.values()) == 0.0);
}

TEST_CASE("exits that are too many beside each other are not followed up") {
    Model model = there_and_back(600, 1);
    model.definitions.relapse_events.assign(8, test::states({0}));
    const ExactCounts found = expected_counts(model, {});
    CHECK(found.relapses_left_out == RelapsesLeftOut::too_many);
    CHECK(sum(found.counts.exits.values()) > 0.0);
    CHECK(sum(found.counts.censored.values()) == 0.0);
}

TEST_CASE("a plan without relapses follows nobody up") {
    ExactPlan plan;
    plan.relapses = false;
    const ExactCounts found = expected_counts(there_and_back(3, 1), plan);
    CHECK(found.relapses_left_out == RelapsesLeftOut::no);
    CHECK(sum(found.counts.exits.values()) == doctest::Approx(1.0));
    CHECK(sum(found.counts.censored.values()) == 0.0);
}

TEST_CASE("followed people say when they are too many") {
    FollowedPeople people(2, 3, 12);
    people.open(NodeId{7}, 1, {2, 3})[2] = 0.25;
    people.open(NodeId{7}, 1, {1, 3})[1] = 0.5;
    static_cast<void>(people.open(NodeId{2}, 0, {1, 2}));
    static_cast<void>(people.open(NodeId{2}, 1, {1, 2}));
    CHECK(people.slots(NodeId{7}) == 2);
    CHECK(people.at(NodeId{7}, 1)[2] == 0.25);
    static_cast<void>(people.open(NodeId{0}, 1, {1, 2}));
    CHECK_THROWS_AS(static_cast<void>(people.open(NodeId{0}, 0, {1, 2})), TooManyToFollow);
    people.clear();
    CHECK(people.slots(NodeId{7}) == 0);
    CHECK(people.open(NodeId{7}, 0, {0, 3})[2] == 0.0);
}
