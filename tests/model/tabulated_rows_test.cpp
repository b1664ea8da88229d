// Are rows that are made together, or copied, those that are made one by one?

#include "model/tabulated_rows.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "support/scenario_text.hpp"

using namespace forlob;

namespace {

// Rows that depend on attributes, frailty, clocks and steps, with a ramp, in several phases.
test::ScenarioText many_rows(const std::string& to_work = "0.006") {
    test::ScenarioText text;
    text.transitions = "  benefit: {internship: 0.03, employment: " + to_work +
                       ", pension: 0.002}\n  internship: {benefit: 0.3, employment: 0.02}\n"
                       "  employment: {benefit: 0.05}\n";
    text.frailty = "frailty: {sd_log: 0.6, levels: 3, moves: [{from: benefit, to: employment}]}\n";
    text.modifiers =
        "[{label: History, moves: [{from: benefit}], by: {history: {short: 1.25, long: 0.8}, "
        "support: {0: 1, 6: 0.7, 12: 0.3}}}, "
        "{label: Time, moves: [{from: benefit, to: [employment]}, {from: employment}], "
        "factor: 1.1, by: {months_in_state: {0: 1, 3: 1.7}}}]";
    text.program =
        "name: help\ntitle: Help\nlabel: Help\neligibility: {states: [benefit]}\n"
        "phases: {first: {months: 4, then: second}, second: {months: 5, then: end}}\n"
        "effects:\n"
        "  - {phases: [first], moves: [{from: benefit, to: employment}], hazard_ratio: 1.9, "
        "ramp: {since: launch, full_after_months: 5}}\n";
    return text;
}

struct OneRow {
    std::uint32_t stay_low, stay_width;
    std::vector<std::uint32_t> last;
    std::vector<StateId> target;
    std::vector<double> probability;
    bool operator==(const OneRow&) const = default;
};

OneRow row_at(const RowTable& rows, std::uint32_t number) {
    OneRow row{rows.stay_low[number], rows.stay_width[number], {}, {}, {}};
    for (std::uint32_t slot = rows.first_slot[number]; slot < rows.first_slot[number + 1]; ++slot) {
        row.last.push_back(rows.last[slot]);
        row.target.push_back(rows.target[slot]);
        row.probability.push_back(rows.probability[slot]);
    }
    return row;
}

// Context by context, whatever number a row has.
void check_same(const Model& one, const Model& other) {
    REQUIRE(one.row_of.contexts.size() == other.row_of.contexts.size());
    for (std::size_t number = 0; number < one.row_of.contexts.size(); ++number) {
        Lattice::Context context = one.row_of.contexts[number];
        Lattice::Context like = other.row_of.contexts[number];
        for (std::uint32_t row = 0; row < context.size; ++row)
            CHECK(row_at(one.rows, context.base + row) == row_at(other.rows, like.base + row));
        context.base = like.base = 0;
        CHECK(context == like);
    }
}

}  // namespace

// A stated value that names a coordinate is looked up for every row.
TEST_CASE("rows made together are bit for bit those made one by one") {
    const auto together = many_rows().models();
    const auto one_by_one = many_rows("0.006 + 0 * cycles_in_state").models();
    for (std::size_t arm = 0; arm < together.size(); ++arm) {
        CHECK(together[arm].rows.n_rows() >= 40);
        check_same(together[arm], one_by_one[arm]);
    }
}

TEST_CASE("rows copied from another arm are those that the arm has alone") {
    ScenarioSpec scenario = many_rows().spec();
    const auto both = compile_arms(scenario);
    scenario.arms.erase(scenario.arms.begin());
    const auto alone = compile_arms(scenario);
    check_same(both[1], alone[0]);
    CHECK(both[1].rows.probability == alone[0].rows.probability);
    CHECK(both[1].rows.n_rows() > both[0].rows.n_rows());
}

TEST_CASE("phases in which nothing else happens have the rows of those outside") {
    const Model model = many_rows().models()[1];
    const auto base = [&](std::size_t phase, StateId state) {
        return model.row_of.contexts[model.context(static_cast<PhaseId>(phase), state)].base;
    };
    constexpr StateId benefit{0}, employment{2};
    CHECK(base(2, benefit) == base(0, benefit));
    CHECK(base(1, benefit) != base(0, benefit));  // the effect acts there
    CHECK(base(1, employment) == base(0, employment));
}

TEST_CASE("an arm does not get the rows of another one that are nearly its own") {
    test::ScenarioText text = many_rows();
    text.parameters = "{ratio: {value: 1.1, unit: factor, grade: D, source: Test}}";
    text.modifiers.replace(text.modifiers.find("factor: 1.1"), 11, "factor: ratio");
    text.program.clear();
    text.set = "{ratio: 1.1000000000000003}";
    const auto arms = text.models();
    CHECK(arms[0].rows.n_rows() == arms[1].rows.n_rows());
    CHECK(arms[0].rows.probability != arms[1].rows.probability);
}
