#include "simulate/people.hpp"

#include <doctest/doctest.h>

#include "simulate/persons.hpp"
#include "support/hand_model.hpp"

using namespace forlob;

namespace {

constexpr std::size_t n_people = 64;
const DrawAddress replication{.seed = 4, .replication = ReplicationId{2}};

std::uint32_t draw(Purpose purpose, std::size_t person, std::uint8_t sub = 0) {
    DrawAddress address = replication;
    address.purpose = purpose;
    address.sub = sub;
    return uniform(address, static_cast<PersonId>(person));
}

People people_of(const Model& model) {
    const ArmTables arm(model);
    BlockUniforms uniforms;
    uniforms.begin(replication, PersonId{0}, n_people, model.horizon);
    People people;
    draw_people(arm, uniforms, n_people, people);
    return people;
}

// Two strata of one and three quarters; the second starts in state 1 or 2, half each.
Model two_strata() {
    Model model = test::hand_model(3, 6);
    Stratum second;
    second.kind = 2;
    second.subgroup = 1;
    second.start_state = choice({0.5, 0.5});
    second.start_states = {StateId{1}, StateId{2}};
    model.population.strata.push_back(second);
    model.population.stratum = choice({0.25, 0.75});
    model.population.frailty = {0.5, 1.5};
    model.n_kinds = 4;
    model.n_subgroups = 2;
    return model;
}

constexpr std::uint32_t quarter = 1U << 30;
constexpr std::uint32_t half = 1U << 31;

}  // namespace

TEST_CASE("stratum, frailty and start state follow their uniforms") {
    Model model = two_strata();
    test::build_tables(model, {});
    const People people = people_of(model);
    const Persons persons = persons_of(model.population, {replication, PersonId{0}, n_people});
    REQUIRE(persons.stratum.size() == n_people);
    REQUIRE(persons.frailty.size() == n_people);
    for (std::size_t person = 0; person < n_people; ++person) {
        CAPTURE(person);
        const bool second = draw(Purpose::stratum, person) >= quarter;
        const std::uint32_t frail = draw(Purpose::frailty, person) >= half ? 1 : 0;
        const int start = second ? (draw(Purpose::start_state, person) >= half ? 2 : 1) : 0;
        CHECK(people.stratum[person] == (second ? 1 : 0));
        CHECK(persons.stratum[person] == people.stratum[person]);
        CHECK(persons.frailty[person] == frail);
        CHECK(people.persons[person].kind == (second ? 2 : 0) + frail);
        CHECK(people.persons[person].subgroup == (second ? 1 : 0));
        CHECK(static_cast<int>(people.persons[person].state) == start);
        CHECK(people.persons[person].phase == no_phase);
    }
}

TEST_CASE("clocks start where their stratum says, spread by a uniform of their own") {
    Model model = test::hand_model(1, 6);
    const Coordinate fixed = test::add_clock(model, test::states({0}), 20);
    const Coordinate spread_out = test::add_clock(model, test::states({0}), 20);
    const Coordinate unused = test::add_clock(model, test::states({0}), 0);
    model.population.strata[0].clock_starts = {{12, 12}, {4, 7}, {0, 0}};
    test::build_tables(model, {});
    People people = people_of(model);
    for (std::size_t person = 0; person < n_people; ++person) {
        CAPTURE(person);
        CHECK(people.values(person)[index(fixed)] == 12);
        CHECK(people.values(person)[index(spread_out)] ==
              4 + draw(Purpose::clock_start, person, 1) / quarter);
        CHECK(people.values(person)[index(unused)] == 0);
    }
}

TEST_CASE(
    "whether a person would ever enter a program depends on kind and on one uniform for life") {
    Model model = two_strata();
    Program& program = test::add_program(model, {Phase{}});
    program.kind_is_eligible = {1, 1, 0, 1};
    program.willing = cut_at(0.25);
    program.scenario_position = 5;
    test::build_tables(model, {});
    const People people = people_of(model);
    for (std::size_t person = 0; person < n_people; ++person) {
        CAPTURE(person);
        const bool willing = draw(Purpose::willing, person, 5) < quarter;
        CHECK(people.offers[0].may_enter[person] ==
              (willing && people.persons[person].kind != 2 ? 1 : 0));
    }
}

TEST_CASE("the people of a block are those that a smaller block would draw") {
    Model model = two_strata();
    test::build_tables(model, {});
    const ArmTables arm(model);
    BlockUniforms uniforms;
    uniforms.begin(replication, PersonId{20}, 12, model.horizon);
    People some;
    draw_people(arm, uniforms, 12, some);
    const People all = people_of(model);
    for (std::size_t person = 0; person < 12; ++person) {
        CHECK(some.persons[person].kind == all.persons[20 + person].kind);
        CHECK(some.persons[person].state == all.persons[20 + person].state);
    }
}
