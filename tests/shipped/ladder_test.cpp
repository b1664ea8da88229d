// Who pays the benefit of people whose lives are known? Everybody moves at fixed months, so the
// clock of the reimbursement ladder and its reset by 12 months of self-support within 36 can be
// followed by hand.

#include <doctest/doctest.h>

#include <string>

#include "run.hpp"
#include "support/scenario_text.hpp"

using namespace forlob;

namespace {

constexpr double monthly_amount = 13590.0;

// One person, alternating between benefit and `work_state` after fixed months, 14 months (61 weeks)
// on the ladder at the start. Returns the municipality's share of the benefit of that month.
double municipal_share(int months_on_benefit, const std::string& work_state, int months_of_work,
                       int month) {
    test::ScenarioText text;
    const auto leave = [](const std::string& to, int after) {
        return "{" + to + ": {probability: 1, by: {months_in_state: {0: 0, " +
               std::to_string(after - 1) + ": 1}}}}\n";
    };
    text.transitions = "  benefit: " + leave(work_state, months_on_benefit) +
                       "  internship: " + leave("benefit", months_of_work) +
                       "  employment: " + leave("benefit", months_of_work);
    text.clocks =
        "  support: {counts: [support], starts: 14, "
        "resets_after: {months: 12, in: [work], within_months: 36}}\n";
    text.economy =
        "{title: Prices, currency: DKK, price_year: 2025, accrual: start, "
        "payers: {municipality: {label: M}, state: {label: S}}, "
        "splits: {ladder: {ladder: {clock: support, payer: state, "
        "shares_from_week: {0: 0.8, 4: 0.4, 26: 0.3, 52: 0.2}, rest: municipality}}}, "
        "accounts: {benefit: {label: B, split: ladder, "
        "amounts: [{per_month_in: [benefit], amount: 13590}]}}}";
    text.people = 1;
    text.replications = 1;
    text.horizon = 40;
    const Result result = run(text.spec(), {});
    const Measure* cost = find_measure(result.measures, "cost");
    REQUIRE(cost != nullptr);
    // Axes: arm, month, payer (municipality, state, all), account; one arm, one account.
    REQUIRE(cost->mean.size() == 41 * 3);
    return cost->mean[static_cast<std::size_t>(month) * 3] / monthly_amount;
}

// The first month from week 0: four weeks at 20 %, the rest of 4.348214 weeks at 60 %.
constexpr double first_month = 0.2320328542;

}  // namespace

TEST_CASE("T3 beyond 52 weeks the municipality pays 80 percent") {
    CHECK(municipal_share(2, "employment", 6, 1) == doctest::Approx(0.8).epsilon(1e-12));
}

TEST_CASE("T4 51 weeks of self-support do not reset the ladder") {
    // Months 1-2 benefit, 3-13 employment (11 months), 14 benefit again.
    CHECK(municipal_share(2, "employment", 11, 13) == 0.0);
    CHECK(municipal_share(2, "employment", 11, 14) == doctest::Approx(0.8).epsilon(1e-12));
}

TEST_CASE("T5 52 weeks of self-support within three years, not in one piece, reset it") {
    // Months 1-2 benefit, 3-8 employment, 9-10 benefit, 11-16 employment, 17 benefit again.
    CHECK(municipal_share(2, "employment", 6, 9) == doctest::Approx(0.8).epsilon(1e-12));
    CHECK(municipal_share(2, "employment", 6, 17) == doctest::Approx(first_month).epsilon(1e-9));
    // The second month after the reset: weeks 4.35 to 8.70, all at 60 %.
    CHECK(municipal_share(2, "employment", 6, 18) == doctest::Approx(0.6).epsilon(1e-12));
}

TEST_CASE("T5 the months of self-support must lie within three years") {
    // 3 of every 13 months in employment: never 12 within 36.
    CHECK(municipal_share(10, "employment", 3, 40) == doctest::Approx(0.8).epsilon(1e-12));
}

TEST_CASE("T6 a year in a supported job does not reset it") {
    // `internship` is public support here, as a flex job is: its months count, none of them as
    // work.
    CHECK(municipal_share(2, "internship", 12, 15) == doctest::Approx(0.8).epsilon(1e-12));
}
