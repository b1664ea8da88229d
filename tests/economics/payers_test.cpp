#include "economics/payers.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace forlob;

namespace {

// The state's share since January 2016.
constexpr double weeks_per_month = 365.25 / 12.0 / 7.0;
const std::vector<LadderStep> reimbursement{{0.0, 0.80}, {4.0, 0.40}, {26.0, 0.30}, {52.0, 0.20}};

double municipal_money(double weeks, double per_week) {
    return weeks * per_week * (1.0 - ladder_share(reimbursement, 0.0, weeks));
}

}  // namespace

TEST_CASE("T1 26 weeks at 3,000 DKK cost the municipality 42,000 of 78,000") {
    CHECK(municipal_money(26.0, 3000.0) == doctest::Approx(42000.0).epsilon(1e-12));
}

TEST_CASE("T2 52 weeks at 3,000 DKK cost the municipality 96,600 of 156,000") {
    CHECK(municipal_money(52.0, 3000.0) == doctest::Approx(96600.0).epsilon(1e-12));
}

TEST_CASE(
    "T3 at 60 weeks a month of 13,590 DKK costs the municipality 10,872 and the state 2,718") {
    const double state = 13590.0 * ladder_share(reimbursement, 60.0, 60.0 + weeks_per_month);
    CHECK(state == doctest::Approx(2718.0).epsilon(1e-12));
    CHECK(13590.0 - state == doctest::Approx(10872.0).epsilon(1e-12));
}

// Average municipal shares of whole spells, section 4.2 of the domain dossier.
TEST_CASE("average municipal shares of spells that begin at week 0") {
    struct Spell {
        double weeks;
        double share;
    };
    const Spell published[] = {{4, 0.2},     {13, 0.4769},  {26, 0.5385}, {52, 0.6192},
                               {78, 0.6795}, {104, 0.7096}, {156, 0.7397}};
    for (const Spell& spell : published) {
        CAPTURE(spell.weeks);
        CHECK(municipal_money(spell.weeks, 1.0) / spell.weeks ==
              doctest::Approx(spell.share).epsilon(1e-4));
    }
}

TEST_CASE("months are integrated over the weeks they cover") {
    // Month 0: weeks 0 to 4.348214, of which 4 at 80 % and the rest at 40 %.
    CHECK(ladder_share_of_cycle(reimbursement, 0, weeks_per_month) ==
          doctest::Approx((4.0 * 0.8 + 0.34821428571 * 0.4) / 4.34821428571).epsilon(1e-9));
    CHECK(ladder_share_of_cycle(reimbursement, 1, weeks_per_month) ==
          doctest::Approx(0.4).epsilon(1e-12));
    // Month 5: weeks 21.741071 to 26.089286; month 11: weeks 47.830357 to 52.178571.
    CHECK(
        ladder_share_of_cycle(reimbursement, 5, weeks_per_month) ==
        doctest::Approx((4.25892857143 * 0.4 + 0.08928571429 * 0.3) / 4.34821428571).epsilon(1e-9));
    CHECK(
        ladder_share_of_cycle(reimbursement, 11, weeks_per_month) ==
        doctest::Approx((4.16964285714 * 0.3 + 0.17857142857 * 0.2) / 4.34821428571).epsilon(1e-9));
    CHECK(ladder_share_of_cycle(reimbursement, 12, weeks_per_month) ==
          doctest::Approx(0.2).epsilon(1e-12));
    CHECK(ladder_share_of_cycle(reimbursement, 240, weeks_per_month) ==
          doctest::Approx(0.2).epsilon(1e-12));
}

TEST_CASE("a ladder of one step is a fixed share") {
    const std::vector<LadderStep> half{{0.0, 0.5}};
    CHECK(ladder_share(half, 3.0, 4.0) == 0.5);
    CHECK(ladder_share_of_cycle(half, 100, weeks_per_month) == 0.5);
}

TEST_CASE("cycles of other lengths are integrated over the weeks they cover") {
    // A quarter of 13.044643 weeks: 4 at 80 %, the rest at 40 %.
    const double quarter = 365.25 / 4.0 / 7.0;
    CHECK(ladder_share_of_cycle(reimbursement, 0, quarter) ==
          doctest::Approx((4.0 * 0.8 + 9.04464285714 * 0.4) / 13.0446428571).epsilon(1e-9));
    CHECK(ladder_share_of_cycle(reimbursement, 0, 1.0) == 0.8);
    CHECK(ladder_share_of_cycle(reimbursement, 4, 1.0) == 0.4);
}
