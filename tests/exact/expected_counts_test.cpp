// Everything that recursion counts besides occupancy, on chains small enough for pen and paper.

#include <doctest/doctest.h>

#include "exact/recursion.hpp"
#include "support/agreement.hpp"
#include "support/hand_model.hpp"
#include "support/values.hpp"

using namespace forlob;
using test::check_values;

namespace {

constexpr StateId benefit{0}, job{1}, pension{2};
using Moves = std::vector<StatedMove>;
using Values = std::span<const std::uint16_t>;

// Half of those on benefit find a job each month, half of those in a job lose it.
Model there_and_back(std::int32_t months) {
    Model model = test::hand_model(2, months);
    model.definitions.exit_from = test::states({0});
    model.definitions.exit_bases = {test::states({1}), {}};
    model.definitions.employment = test::states({1});
    test::build_tables(model, test::moves_by_state({{{job, {0.5}}}, {{benefit, {0.5}}}}));
    return model;
}

ExpectedCounts counts_of(const Model& model, double n_people = 1.0) {
    ExactPlan plan;
    plan.n_people = n_people;
    return expected_counts(model, plan).counts;
}

std::vector<double> row(std::span<const double> values) { return {values.begin(), values.end()}; }

}  // namespace

TEST_CASE("first visits are those of people who have never been there") {
    const ExpectedCounts counts = counts_of(there_and_back(4));
    check_values(row(counts.first_visits.row(0, 0)), {1, 0, 0, 0, 0});
    check_values(row(counts.first_visits.row(0, 1)), {0, 0.5, 0.25, 0.125, 0.0625});
    check_values(row(counts.first_employment.row(0)), {0, 0.5, 0.25, 0.125, 0.0625});
}

TEST_CASE("visits are spells, the one at the start included") {
    // A half is in either state from month 1 on, and a quarter of all moves each way.
    const ExpectedCounts counts = counts_of(there_and_back(4));
    check_values(row(counts.visits.row(0)), {1 + 0.75, 0.5 + 0.75});
}

TEST_CASE("counts are of as many people as are asked for") {
    const ExpectedCounts counts = counts_of(there_and_back(2), 200.0);
    CHECK(counts.persons == 200);
    check_values(row(counts.cells.row(0)), {200, 0});
    check_values(row(counts.cells.row(2)), {100, 100});
    CHECK(counts.moves(2, 1, 0) == doctest::Approx(50.0));
    check_values(row(counts.first_visits.row(0, 1)), {0, 100, 50});
}

TEST_CASE("exits without confirmation are the moves out, by base") {
    const ExpectedCounts counts = counts_of(there_and_back(3));
    check_values(row(counts.exits.row(0, 0)), {0, 0.5, 0.25, 0.25});
    check_values(row(counts.exits.row(0, 1)), {0, 0, 0, 0});
}

TEST_CASE("an exit counts once it is confirmed, at the tick it happened") {
    Model model = there_and_back(5);
    model.definitions.confirm_months = 3;
    // Two further months in the job: a quarter stays. Exits of months 4 and 5 are not confirmed.
    check_values(row(counts_of(model).exits.row(0, 0)), {0, 0.125, 0.0625, 0.0625, 0, 0});
}

TEST_CASE("moving on outside does not undo an exit, returning does") {
    Model model = test::hand_model(3, 3);
    model.definitions.exit_from = test::states({0});
    model.definitions.exit_bases = {test::states({1})};
    model.definitions.confirm_months = 2;
    test::build_tables(
        model, test::moves_by_state({{{job, {1.0}}}, {{benefit, {0.3}}, {pension, {0.5}}}, {}}));
    check_values(row(counts_of(model).exits.row(0, 0)), {0, 0.7, 0, 0});
}

TEST_CASE("exits that take too long to be confirmed are left out") {
    Model model = there_and_back(5);
    model.definitions.confirm_months = 129;
    const ExactCounts found = expected_counts(model, {});
    CHECK(found.exits_left_out);
    check_values(row(found.counts.exits.row(0, 0)), {0, 0, 0, 0, 0, 0});
}

TEST_CASE("an exit may be a placement on enrolment") {
    Model model = test::hand_model(2, 2);
    model.definitions.exit_from = test::states({0});
    model.definitions.exit_bases = {test::states({1})};
    Phase placed;
    placed.placement = job;
    test::add_program(model, {placed}).enrolment_probability = 0.25;
    test::build_tables(model, test::moves_by_state({{}, {}}));
    const ExpectedCounts counts = counts_of(model);
    check_values(row(counts.exits.row(0, 0)), {0, 0.25, 0});
    check_values(row(counts.first_visits.row(0, 1)), {0, 0.25, 0});
    CHECK(counts.phase_entries(1, 1) == doctest::Approx(0.25));
}

TEST_CASE("every beginning of a phase is an entry, also of the same one and of none") {
    Model model = test::hand_model(2, 3);
    Phase phase;
    phase.max_months = 1;
    phase.then = PhaseId{1};
    phase.drop_out_probability = 0.5;
    test::add_program(model, {phase});
    test::build_tables(model, test::moves_by_state({{}, {}}));
    const ExpectedCounts counts = counts_of(model);
    // Everybody enters, and half of them once more at the end of the month, and so on.
    check_values(row(counts.phase_entries.row(1)), {0.5, 1.5});
    check_values(row(counts.phase_entries.row(2)), {0.25, 0.25});
    check_values(row(counts.phase_entries.row(3)), {0.125, 0.125});
}

TEST_CASE("cells tell apart what only prices depend on") {
    Model model = test::hand_model(2, 3);
    const Coordinate clock = test::add_clock(model, test::states({0}), 2);
    model.clocks.back().used_by_dynamics = false;
    test::HandTables tables = test::moves_by_state({{{job, {0.5}}}, {}});
    tables.cell_axes = [&](PhaseId, StateId) { return std::vector<test::HandAxis>{{clock, 1}}; };
    test::build_tables(model, tables);
    // Benefit at clock 0, 1, 2 or more; the job at 0, 1, 2 or more.
    const ExpectedCounts counts = counts_of(model);
    check_values(row(counts.cells.row(1)), {0, 0.5, 0, 0, 0.5, 0});
    check_values(row(counts.cells.row(2)), {0, 0, 0.25, 0, 0.5, 0.25});
    check_values(row(counts.cells.row(3)), {0, 0, 0.125, 0, 0.5, 0.375});
    ExactPlan coarse;
    coarse.cells = false;
    check_values(row(expected_counts(model, coarse).counts.cells.row(3)),
                 {0.125, 0, 0, 0.875, 0, 0});
}

TEST_CASE("a short window is followed month by month") {
    // Two months in the job within the last three set the clock to 0.
    Model model = test::hand_model(2, 4);
    const Coordinate clock = test::add_clock(model, test::states({0, 1}), 4);
    model.clocks.back().window = ClockWindow{test::states({1}), 2, 3};
    test::HandTables tables = test::moves_by_state({{{job, {1.0}}}, {{benefit, {1.0}}}});
    tables.cell_axes = [&](PhaseId, StateId) { return std::vector<test::HandAxis>{{clock, 1}}; };
    test::build_tables(model, tables);
    // benefit, job, benefit, job, benefit: the second month in the job ends at tick 4.
    const ExpectedCounts counts = counts_of(model);
    CHECK(counts.cells(3, 5 + 3) == 1.0);
    CHECK(counts.cells(4, 0) == 1.0);
}

TEST_CASE("a long window that only cells depend on hides the clock") {
    Model model = test::hand_model(2, 4);
    const Coordinate clock = test::add_clock(model, test::states({0}), 4);
    model.clocks.back().window = ClockWindow{test::states({1}), 2, 13};
    test::HandTables tables = test::moves_by_state({{{job, {0.5}}}, {}});
    tables.cell_axes = [&](PhaseId, StateId) { return std::vector<test::HandAxis>{{clock, 1}}; };
    test::build_tables(model, tables);
    const ExactCounts found = expected_counts(model, {});
    CHECK(found.not_followed == std::vector<ClockId>{ClockId{0}});
    CHECK(found.counts.cells(2, 0) == doctest::Approx(0.25));
    CHECK(found.counts.cells(2, 5) == doctest::Approx(0.75));
}

TEST_CASE("subgroups are counted apart") {
    Model model = test::hand_model(2, 2);
    model.n_kinds = 2;
    model.n_subgroups = 2;
    Stratum other = model.population.strata.front();
    other.kind = 1;
    other.subgroup = 1;
    model.population.strata.push_back(other);
    model.population.stratum = choice({0.25, 0.75});
    test::HandTables tables;
    tables.rows_by_kind = true;
    tables.moves = [](PhaseId, StateId from, std::uint32_t kind, Values) {
        return from == benefit ? Moves{{job, {kind == 0 ? 1.0 : 0.5}}} : Moves{};
    };
    test::build_tables(model, tables);
    const ExpectedCounts counts = counts_of(model);
    check_values(row(counts.first_visits.row(0, 1)), {0, 0.25, 0});
    check_values(row(counts.first_visits.row(1, 1)), {0, 0.375, 0.1875});
    check_values(row(counts.visits.row(1)), {0.75, 0.5625});
}

TEST_CASE("a model of the same structure is counted as by a fresh recursion") {
    const auto with = [](double finds, double drops_out, std::int32_t months) {
        Model model = test::hand_model(2, 6);
        Phase phase;
        phase.max_months = months;
        phase.drop_out_probability = drops_out;
        test::add_program(model, {phase}).repeat = false;
        test::build_tables(model, test::moves_by_state({{{job, {finds}}}, {{benefit, {0.5}}}}));
        return model;
    };
    ExactRecursion recursion(ExactPlan{});
    // The last two differ in structure: a branch that did not exist, and a length.
    for (const Model& model : {with(0.2, 0.1, 3), with(0.7, 0.3, 3), with(0.0, 0.1, 3),
                               with(0.2, 0.0, 3), with(0.2, 0.1, 5)})
        CHECK((recursion.count(model).counts == expected_counts(model, {}).counts));
}
