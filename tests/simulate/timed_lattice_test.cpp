#include "simulate/timed_lattice.hpp"

#include <doctest/doctest.h>

#include "support/hand_model.hpp"

using namespace forlob;

namespace {

// Two states; a clock counts in state 0 only. In both, the clock matters in steps of 3 up to 7.
struct ClockLattice {
    Model model = test::hand_model(2, 10);
    Coordinate clock = test::add_clock(model, test::states({0}), 7);

    [[nodiscard]] TimedNumber at(int state, std::uint16_t months) {
        test::HandTables tables;
        tables.row_axes = [&](PhaseId, StateId) { return std::vector<test::HandAxis>{{clock, 3}}; };
        model.row_of = {};
        test::build_tables(model, tables);
        std::vector<std::uint16_t> values(5, 0);
        values[index(clock)] = months;
        return TimedLattice(model.row_of, model)
            .at(model.context(no_phase, static_cast<StateId>(state)), 0, values.data());
    }
};

}  // namespace

TEST_CASE("a timed lattice gives the number of the lattice and the months until it changes") {
    ClockLattice lattice;
    CHECK(lattice.at(0, 0).number == 0);
    CHECK(lattice.at(0, 0).months == 3);
    CHECK(lattice.at(0, 2).number == 0);
    CHECK(lattice.at(0, 2).months == 1);
    CHECK(lattice.at(0, 3).number == 1);
    CHECK(lattice.at(0, 3).months == 3);
    CHECK(lattice.at(0, 5).months == 1);
}

TEST_CASE("a saturated coordinate changes nothing any more") {
    ClockLattice lattice;
    CHECK(lattice.at(0, 6).number == 2);
    CHECK(lattice.at(0, 6).months == never);
    CHECK(lattice.at(0, 7).months == never);
}

TEST_CASE("a clock that stands still changes nothing") {
    ClockLattice lattice;
    CHECK(lattice.at(1, 2).number == 3);
    CHECK(lattice.at(1, 2).months == never);
}

TEST_CASE("of several coordinates the first to change counts, and kinds are told apart") {
    Model model = test::hand_model(1, 10);
    model.n_kinds = 2;
    model.coordinate_cap[index(Coordinate::months_in_state)] = 9;
    test::HandTables tables;
    tables.rows_by_kind = true;
    tables.row_axes = [](PhaseId, StateId) {
        return std::vector<test::HandAxis>{{Coordinate::months_in_state, 5},
                                           {Coordinate::month, 4}};
    };
    test::build_tables(model, tables);
    const TimedLattice lattice(model.row_of, model);
    // 2 classes of months in state, 3 of month (0–3, 4–7, 8–10), 2 kinds.
    const std::vector<std::uint16_t> early{1, 0, 0, 3};
    CHECK(lattice.at(0, 0, early.data()).number == 0);
    CHECK(lattice.at(0, 0, early.data()).months == 1);
    CHECK(lattice.at(0, 1, early.data()).number == 6);
    const std::vector<std::uint16_t> late{5, 0, 0, 9};
    CHECK(lattice.at(0, 1, late.data()).number == 6 + 1 + 2 * 2);
    CHECK(lattice.at(0, 1, late.data()).months == never);
}

TEST_CASE("durations of phases and programs only count inside them") {
    Model model = test::hand_model(1, 10);
    Phase inside, after;
    after.after_program = true;
    test::add_program(model, {inside, after});
    const StateId state{0};
    const auto counts = [&](int phase, Coordinate coordinate) {
        return counts_in(model, static_cast<PhaseId>(phase), state, index(coordinate));
    };
    CHECK_FALSE(counts(0, Coordinate::months_in_phase));
    CHECK(counts(1, Coordinate::months_in_phase));
    CHECK(counts(2, Coordinate::months_in_phase));
    CHECK_FALSE(counts(0, Coordinate::months_in_program));
    CHECK(counts(1, Coordinate::months_in_program));
    CHECK_FALSE(counts(2, Coordinate::months_in_program));
    CHECK(counts(0, Coordinate::months_in_state));
    CHECK(counts(0, Coordinate::month));
}
