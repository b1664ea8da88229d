#include "input/resources.hpp"

#include <doctest/doctest.h>

#include "input/inflow.hpp"
#include "support/scenario_text.hpp"

using namespace forlob;

namespace {

ScenarioSpec with(const std::string& program, const std::string& population = "") {
    test::ScenarioText text;
    text.program = "title: Course\nname: course\neligibility: {states: benefit}\n" + program;
    text.population_more = population;
    return text.spec();
}

}  // namespace

TEST_CASE("resources, their users and the queue are read") {
    const ScenarioSpec scenario = with(
        "phases: {course: {months: 3, uses: [seats, talks], then: more}, more: {months: 2, "
        "uses: seats}}\n"
        "resources:\n"
        "  seats: {label: Seats, danish: pladser, places: 8}\n"
        "  talks: {new_places: 2 + cycle / 12}\n"
        "queue: {limit: 20, drop_out: 0.05, at_start: {number: 12}, when_refused: employment, "
        "when_dropped: pension}\n");
    const ProgramSpec& program = scenario.programs.at(0);
    REQUIRE(program.resources.size() == 2);
    CHECK(program.resources[0].name.text == "seats");
    CHECK(program.resources[0].label.danish == "pladser");
    CHECK(program.resources[0].is_stock);
    CHECK(program.resources[0].amount.text() == "8");
    CHECK_FALSE(program.resources[1].is_stock);
    CHECK(program.resources[1].amount.names() == std::vector<std::string>{"cycle"});
    REQUIRE(program.phases[0].uses.size() == 2);
    CHECK(program.phases[0].uses[1].text == "talks");
    CHECK(program.phases[1].uses[0].text == "seats");
    REQUIRE(program.queue.has_value());
    CHECK(program.queue->limit->text() == "20");
    CHECK(program.queue->drop_out->text() == "0.05");
    CHECK(program.queue->at_start->text() == "12");
    CHECK(program.queue->when_refused->text == "employment");
    CHECK(program.queue->when_dropped->text == "pension");
}

TEST_CASE("a program without resources has a place for everybody") {
    const ScenarioSpec scenario = with("phases: {course: {months: 3}}\n");
    CHECK(scenario.programs.at(0).resources.empty());
    CHECK_FALSE(scenario.programs.at(0).queue.has_value());
    for (const Model& model : compile_arms(scenario)) CHECK_FALSE(model.is_joint());
}

TEST_CASE("inflow is read") {
    const ScenarioSpec scenario =
        with("phases: {course: {months: 3}}\n",
             "inflow:\n  - {number: 2, from_cycle: 3, to_cycle: 9}\n  - {poisson: 1.5, start: "
             "{shares: {benefit: 0.5, employment: 0.5}}}\n  - {share: 0.1, of: [benefit, work]}\n");
    const auto& inflow = scenario.population.inflow;
    REQUIRE(inflow.size() == 3);
    CHECK(inflow[0].kind == InflowSpec::Kind::number);
    CHECK(inflow[0].amount.text() == "2");
    CHECK(inflow[0].from_cycle == 3);
    CHECK(inflow[0].to_cycle == 9);
    CHECK_FALSE(inflow[0].start.has_value());
    CHECK(inflow[1].kind == InflowSpec::Kind::poisson);
    CHECK(inflow[1].from_cycle == 1);
    CHECK_FALSE(inflow[1].to_cycle.has_value());
    REQUIRE(inflow[1].start.has_value());
    CHECK(inflow[1].start->shares.shares.size() == 2);
    CHECK(inflow[2].kind == InflowSpec::Kind::share);
    CHECK(inflow[2].of.size() == 2);
    for (const Model& model : compile_arms(scenario)) CHECK(model.is_joint());
}

TEST_CASE("parameters of an arm set its places") {
    test::ScenarioText text;
    text.parameters = "{seats: {value: 5, unit: count, grade: D, source: a test}}";
    text.program =
        "title: Course\nname: course\neligibility: {states: benefit}\n"
        "phases: {course: {months: 3, uses: seats}}\nresources: {seats: {places: seats}}\n";
    text.set = "{seats: 7.9}";
    const Model model = text.models().at(1);
    REQUIRE(model.resources.size() == 1);
    CHECK(model.resources[0].name == "course.seats");
    CHECK(model.resources[0].places == std::vector<std::uint32_t>(25, 7));
}
