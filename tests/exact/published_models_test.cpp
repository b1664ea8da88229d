// Published cohort models, written in the language of models: exact recursion must give what their
// authors' own programs give, to nine digits. Their cycles are years; what is compared here counts
// cycles only, so that months stand for them.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "exact/recursion.hpp"
#include "input/scenario_spec.hpp"
#include "model/model.hpp"

using namespace forlob;

namespace {

constexpr double relative_tolerance = 1e-9;

using Trace = std::vector<std::pair<int, std::vector<double>>>;

struct Published {
    std::vector<std::pair<std::string, std::string>> parameters;
    std::string model;  ///< states, transitions and whatever else there is
    int horizon = 0;
    std::string from, to;  ///< some exit, which every model defines
    std::string arms = "  plain: {}\n";

    [[nodiscard]] std::vector<Expectation> expectations() const {
        std::string text = "forlob: 1\nkind: scenario\ntitle: Published\n";
        if (!parameters.empty()) text += "parameters:\n";
        for (const auto& [name, value] : parameters)
            text += fmt::format(
                "  {}:\n    value: {}\n    unit: factor\n    grade: B\n    source: Published\n",
                name, value);
        text += "model:\n" + model;
        text += fmt::format(
            "  definitions: {{exit: {{from: {0}, to: {{any: {{states: {1}}}}}}}, relapse: "
            "{{events: "
            "{{back: {{states: {0}}}}}}}, headline: {{base: any, event: back}}}}\n"
            "population: {{start: {0}}}\n"
            "economy: {{currency: DKK, price_year: 2025, accrual: start, payers: {{one: {{}}}}, "
            "accounts: {{a: {{split: one, amounts: [{{per_month_in: {0}, amount: 1}}]}}}}}}\n"
            "cohort: {{size: 10}}\nhorizon: {2}\nreplications: 2\nseed: 1\nreference: plain\n"
            "arms:\n",
            from, to, horizon);
        text += arms;
        std::vector<Expectation> all;
        for (const Model& arm : compile_arms(read_scenario_texts({{"published.yaml", text}})))
            all.push_back(expected_occupancy(arm));
        return all;
    }
};

void check(const Expectation& found, const Trace& published) {
    for (const auto& [tick, shares] : published)
        for (std::size_t state = 0; state < shares.size(); ++state) {
            INFO("tick " << tick << ", state " << state);
            CHECK(found.share_in_state(tick, state) ==
                  doctest::Approx(shares[state]).epsilon(relative_tolerance));
        }
}

}  // namespace

// Alarid-Escudero et al. 2023: rates, moves conditional on survival, and a treatment that
// multiplies one rate: its probability replaces the stated one.
TEST_CASE("the time-independent sick-sicker model and its treatment B") {
    Published published;
    published.parameters = {{"r_hd", "0.002"},
                            {"p_hd", "1 - exp(-r_hd)"},
                            {"p_s1d", "1 - exp(-3 * r_hd)"},
                            {"p_s2d", "1 - exp(-10 * r_hd)"},
                            {"r_s1s2", "0.105"}};
    published.model =
        "  states: {h: {}, s1: {}, s2: {}, d: {absorbing: true}}\n"
        "  transitions:\n"
        "    h: {s1: (1 - p_hd) * (1 - exp(-0.15)), d: p_hd}\n"
        "    s1: {h: (1 - p_s1d) * (1 - exp(-0.5)), s2: (1 - p_s1d) * (1 - exp(-r_s1s2)), d: "
        "p_s1d}\n"
        "    s2: {d: p_s2d}\n";
    published.horizon = 75;
    published.from = "h";
    published.to = "d";
    published.arms +=
        "  b: {programs: [{name: treatment_b, everyone: true, effects: [{moves: [{from: s1, to: "
        "s2}], probability: \"(1 - p_s1d) * (1 - exp(-0.6 * r_s1s2))\"}]}]}\n";
    const auto found = published.expectations();
    REQUIRE(found.size() == 2);
    check(
        found[0],
        {{0, {1.0, 0.0, 0.0, 0.0}},
         {1, {0.8589882807411235, 0.1390137179262096, 0.0, 0.001998001332666921}},
         {2, {0.7922312991098922, 0.18944948470642053, 0.013773370063723681, 0.004545846119963641}},
         {5, {0.7074064924025738, 0.20632270281169118, 0.07162696528025497, 0.01464383950548015}},
         {10, {0.6201921415624282, 0.18314866693066195, 0.1587060065914367, 0.03795318491547345}},
         {20, {0.47901286453699327, 0.14147485488496336, 0.2776173535830934, 0.10189492699495035}},
         {30, {0.36998051154369027, 0.10927251378781164, 0.34136096698281093, 0.17938600768568774}},
         {50, {0.2207202571584994, 0.06518899399052319, 0.36900327892908924, 0.34508746992188877}},
         {75, {0.11572345055598442, 0.03417853630643153, 0.3170615355113132, 0.5330364776262716}}});
    check(
        found[1],
        {{0, {1.0, 0.0, 0.0, 0.0}},
         {1, {0.8589882807411235, 0.1390137179262096, 0.0, 0.001998001332666921}},
         {2, {0.7922312991098922, 0.19478593373896214, 0.008436921031182076, 0.004545846119963641}},
         {5, {0.717717928680828, 0.222552779663416, 0.0456223842172139, 0.014106907438542177}},
         {10, {0.6544711250336401, 0.20659445843222163, 0.10450183347763757, 0.03443258305650073}},
         {20, {0.5484163600090478, 0.17316036785656463, 0.19141085110673636, 0.08701242102765143}},
         {30, {0.4595728714645551, 0.14510838345483756, 0.24542093652871236, 0.14989780855189527}},
         {50, {0.32273224493805563, 0.10190147691471618, 0.2876660511259248, 0.28770022702130393}},
         {75, {0.20746857649483993, 0.06550741269213982, 0.2728725990271915, 0.4541514117858296}}});
}

// Chancellor et al. 1997: counted moves, and a relative risk on every worsening in two years.
TEST_CASE("HIV monotherapy and combination therapy") {
    Published published;
    published.model =
        "  states: {a: {}, b: {}, c: {}, d: {absorbing: true}}\n"
        "  transitions:\n"
        "    a: {a: {count: 1251}, b: {count: 350}, c: {count: 116}, d: {count: 17}}\n"
        "    b: {b: {count: 731}, c: {count: 512}, d: {count: 15}}\n"
        "    c: {c: {count: 1312}, d: {count: 437}}\n";
    published.horizon = 20;
    published.from = "a";
    published.to = "d";
    published.arms +=
        "  comb: {programs: [{name: combination, everyone: true, effects: [{moves: [{}], "
        "relative_risk: \"cycle <= 2 ? 0.509 : 1\"}]}]}\n";
    const auto found = published.expectations();
    REQUIRE(found.size() == 2);
    CHECK(found[0].share_in_state(1, 1) == doctest::Approx(350.0 / 1734.0).epsilon(1e-12));
    CHECK(found[1].share_in_state(1, 1) == doctest::Approx(0.509 * 350.0 / 1734.0).epsilon(1e-12));
    // Years lived, counted at the end of each cycle.
    const auto life_years = [](const Expectation& arm) {
        double years = 0.0;
        for (int tick = 1; tick <= 20; ++tick) years += 1.0 - arm.share_in_state(tick, 3);
        return years;
    };
    CHECK(life_years(found[0]) == doctest::Approx(7.991206645840881).epsilon(relative_tolerance));
    CHECK(life_years(found[1]) == doctest::Approx(8.937388891643472).epsilon(relative_tolerance));
}

// Briggs, Claxton and Sculpher 2006: Weibull risk by time since the operation, mortality by age
// from a table, and states that everybody leaves.
TEST_CASE("hip replacement of a woman of 60") {
    Published published;
    published.parameters = {{"gamma", "1.4536778596632325"},
                            {"lambda", "exp(-5.490935 - 0.0367022 * 60)"}};
    published.model =
        "  tables:\n"
        "    mortality: {of: 60 + cycle, steps: {35: 0.00099, 45: 0.0026, 55: 0.0067, 65: 0.0193, "
        "75: 0.0535, 85: 0.1548}, unit: probability, grade: A, source: Published}\n"
        "  states: {primary: {}, success_p: {}, revision: {}, success_r: {}, death: {absorbing: "
        "true}}\n"
        "  transitions:\n"
        "    primary: {death: 0.02, success_p: rest}\n"
        "    success_p: {revision: 1 - exp(lambda * ((cycle - 1)^gamma - cycle^gamma)), death: "
        "mortality}\n"
        "    revision: {success_r: rest, death: 0.02 + mortality}\n"
        "    success_r: {revision: 0.04, death: mortality}\n";
    published.horizon = 60;
    published.from = "primary";
    published.to = "death";
    check(published.expectations().front(),
          {{0, {1.0, 0.0, 0.0, 0.0, 0.0}},
           {1, {0.0, 0.98, 0.0, 0.0, 0.02}},
           {2, {0.0, 0.9726571977263659, 0.000776802273633983, 0.0, 0.026566}},
           {5,
            {0.0, 0.9378356069161753, 0.0013211507701755708, 0.002683137626973989,
             0.058160104686675096}},
           {10,
            {0.0, 0.8436523189511645, 0.0018821145867936825, 0.008708235643315453,
             0.14575733081872635}},
           {20,
            {0.0, 0.548050253186749, 0.002164590885732402, 0.017570446170182524,
             0.43221470975733606}},
           {40,
            {0.0, 0.0277662433055083, 0.0002437661998339413, 0.002810248782451993,
             0.9691797417122058}},
           {60,
            {0.0, 0.0008761441535473467, 1.2411318314195413e-05, 0.00017321596935502417,
             0.9989382285587836}}});
}

// Krijkamp et al. 2018: mortality by the time spent sick, whether in one state or in the other.
TEST_CASE("sick-sicker with mortality that rises with the time spent sick") {
    Published published;
    published.parameters = {{"r", "-log(1 - 0.005)"}};
    published.model =
        "  clocks: {sick: {counts: [s1, s2], resets_on: h}}\n"
        "  states: {h: {}, s1: {}, s2: {}, d: {absorbing: true}}\n"
        "  transitions:\n"
        "    h: {s1: 0.15, d: 0.005}\n"
        "    s1: {h: 0.5, s2: 0.105, d: 1 - exp(-3 * r * (1 + (sick + 1) * 0.2))}\n"
        "    s2: {d: 1 - exp(-10 * r * (1 + (sick + 1) * 0.2))}\n";
    published.horizon = 30;
    published.from = "h";
    published.to = "d";
    check(
        published.expectations().front(),
        {{0, {1.0, 0.0, 0.0, 0.0}},
         {1, {0.845, 0.15, 0.0, 0.005}},
         {2, {0.7890249999999999, 0.18331750323511406, 0.01575, 0.011907496764885943}},
         {5, {0.7127146502308193, 0.1793076308335376, 0.06642321019668546, 0.04155450873895752}},
         {10, {0.6148321071369821, 0.1548338399052222, 0.11392713048371625, 0.11640692247407891}},
         {20, {0.4576884350228728, 0.11525989623486284, 0.11745601081178315, 0.30959565793048055}},
         {30,
          {0.34070861044767314, 0.08580081138368116, 0.0904514463166506, 0.48303913185199426}}});
}

TEST_CASE("the simple sick-sicker microsimulation's cohort twin") {
    Published published;
    published.model =
        "  states: {h: {}, s1: {}, s2: {}, d: {absorbing: true}}\n"
        "  transitions:\n"
        "    h: {s1: 0.15, d: 0.005}\n"
        "    s1: {h: 0.5, s2: 0.105, d: 1 - (1 - 0.005)^3}\n"
        "    s2: {d: 1 - (1 - 0.005)^10}\n";
    published.horizon = 30;
    published.from = "h";
    published.to = "d";
    check(
        published.expectations().front(),
        {{0, {1.0, 0.0, 0.0, 0.0}},
         {1, {0.845, 0.15, 0.0, 0.005}},
         {2, {0.7890249999999999, 0.18376123125, 0.01575, 0.011463768749999997}},
         {5, {0.7138372550492581, 0.18070359195765895, 0.06925859883111926, 0.036200554161963494}},
         {10, {0.61840958718426, 0.15677546854993568, 0.1350551751833481, 0.089759769082456}},
         {20, {0.4643589093182464, 0.11772167699375509, 0.19751486880924804, 0.22040454487875}},
         {30,
          {0.34868357164743047, 0.08839631149723567, 0.2065287629319083, 0.35639135392342497}}});
}
