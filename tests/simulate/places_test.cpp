// Who gets a place, who waits, who is turned away: small worlds in which everything is known.

#include "simulate/places.hpp"

#include <doctest/doctest.h>

#include "simulate/simulate.hpp"
#include "support/scenario_text.hpp"
#include "support/simulated.hpp"

using namespace forlob;

namespace {

// Ten people on benefit who stay there, and a course of three months.
test::ScenarioText ten_people(const std::string& more) {
    test::ScenarioText text;
    text.transitions =
        "  benefit: {internship: 0}\n  internship: {benefit: 0}\n  employment: {benefit: 0}\n";
    text.program =
        "title: Course\nname: course\neligibility: {states: benefit}\n"
        "phases:\n  course: {months: 3, uses: seats}\n" +
        more;
    text.people = 10;
    text.replications = 1;
    text.horizon = 12;
    return text;
}

Counts counts_of(const test::ScenarioText& text) {
    const ScenarioSpec spec = text.spec();
    return test::simulated(compile_arms(spec),
                           test::one_replication(spec.seed, spec.cohort_size))[0]
        .arms.back();
}

using Monthly = std::vector<std::uint32_t>;
Monthly row(const Table<std::uint32_t, 2>& table, std::size_t resource = 0) {
    const auto values = table.row(resource);
    return {values.begin(), values.end()};
}

}  // namespace

TEST_CASE("first come, first served: two places, courses of three months") {
    const auto queues =
        counts_of(ten_people("enrolment: {repeat: false}\nresources: {seats: {places: 2}}\n"))
            .queues;
    CHECK(row(queues.places) == Monthly(13, 2));
    // A course that ends in month 3 gives its place back for month 4.
    CHECK(row(queues.admitted) == Monthly{0, 2, 0, 0, 2, 0, 0, 2, 0, 0, 2, 0, 0});
    CHECK(row(queues.used) == Monthly{0, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2});
    CHECK(row(queues.waiting) == Monthly{0, 8, 8, 8, 6, 6, 6, 4, 4, 4, 2, 2, 2});
    CHECK(row(queues.applicants) == Monthly{0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    CHECK(row(queues.waited) == Monthly{2, 0, 0, 2, 0, 0, 2, 0, 0, 2, 0, 0, 0});
    CHECK(row(queues.refused) == Monthly(13, 0));
    CHECK(row(queues.left) == Monthly(13, 0));
}

TEST_CASE("places that are new every month lapse, and fractions are carried over") {
    const auto queues = counts_of(ten_people("enrolment: {repeat: false, from_month: 3}\n"
                                             "resources: {seats: {new_places: 1.5}}\n"))
                            .queues;
    CHECK(row(queues.places) == Monthly{1, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2});
    CHECK(row(queues.admitted) == Monthly{0, 0, 0, 1, 2, 1, 2, 1, 2, 1, 0, 0, 0});
    CHECK(row(queues.used) == row(queues.admitted));
}

TEST_CASE("places may change from month to month, and nobody is thrown out") {
    const auto queues =
        counts_of(ten_people("enrolment: {repeat: false}\n"
                             "resources: {seats: {places: \"cycle < 2 ? 4 : 1\"}}\n"))
            .queues;
    CHECK(row(queues.places) == Monthly{4, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1});
    CHECK(row(queues.used) == Monthly{0, 4, 4, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1});
    CHECK(row(queues.admitted) == Monthly{0, 4, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0});
}

TEST_CASE("who finds the list full is refused, and may apply again") {
    auto text = ten_people("resources: {seats: {places: 2}}\nqueue: {limit: 3}\n");
    text.program += "enrolment: {repeat: false}\n";
    const auto queues = counts_of(text).queues;
    CHECK(row(queues.admitted) == Monthly{0, 2, 0, 0, 2, 0, 0, 2, 0, 0, 2, 0, 0});
    CHECK(row(queues.waiting) == Monthly{0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2});
    CHECK(row(queues.refused) == Monthly{0, 5, 5, 5, 3, 3, 3, 1, 1, 1, 0, 0, 0});
    CHECK(row(queues.applicants) == Monthly{0, 10, 5, 5, 5, 3, 3, 3, 1, 1, 1, 0, 0});
}

TEST_CASE("the refused are moved, and that is their month") {
    auto text = ten_people(
        "resources: {seats: {places: 2}}\n"
        "queue: {limit: 0, when_refused: employment}\n");
    // Nobody stays in employment for a month.
    text.transitions =
        "  benefit: {internship: 0}\n  internship: {benefit: 0}\n  employment: {pension: 1}\n";
    const Counts counts = counts_of(text);
    CHECK(row(counts.queues.refused) == Monthly{0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    const auto persons = persons_in_state(counts, text.models().back());
    CHECK(persons(1, 2) == 8);
    CHECK(persons(2, 2) == 0);
    CHECK(persons(2, 3) == 8);
    CHECK(counts.moves(1, 0, 2) == 8);
}

TEST_CASE("those who give up waiting are moved, the longest waiting not spared") {
    const Counts counts =
        counts_of(ten_people("enrolment: {repeat: false}\nresources: {seats: {places: 2}}\n"
                             "queue: {drop_out: 1, when_dropped: pension}\n"));
    // In the month of the application nobody gives up.
    CHECK(row(counts.queues.waiting) == Monthly{0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    CHECK(row(counts.queues.dropped_out) == Monthly{0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    CHECK(counts.moves(2, 0, 3) == 8);
}

TEST_CASE("a list at the start comes first, and is no longer than the eligible are many") {
    auto text = ten_people(
        "enrolment: {probability: 0, repeat: false}\n"
        "resources: {seats: {places: 2}}\nqueue: {at_start: {number: 5}}\n");
    auto queues = counts_of(text).queues;
    CHECK(row(queues.waiting) == Monthly{5, 3, 3, 3, 1, 1, 1, 0, 0, 0, 0, 0, 0});
    CHECK(row(queues.applicants) == Monthly{5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    CHECK(row(queues.waited) == Monthly{0, 2, 0, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0});
    text.program = text.program.replace(text.program.find("number: 5"), 9, "number: 50");
    queues = counts_of(text).queues;
    CHECK(queues.waiting(0, 0) == 10);
}

TEST_CASE("who is no longer eligible leaves the list, as does everybody when the program closes") {
    // Everybody moves to employment in month 3.
    auto text = ten_people("resources: {seats: {places: 1}}\n");
    text.transitions =
        "  benefit: {employment: {probability: 1, by: {month: {0: 0, 3: 1}}}}\n"
        "  internship: {benefit: 0}\n  employment: {benefit: 0}\n";
    auto queues = counts_of(text).queues;
    CHECK(row(queues.left) == Monthly{0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0});
    CHECK(row(queues.waiting) == Monthly{0, 9, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0});

    queues = counts_of(ten_people("enrolment: {to_month: 4, repeat: false}\n"
                                  "resources: {seats: {places: 1}}\n"))
                 .queues;
    CHECK(row(queues.waiting) == Monthly{0, 9, 9, 9, 8, 0, 0, 0, 0, 0, 0, 0, 0});
    CHECK(row(queues.left) == Monthly{0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0});
}

TEST_CASE("a place is held until the person is in a phase that does not use it") {
    auto text = ten_people("resources: {seats: {places: 2}}\nenrolment: {repeat: false}\n");
    text.program.replace(text.program.find("  course: {months: 3, uses: seats}"), 34,
                         "  course: {months: 2, uses: seats, then: more}\n"
                         "  more: {months: 1, uses: seats, then: after}\n"
                         "  after: {months: 30}");
    const auto queues = counts_of(text).queues;
    CHECK(row(queues.admitted) == Monthly{0, 2, 0, 0, 2, 0, 0, 2, 0, 0, 2, 0, 0});
}

TEST_CASE("with several resources the scarcest decides") {
    auto text = ten_people("resources: {seats: {places: 5}, mentors: {places: 3}}\n");
    text.program.replace(text.program.find("uses: seats"), 11, "uses: [seats, mentors]");
    const auto queues = counts_of(text).queues;
    CHECK(queues.used(0, 1) == 3);
    CHECK(queues.used(1, 1) == 3);
    CHECK(queues.waiting(0, 1) == 7);
    CHECK(queues.waiting(1, 1) == 7);
}

TEST_CASE("a placement on admission is the month's move") {
    auto text = ten_people("resources: {seats: {places: 2}}\n");
    text.program.replace(text.program.find("months: 3"), 9,
                         "months: 2, placement: internship, release: benefit");
    const Counts counts = counts_of(text);
    CHECK(counts.moves(1, 0, 1) == 2);
    // Placed in month 1, two months there, released in month 3: the place is free in month 4.
    CHECK(counts.moves(3, 1, 0) == 2);
    CHECK(counts.moves(4, 0, 1) == 2);
    CHECK(counts.queues.used(0, 3) == 2);
}
