#include "input/population_spec.hpp"

#include <doctest/doctest.h>

#include <string>

#include "input/reading.hpp"
#include "support/reported.hpp"

using namespace forlob;
using test::reported;

namespace {

// The population of tests/input/example, with its file of rows.
const PopulationSpec& example() {
    static const PopulationSpec population = [] {
        Diagnostics diagnostics;
        FileSet files;
        const auto root =
            files.yaml(test::in_tests("example/population.yaml"), std::nullopt, diagnostics);
        REQUIRE(root.has_value());
        auto read = read_population(*root, files, diagnostics);
        REQUIRE(reported(diagnostics) == "");
        REQUIRE(read.has_value());
        return *read;
    }();
    return population;
}

std::optional<PopulationSpec> read(const std::string& text, Diagnostics& diagnostics) {
    FileSet files;
    return read_population(test::yaml(text), files, diagnostics);
}

}  // namespace

TEST_CASE("a population has weighted rows from its file") {
    REQUIRE(example().rows.has_value());
    CHECK(example().rows->attributes == std::vector<std::string>{"age_band", "household"});
    REQUIRE(example().rows->rows.size() == 4);
    CHECK(example().rows->rows[1].levels == std::vector<std::string>{"young", "couple"});
    CHECK(example().rows->rows[1].weight == 10.5);
    CHECK(example().rows->rows[1].location.line == 3);
}

TEST_CASE("shares may depend on an attribute that stands before") {
    REQUIRE(example().attributes.size() == 1);
    const AttributeSharesSpec& history = example().attributes[0];
    CHECK(history.attribute.text == "history");
    CHECK(history.given->text == "age_band");
    REQUIRE(history.by_level.size() == 2);
    CHECK(history.by_level[1].first.text == "old");
    CHECK(history.by_level[1].second.shares[0].second.text() == "1 - share_long");
}

TEST_CASE("the start state may have shares by level") {
    CHECK(example().start_state.given->text == "history");
    REQUIRE(example().start_state.by_level.size() == 2);
    CHECK(example().start_state.by_level[1].second.shares[1].first.text == "internship");
}

TEST_CASE("clocks and ages at the start") {
    REQUIRE(example().clocks.size() == 2);
    CHECK(example().clocks[0].second.start.from_months == 3);
    CHECK(example().clocks[1].second.by_level[1].second.to_months == 2);
    REQUIRE(example().age_years.has_value());
    CHECK(example().age_years->by_level[1].second.from_months == 30);
}

TEST_CASE("a start state alone is a share of 1") {
    Diagnostics diagnostics;
    const auto population = read("start: benefit\n", diagnostics);
    REQUIRE(population.has_value());
    REQUIRE(population->start_state.shares.shares.size() == 1);
    const auto& [state, share] = population->start_state.shares.shares[0];
    CHECK(state.text == "benefit");
    CHECK(share.text() == "1");
    CHECK(reported(diagnostics) == "");
}

TEST_CASE("shares without condition") {
    Diagnostics diagnostics;
    const auto population = read(
        "attributes: {sex: {shares: {female: 0.5, male: 0.5}}}\nstart: {shares: {a: 0.4, b: "
        "0.6}}\n",
        diagnostics);
    REQUIRE(population.has_value());
    CHECK_FALSE(population->attributes[0].given.has_value());
    CHECK(population->attributes[0].shares.shares[1].first.text == "male");
    CHECK(population->start_state.shares.shares[1].second.text() == "0.6");
    CHECK(reported(diagnostics) == "");
}

TEST_CASE("an attribute is not given by itself") {
    Diagnostics diagnostics;
    static_cast<void>(read(
        "attributes: {sex: {given: sex, levels: {female: {female: 1}}}}\nstart: a\n", diagnostics));
    CHECK(reported(diagnostics) ==
          "1:27+3 'sex', given in attributes.sex, has no distribution before it | no attribute "
          "stands before it");
}
