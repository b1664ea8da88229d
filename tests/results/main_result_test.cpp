#include "results/main_result.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "run.hpp"
#include "support/scenario_text.hpp"

using namespace forlob;

namespace {

test::ScenarioText text_of_two() {
    test::ScenarioText text;
    text.parameters = "{exit_rate: {value: 0.1, unit: probability/month, grade: D, source: Test}}";
    text.transitions =
        "  benefit: {internship: 0.05, employment: exit_rate}\n"
        "  internship: {benefit: 0.3}\n"
        "  employment: {benefit: 0.05, pension: 0.01}\n";
    text.set = "{exit_rate: 0.2}";
    return text;
}

Result result_of(const test::ScenarioText& text) { return run(text.spec(), {}); }

std::string mistakes_of(const Result& result, const std::string& wanted) {
    try {
        static_cast<void>(main_result(result, wanted));
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "";
}

bool says(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("the main result is what the comparison prints first") {
    const Result result = result_of(text_of_two());
    const MainResult main = main_result(result);
    CHECK(main.measure == "relapse_within");
    CHECK(main.where == "base=employment, event=benefit, window=12");
    CHECK(main.units == "1");
    CHECK(main.is_difference);
    CHECK(main.arms == std::vector<std::string>{"other"});

    Result without = result;
    std::erase_if(without.measures,
                  [](const Measure& measure) { return measure.name == "relapse_within"; });
    CHECK(main_result(without).measure == "net_cost");
    CHECK(main_result(without).where == "payer=municipality, horizon=24");
    std::erase_if(without.measures,
                  [](const Measure& measure) { return measure.name == "net_cost"; });
    CHECK(main_result(without).measure == "persons_in_state");
    CHECK(main_result(without).where == "month=24, state=benefit");
    CHECK(main_result(without).is_of_cohort);
}

TEST_CASE("coordinates choose the value of every compared arm") {
    const Result result = result_of(text_of_two());
    const Measure& persons = *find_measure(result.measures, "persons_in_state");
    const MainResult main = main_result(result, "persons_in_state,state=employment,month=3");
    CHECK(main.where == "month=3, state=employment");
    // Arm 1, month 3 of 25, state 2 of 4.
    const std::size_t entry = 25 * 4 + 3 * 4 + 2;
    REQUIRE(main.entry == std::vector<std::size_t>{entry});
    const auto estimates = estimates_of(main, result);
    CHECK(estimates.front().value == persons.difference[entry]);
    CHECK(estimates.front().standard_error == persons.difference_standard_error[entry]);
    CHECK(main_result(result, "persons_in_state,arm=other").arms ==
          std::vector<std::string>{"other"});
}

TEST_CASE("a scenario of one arm is about the arm itself") {
    test::ScenarioText text = text_of_two();
    text.set.clear();
    const Result result = result_of(text);
    const MainResult main = main_result(result, "net_cost");
    CHECK_FALSE(main.is_difference);
    CHECK(main.arms == std::vector<std::string>{"plain"});
    const Measure& net = *find_measure(result.measures, "net_cost");
    CHECK(estimates_of(main, result).front().value == net.mean[main.entry.front()]);
    CHECK(estimates_of(main, result).front().standard_error > 0.0);
}

TEST_CASE("strata are chosen by their axis") {
    test::ScenarioText text = text_of_two();
    text.scenario = "record: {by: [history]}\n";
    const Result result = result_of(text);
    const Measure& strata = *find_measure(result.measures, "months_in_state", "strata");
    const Axis& stratum = find_axis(result.axes, "stratum");
    const MainResult main =
        main_result(result, "months_in_state,stratum=" + stratum.labels.back() + ",state=pension");
    CHECK(main.group == "strata");
    CHECK(main.entry.front() == strata.mean.size() - 1);
    CHECK(main_result(result, "months_in_state").group.empty());
}

TEST_CASE("every mistake of a choice is told at once, with what there is") {
    const Result result = result_of(text_of_two());
    CHECK(says(mistakes_of(result, "net_csot"), "did you mean 'net_cost'?"));
    CHECK(says(mistakes_of(result, "break_even_month"), "there is no standard error of"));
    const std::string text = mistakes_of(result, "net_cost,payr=all,horizon=17,payer,arm=nobody");
    CHECK(says(text, "net_cost has no axis 'payr'; did you mean 'payer'?"));
    CHECK(says(text, "there is no horizon '17'"));
    CHECK(says(text, "'payer' is not of the form axis=coordinate"));
    CHECK(says(text, "there is no arm 'nobody'"));
    CHECK(says(mistakes_of(result, "net_cost,horizon=24,horizon=24"), "'horizon' is named twice"));
    CHECK(says(mistakes_of(result, "net_cost,arm=plain"), "'plain' is the reference"));
}

TEST_CASE("every measure that may be chosen has a standard error somewhere") {
    test::ScenarioText text = text_of_two();
    text.people = 400;
    const Result result = result_of(text);
    std::size_t n_chosen = 0;
    for (const Measure& measure : result.measures) {
        CAPTURE(measure.name);
        const bool has_error = std::any_of(measure.difference_standard_error.begin(),
                                           measure.difference_standard_error.end(),
                                           [](double error) { return !std::isnan(error); });
        CHECK(mistakes_of(result, measure.name).empty() == has_error);
        n_chosen += has_error ? 1 : 0;
    }
    CHECK(n_chosen > 10);
    CHECK(n_chosen < result.measures.size());
}
