#include "outcomes/estimate.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace forlob;

namespace {

using Replication = std::vector<std::vector<double>>;  // [arm][value]

PairedMoments moments_of(std::size_t reference, const std::vector<Replication>& replications) {
    PairedMoments moments(replications.front().size(), reference,
                          replications.front().front().size());
    for (const Replication& arms : replications)
        moments.add(std::vector<std::span<const double>>(arms.begin(), arms.end()));
    return moments;
}

}  // namespace

TEST_CASE("means and standard errors of two values over three replications") {
    const auto moments = moments_of(0, {{{1.0, 5.0}}, {{2.0, 5.0}}, {{6.0, 5.0}}});
    CHECK(moments.n() == 3);
    CHECK(moments.mean(0, 0) == doctest::Approx(3.0));
    // Deviations -2, -1, 3: variance 14 / 2 = 7.
    CHECK(moments.standard_error(0, 0) == doctest::Approx(std::sqrt(7.0 / 3.0)));
    CHECK(moments.mean(0, 1) == 5.0);
    CHECK(moments.standard_error(0, 1) == 0.0);
}

TEST_CASE("differences to the reference are paired by replication") {
    // The second arm is the reference. Differences 1, 1, 4.
    const auto moments = moments_of(1, {{{11.0}, {10.0}}, {{21.0}, {20.0}}, {{34.0}, {30.0}}});
    CHECK(moments.difference(0, 0) == doctest::Approx(2.0));
    CHECK(moments.difference_standard_error(0, 0) == doctest::Approx(1.0));
    CHECK(moments.standard_error(0, 0) > 6.0);
    CHECK(moments.difference(1, 0) == 0.0);
    CHECK(moments.difference_standard_error(1, 0) == 0.0);
}

TEST_CASE("an arm that copies the reference differs by exactly 0") {
    std::vector<Replication> replications;
    for (int r = 0; r < 50; ++r) {
        const double value = 1e9 + std::sqrt(static_cast<double>(r)) / 3.0;
        replications.push_back({{value}, {value}});
    }
    const auto moments = moments_of(0, replications);
    CHECK(moments.difference(1, 0) == 0.0);
    CHECK(moments.difference_standard_error(1, 0) == 0.0);
}

TEST_CASE("a large offset does not eat the variance") {
    const auto moments = moments_of(0, {{{1e12 + 1.0}}, {{1e12 + 2.0}}, {{1e12 + 6.0}}});
    CHECK(moments.standard_error(0, 0) == doctest::Approx(std::sqrt(7.0 / 3.0)).epsilon(1e-6));
}

TEST_CASE("one replication has a mean and no standard error") {
    const auto moments = moments_of(0, {{{4.0}, {7.0}}});
    CHECK(moments.mean(1, 0) == 7.0);
    CHECK(moments.difference(1, 0) == 3.0);
    CHECK(std::isnan(moments.standard_error(0, 0)));
    CHECK(std::isnan(moments.difference_standard_error(1, 0)));
}

TEST_CASE("no replication has not even a mean") {
    const PairedMoments moments(1, 0, 1);
    CHECK(std::isnan(moments.mean(0, 0)));
    CHECK(std::isnan(moments.difference(0, 0)));
}

TEST_CASE("the jackknife of a mean is its ordinary standard error") {
    // Of 1, 2, 6 without one each: 4, 3.5, 1.5.
    CHECK(jackknife_standard_error(std::vector{4.0, 3.5, 1.5}) ==
          doctest::Approx(std::sqrt(7.0 / 3.0)));
}

TEST_CASE("the jackknife of what never changes is exactly 0") {
    CHECK(jackknife_standard_error(std::vector(100, 0.0)) == 0.0);
}

TEST_CASE("the jackknife needs two groups, and a value without each") {
    CHECK(std::isnan(jackknife_standard_error({})));
    CHECK(std::isnan(jackknife_standard_error(std::vector{0.3})));
    CHECK(std::isnan(jackknife_standard_error(std::vector{0.3, std::nan("")})));
}

TEST_CASE("statistics of sums are taken without each group in turn, arms paired") {
    // Sums of two parts, and their ratio: 10/20 of all; 8/10, 4/16, 8/14 without one group each.
    const std::vector<std::vector<double>> groups{{2.0, 10.0}, {6.0, 4.0}, {2.0, 6.0}};
    const auto ratio = [](std::span<const double> sums) {
        return std::vector{sums[0] / sums[1], sums[1]};
    };
    const Jackknife arm = jackknife(groups, 2, ratio);
    CHECK(arm.of_all == std::vector{0.5, 20.0});
    CHECK(arm.without_group[0] == std::vector{0.8, 0.25, 8.0 / 14.0});
    CHECK(arm.without_group[1] == std::vector{10.0, 16.0, 14.0});

    const std::vector<std::vector<double>> others{{1.0, 10.0}, {3.0, 4.0}, {1.0, 6.0}};
    const Estimate estimate = jackknife_estimate(arm, jackknife(others, 2, ratio), 0);
    CHECK(estimate.mean == 0.5);
    CHECK(estimate.standard_error == jackknife_standard_error(arm.without_group[0]));
    // Half of the ratio in every group.
    CHECK(estimate.difference == 0.25);
    CHECK(estimate.difference_standard_error == doctest::Approx(estimate.standard_error / 2.0));
    CHECK(jackknife_estimate(arm, arm, 1).difference_standard_error == 0.0);

    const Jackknife of_nothing = jackknife({}, 2, ratio);
    CHECK(std::isnan(of_nothing.of_all[0]));
    CHECK(of_nothing.without_group[0].empty());
}
