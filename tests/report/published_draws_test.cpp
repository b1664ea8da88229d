// A published probabilistic analysis, draw by draw: 1000 draws of the Sick-Sicker model and four
// strategies (tests/economics/sick-sicker). The model's years are the months of this one.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "input/draws_spec.hpp"
#include "input/reading.hpp"
#include "report/comparison.hpp"
#include "run.hpp"
#include "support/reported.hpp"
#include "support/temporary.hpp"

using namespace forlob;

namespace {

std::string path(const std::string& name) {
    return test::in_tests("../economics/sick-sicker/" + name);
}

Table<double, 2> numbers(const std::string& name) {
    Diagnostics diagnostics;
    const auto file = read_draw_file(test::source(test::read_file(path(name))), diagnostics);
    REQUIRE(file);
    return file->values;
}

bool is_near(double value, double expected) {
    return std::abs(value - expected) <= 1e-9 * std::max(1.0, std::abs(expected));
}

}  // namespace

TEST_CASE("the Sick-Sicker analysis: cost and QALYs of every draw, acceptability, loss, EVPI") {
    const Result result = run_exactly(read_scenario(path("scenario.yaml")), {});
    REQUIRE(result.draws);
    const DrawResults& draws = *result.draws;
    CHECK(draws.method == "exact recursion");
    CHECK(draws.n() == 1000);
    CHECK(draws.parameters.size() == 18);
    const auto find = [&](const std::string& name) -> const DrawMeasure& {
        const auto found = std::find_if(draws.measures.begin(), draws.measures.end(),
                                        [&](const DrawMeasure& one) { return one.name == name; });
        REQUIRE(found != draws.measures.end());
        return *found;
    };
    const Table<double, 2> published = numbers("results.csv");
    const DrawMeasure& cost = find("analysis_cost");
    const DrawMeasure& effect = find("analysis_effect");
    REQUIRE(cost.values.shape()[1] == 4);
    double worst = 0.0;
    for (std::size_t draw = 0; draw < 1000; ++draw)
        for (std::size_t arm = 0; arm < 4; ++arm) {
            const double of_cost = published(draw, arm);
            const double of_effect = published(draw, 4 + arm);
            worst = std::max({worst, std::abs(cost.values(draw, arm) / of_cost - 1.0),
                              std::abs(effect.values(draw, arm) / of_effect - 1.0)});
        }
    CHECK(worst < 1e-9);

    REQUIRE(draws.acceptability);
    const Acceptability& of = *draws.acceptability;
    const Table<double, 2> curves = numbers("curves.csv");
    REQUIRE(of.thresholds.size() == curves.shape()[0]);
    for (std::size_t at = 0; at < of.thresholds.size(); ++at) {
        CAPTURE(of.thresholds[at]);
        CHECK(of.thresholds[at] == curves(at, 0));
        // Differences of large numbers: 1e-9 of what is subtracted.
        CHECK(std::abs(of.perfect_information[at] - curves(at, 1)) < 1e-6);
        CHECK(static_cast<double>(of.best[at]) == curves(at, 2));
        for (std::size_t arm = 0; arm < 4; ++arm) {
            CHECK(is_near(of.probability_best(at, arm), curves(at, 3 + arm)));
            CHECK(std::abs(of.expected_loss(at, arm) - curves(at, 7 + arm)) < 1e-5);
        }
    }
    const std::string text = comparison_text(result, {});
    CHECK(text.find("Chance of being best at a threshold") != std::string::npos);
    CHECK(text.find("Perfect information") != std::string::npos);
}
