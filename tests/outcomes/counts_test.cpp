#include "outcomes/counts.hpp"

#include <doctest/doctest.h>

#include "support/hand_model.hpp"

using namespace forlob;

namespace {

// Two states, a program of one phase, two ticks; cells: [phase][state].
Model small_model() {
    Model model = test::hand_model(2, 1);
    test::add_program(model, {Phase{}});
    model.n_subgroups = 3;
    model.definitions.exit_bases = {test::states({1}), test::states({1})};
    model.definitions.relapse_events = {test::states({0})};
    model.definitions.status_after_months = {1, 6, 12};
    test::build_tables(model, test::moves_by_state({{}, {}}));
    return model;
}

}  // namespace

TEST_CASE("tables have the shapes that their axes say") {
    const Counts counts(small_model());
    using Two = std::array<std::size_t, 2>;
    using Three = std::array<std::size_t, 3>;
    CHECK(counts.cells.shape() == Two{2, 4});
    CHECK(counts.moves.shape() == Three{2, 2, 2});
    CHECK(counts.phase_entries.shape() == Two{2, 2});
    CHECK(counts.exits.shape() == Three{3, 2, 2});
    CHECK(counts.relapses.shape() == Three{6, 1, 2});
    CHECK(counts.censored.shape() == Three{6, 1, 2});
    CHECK(counts.status.shape() == Three{6, 3, 2});
    CHECK(counts.first_employment.shape() == Two{3, 2});
    CHECK(counts.first_visits.shape() == Three{3, 2, 2});
    CHECK(counts.visits.shape() == Two{3, 2});
}

TEST_CASE("adding replications adds every table") {
    const Model model = small_model();
    Counts counts(model);
    counts.persons = 7;
    counts.cells(1, 2) = 4'000'000'000U;
    counts.moves(1, 0, 1) = 1;
    counts.phase_entries(1, 1) = 2;
    counts.exits(2, 1, 1) = 3;
    counts.relapses(5, 0, 1) = 4;
    counts.censored(0, 0, 0) = 5;
    counts.status(5, 2, 1) = 6;
    counts.first_employment(1, 0) = 7;
    counts.first_visits(2, 1, 0) = 8;
    counts.visits(2, 1) = 9;
    TotalCounts total(model);
    total += counts;
    total += counts;
    CHECK(total.persons == 14);
    CHECK(total.cells(1, 2) == 8'000'000'000U);
    CHECK(total.moves(1, 0, 1) == 2);
    CHECK(total.phase_entries(1, 1) == 4);
    CHECK(total.exits(2, 1, 1) == 6);
    CHECK(total.relapses(5, 0, 1) == 8);
    CHECK(total.censored(0, 0, 0) == 10);
    CHECK(total.status(5, 2, 1) == 12);
    CHECK(total.first_employment(1, 0) == 14);
    CHECK(total.first_visits(2, 1, 0) == 16);
    CHECK(total.visits(2, 1) == 18);

    total.clear();
    CHECK(total == TotalCounts(model));
}

TEST_CASE("persons by state and by phase are sums of cells") {
    Model model = small_model();
    model.cells[3].subgroup = 2;  // in the program, state 1
    Counts counts(model);
    counts.cells(1, 0) = 10;
    counts.cells(1, 1) = 20;
    counts.cells(1, 2) = 3;
    counts.cells(1, 3) = 4;
    const auto by_state = persons_in_state(counts, model);
    CHECK(by_state(0, 0) == 0);
    CHECK(by_state(1, 0) == 13);
    CHECK(by_state(1, 1) == 24);
    CHECK(persons_in_state(counts, model, 2)(1, 1) == 4);
    CHECK(persons_in_state(counts, model, 0)(1, 1) == 20);
    const auto by_phase = persons_in_phase(counts, model);
    CHECK(by_phase(1, 0) == 30);
    CHECK(by_phase(1, 1) == 7);
}
