// The continuous process: closed formulas, and values that the package msm prints for its data on
// heart transplants (Jackson, J Stat Softw 2011;38(8)).

#include "exact/continuous.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "support/values.hpp"

using namespace forlob;
using test::check_values;

namespace {

// Coronary vasculopathy after a transplant: none, mild, severe, death; per year.
const std::vector<double> transplant{0,
                                     0.12787032945025026,
                                     0,
                                     0.04250042417889885,
                                     0.22511912698742095,
                                     0,
                                     0.34261129367510157,
                                     0.04021022898212848,
                                     0,
                                     0.13062234799785274,
                                     0,
                                     0.3064751231997111,
                                     0,
                                     0,
                                     0,
                                     0};

ContinuousOutcomes after_transplant(std::vector<IntensityPiece> pieces, std::size_t start = 0) {
    std::vector<double> share(4, 0.0);
    share[start] = 1.0;
    return continuous_outcomes(pieces, share);
}

}  // namespace

TEST_CASE("one way out with intensity q: closed formulas") {
    const double q = 0.3;
    const double t = 4.0;
    const double stays = std::exp(-q * t);
    const auto found = continuous_outcomes(std::vector<IntensityPiece>{{{0, q, 0, 0}, t}},
                                           std::vector<double>{1.0, 0.0});
    check_values(found.share, {stays, 1.0 - stays});
    check_values(found.time_in_state, {(1.0 - stays) / q, t - (1.0 - stays) / q});
    check_values(found.visits, {1.0, 1.0 - stays});
    check_values(found.ever_visited, {1.0, 1.0 - stays});
    // Mean of an exponential time that is known to be below t.
    check_values(found.first_passage, {0.0, 1.0 / q - t * stays / (1.0 - stays)});
}

TEST_CASE("heart transplants: ten years after the operation") {
    const auto found = after_transplant({{transplant, 10.0}});
    check_values(found.share,
                 {0.3094065591922836, 0.0975002081858783, 0.08787254510948331, 0.5052206875123548});
    check_values(found.time_in_state,
                 {5.602375667334129, 1.1722128069746454, 0.717782238115064, 2.507629287576162});
    check_values(found.ever_visited,
                 {1.0, 0.6139373793914418, 0.356714938325951, 0.5052206875123548});
    check_values(after_transplant({{transplant, 10.0}}, 2).ever_visited,
                 {0.12158808254336245, 0.29506330214419857, 1.0, 0.8646476800619864});
}

TEST_CASE("heart transplants: without end, by the linear equations") {
    const auto from = [](std::size_t start) {
        std::vector<double> share(4, 0.0);
        share[start] = 1.0;
        return unlimited_outcomes(transplant, share);
    };
    // msm integrates numerically and is off by 4e-9 in the times of the first state.
    check_values(from(0).time_in_state, {8.815917338452495, 2.2298171088433674, 1.7478035785166968,
                                         std::numeric_limits<double>::infinity()});
    // msm counts entries only, where the first spell begins with the operation.
    check_values(from(0).visits, {1.5019744808844339, 1.3555964617389944, 0.7639605243197009, 1.0});
    // The chain of moves: from severe to none by mild, whose returns to severe add up.
    const double mild = 0.2988403196201808;
    const double none = 0.3702978689104042;
    check_values(from(2).ever_visited,
                 {mild * none / (1.0 - mild * 0.563560429583648), mild, 1.0, 1.0});
    for (const auto& [start, years] : {std::pair{std::size_t{0}, 12.793538025812559},
                                       {std::size_t{1}, 9.225320057533905},
                                       {std::size_t{2}, 5.044716824614414}})
        CHECK(from(start).first_passage[3] == doctest::Approx(years).epsilon(1e-9));
}

TEST_CASE("a long horizon comes to what is without end") {
    const auto lasting = after_transplant({{transplant, 1000.0}}, 1);
    const auto unlimited = unlimited_outcomes(transplant, std::vector<double>{0.0, 1.0, 0.0, 0.0});
    check_values(std::span(lasting.time_in_state).first(3),
                 {unlimited.time_in_state.begin(), unlimited.time_in_state.begin() + 3});
    check_values(lasting.visits, unlimited.visits);
    check_values(lasting.ever_visited, unlimited.ever_visited);
    check_values(lasting.first_passage, unlimited.first_passage);
}

TEST_CASE("without end, where people go round for ever or are caught apart") {
    // 0 and 1 for ever in turn; 2 leads there, or to 3, which nobody leaves; 4 is met by nobody.
    std::vector<double> intensity(25, 0.0);
    intensity[0 * 5 + 1] = 2.0;
    intensity[1 * 5 + 0] = 0.5;
    intensity[2 * 5 + 1] = 3.0;
    intensity[2 * 5 + 3] = 1.0;
    intensity[4 * 5 + 2] = 1.0;
    const auto found = unlimited_outcomes(intensity, std::vector<double>{0.0, 0.0, 1.0, 0.0, 0.0});
    const double infinite = std::numeric_limits<double>::infinity();
    check_values(found.time_in_state, {infinite, infinite, 0.25, infinite, 0.0});
    check_values(found.visits, {infinite, infinite, 1.0, 0.25, 0.0});
    check_values(found.ever_visited, {0.75, 0.75, 1.0, 0.25, 0.0});
    // Of those who get there: a stay in 2, then one in 1.
    check_values(std::span(found.first_passage).first(4), {2.25, 0.25, 0.0, 0.25});
    CHECK(std::isnan(found.first_passage[4]));
}

TEST_CASE("pieces of time add up") {
    const auto whole = after_transplant({{transplant, 10.0}});
    const auto pieces = after_transplant({{transplant, 2.5}, {transplant, 7.5}});
    check_values(pieces.share, whole.share);
    check_values(pieces.time_in_state, whole.time_in_state);
    check_values(pieces.visits, whole.visits);
    check_values(pieces.ever_visited, whole.ever_visited);
    check_values(pieces.first_passage, whole.first_passage);
}

TEST_CASE("a state that nobody reaches has no first passage") {
    const auto found = continuous_outcomes(std::vector<IntensityPiece>{{{0, 0, 1, 0}, 2.0}},
                                           std::vector<double>{1.0, 0.0});
    CHECK(found.ever_visited[1] == 0.0);
    CHECK(std::isnan(found.first_passage[1]));
    CHECK(found.first_passage[0] == 0.0);
}
