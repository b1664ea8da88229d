#include "economics/incremental.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

using namespace forlob;

namespace {

struct Strategy {
    std::string name;
    double cost;
    double effect;
    std::string status;
    double ratio = std::nan("");  ///< published
};

void check_published(const std::vector<Strategy>& strategies) {
    std::vector<double> cost;
    std::vector<double> effect;
    for (const Strategy& strategy : strategies) {
        cost.push_back(strategy.cost);
        effect.push_back(strategy.effect);
    }
    const auto increments = incremental_analysis(cost, effect);
    REQUIRE(increments.size() == strategies.size());
    for (std::size_t arm = 0; arm < strategies.size(); ++arm) {
        CAPTURE(strategies[arm].name);
        CHECK(dominance_code(increments[arm].dominance) == strategies[arm].status);
        if (std::isnan(strategies[arm].ratio))
            CHECK(std::isnan(increments[arm].ratio));
        else
            CHECK(std::abs(increments[arm].ratio / strategies[arm].ratio - 1.0) < 1e-7);
    }
}

}  // namespace

TEST_CASE("HIV screening of a high-risk population (Paltiel 2006, table 4)") {
    check_published({{"status quo", 26000.0, 23.104166666666668, "ND"},
                     {"one time", 27000.0, 23.13083333333333, "ND", 37500.0000000041},
                     {"5yr", 28020.0, 23.14833333333333, "ND", 58285.71428572},
                     {"3yr", 28440.0, 23.1525, "ND", 100799.99999992},
                     {"annual", 29440.0, 23.146666666666665, "D"}});
}

TEST_CASE("extended dominance among six strategies, listed from the dearest") {
    check_published({{"E", 55000.0, 5.0, "ND", 20000.0},
                     {"D", 35000.0, 4.0, "ND", 12500.0},
                     {"C", 25000.0, 3.0, "ED"},
                     {"B", 10000.0, 2.0, "ND", 5000.0},
                     {"A", 12000.0, 1.5, "D"},
                     {"UC", 5000.0, 1.0, "ND"}});
}

TEST_CASE("of two strategies with the same effect the dearer is dominated") {
    check_published({{"No Treat", 163771.0, 6.48273, "D"},
                     {"Treat all", 164848.7, 6.52861, "D"},
                     {"Test & treat", 163765.1, 6.52861, "ND"}});
}

TEST_CASE("C. difficile treatment (Rajasingham 2020): eleven strategies") {
    check_published({{"s3", 57336.00598965383, 12.9399639202408, "ND"},
                     {"s27", 57541.25263738147, 13.01406406962749, "ND", 2769.854709152626},
                     {"s33", 57642.25875078418, 13.038911632191812, "ND", 4065.031052492306},
                     {"s31", 57934.07434112411, 13.096625793221666, "ND", 5056.221647040599},
                     {"s43", 58072.113720849375, 13.112857669119983, "ND", 8504.216061655296},
                     {"s44", 58665.7823044647, 13.128332839702484, "ND", 38362.65199471343},
                     {"s13", 58018.62524202029, 13.065041238799186, "D"},
                     {"s39", 57814.647091958104, 13.046279016318502, "ED"},
                     {"s20", 58634.20264413985, 13.110056886799452, "D"},
                     {"s37", 58081.79479843234, 13.102971115697827, "D"},
                     {"s4", 57887.48154932604, 12.997065715376468, "D"}});
}

TEST_CASE("Sick-Sicker (Alarid-Escudero 2023): four strategies") {
    check_published(
        {{"Standard of care", 151579.86595738993, 20.71133146432218, "ND"},
         {"Strategy A", 284804.5133705725, 21.498662808437558, "D"},
         {"Strategy B", 259100.41061700435, 22.184465140845493, "ND", 72987.63606665314},
         {"Strategy AB", 378875.198394492, 23.136844135002608, "ND", 125763.78575368728}});
}

TEST_CASE("the best of four strategies changes with the threshold (Sick-Sicker, mean of draws)") {
    const std::vector<double> cost{151375.51800928594, 283829.4516589078, 258821.7481002968,
                                   377979.1043965602};
    const std::vector<double> effect{20.569577773199754, 21.392566979350185, 21.979641682766143,
                                     22.974723529226097};
    for (int threshold = 0; threshold <= 200'000; threshold += 5000)
        CHECK(best_arm(cost, effect, threshold) == (threshold < 80'000    ? 0
                                                    : threshold < 120'000 ? 2
                                                                          : 3));
    CHECK(net_monetary_benefit(100.0, 2.0, 30.0) == -40.0);
}

TEST_CASE("extended dominance is repeated until the ratios do not fall") {
    // Taking out the third makes the second fall behind the fourth.
    const std::vector<double> cost{0.0, 10.0, 19.0, 21.0};
    const std::vector<double> effect{0.0, 1.0, 1.5, 3.0};
    const auto increments = incremental_analysis(cost, effect);
    CHECK(increments[1].dominance == Dominance::extended);
    CHECK(increments[2].dominance == Dominance::extended);
    CHECK(increments[3].ratio == 7.0);
}

TEST_CASE("an arm on the line between its neighbours is not dominated") {
    const std::vector<double> on_a_line{0.0, 1.0, 2.0};
    const auto increments = incremental_analysis(on_a_line, on_a_line);
    for (const Increment& increment : increments) CHECK(increment.dominance == Dominance::none);
    CHECK(increments[2].cost == 1.0);  // compared with the one before it
}

TEST_CASE("of equal arms the first stands, and one arm is not dominated") {
    const std::vector<double> cost{5.0, 5.0, 5.0};
    const std::vector<double> effect{1.0, 1.0, 2.0};
    const auto increments = incremental_analysis(cost, effect);
    CHECK(increments[0].dominance == Dominance::strong);
    CHECK(increments[1].dominance == Dominance::strong);
    CHECK(increments[2].dominance == Dominance::none);
    CHECK(incremental_analysis(std::vector{1.0, 1.0}, std::vector{1.0, 1.0})[1].dominance ==
          Dominance::strong);
    const auto alone = incremental_analysis(std::vector{1.0}, std::vector{1.0});
    CHECK(alone[0].dominance == Dominance::none);
    CHECK(std::isnan(alone[0].cost));
    CHECK(best_arm(cost, std::vector{1.0, 1.0, 1.0}, 100.0) == 0);
}
